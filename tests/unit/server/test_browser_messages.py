"""The browser gets the messages that its script names, and none of the server's own."""

import json

import pytest

from ocopmap.server.browser_messages import browser_messages, messages_script
from ocopmap.server.messages import LOCALES, Locale


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("script", "needed"),
    [
        ('t("list.loading")', {"list.loading"}),
        ("count(`list.count`, n)", {"list.count.one", "list.count.other"}),
        ("name('validity.short', code)", {"validity.short.valid", "validity.short.expired"}),
        ("t(`link.${kind}`)", {"link.zones", "link.sales_points"}),
    ],
)
def test_what_the_script_names_is_there(locale: Locale, script: str, needed: set[str]) -> None:
    assert needed <= set(browser_messages(locale, script))


def test_what_it_does_not_name_is_left_out() -> None:
    assert set(browser_messages("vi", 't("list.loading")')) == {"list.loading"}


def test_the_script_hands_over_what_it_was_given() -> None:
    texts = {"a.b": 'Chữ "nháy" \\ và\nxuống dòng'}
    start, _, body = messages_script(texts).partition("=")
    assert start == "globalThis.ocopmapMessages"
    assert json.loads(body.removesuffix(";")) == texts
