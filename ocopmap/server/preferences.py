"""What a client would rather have, by the weights of its Accept headers (RFC 9110, 12.4.2)."""

from collections.abc import Mapping


def weights(header: str | None) -> Mapping[str, float]:
    """Return each thing that a header names, in lower case, with its weight; one that is no number counts as 1."""
    found = {}
    for part in (header or "").split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            found[name] = next((_weight(each[2:]) for each in parameters if each.startswith("q=")), 1.0)
    return found


def _weight(text: str) -> float:
    return min(float(text), 1.0) if text.isascii() and text.replace(".", "", 1).isdigit() else 1.0


def accepts_html(accept: str | None) -> bool:
    """Tell whether a client asks for pages by name, as browsers do; ``*/*`` alone does not."""
    found = weights(accept)
    return any(found.get(name, 0) > 0 for name in ("text/html", "application/xhtml+xml"))
