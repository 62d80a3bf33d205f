"""When a reading must go to a person although it has no rival: better no pin than a wrong one."""

from collections.abc import Iterator
from enum import StrEnum

from ocopmap.geocoding.hits import Hit, Text, name_start
from ocopmap.geocoding.known import KnownNames
from ocopmap.geocoding.readings import Reading
from ocopmap.geocoding.text import Word
from ocopmap.geocoding.units import Commune, District, Units, split_name
from ocopmap.geocoding.wording import names_finer_place


class Doubt(StrEnum):
    """Why a person must confirm a reading that has no rival."""

    UNKNOWN = "unknown"
    """A commune or district is named that nothing resembles."""
    CONTRADICTION = "contradiction"
    """The commune does not lie in the district named."""
    OPEN = "open"
    """Words are left over that may change the answer, a kind does not agree, or too little is named."""
    OTHER_NAME = "other_name"
    """The commune is written as a name of its own, which no commune there bears."""
    OTHER_DISTRICT = "other_district"
    """The commune lies in the namesake of the district written: thành phố Cao Lãnh, huyện Cao Lãnh."""


def doubt_of(text: Text, reading: Reading, names: KnownNames, units: Units) -> Doubt | None:
    """Return why a person must confirm a reading even if it has no rival, None if nobody needs to."""
    if _is_another_name(text, reading, names):
        return Doubt.OTHER_NAME
    if _is_other_district(text, reading, units):
        return Doubt.OTHER_DISTRICT
    if reading.contradiction:
        return Doubt.CONTRADICTION
    if reading.commune is None and reading.unread > 0:
        return Doubt.UNKNOWN
    return Doubt.OPEN if _is_open(text, reading) else None


def _is_open(text: Text, reading: Reading) -> bool:
    """So it is too when one bare name ends other words (``Công ty Tân Phú Đông``)."""
    if reading.open or _other_kind_of_today(reading.commune) or _is_weak_guess(text, reading):
        return True
    if len(reading.hits) > 1:
        return False
    (hit,) = reading.hits
    bare = hit.head == hit.start and hit.tail == hit.end
    own_part = hit.start == 0 or text.words[hit.start].after_break
    return bare and hit.start > 0 and not (own_part and names_finer_place(text, reading))


def _is_another_name(text: Text, reading: Reading, names: KnownNames) -> bool:
    """Tell whether the commune is written as a name of its own: no slip, but a commune that is not there."""
    hit = reading.commune
    if hit is None:
        return False
    written = text.words[name_start(text, hit) : hit.end]
    if _goes_on(text, reading, names):
        return True
    if hit.errors and not _only_kind_is_misspelt(hit, written):
        return names.has_name(written) or names.has_syllables(written)
    return hit.accents < 0 and names.has_spelling(written)


def _only_kind_is_misspelt(hit: Hit, written: list[Word]) -> bool:
    return "".join(word.folded for word in written) == hit.name.key


def _goes_on(text: Text, reading: Reading, names: KnownNames) -> bool:
    """Tell whether a name goes on with a word that the reading leaves out: ``Hội Xuân Trung``, ``Tân Phú D9o6ng``.

    A misspelt kind of unit (``hyuện``) is not part of a name, unless it is a word of names too.
    """
    read = {index for hit in reading.hits for index in range(hit.head, hit.tail)} | text.fillers | text.announcing
    behind = (hit.tail for hit in (reading.commune, reading.district) if hit and hit.tail < len(text.words))
    open_words = [text.words[index] for index in behind if index not in read and not text.words[index].after_break]
    return any(names.has_syllables([word]) or not names.may_be_kind(word) for word in open_words)


def _is_other_district(text: Text, reading: Reading, units: Units) -> bool:
    """Tell whether the words name a namesake of the district that the reading took."""
    hit = reading.district
    if hit is None or hit.kind_agrees or hit.head == hit.start:
        return False
    mark, taken = text.before[hit.start], hit.name.unit
    if mark is None or not isinstance(taken, District):
        return False
    return any(other.kind in mark.meaning.kinds for other in _namesakes(taken, units))


def _namesakes(district: District, units: Units) -> Iterator[District]:
    bare = split_name(district.name)[1]
    for other in units.districts.values():
        if other is not district and other.province == district.province and split_name(other.name)[1] == bare:
            yield other


def _is_weak_guess(text: Text, reading: Reading) -> bool:
    """A misspelt commune without its district may as well be one of another province, unless accents agree."""
    if reading.commune is None or not reading.commune.errors or reading.district:
        return False
    return reading.commune.errors > 1 or not text.accented or reading.province is None


def _other_kind_of_today(commune: Hit | None) -> bool:
    """No commune of today has changed its kind: ``xã Cai Lậy`` may be a misread ``thị xã Cai Lậy``."""
    return (
        commune is not None
        and isinstance(commune.name.unit, Commune)
        and commune.head < commune.start
        and not commune.kind_agrees
    )
