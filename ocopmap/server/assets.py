"""The front end's files, read once: names with a digest, bodies compressed."""

import mimetypes
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from ocopmap.layers.revisions import Rendered


class AssetsMissingError(Exception):
    """The front end has not been built."""


@dataclass(frozen=True)
class Asset:
    """A file under ``/assets/``; its name changes with its content, so it may be kept for ever."""

    name: str
    media_type: str
    content: Rendered

    @property
    def address(self) -> str:
        """Where the page fetches it."""
        return f"/assets/{self.name}"

    @property
    def data_address(self) -> str:
        """The file itself as an address, for a page that asks the network for nothing."""
        return f"data:{self.media_type.split(';')[0]};base64,{b64encode(self.content.body).decode()}"


def named_by_content(stem: str, suffix: str, body: bytes) -> Asset:
    """Return an asset made in this process, named by the digest of its content."""
    content = Rendered(body)
    name = f"{stem}.{content.etag[:10]}{suffix}"
    return Asset(name, _media_type(name), content)


@dataclass(frozen=True)
class Bundle:
    """A script and the style sheet that goes with it."""

    script: Asset
    style: Asset


@dataclass(frozen=True)
class FrontEnd:
    """What the build made: the maps, the pages that stand by themselves, and the files that they name."""

    leaflet: Asset
    """Leaflet itself; every page with a map runs it before the page's own bundle."""
    map: Bundle
    tour: Bundle
    pages: Bundle
    planner: Bundle
    basemap: Asset
    """Script that draws vector tiles; loaded only over a vector basemap."""
    files: tuple[Asset, ...]
    favicon: Asset
    rescue: Asset
    """Script that even a browser too old for the map can run, to say so."""
    worker: Asset
    """The service worker's script; served under an address of its own."""
    icons: Mapping[str, Asset]
    """Icons of the installed application, by file name."""

    @property
    def fonts(self) -> list[str]:
        """Addresses of the typeface's files, which a page asks for at once: each that came late laid it out anew."""
        return [file.address for file in self.files if file.name.endswith(".woff2")]

    @classmethod
    def load(cls, folder: Path) -> "FrontEnd":
        """Read the bundles that the manifest names.

        Raises:
            AssetsMissingError: there is no complete build in the folder.
        """
        try:
            manifest = orjson.loads((folder / "manifest.json").read_bytes())
            return cls(
                leaflet=_read(folder, manifest["leaflet"]["script"]),
                map=_bundle(folder, manifest["map"]),
                tour=_bundle(folder, manifest["tour"]),
                pages=_bundle(folder, manifest["pages"]),
                planner=_bundle(folder, manifest["planner"]),
                basemap=_read(folder, manifest["basemap"]["script"]),
                files=tuple(_read(folder, name) for name in manifest["files"]),
                rescue=named_by_content("rescue", ".js", (folder / "rescue.js").read_bytes()),
                favicon=named_by_content("favicon", ".svg", (folder / "favicon.svg").read_bytes()),
                worker=_read(folder, manifest["worker"]["script"]),
                icons={path.name: _read(folder, f"icons/{path.name}") for path in (folder / "icons").glob("*.png")},
            )
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise AssetsMissingError(f"Chưa dựng giao diện ở {folder}; hãy chạy scripts/serve.") from error

    def served(self) -> Iterator[Asset]:
        """Yield everything that pages may ask for."""
        for bundle in (self.map, self.tour, self.pages, self.planner):
            yield from (bundle.script, bundle.style)
        yield from (self.leaflet, self.basemap, *self.files, self.favicon, self.rescue)


def _bundle(folder: Path, names: Mapping[str, str]) -> Bundle:
    return Bundle(_read(folder, names["script"]), _read(folder, names["style"]))


def _read(folder: Path, name: str) -> Asset:
    return Asset(name, _media_type(name), Rendered((folder / name).read_bytes()))


def _media_type(name: str) -> str:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
