"""What the geocoder answers: places handed in, candidates handed out."""

from dataclasses import dataclass

from ocopmap.catalogue.places import Precision


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer: a located record, or a street, hamlet or point of interest of a map.

    Attributes:
        name: with its kind for a street or hamlet: ``Đường Nguyễn Huệ``, ``Ấp Mỹ Thới``.
        latitude: WGS 84 degrees, as is ``longitude``.
        precision: ``STREET`` for the middle of a street, ``HAMLET`` for that of a hamlet, ``EXACT`` for a point.
        commune_code: commune of today, None if not known; a street of several communes is a place in each.
        legacy_commune_code: commune of before July 2025, where known: ấp 4 of two old communes are told apart by it.
        confirmed: somebody surveyed, published or set the point; otherwise it was derived from an address.
    """

    name: str
    latitude: float
    longitude: float
    precision: Precision
    commune_code: str | None = None
    legacy_commune_code: str | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that an address may mean.

    Attributes:
        latitude: WGS 84 degrees, as is ``longitude``.
        precision: what the point stands for; never finer than the text supports.
        confidence: probability (0 to 1) that the place named is the one meant, calibrated on the bench's
            train split.
        uncertainty_m: radius in metres of what the point stands for.
        commune_code: commune of today, None when the text does not tell.
        commune_name: official name, ``Xã Mỹ Thọ``.
        legacy_commune_code: commune of before 1 July 2025, when that is what the text names.
        legacy_commune: its name with its district, ``Xã Mỹ Xương, huyện Cao Lãnh``.
        current_address: the two-level form: house, street and hamlet kept, new commune, new province.
        explanation: in Vietnamese, for a clerk.
        needs_person: a person must choose or confirm.
    """

    latitude: float
    longitude: float
    precision: Precision
    confidence: float
    uncertainty_m: float
    commune_code: str | None
    commune_name: str | None
    legacy_commune_code: str | None
    legacy_commune: str | None
    province_code: str
    province_name: str
    current_address: str
    explanation: str
    needs_person: bool
