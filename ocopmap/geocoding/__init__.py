"""From an address or coordinates to a place in an administrative unit of today. Pure: no database, no network."""

from ocopmap.geocoding.answers import Candidate, Place
from ocopmap.geocoding.geocoder import Geocoder
from ocopmap.geocoding.rules import AddressRules
from ocopmap.geocoding.unit_lists import UnitMatch
from ocopmap.geocoding.units import Commune, District, LegacyCommune, Province, Units

__all__ = [
    "AddressRules",
    "Candidate",
    "Commune",
    "District",
    "Geocoder",
    "LegacyCommune",
    "Place",
    "Province",
    "UnitMatch",
    "Units",
]
