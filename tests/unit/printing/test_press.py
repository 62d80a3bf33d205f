"""Sheets as readers get them: the words as given, one page or two, in time or not at all."""

import os
import stat
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from ocopmap.printing.press import Press, PressBusyError, PrintingError
from ocopmap.printing.qr import qr_drawing, readable
from ocopmap.settings import PROJECT_ROOT
from tests.pdf_text import pages, text_of

FONTS = PROJECT_ROOT / "web" / "dist" / "print"
LINK = "https://ocop.example.vn/q/5kenj72bpr"
HOSTILE = r'#strong[x] $x^2$ *b* _i_ `c` <a> @b //c /*d*/ \u{41} "e" #{read("/etc/passwd")} ${f} = g'
VIETNAMESE = "Ă Â Đ Ê Ô Ơ Ư ẳng ẫy ỡ ựa ỹ Ỵ ẤN"


def leaflet(**changed: Any) -> dict[str, Any]:
    part: dict[str, Any] = {
        "title": "Chủ thể",
        "text": None,
        "lang": "vi",
        "facts": [["Tổ", "Bà Năm"]],
        "items": [],
        "rest": None,
    }
    told: dict[str, Any] = {
        "locale": "vi",
        "title": "Xoài – tờ rơi",
        "brand": "Bản đồ số OCOP",
        "tagline": "Sản phẩm OCOP",
        "footer": ["Nguồn: example.vn"],
        "kicker": "Sản phẩm",
        "name": "Xoài",
        "stars": 4,
        "stars_words": "Hạng 4 sao",
        "certificate": {"validity": "valid", "words": "Còn hiệu lực", "dates": "Hết hạn: 2027"},
        "parts": [part],
        "map": None,
        "qr": {"title": "Quét mã", "link": readable(LINK), "alt": "Mã QR"},
        "cut": "Cắt",
        "short_name": "Xoài",
    }
    return told | changed


def printed(data: dict[str, Any], template: str = "leaflet") -> bytes:
    return Press(FONTS).print(template, data, {"qr.svg": qr_drawing(LINK)})


@pytest.mark.parametrize("name", [HOSTILE, VIETNAMESE, "x" * 200, "dòng\nmới\tcách", "0", "[{("])
def test_a_name_prints_as_it_is(name: str) -> None:
    item = {"name": name, "note": name, "number": None}
    part = {"title": name, "text": name, "lang": "vi", "facts": [[name, name]], "items": [item], "rest": name}
    pdf = printed(leaflet(name=name, title=name, parts=[part]))
    shown = "".join(text_of(pdf).split())
    assert shown.count("".join(name.split())) >= 6
    assert pages(pdf) == 1


def test_letters_that_the_typeface_lacks_do_not_stop_the_sheet() -> None:
    pdf = printed(leaflet(name="中文 🥭 ก Xoài"))
    assert "Xoài" in text_of(pdf)
    assert "Bà Năm" in text_of(pdf)


@pytest.mark.parametrize("validity", ["valid", "expiring", "expired", "revoked", "unknown"])
def test_every_state_of_a_certificate_is_said(validity: str) -> None:
    pdf = printed(leaflet(certificate={"validity": validity, "words": f"là {validity}", "dates": "chưa rõ"}))
    assert f"là {validity}" in text_of(pdf)


def test_a_sheet_says_what_it_is_to_those_who_listen() -> None:
    pdf = printed(leaflet(locale="en"))
    assert b"/MarkInfo<</Marked true" in pdf.replace(b" <<", b"<<").replace(b"/Marked  true", b"/Marked true")
    assert b"/Lang(en)" in pdf.replace(b"/Lang (", b"/Lang(")
    assert b"pdfuaid:part" in pdf


def test_the_sheet_of_codes_is_one_page_with_the_link_in_letters() -> None:
    pdf = printed(leaflet(), "qr_sheet")
    assert pages(pdf) == 1
    assert readable(LINK) in text_of(pdf)


def test_a_story_without_end_stays_readable() -> None:
    story = "Vườn xoài bên sông Tiền. " * 400
    part: dict[str, Any] = {"title": "Câu chuyện", "text": story, "lang": "vi", "facts": [], "items": [], "rest": None}
    pdf = printed(leaflet(parts=[part]))
    assert text_of(pdf).count("Vườn") == 400


def test_a_broken_drawing_is_an_error_of_its_own() -> None:
    with pytest.raises(PrintingError):
        Press(FONTS).print("leaflet", leaflet(), {"qr.svg": "<svg"})


def slow_python(folder: Path) -> Path:
    program = folder / "slow"
    program.write_text("#!/bin/sh\nexec sleep 30\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def test_a_sheet_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", os.fspath(slow_python(tmp_path)))
    with pytest.raises(PrintingError):
        Press(FONTS, limit_s=0.2).print("leaflet", leaflet(), {})


def test_more_than_can_be_set_at_once_are_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", os.fspath(slow_python(tmp_path)))
    press = Press(FONTS, at_once=1, patience_s=0, limit_s=1)
    together = Barrier(2)
    outcomes: list[type[Exception]] = []

    def ask() -> None:
        together.wait()
        try:
            press.print("leaflet", leaflet(), {})
        except (PressBusyError, PrintingError) as error:
            outcomes.append(type(error))

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.__name__ for each in outcomes) == ["PressBusyError", "PrintingError"]
