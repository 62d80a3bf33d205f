"""Rows to write, kept small: a large register has some hundred thousand of them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import batched, groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

from geoalchemy2 import WKBElement
from geoalchemy2.shape import to_shape

_CHUNK: Final = 500


class PackedRow(NamedTuple):
    """A row as its columns, in order and shared among rows alike, and their values; geometry as EWKT."""

    columns: tuple[str, ...]
    values: tuple[Any, ...]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "PackedRow":
        """Pack a row."""
        columns = _shared(tuple(sorted(row)))
        return cls(columns, tuple(_small(row[name]) for name in columns))

    def with_changes(self, row: Mapping[str, Any]) -> "PackedRow":
        """Return this row with some values set."""
        return PackedRow.of(self.unpacked() | dict(row))

    def unpacked(self) -> dict[str, Any]:
        """Return value by column."""
        return dict(zip(self.columns, self.values, strict=True))


def chunks(rows: Iterable[PackedRow]) -> Iterator[list[dict[str, Any]]]:
    """Yield rows with the same columns, unpacked, some hundred at a time."""
    for _, alike in groupby(sorted(rows, key=attrgetter("columns")), key=attrgetter("columns")):
        for some in batched(alike, _CHUNK):
            yield [row.unpacked() for row in some]


@lru_cache(maxsize=1_000)
def _shared(columns: tuple[str, ...]) -> tuple[str, ...]:
    return columns


def _small(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return f"SRID={value.srid};{to_shape(value).wkt}" if isinstance(value, WKBElement) else value
