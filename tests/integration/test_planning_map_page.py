"""The planners' map as its server makes it: the table of the figures, what a link may say, its files."""

import re

import httpx
import pytest

PAGE = "/quy-hoach/ban-do"
_ROW = re.compile(r'<tr data-commune="(\d+)">.*?</tr>', re.DOTALL)
_CELL = re.compile(r"<td>(?:<span[^>]*>)?([^<]*)")


def _table(client: httpx.Client, query: str = "", path: str = PAGE) -> dict[str, list[str]]:
    answer = client.get(f"{path}?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return {row[1]: _CELL.findall(row[0]) for row in _ROW.finditer(answer.text)}


def test_the_table_without_a_script_is_the_api_in_words(client: httpx.Client) -> None:
    rows = {row["id"]: row for row in client.get("/api/v1/planning/communes").json()["communes"]}
    table = _table(client)
    assert set(table) == set(rows)
    for code, cells in table.items():
        assert cells[0] == str(rows[code]["measures"]["products"])
        assert (cells[1] == "chưa rõ") == (rows[code]["measures"]["recognised"] is None)


def test_sorted_those_not_known_last(client: httpx.Client) -> None:
    values = [cells[0] for cells in _table(client, "sort=products&order=desc").values()]
    assert list(map(int, values)) == sorted(map(int, values), reverse=True)
    shares = [cells[6] for cells in _table(client, "sort=valid_share&order=asc").values()]
    known = [each for each in shares if each != "chưa rõ"]
    assert shares == known + ["chưa rõ"] * (len(shares) - len(known))


def test_two_days_side_by_side(client: httpx.Client) -> None:
    table = _table(client, "measure=recognised&as_of=2024-12-31&compare=2019-12-31")
    changes = [cells[-1] for cells in table.values()]
    assert len(next(iter(table.values()))) == 11
    assert any(change not in {"0", "chưa rõ"} for change in changes)
    assert len(next(iter(_table(client, "measure=producers&compare=2019-12-31").values()))) == 10


def test_a_day_without_data_is_said(client: httpx.Client) -> None:
    page = client.get(f"{PAGE}?as_of=2018-06-01", headers={"Accept": "text/html"}).text
    assert "Tới ngày 1/6/2018 hồ sơ chưa có quyết định công nhận nào" in page


def test_a_commune_that_is_no_more(client: httpx.Client) -> None:
    page = client.get(f"{PAGE}?commune=30229", headers={"Accept": "text/html"}).text
    assert "không còn từ ngày 1/7/2025" in page
    assert "99999" in client.get(f"{PAGE}?commune=99999", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    "query",
    [
        "as_of=2031-01-01",
        "as_of=2017-01-01",
        "compare=2031-01-01",
        "compare=x",
        "measure=beauty",
        "commodity=gold",
        "classes=9",
        "sort=%3Cscript%3E",
        "size=3",
        "unknown=1",
    ],
)
def test_impossible_links(client: httpx.Client, query: str) -> None:
    for path in (PAGE, "/en/planning/map"):
        answer = client.get(f"{path}?{query}", headers={"Accept": "text/html"})
        assert answer.status_code == 400
        assert query.partition("=")[0] in answer.text


def test_its_files_are_its_own(client: httpx.Client) -> None:
    page = client.get("/en/planning/map", headers={"Accept": "text/html"}).text
    scripts = re.findall(r'<script src="(/assets/[^"]+)"', page)
    assert any("planner-messages-en" in script for script in scripts)
    assert all(client.get(script).status_code == 200 for script in scripts)
    assert "style=" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    public = client.get("/en/", headers={"Accept": "text/html"}).text
    assert "planner" not in public
