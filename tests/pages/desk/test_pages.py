"""Every page × everybody of the cast: it answers, is well formed, Chinese, and keeps the policy."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pages.desk.conftest import County
from tests.pages.desk.reading import Page
from tests.records import cast as c

EVERYBODY = tuple(c.ACCOUNTS)
QUERIES_MOST = 40
LABOUR = "gaozhou-pairing:labour-day"


def addresses(county: County) -> dict[str, str]:
    pairing = county.crew.pairings["swb"]
    return {
        "home": "/",
        "matrix by month": "/matrix/",
        "matrix of a duty": f"/matrix/?duty={LABOUR}",
        "village": f"/places/{c.BAIQIAO}/",
        "town": f"/places/{c.GENZI}/",
        "county": f"/places/{c.COUNTY}/",
        "unit": "/units/swb/",
        "team": "/teams/genzi/",
        "pairing": f"/pairings/{pairing}/",
        "find": "/find/?q=村",
        "cell": f"/matrix/cell/?duty={LABOUR}&pairing={pairing}&period=2025-03",
        "figure": f"/figures/?book=440981&as_of=2025-03-12&plan=gaozhou-pairing&duty=labour-day"
        f"&pairing={pairing}&period=2025-03",
    }


def seen_by(county: County, name: str) -> dict[str, int]:
    return {title: county.get(name, path).status_code for title, path in addresses(county).items()}


@pytest.mark.parametrize("name", ["office", "supervisor", "auditor"])
def test_the_county_s_own_people_open_every_page(county: County, name: str) -> None:
    assert set(seen_by(county, name).values()) == {200}


def test_a_paired_unit_sees_its_village_and_its_pairing(county: County) -> None:
    seen = seen_by(county, "swb")
    own = ("home", "matrix by month", "village", "unit", "pairing", "find", "cell", "figure")
    assert {title: seen[title] for title in own} == dict.fromkeys(own, 200)


def test_another_unit_s_pairing_is_not_to_be_seen(county: County) -> None:
    seen = seen_by(county, "lyj")
    assert seen["pairing"] == seen["cell"] == seen["figure"] == seen["village"] == 404
    assert seen["home"] == 200


def test_what_is_out_of_view_says_so_in_chinese(county: County) -> None:
    answer = county.get("lyj", f"/places/{c.BAIQIAO}/")
    assert "没有找到，或不在您的查看范围内" in Page(answer.content.decode()).text


def test_somebody_paired_with_nobody_is_told_what_to_do(county: County) -> None:
    answer = county.get("fl", "/")
    assert answer.status_code == 200
    assert "请联系县专班" in Page(answer.content.decode()).text


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_keeps_the_policy_and_is_well_formed(county: County, name: str) -> None:
    for title, path in addresses(county).items():
        page = Page(county.get(name, path).content.decode())
        assert not page.breaches, (title, page.breaches)
        assert not page.unbalanced, (title, page.unbalanced)
        assert not page.left_open, title
        assert not page.nameless, (title, page.nameless)
        assert len(page.ids) == len(set(page.ids)), (title, page.ids)


def test_no_english_word_reaches_the_reader(county: County) -> None:
    for title, path in addresses(county).items():
        words = Page(county.get("office", path).content.decode()).text
        assert not re.findall(r"[A-Za-z]{2,}", words), (title, re.findall(r"[A-Za-z]{2,}", words))


def test_every_page_sends_the_strict_policy(county: County) -> None:
    for title, path in addresses(county).items():
        policy = county.get("office", path)["Content-Security-Policy"]
        assert "script-src 'self'" in policy, title
        assert "style-src 'self'" in policy, title
        assert "unsafe" not in policy, title


def test_no_link_of_a_page_leads_nowhere(county: County) -> None:
    client = county.client("office")
    found = {
        link
        for path in addresses(county).values()
        for link in Page(county.get("office", path).content.decode()).links
        if not link.startswith("#")
    }
    broken = {link: client.get(link).status_code for link in sorted(found)}
    assert {link: code for link, code in broken.items() if code != 200} == {}
    assert all(urlsplit(link).netloc == "" for link in found)


@pytest.mark.parametrize("name", ["office", "swb"])
def test_no_page_asks_the_database_without_bound(county: County, name: str) -> None:
    client = county.client(name)
    for title, path in addresses(county).items():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(path)
        assert len(asked) <= QUERIES_MOST, (title, len(asked))


def test_more_records_ask_no_more_queries(county: County) -> None:
    client = county.client("office")
    path = f"/places/{c.BAIQIAO}/"
    client.get(path)
    with CaptureQueriesContext(connection) as before:
        client.get(path)
    for day in range(1, 9):
        county.labour_day(date(2025, 3, day))
    client.get(path)
    with CaptureQueriesContext(connection) as after:
        client.get(path)
    assert len(after) <= len(before)
