"""From an address or coordinates to a place in an administrative unit of today. Pure: no database, no network."""

from ocopmap.geocoding.answers import Candidate, Place
from ocopmap.geocoding.checks import Cause, Locate, Mismatch, check_position
from ocopmap.geocoding.coordinates import Position, read_positions
from ocopmap.geocoding.geocoder import Geocoder
from ocopmap.geocoding.package_data import load_units
from ocopmap.geocoding.rules import AddressRules
from ocopmap.geocoding.unit_lists import UnitMatch
from ocopmap.geocoding.units import Commune, District, LegacyCommune, Province, Units

__all__ = [
    "AddressRules",
    "Candidate",
    "Cause",
    "Commune",
    "District",
    "Geocoder",
    "LegacyCommune",
    "Locate",
    "Mismatch",
    "Place",
    "Position",
    "Province",
    "UnitMatch",
    "Units",
    "check_position",
    "load_units",
    "read_positions",
]
