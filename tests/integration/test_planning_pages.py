"""Pages for planners over the province's records: what they say, what they refuse, what can be taken away."""

import csv
import io
import re
from datetime import date, timedelta

import httpx
import openpyxl
import pytest

from ocopmap.database.engine import today
from ocopmap.server.addresses import INDICATOR_PAGES, PLANNER_PAGES, PlannerPage
from ocopmap.server.planning_pages.tables import PlanningTable

HTML = {"Accept": "text/html"}
OWN = (PlannerPage.BOARD, PlannerPage.ZONES, PlannerPage.GAPS, PlannerPage.COMMUNES, PlannerPage.EXPIRING)
DAY = "2025-12-31"
LAPSES = "2026-01-01"
"""A day on which certificates are about to run out and others just did."""
BOARD = "/quy-hoach"


def page(client: httpx.Client, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, address
    return answer.text


def told(html: str) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("name", OWN)
def test_every_page_leads_to_the_others_on_the_same_day_and_to_its_twin(
    client: httpx.Client, name: PlannerPage
) -> None:
    for locale, other in (("vi", "en"), ("en", "vi")):
        html = page(client, f"{PLANNER_PAGES[locale][name]}?as_of={DAY}")
        for each in OWN:
            assert f'href="{PLANNER_PAGES[locale][each]}?as_of={DAY}"' in html
        assert f'href="{PLANNER_PAGES[other][name]}?as_of={DAY}"' in html
        assert 'aria-current="page"' in html


@pytest.mark.parametrize("number", range(1, 18))
def test_every_indicator_has_a_page_whose_records_add_up(client: httpx.Client, number: int) -> None:
    html = page(client, INDICATOR_PAGES["vi"].format(number=number) + f"?as_of={DAY}")
    found = client.get("/api/v1/indicators", params={"as_of": DAY}).json()["indicators"][number - 1]
    assert found["definition"] in told(html)
    sizes = [int(each.replace(".", "")) for each in re.findall(r'<span class="count">([\d.]+)</span>', html)]
    if found["indicator"] == "trained_share":
        assert sizes == []
    else:
        counted, _, unknown, base_unknown = sizes
        assert (counted, unknown) == (found["numerator"], found["unknown"])
        assert base_unknown == found["base_unknown"]
        assert sum(sizes[:3]) == found["denominator"]


def test_the_board_says_what_is_missing_instead_of_a_number(client: httpx.Client) -> None:
    text = told(page(client, f"{BOARD}?as_of={DAY}"))
    assert text.count("Chưa có dữ liệu") > 7
    assert "Còn thiếu: sổ lớp tập huấn." in text
    assert "Nếu mọi hồ sơ chưa rõ đều tính: nhiều nhất" in text


def test_a_day_before_every_record_says_so(client: httpx.Client) -> None:
    text = told(page(client, f"{BOARD}?as_of=2018-06-01"))
    assert "Tính tới 1/6/2018 chưa có dữ liệu: hồ sơ sớm nhất là ngày" in text
    assert text.count("Chưa có dữ liệu") >= 17


def test_other_ways_to_count_stand_in_the_address(client: httpx.Client) -> None:
    html = page(client, f"{BOARD}?as_of={DAY}&variant=cooperative_share:with_groups")
    assert re.search(r'href="/quy-hoach\?as_of=2025-12-31#kpi-7">chỉ hợp tác xã', html)
    assert re.search(r'aria-current="true">cả tổ hợp tác', html)
    kept = "/quy-hoach/chi-tieu/7?as_of=2025-12-31&amp;variant=cooperative_share:with_groups"
    assert f'href="{kept}"' in html


def test_two_dates_side_by_side(client: httpx.Client) -> None:
    now, then = (
        client.get("/api/v1/indicators", params={"as_of": day}).json()["indicators"][1]["value"]
        for day in (DAY, "2023-12-31")
    )
    text = told(page(client, f"{BOARD}?as_of={DAY}&compare=2023-12-31"))
    assert f"Ngày 31/12/2023: {then} (+{now - then})" in text


def test_published_figures_stand_apart_and_the_difference_is_explained(client: httpx.Client) -> None:
    html = page(client, "/quy-hoach/chi-tieu/2?as_of=2025-12-31")
    published = html.partition('<h2 id="published">')[2].partition("</section>")[0]
    assert "1.061" in published
    assert "hồ sơ công khai chưa đủ" in published
    assert "1.061" not in html.partition('<h2 id="records">')[2]


FUTURE = (today() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (f"{BOARD}?as_of={FUTURE}", 400, "không thể là ngày trong tương lai"),
        (f"{BOARD}?as_of=2017-12-31", 400, "chương trình bắt đầu năm 2018"),
        (f"{BOARD}?as_of=31/12/2025", 400, "as_of"),
        (f"{BOARD}?compare={FUTURE}", 400, "compare"),
        (f"{BOARD}?variant=women_share:none", 400, "variant"),
        ("/quy-hoach/ban-do?commune=x%00", 400, "ký tự không hợp lệ"),
        (f"{BOARD}?day=2025-01-01", 400, "không có tham số này"),
        ("/quy-hoach/chi-tieu/18", 404, "không có chỉ tiêu 18; kế hoạch có chỉ tiêu 1 đến 17"),
        ("/en/planning/indicators/rice", 404, "there is no target rice"),
        ("/quy-hoach/chi-tieu/2?part=all", 400, "part"),
        ("/quy-hoach/chi-tieu/2?page=9999", 400, "phải là số nguyên từ 1 đến"),
        ("/quy-hoach/khoang-trong?km=x", 400, "phải lớn hơn 0 và không quá 200 km"),
        ("/quy-hoach/khoang-trong?km=nan", 400, "phải lớn hơn 0"),
        ("/quy-hoach/khoang-trong?km=0", 400, "phải lớn hơn 0"),
        ("/quy-hoach/khoang-trong?gap=all", 400, "gap"),
        ("/quy-hoach/xa-phuong?commune=99999", 400, "không có xã, phường mang mã 99999"),
        ("/quy-hoach/xa-phuong?commune=%00", 400, "commune"),
        ("/quy-hoach/vung-nguyen-lieu?commodity=gold", 400, "commodity"),
        ("/api/v1/planning/downloads/records/csv", 400, "indicator"),
    ],
)
def test_the_impossible_is_refused_in_words(client: httpx.Client, address: str, status: int, said: str) -> None:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status
    assert said in told(answer.text)


def test_a_retired_commune_names_its_successor(client: httpx.Client) -> None:
    former = {each["code"] for each in client.get("/api/v1/communes/28249").json()["legacy_communes"]}
    retired = (former - {row["id"] for row in client.get("/api/v1/planning/communes").json()["communes"]}).pop()
    text = told(page(client, f"/quy-hoach/het-han?commune={retired}", 400))
    assert "không còn từ 1/7/2025; nay thuộc" in text
    assert "28249" in text


def test_bands_of_the_watch_hold_each_certificate_once(client: httpx.Client) -> None:
    html = page(client, f"/quy-hoach/het-han?as_of={LAPSES}")
    sizes = [int(each) for each in re.findall(r'<a href="#(?:band-\d|lapsed)"><strong>(\d+)', html)]
    watched = rows_of(client, "expiring", as_of=LAPSES)
    assert sum(sizes[:3]) == len(watched) == len({row["id"] for row in watched}) > 0
    by_commune = html.partition('<h2 id="by-commune">')[2].partition("</tbody>")[0]
    counts = re.findall(r"<td>([\d–]+)</td>", by_commune)
    assert sum(int(each) for each in counts if each != "–") == sum(sizes)


def rows_of(client: httpx.Client, table: str, **asked: str) -> list[dict[str, str]]:
    answer = client.get(f"/api/v1/planning/downloads/{table}/csv", params=asked)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_numbers_records_can_be_taken_away(client: httpx.Client) -> None:
    total = client.get("/api/v1/indicators", params={"as_of": DAY}).json()["indicators"][1]
    rows = rows_of(client, "records", indicator="total_products", as_of=DAY)
    assert len(rows) == total["numerator"]
    assert set(rows[0]) >= {"id", "name", "stars", "validity", "producer_name", "commune_name"}


@pytest.mark.parametrize("table", PlanningTable)
def test_every_table_is_a_workbook_that_explains_itself(client: httpx.Client, table: PlanningTable) -> None:
    asked = {
        "as_of": LAPSES,
        "lang": "en",
        **({"indicator": "total_products"} if table is PlanningTable.RECORDS else {}),
    }
    answer = client.get(f"/api/v1/planning/downloads/{table}/xlsx", params=asked)
    assert LAPSES in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    about = {str(row[0]): str(row[1]) for row in book.worksheets[1].iter_rows(values_only=True) if row[0]}
    assert set(rows[0]) <= set(about)
    assert LAPSES in about.values()
    assert len(rows) > 1


def test_communes_and_their_sums(client: httpx.Client) -> None:
    html = page(client, f"/quy-hoach/xa-phuong?as_of={DAY}")
    total = client.get("/api/v1/indicators", params={"as_of": DAY}).json()["indicators"][1]["value"]
    rows = rows_of(client, "communes", as_of=DAY)
    counted = rows_of(client, "records", indicator="total_products", as_of=DAY)
    known = {row["id"] for row in rows}
    placed = sum(row["commune_code"] in known for row in counted)
    assert sum(int(row["valid_products"]) for row in rows) == placed <= total
    counts = [int(each) for each in re.findall(r'<span class="count">(\d+)</span>', html)]
    assert counts[0] == 102 == sum(counts[1:])


def test_the_plan_and_its_day(client: httpx.Client) -> None:
    html = page(client, "/quy-hoach/chi-tieu/2?as_of=2026-10-01")
    days = re.findall(r'<th scope="row">([\d/]+)</th>', html.partition('<h2 id="course">')[2].partition("</table>")[0])
    assert days == ["31/12/2025", "30/6/2026", "1/10/2026"]
    assert date(2026, 10, 1) <= today()
