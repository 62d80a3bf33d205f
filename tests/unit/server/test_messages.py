"""Two languages that say the same things, and whom each is shown to."""

import re

import pytest

from ocopmap.server.messages import messages, preferred_locale


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        (None, "vi"),
        ("", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("en; q=0.9, vi; q=0.5", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en;q=0.4,vi;q=0.7", "vi"),
        ("fr-FR,fr;q=0.9,en;q=0.3", "en"),
        ("fr", "vi"),
        ("en;q=0", "vi"),
        ("*", "vi"),
        (";;q=;,,q=1.2.3", "vi"),
    ],
)
def test_english_only_for_those_who_prefer_it(header: str | None, locale: str) -> None:
    assert preferred_locale(header) == locale


def test_both_languages_have_every_message_with_the_same_blanks() -> None:
    vietnamese, english = messages("vi"), messages("en")
    assert set(vietnamese) == set(english)
    for key, sentence in vietnamese.items():
        assert sentence
        assert english[key]
        assert set(re.findall(r"{\w+}", sentence)) == set(re.findall(r"{\w+}", english[key])), key
