"""Revisions of layers and the cache of what was rendered from them."""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache
from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Layer

_GZIP_LEVEL = 6


@dataclass(frozen=True)
class Rendered:
    """A body ready to send, plain and compressed, with its strong validator."""

    body: bytes
    compressed: bytes
    etag: str

    @classmethod
    def of(cls, body: bytes) -> "Rendered":
        """Compress a body once, for every visitor to come."""
        digest = hashlib.sha256(body).hexdigest()[:32]
        return cls(body, gzip.compress(body, _GZIP_LEVEL, mtime=0), digest)


class RenderCache:
    """Keeps the most recently asked bodies, up to a number of bytes; safe for threads."""

    def __init__(self, max_bytes: int = 64 * 2**20) -> None:
        self._kept: LRUCache[object, Rendered] = LRUCache(
            max_bytes, getsizeof=lambda rendered: len(rendered.body) + len(rendered.compressed)
        )
        self._lock = Lock()

    def get_or_render(self, key: object, render: Callable[[], bytes]) -> Rendered:
        """Return the body kept under ``key``, rendering it when there is none."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None:
            return kept
        rendered = Rendered.of(render())
        with self._lock:
            if len(rendered.body) + len(rendered.compressed) <= self._kept.maxsize:
                self._kept[key] = rendered
        return rendered


def revisions(connection: Connection, layers: Iterable[Layer]) -> tuple[tuple[str, int], ...]:
    """Return the present revision of each layer, in order of their names."""
    rows = connection.execute(
        text("SELECT layer, revision FROM published.layer_revision WHERE layer = ANY(:layers) ORDER BY layer"),
        {"layers": [str(layer) for layer in layers]},
    )
    return tuple((layer, revision) for layer, revision in rows)
