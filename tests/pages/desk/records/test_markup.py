"""All pages of 台账 and 录入: well formed, Chinese, every input named, nothing inline."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.actions.correct_record import correct_record
from tongxing.records.ledger.ids import new_id


def pages(desk: Desk) -> dict[str, str]:
    """Every page in every shape it takes, as the office sees it."""
    record = desk.write()
    for people in ("40", "50"):
        at = desk.pass_time()
        draft = desk.crew.draft(id=new_id(at), values={"people": people})
        last = correct_record(acting=desk.crew.scope("swb"), at=at, of=record.id, draft=draft)
    bad = desk.form(**{"f.people": "许多", "happened": "2025-03-01", "doer": []})
    alike = desk.form(happened="2025-03-10")
    rows = {"kind": "labour-day", "rows": "1", "r0.f.people": "许多", "r0.happened": "2025-03-01"}
    desk.write(happened=date(2024, 11, 2))
    answers = {
        "list": desk.get("office", ""),
        "nothing found": desk.get("office", "", q="没有的词"),
        "choose": desk.get("office", "new/"),
        **{
            f"form of {kind}": desk.get("office", "new/", kind=kind, place=c.BAIQIAO)
            for kind in ("labour-day", "purchase", "project-lead", "town-profile")
        },
        "form with errors": desk.post("office", "new/", **bad),
        "form of the same again": desk.post("office", "new/", **alike),
        "grid": desk.get("office", "new/grid/"),
        "grid with errors": desk.post("office", "new/grid/", **rows),
        "record": desk.get("office", f"{record.id}/"),
        "conflict": desk.get("office", f"{last.id}/"),
        "correct": desk.get("office", f"{last.id}/correct/"),
        "settle": desk.get("office", f"{last.id}/settle/"),
        "past": desk.get("office", "", as_of="2025-03-11"),
    }
    return {title: answer.content.decode() for title, answer in answers.items()}


def test_every_page_keeps_the_policy_and_is_well_formed(desk: Desk) -> None:
    for title, text in pages(desk).items():
        page = Page(text)
        # A checkbox stands inside its label, so nothing has to name it by id.
        nameless = [one for one in page.nameless if one.get("type") != "checkbox"]
        assert not page.breaches, (title, page.breaches)
        assert not page.unbalanced, (title, page.unbalanced)
        assert not page.left_open, title
        assert not nameless, (title, nameless)
        assert len(page.ids) == len(set(page.ids)), (title, page.ids)


def test_no_english_word_and_no_exclamation_mark_reaches_the_reader(desk: Desk) -> None:
    for title, text in pages(desk).items():
        without_hashes = re.sub(r'<dd class="hash">[^<]*</dd>', "", text)
        words = Page(without_hashes).text
        assert not re.findall(r"[A-Za-z]{2,}|！|!", words), (title, words)


def test_errors_are_tied_to_their_inputs(desk: Desk) -> None:
    page = desk.post("swb", "new/", **desk.form(**{"f.people": "许多"})).content.decode()

    described = re.findall(r'aria-describedby="([^"]*)"', page)
    ids = set(Page(page).ids)
    assert "i-people-e i-people-r" in described
    assert all(one in ids for names in described for one in names.split())


@pytest.mark.parametrize("path", ["", "new/", "new/?kind=labour-day", "new/grid/"])
def test_the_policy_is_sent(desk: Desk, path) -> None:
    policy = desk.as_("office").get(f"/ledger/{path}")["Content-Security-Policy"]

    assert "unsafe" not in policy
