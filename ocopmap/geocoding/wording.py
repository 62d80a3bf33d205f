"""What people read of an answer: the explanation and the address in the form of today."""

from typing import Final

from ocopmap.geocoding.hits import Hit, Text
from ocopmap.geocoding.readings import Reading
from ocopmap.geocoding.rules import Minor
from ocopmap.geocoding.text import joined
from ocopmap.geocoding.units import Commune, District, LegacyCommune, Province, split_name

_FINER: Final = {Minor.HAMLET, Minor.STREET, Minor.HOUSE}


def in_sentence(name: str) -> str:
    """Return an official name with its kind in small letters: ``xã Mỹ Thọ``."""
    return name[0].lower() + name[1:]


def old_name(old: LegacyCommune) -> str:
    """Return ``xã cũ Mỹ Xương, huyện Cao Lãnh``; a number keeps its place: ``phường 4 cũ, …``."""
    bare = split_name(old.name)[1]
    kind = in_sentence(old.name).removesuffix(bare).strip()
    if bare.isdigit():
        return f"{kind} {bare} cũ, {in_sentence(old.district.name)}"
    return f"{kind} cũ {bare}, {in_sentence(old.district.name)}"


def detail(text: Text, reading: Reading) -> str:
    """Return what stands before the first unit named: house, street, hamlet, as written."""
    first = min((hit.head for hit in reading.hits), default=len(text.words))
    end = text.words[first].start if first < len(text.words) else len(text.original)
    return text.original[:end].strip(" ,;.-–(\n\t")


def names_finer_place(text: Text, reading: Reading) -> bool:
    """Tell whether a house, street or hamlet stands in the text before the first unit."""
    first = min((hit.head for hit in reading.hits), default=len(text.words))
    return any(mark is not None and mark.meaning.minor in _FINER for mark in text.before[: first + 1])


def current_address(
    text: Text, reading: Reading, commune: Commune | None, district: District | None, province: Province
) -> str:
    """Return the two-level address: what is finer than a commune kept, then commune and province of today."""
    old = f"{in_sentence(district.name)} (cũ)" if district and not commune else None
    unit = in_sentence(commune.name) if commune else old
    return ", ".join(filter(None, (detail(text, reading), unit, in_sentence(province.name))))


def notes(text: Text, reading: Reading) -> list[str]:
    """Return what a clerk must know of how the text was read: guessed spelling, other kind, wrong district."""
    found = [note for hit in reading.hits for note in _hit_notes(text, hit)]
    commune = reading.commune.name.unit if reading.commune else None
    if commune is None and reading.unread:
        found.append("không tìm thấy xã, phường hoặc huyện mà địa chỉ ghi")
    if reading.contradiction and reading.district and isinstance(commune, LegacyCommune):
        named = in_sentence(reading.district.name.unit.name)
        found.append(
            f"địa chỉ ghi {named}, nhưng {in_sentence(commune.name)} thuộc {in_sentence(commune.district.name)}"
        )
    elif reading.contradiction and reading.district:
        found.append(f"xã này không thuộc {in_sentence(reading.district.name.unit.name)} như địa chỉ ghi")
    return found


def _is_mended(text: Text, hit: Hit) -> bool:
    written = text.original[text.words[hit.start].start : text.words[hit.end - 1].end]
    return "," in written or joined(written) not in {hit.name.key, joined(hit.name.unit.name)}


def _hit_notes(text: Text, hit: Hit) -> list[str]:
    full = text.original[text.words[hit.head].start : text.words[hit.tail - 1].end]
    official = in_sentence(hit.name.unit.name)
    if hit.errors or (text.repaired and _is_mended(text, hit)):
        return [f"“{full}” được hiểu là {official}"]
    if hit.name.alias:
        return [f"“{full}” là tên trước đó của một phần {official}"]
    if hit.head < hit.start and not hit.kind_agrees and not isinstance(hit.name.unit, Province):
        return [f"“{full}” là {official}"]
    return []
