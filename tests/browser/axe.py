"""What axe finds wrong with a page for those who do not see it or do not point at it."""

from functools import cache
from typing import Any, Final

from playwright.sync_api import Page

from ocopmap.settings import PROJECT_ROOT

GRAVE: Final = frozenset({"serious", "critical"})
ANY: Final = GRAVE | {"moderate", "minor"}


@cache
def _axe() -> str:
    return (PROJECT_ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, impacts: frozenset[str] = ANY) -> list[str]:
    """Return what axe finds, each with the elements concerned."""
    page.evaluate(_axe())
    result: dict[str, Any] = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{found['id']}: {[node['html'][:160] for node in found['nodes'][:4]]}"
        for found in result["violations"]
        if found["impact"] in impacts
    ]


def grave_violations(page: Page) -> list[str]:
    return violations(page, GRAVE)
