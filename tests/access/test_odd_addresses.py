"""Every address that can be opened, with odd values in every place: never a fault, never English.

The values are drawn by a seed, so that a run that fails fails again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import NoReverseMatch
from django.urls import get_resolver
from django.urls import reverse

from tests.access.test_every_address import addresses
from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c

SEED = 440981
ACCOUNTS = "desk:manage:accounts:"
LABOUR = "gaozhou-pairing:labour-day"
# Each parameter of any address with values it is meant for, so that odd ones reach far.
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "book": (c.BOOK,),
    "as_of": ("2025-03-12", "2024-12-31", "1949-10-01", "2199-12-31"),
    "known_at": ("2025-03-12T10:00", "2025-03-12T10:00:00+08:00", "2199-12-31T23:59"),
    "duty": (LABOUR, "labour-day"),
    "plan": ("gaozhou-pairing",),
    "period": ("2025-03", "2025", "2025-W10", "once"),
    "pairing": (),  # filled in with one of the cast's
    "indicator": ("bought", "money:given", "money:bought"),
    "place": (c.BAIQIAO, c.GENZI, c.COUNTY),
    "party": (c.SWB, c.TEAM),
    "since": ("2025-01-01",),
    "until": ("2026-01-01",),
    "year": ("2025",),
    "state": ("late", "effective", "open"),
    "town": (c.GENZI,),
    "unit": (c.SWB,),
    "kind": ("labour-day", "purchase", "field-check"),
    "field": ("people", "amount"),
    "f.people": ("三十多人次", "26"),
    "r0.f.people": ("26",),
    "happened": ("2025-03-11",),
    "makes_up": ("2025-02-28",),
    "doer": (c.SWB,),
    "person": ("person:swb@org:swb",),
    "leader": (c.SWB,),
    "about": (c.HOUSEHOLD,),
    "rows": ("3",),
    "organization": ("swb",),
    "tier": ("county",),
    "label": ("BQ-001",),
    "sort": ("unit",),
    "page": ("2",),
    "q": ("柏桥", "清理 村道"),
    "late": ("1",),
    "after": ("739321.3",),
    "id": ("0195a8f0-0000-7000-8000-000000000001",),
    "next": ("/matrix/",),
}
ODD = (
    "", "_", "0", "-1", "00", "²", "９９", "١٢", "1.5", "1e9", "nan", "9" * 400, "9" * 5000, "a" * 3000,
    "中" * 300, "AND+OR", "AND OR", '"', "'", "' OR 1=1 --", "%", "%%", "*", "(", "{{ 7*7 }}", "\\",
    "\0", "a\0b", "\x1b[31m", "\n", "\u202e", "𠮷", "é", "..", "//", ":", "::", "a:b:c", "org:",
    "org:swb", "person:", "team:x y", "household:", "44", "440981", "44098110420_", "000000000000",
    "999999999999", "４４０９８１１０４２０９", "99999999999²", "2025-02-30", "0001-01-01", "9999-12-31",
    "2025-W10-4", "20250312", "三月", "9999-12-31T23:59-08:00", "0001-01-01T00:00+23:59",
    "2025-03-12T10:00+23:59", "2025-03-12T25:00", "2025-03-12", "2025-13", "2025-W54", "2025-W00/0",
    "2025-Q5", "2025-01-X4", "9999", "9999-12", "0000", "0001", "0000-00", "9999-W53", "2025-W07/2",
    "money:", "money:nothing", "1.²", "².1", f"1.{'9' * 30}", f"{'9' * 30}.1", ".", "1.", "None", "null",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = ({}, {"HX-Request": "true"})
PEOPLE = ("office", "swb", "team", "village", "supervisor", "auditor", "fl")


class Odd:
    """Draws addresses: right as often as odd in each place, so that some get far."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.draw = random.Random(seed)
        pairing = (str(desk.crew.pairings["swb"]),)
        self.right = {**PARAMETERS, "pairing": pairing}
        record = (str(desk.write().id),)
        self.inside = {
            "desk:place": (c.BAIQIAO, c.GENZI, c.COUNTY),
            "desk:unit": ("swb",),
            "desk:team": ("genzi",),
            "desk:pairing": pairing,
            "desk:manage:accounts:end-grant": ("1", "999999"),
        }
        named = [one for one in addresses(get_resolver()) if one.startswith(ACCOUNTS)]
        self.inside = dict.fromkeys(named, ("swb", "neighbour")) | self.inside
        self.records = record
        self.names = sorted(set(addresses(get_resolver())))

    def value(self, right: tuple[str, ...]) -> str:
        return self.draw.choice(right if right and self.draw.random() < 0.6 else ODD)

    def address(self, name: str) -> str:
        chosen = self.draw.sample(sorted(self.right), self.draw.randint(1, 6))
        if name == "desk:figure":  # without these nothing is opened at all
            chosen += ["book", "as_of"]
        query = "&".join(f"{one}={self.query(one)}" for one in chosen)
        return f"{self.path(name)}?{query}"

    def query(self, name: str) -> str:
        if self.draw.random() < 0.02:
            return "%ff%fe"  # no UTF-8 at all
        return quote(self.value(self.right[name]).encode(), safe="")

    def path(self, name: str) -> str:
        try:
            return reverse(name)
        except NoReverseMatch:
            pass
        if name in self.inside:
            odd = [one for one in ODD if one and "/" not in one]
            right = self.draw.random() < 0.6
            try:
                return reverse(name, args=[self.draw.choice(self.inside[name] if right else odd)])
            except NoReverseMatch:  # a number is wanted: no address can hold anything else
                return reverse(name, args=[self.inside[name][0]])
        if name.startswith("desk:evidence:"):
            key = self.draw.choice(["0" * 64, *(one for one in ODD if one and "/" not in one)])
            return reverse(name, args=[self.draw.choice(self.records), key])
        for many in range(1, 5):  # as many words as the address has places for
            try:
                return reverse(name, args=[self.draw.choice(self.records)] * many)
            except NoReverseMatch:
                continue
        return reverse(name, args=[1])


def walk(desk: Desk, count: int, seed: int) -> list[str]:
    """What went wrong at each of `count` addresses, each kind of address in its turn."""
    odd = Odd(desk, seed)
    clients = {}
    for name in PEOPLE:
        clients[name] = Client(raise_request_exception=False)
        clients[name].force_login(desk.crew.account(name))
    wrong = []
    for turn in range(count):
        name = odd.names[turn % len(odd.names)]
        who = odd.draw.choice(PEOPLE)
        address = odd.address(name)
        answer = clients[who].get(address, headers=odd.draw.choice(HEADERS))
        readable = answer["Content-Type"].startswith("text/html")  # else a sheet, a picture
        said = Page(answer.content.decode()).text if readable else ""
        answer.close()
        if answer.status_code >= 500 or re.search(r"Traceback|Error|Exception", said):
            wrong.append(f"{who} {answer.status_code} {address[:300]}")
    return wrong


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_odd_values_are_answered(desk: Desk) -> None:
    assert walk(desk, 400, SEED) == []


@pytest.mark.full
@pytest.mark.parametrize("seed", range(5))
def test_many_odd_values_are_answered(desk: Desk, seed: int) -> None:
    assert walk(desk, 1000, seed) == []
