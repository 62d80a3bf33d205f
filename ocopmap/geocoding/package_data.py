"""Reads the units that come with ``vietnamadminunits`` (MIT; from sapnhap.bando.com.vn), as data only.

Its functions are not called: one of them asks the network.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from importlib.util import find_spec
from math import pi, sqrt
from pathlib import Path
from typing import Any, Final

from ocopmap.geocoding.centres import checked_communes, checked_legacy, metres_between
from ocopmap.geocoding.units import (
    Commune,
    District,
    LegacyCommune,
    Province,
    Units,
    proper_name,
    split_name,
)

_UNKNOWN_RADIUS_M: Final = 5_000.0
_LEFT_OUT: Final = {"00553": ["00562"], "01615": ["01648"], "02485": ["02494"], "09013": ["09817"]}
"""Parts of divided communes that the package leaves out; the official conversion table of old and new units has them.

Otherwise both agree, but for 25 communes that the package believes divided and the table does not: a person is asked.
"""

Row = dict[str, Any]
_Key = tuple[str, str]


def load_units() -> Units:
    """Read every unit of Vietnam, old and new, with its links; centres are checked."""
    old_rows, new_rows, links = _read_files()
    provinces = {row["provinceCode"]: _province(row, row["provinceCode"]) for row in new_rows}
    successors = _successors(old_rows, new_rows, links)
    legacy = _legacy_communes(old_rows, successors, new_rows)
    communes = _communes(new_rows, legacy.values())
    legacy = checked_legacy(legacy, communes)
    return Units(
        provinces=provinces,
        legacy_provinces={c.province.code: c.province for c in legacy.values()},
        districts={c.district.code: c.district for c in legacy.values()},
        legacy_communes=legacy,
        communes=checked_communes(communes, legacy),
    )


def _data_folder() -> Path:
    """Return where the package keeps its data, without importing it: that takes half a second."""
    found = find_spec("vietnamadminunits")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("vietnamadminunits")
    return Path(found.submodule_search_locations[0]) / "data"


def _read_files() -> tuple[list[Row], list[Row], Row]:
    folder = _data_folder()
    links: Row = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(f"{(folder / 'dataset.db').as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        old = [dict(row) for row in connection.execute("SELECT * FROM admin_units_legacy")]
        new = [dict(row) for row in connection.execute("SELECT * FROM admin_units")]
    return old, new, links


def _old_key(row: Row) -> str:
    return "_".join((row["provinceKey"], row["districtKey"], row["wardKey"] or ""))


def _successors(old_rows: list[Row], new_rows: list[Row], links: Row) -> dict[str, list[str]]:
    """Return the codes of today that each old commune (by key) became, the main one first."""
    codes: dict[_Key, str] = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new_rows}
    rows = {_old_key(row): row for row in old_rows}
    found: dict[str, list[str]] = defaultdict(list)
    whole: dict[str, list[Row]] = defaultdict(list)
    for province, communes in links["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for key, parts in communes.items():
            for part in parts:
                found[part].append(codes[province, key])
                whole[codes[province, key]].append(rows[part])
    for province, divided in links["DICT_PROVINCE_WARD_DIVIDED"].items():
        for part, targets in divided.items():
            ordered = sorted(targets, key=lambda target: not target["isDefaultNewWard"])
            named = [codes[province, target["newWardKey"]] for target in ordered]
            found[part] += [code for code in named if not _is_namesake(rows[part], whole[code])]
    for row in old_rows:
        found[_old_key(row)] += _LEFT_OUT.get(row["wardCode"], ())
    return found


def _is_namesake(part: Row, members: Iterable[Row]) -> bool:
    """Tell whether a unit said to be divided was only mistaken for a namesake of another district.

    The source claims that Phường 4 of Sa Đéc went partly to Cao Lãnh, which took the Phường 4 of its own city.
    """
    return any(
        member["wardShort"] == part["wardShort"] and member["districtCode"] != part["districtCode"]
        for member in members
    )


def _province(row: Row, successor: str) -> Province:
    name = proper_name(row["province"])
    point = row["provinceLat"], row["provinceLon"]
    return Province(row["provinceCode"], name, split_name(name)[0], *point, successor)


def _legacy_communes(
    rows: list[Row], successors: dict[str, list[str]], new_rows: list[Row]
) -> dict[str, LegacyCommune]:
    province_of = {row["wardCode"]: row["provinceCode"] for row in new_rows}
    provinces: dict[str, Province] = {}
    districts: dict[str, District] = {}
    found: dict[str, LegacyCommune] = {}
    for row in rows:
        codes = tuple(successors[_old_key(row)])
        province = provinces.setdefault(row["provinceCode"], _province(row, province_of[codes[0]]))
        district = districts.setdefault(row["districtCode"], _district(row, province))
        commune = _legacy_commune(row, district, codes)
        found[commune.code] = commune
    return found


def _district(row: Row, province: Province) -> District:
    point = row["districtLat"], row["districtLon"]
    name = proper_name(row["district"])
    return District(row["districtCode"], name, split_name(name)[0], province, *point, _aliases(row["districtAlias"]))


def _legacy_commune(row: Row, district: District, successors: tuple[str, ...]) -> LegacyCommune:
    """Five island districts had no communes; they stand as one commune of the district's own name and code."""
    island = row["ward"] is None
    name = district.name if island else proper_name(row["ward"])
    return LegacyCommune(
        code=district.code if island else row["wardCode"],
        name=name,
        kind=split_name(name)[0],
        district=district,
        province=district.province,
        latitude=district.latitude if island else row["wardLat"],
        longitude=district.longitude if island else row["wardLon"],
        radius_m=_half_diagonal(row["districtBounds"] if island else row["wardBounds"]),
        successors=successors,
        aliases=_aliases(row["wardAlias"]),
    )


def _aliases(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text else ()


def _half_diagonal(bounds: str | None) -> float:
    """Return metres of half the diagonal of ``south,west – north,east``."""
    if not bounds:
        return _UNKNOWN_RADIUS_M
    south_west, north_east = (tuple(map(float, corner.split(","))) for corner in bounds.split(" – "))
    return metres_between((south_west[0], south_west[1]), (north_east[0], north_east[1])) / 2


def _communes(rows: list[Row], legacy: Iterable[LegacyCommune]) -> dict[str, Commune]:
    predecessors: dict[str, list[str]] = defaultdict(list)
    for old in legacy:
        for code in old.successors:
            predecessors[code].append(old.code)
    return {row["wardCode"]: _commune(row, tuple(predecessors[row["wardCode"]])) for row in rows}


def _commune(row: Row, predecessors: tuple[str, ...]) -> Commune:
    area = row["wardAreaKm2"]
    name = proper_name(row["ward"])
    return Commune(
        code=row["wardCode"],
        name=name,
        kind=split_name(name)[0],
        province_code=row["provinceCode"],
        latitude=row["wardLat"],
        longitude=row["wardLon"],
        radius_m=1_000 * sqrt(area / pi) if area else _UNKNOWN_RADIUS_M,
        predecessors=predecessors,
    )
