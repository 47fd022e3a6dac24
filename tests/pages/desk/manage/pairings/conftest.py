"""The office at 结对关系 of the small county, with the county's real plan in force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.pages.desk.records.conftest import Desk
from tests.pages.desk.records.conftest import desk as desk  # noqa: PLC0414
from tests.records import cast as c
from tests.remembered import remembered
from tongxing.actions.put_in_force import put_in_force
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import pairings_at
from tongxing.rules.plan.shipped import shipped_plan_bytes

SHEET = "镇\t村\t单位\n根子镇\t柏桥村\t市委办、市政协\n\t元坝村\t市妇联\n曹江镇\t荷垌村\t市林业局\n"


@dataclass
class Office:
    """Somebody at 结对关系; pages are addressed below /manage/pairings/."""

    desk: Desk
    who: str = "office"

    def get(self, path: str = "", **query: str) -> Any:
        return self.desk.as_(self.who).get(f"/manage/pairings/{path}", query)

    def post(self, path: str = "", given: dict[str, Any] | None = None, **more: Any) -> Any:
        return self.desk.as_(self.who).post(f"/manage/pairings/{path}", {**(given or {}), **more})

    def brings(self, cells: str = SHEET, where: str = "import/", **more: Any) -> str:
        """Send a sheet; the path of its check."""
        given = {"kind": c.KIND, "since": "2025-03-12", "cells": cells, **more}
        answer = self.post(where, given)
        assert answer.status_code == 302, text_of(answer)
        return str(answer["Location"]).removeprefix("/manage/pairings/")

    def confirms(self, path: str, **more: Any) -> Any:
        """Confirm what the check shows, with everything its form holds."""
        return self.post(path, {**form_of(self.desk.as_(self.who).get(f"/manage/pairings/{path}")),
                                "do": "confirm", "reason": "工作方案", **more})  # fmt: skip

    def held(self) -> set[tuple[str, str]]:
        """(party, place) of every pairing of units that is open."""
        rows = pairings_at(c.BOOK, head_of(c.BOOK).seq)
        return {
            (party, row.place)
            for row in rows
            if row.kind == c.KIND and row.until is None
            for party, _ in row.actors
        }


def text_of(answer: Any) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def form_of(answer: Any) -> dict[str, Any]:
    """The fields of the page's form as a browser would send them."""
    page = answer.content.decode()
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page):
        found.setdefault(name, value)
    for name, inner in re.findall(
        r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


@pytest.fixture
def office(desk: Desk, settings: Any, tmp_path: Path) -> Office:
    settings.HOME = tmp_path
    text, examples = shipped_plan_bytes("440981", "gaozhou-pairing-2024")
    at = desk.pass_time()
    remembered(
        f"the shipped plan of three labour days at {at}",
        lambda: put_in_force(
            acting=everything(), at=at, id=new_id(desk.crew.at), book=c.BOOK,
            text=text, examples=examples,
        ),
    )  # fmt: skip
    return Office(desk)
