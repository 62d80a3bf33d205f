"""The page of the reports and their files over the province's records, as browsers and programs ask for them."""

import io
from datetime import timedelta

import docx
import httpx
import openpyxl
import pytest

from ocopmap.database.engine import today
from ocopmap.server.files.sending import writing_turn

DAY = {"kind": "half-year", "as_of": "2025-06-15"}
FILE = "/quy-hoach/bao-cao/bao-cao."


@pytest.mark.parametrize(
    ("address", "words"), [("/quy-hoach/bao-cao", "Báo cáo 6 tháng"), ("/en/planning/reports", "Half-year report")]
)
def test_the_page_leads_to_the_files_it_speaks_of(client: httpx.Client, address: str, words: str) -> None:
    page = client.get(address, params=DAY | {"owner": "lmhtx"}).text
    assert words in page
    assert page.count('<th scope="row">') == 1
    link = f"{FILE}docx?kind=half-year&amp;owner=lmhtx&amp;as_of=2025-06-15"
    assert f'href="{link}"' in page
    paper = client.get(link.replace("&amp;", "&"))
    assert docx.Document(io.BytesIO(paper.content)).core_properties.author == "Liên minh Hợp tác xã tỉnh"
    assert 'filename="bao-cao-half-year-lmhtx-2025-06-15.docx"' in paper.headers["content-disposition"]


def test_every_form_says_the_same(client: httpx.Client) -> None:
    told = client.get("/api/v1/planning/report", params=DAY).json()
    kpis = client.get("/api/v1/indicators", params={"as_of": DAY["as_of"]}).json()["indicators"]
    assert [each["value"] for each in told["indicators"]] == [each["value"] for each in kpis]
    book = openpyxl.load_workbook(io.BytesIO(client.get(FILE + "xlsx", params=DAY).content))
    values = [row[3] for row in book["Chỉ tiêu"].iter_rows(min_row=4, values_only=True)]
    counted = [value if isinstance(value, int | float) else None for value in values]
    assert counted == pytest.approx([each["value"] for each in kpis])
    new = [row[1] for row in book["Mới"].iter_rows(min_row=4, values_only=True)]
    assert new == [each["name"] for each in told["changes"]["new"]]
    assert len(new) > 0


def test_a_file_is_asked_for_again_only_when_it_changed(client: httpx.Client) -> None:
    first = client.head(FILE + "docx", params=DAY)
    assert (first.status_code, first.content) == (200, b"")
    again = client.get(FILE + "docx", params=DAY, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_a_day_without_data_is_said_on_the_page_and_in_the_file(client: httpx.Client) -> None:
    early = {"as_of": "2018-06-15"}
    page = client.get("/quy-hoach/bao-cao", params=early).text
    assert "không có số liệu nào" in page
    assert "<table" not in page
    assert client.get("/api/v1/planning/report", params=early).json()["has_data"] is False


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("as_of", (today() + timedelta(days=1)).isoformat()),
        ("as_of", "2017-12-31"),
        ("as_of", "15/6/2026"),
        ("kind", "quarter"),
        ("owner", "ubnd"),
        ("variant", "women_share:none"),
        ("format", "pdf"),
    ],
)
@pytest.mark.parametrize("address", ["/quy-hoach/bao-cao", FILE + "docx", "/api/v1/planning/report"])
def test_what_cannot_be_reported_is_refused_by_name(
    client: httpx.Client, address: str, parameter: str, value: str
) -> None:
    answer = client.get(address, params={parameter: value})
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


def test_few_are_written_at_once(client: httpx.Client) -> None:
    with writing_turn(), writing_turn():
        answer = client.get(FILE + "docx", params={"as_of": "2024-01-02"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
    assert client.get(FILE + "docx", params={"as_of": "2024-01-02"}).status_code == 200
