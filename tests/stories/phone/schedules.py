"""Random days of a phone: what it writes, what happens to it, and what must be in the ledger.

A schedule is drawn from a seed. `Day` plays it step by step and remembers, for every record,
what the page told the person; `Day.faults` holds that against the ledger once all is sent.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta

from playwright.sync_api import Error
from playwright.sync_api import Page

from tests.stories.phone.county import County
from tests.stories.phone.county import Written
from tests.stories.phone.handset import Handset
from tests.stories.phone.line import Line
from tests.stories.phone.writing import KINDS
from tests.stories.phone.writing import VILLAGE
from tests.stories.phone.writing import go
from tests.stories.phone.writing import photo
from tests.stories.phone.writing import save_edited
from tests.stories.phone.writing import save_new

LETTERS = "abcdefghjkmnpqrstuvwxyz"
YEAR = 365 * 86_400_000  # milliseconds
STEPS_MOST = 9
SENT_SECONDS = 60
ROUNDS_MOST = 8
# Steps and how often each is drawn; what takes long is rare.
STEPS = {
    "write": 30,
    "write with photos": 10,
    "signal lost": 10,
    "signal back": 10,
    "answer lost": 10,
    "tab closed": 6,
    "renderers crash": 2,
    "crash while saving": 3,
    "second tab": 6,
    "edit": 8,
    "discard": 5,
    "clock wrong": 5,
    "send": 6,
    "key ended": 3,
    "reboot": 2,
    "server killed": 1,
}


@dataclass
class Told:
    """One record as its writer knows it: what the page said it keeps, and what became of it."""

    mark: str
    kind: str
    happened: str
    photos: int = 0
    saved: list[str] = field(default_factory=list)  # sentences the page said it keeps, in order
    sure: bool = True  # False when the page went away before it could say so
    discarded: bool = False
    could_go: bool = False  # there was a line since it was saved


@dataclass
class Day:
    """One schedule on one phone before one server."""

    seed: int
    phone: Handset
    line: Line
    county: County
    today: date
    assured: str = ""  # a step that is done whatever is drawn
    steps: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.mark = "".join(self.random.choices(LETTERS, k=8))
        self.connected = True

    # --- playing ------------------------------------------------------------------------

    def play(self) -> None:
        """Draw steps and do them; what cannot be done just now is left out."""
        count = self.random.randint(3, STEPS_MOST)
        steps = self.random.choices([*STEPS], [*STEPS.values()], k=count)
        if self.assured:
            steps.insert(self.random.randint(0, count), self.assured)
        for name in steps:
            self.steps.append(name)
            DEEDS[name](self)
            if self.connected:
                for one in self.told:
                    one.could_go = True

    def page(self) -> Page:
        """The tab the person looks at now; a browser hardly draws those behind it."""
        pages = self.phone.pages
        if not pages:
            return self.phone.new_tab()
        chosen = self.random.choice(pages)
        chosen.bring_to_front()
        return chosen

    def _new(self, photos: int = 0) -> Told:
        kind = self.random.choice([*KINDS])
        day = (self.today - timedelta(days=self.random.randint(0, 20))).isoformat()
        one = Told(f"{self.mark}{LETTERS[len(self.told)]}", kind, day, photos)
        self.told.append(one)
        one.saved.append(f"到村里办事{one.mark}")
        one.could_go = self.connected
        return one

    def write(self, photos: int = 0) -> None:
        one = self._new(photos)
        pictures = [photo(self.random) for _ in range(photos)]
        save_new(self.page(), one.kind, one.saved[0], one.happened, pictures)

    def write_and_crash(self) -> None:
        """The tab's process ends at the very moment of saving: kept whole, or not at all."""
        one = self._new()
        one.sure = False
        page = self.page()
        save_new(page, one.kind, one.saved[0], one.happened, wait=False)
        self.phone.renderers_crash()
        self._opened_again()

    def edit(self) -> None:
        """Mend what waits; it may be on its way at this very moment."""
        found = self._waiting()
        if found is None:
            return
        id_, one = found
        sentence = f"{one.saved[-1]}改"
        one.could_go |= self.connected
        if save_edited(self.page(), id_, sentence):
            one.saved.append(sentence)

    def discard(self) -> None:
        found = self._waiting()
        if found is None:
            return
        id_, one = found
        page = self.page()
        go(page, f"#/item/{id_}")
        page.wait_for_selector("#view [data-item], #view .empty")
        button = page.get_by_role("button", name="删去")
        agreed = len(self.phone.agreed)
        with suppress(Error):  # it went while the finger was on its way
            button.click(timeout=1000)
            page.wait_for_selector("#title:text('待发')", timeout=1000)
        # Asked and agreed to, it is thrown away, however long the page took to show it.
        one.discarded = len(self.phone.agreed) > agreed

    def _waiting(self) -> tuple[str, Told] | None:
        """An item that waits on the phone and the record it tells of, by the luck of the draw."""
        items = [one for one in self.phone.kept()["outbox"] if one["state"] == "waiting"]
        found = [
            (item["id"], one)
            for item in items
            for one in self.told
            if one.mark in item["text"] and one.sure and not one.discarded
        ]
        return self.random.choice(found) if found else None

    def loses_signal(self) -> None:
        self.connected = False
        self.phone.signal_lost()
        self.line.goes_down()

    def has_signal(self) -> None:
        self.connected = True
        self.line.comes_up()
        self.phone.signal_back()

    def second_tab(self) -> None:
        if len(self.phone.pages) < 2:
            self.phone.new_tab()

    def clock_is_wrong(self) -> None:
        years = self.random.choice([-30, -3, 0, 2, 40])
        self.phone.clock_is_wrong(self.page(), years * YEAR)

    def tab_crashes(self) -> None:
        self.phone.renderers_crash()
        self._opened_again()

    def reboots(self) -> None:
        self.phone.battery_dies()
        self.phone.switch_on()
        self._opened_again()

    def _opened_again(self) -> None:
        if not self.connected:
            self.phone.signal_lost()
        self.phone.new_tab()

    def server_is_killed(self) -> None:
        self.county.kill()
        if self.random.random() < 0.5:
            self.write()  # while nobody answers
        self.county.start()

    def sends(self) -> None:
        page = self.page()
        go(page, "#/outbox")
        page.wait_for_selector("#title:text('待发')")
        button = page.query_selector("#send:not([disabled])")
        if button:
            with suppress(Error):  # drawn anew meanwhile
                button.click(timeout=1000)

    # --- the end ------------------------------------------------------------------------

    def settle(self) -> None:
        """The line is there, the clock right, the phone signed in: everything has to go."""
        self.has_signal()
        self.line.loses_answers(0)
        page = self.phone.page()
        self.phone.clock_is_wrong(page, 0)
        for _ in range(ROUNDS_MOST):
            if self._sent(page):
                return
            if "请重新登录" in page.inner_text("body") or page.query_selector("main.sign-in"):
                self.phone.enrol()
                page = self.phone.page()
        raise AssertionError(f"never sent: {self.phone.kept()['outbox']}")

    def _sent(self, page: Page) -> bool:
        """Sends what waits, by hand; False when a round came to its end and left something."""
        go(page, "#/outbox")
        page.wait_for_selector("#title:text('待发'), main.sign-in")
        page.evaluate(
            "document.querySelector('#send:not([disabled])')?.click()"
        )  # not there when nothing waits
        with suppress(Error):
            page.wait_for_function(
                """() => document.querySelector('main.sign-in')
                    || document.body.innerText.includes('请重新登录')
                    || (!document.querySelector('#items') && !document.querySelector('#send'))""",
                timeout=SENT_SECONDS * 1000 / ROUNDS_MOST,
            )
        return not self.phone.kept()["outbox"]

    def faults(self) -> list[str]:
        """Whatever is not in the ledger as the page said it is."""
        rows = self.county.written(self.mark)
        found = [fault for one in self.told for fault in _faults(one, rows)]
        known = tuple(one.mark for one in self.told)
        found += [f"nobody wrote {row.text}" for row in rows if not row.text_has(known)]
        return found


def _faults(one: Told, rows: list[Written]) -> list[str]:
    own = [row for row in rows if one.mark in row.text]
    stands = [row for row in own if not row.replaced]
    found = [f"{row.text}: never saved" for row in own if row.text not in one.saved]
    if len(stands) > 1:
        found.append(f"{one.mark}: {len(stands)} of it stand in the ledger")
    if len({row.text for row in own}) < len(own):
        found.append(f"{one.mark}: doubled: {[row.text for row in own]}")
    if one.discarded and not one.could_go and own:
        found.append(f"{one.mark}: thrown away before there was a line, and in the ledger")
    if one.sure and not one.discarded:
        found += _lost(one, stands)
    return found


def _lost(one: Told, stands: list[Written]) -> list[str]:
    if not stands:
        return [f"{one.mark}: lost, {one.saved} was said to be saved"]
    (*_, row) = stands
    name, _, value = KINDS[one.kind]
    found = []
    if row.text != one.saved[-1]:
        found.append(f"{row.text}: stands, {one.saved[-1]} was saved last")
    told = (row.kind, row.place, row.happened, row.values[name], row.files)
    if told != (one.kind, VILLAGE, one.happened, value, one.photos):
        found.append(f"{one.mark}: {told} stands instead of {one}")
    if row.attached != one.photos or row.awaited:
        found.append(f"{one.mark}: {row.attached} of {one.photos} photos, {row.awaited} awaited")
    return found


DEEDS: dict[str, Callable[[Day], None]] = {
    "write": Day.write,
    "write with photos": lambda day: day.write(photos=day.random.randint(1, 2)),
    "signal lost": Day.loses_signal,
    "signal back": Day.has_signal,
    "answer lost": lambda day: day.line.loses_answers(day.random.randint(1, 3)),
    "tab closed": lambda day: day.page().close(),
    "renderers crash": Day.tab_crashes,
    "crash while saving": Day.write_and_crash,
    "second tab": Day.second_tab,
    "edit": Day.edit,
    "discard": Day.discard,
    "clock wrong": Day.clock_is_wrong,
    "send": Day.sends,
    "key ended": lambda day: day.county.ends_phone_keys(),
    "reboot": Day.reboots,
    "server killed": Day.server_is_killed,
}
