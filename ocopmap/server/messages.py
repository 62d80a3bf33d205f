"""What people read, in Vietnamese and English: one catalogue for server and browser."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

from babel.messages.pofile import read_po

from ocopmap.server.preferences import weights

Locale = Literal["vi", "en"]
LOCALES: Final[tuple[Locale, ...]] = ("vi", "en")
_FOLDER = Path(__file__).parent / "locale"


@cache
def messages(locale: Locale) -> Mapping[str, str]:
    """Return message text by key."""
    with (_FOLDER / f"{locale}.po").open("rb") as file:
        catalogue = read_po(file, locale=locale)
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def preferred_locale(accept_language: str | None) -> Locale:
    """Return English only when a reader prefers it to Vietnamese, by the order and weights of Accept-Language."""
    best: Locale = "vi"
    best_weight = 0.0
    for tag, weight in weights(accept_language).items():
        locale = tag.partition("-")[0]
        if locale in LOCALES and weight > best_weight:
            best, best_weight = ("en" if locale == "en" else "vi"), weight
    return best
