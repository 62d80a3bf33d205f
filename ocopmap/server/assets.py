"""The front end's files, read once: names with a digest, bodies compressed."""

import mimetypes
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


def named_by_content(stem: str, suffix: str, body: bytes) -> Asset:
    """Return an asset made in this process, named by the digest of its content."""
    content = Rendered(body)
    name = f"{stem}.{content.etag[:10]}{suffix}"
    return Asset(name, _media_type(name), content)


@dataclass(frozen=True)
class FrontEnd:
    """The built bundle: one script, one style sheet, one icon."""

    script: Asset
    style: Asset
    favicon: Asset

    @classmethod
    def load(cls, folder: Path) -> "FrontEnd":
        """Read the bundle that the manifest names.

        Raises:
            AssetsMissingError: there is no complete build in the folder.
        """
        try:
            manifest = orjson.loads((folder / "manifest.json").read_bytes())
            files = {Path(entry["file"]).suffix: entry["file"] for entry in manifest.values()}
            return cls(
                script=_read(folder, files[".js"]),
                style=_read(folder, files[".css"]),
                favicon=named_by_content("favicon", ".svg", (folder / "favicon.svg").read_bytes()),
            )
        except (OSError, KeyError, ValueError) as error:
            raise AssetsMissingError(f"Chưa dựng giao diện ở {folder}; hãy chạy scripts/serve.") from error


def _read(folder: Path, name: str) -> Asset:
    return Asset(name, _media_type(name), Rendered((folder / name).read_bytes()))


def _media_type(name: str) -> str:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
