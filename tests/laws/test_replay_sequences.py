"""Law 7 over random lives of a book: whatever was done in whatever order, a replay agrees."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.laws.test_replay import everything_projected
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Refused
from tongxing.actions.grant_waiver import end_waiver
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.put_in_force import put_in_force
from tongxing.actions.redact_record import redact_record
from tongxing.actions.replay_book import replay_book
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.set_attribute import set_attribute
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.verify import verify
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import Waiver
from tongxing.rules.plan.shipped import shipped_plan_bytes


class Life:
    """One office at work; each step takes numbers that choose what it is done to."""

    def __init__(self, crew: Cast) -> None:
        self.crew, self.at = crew, crew.at

    def fresh(self, **more: object) -> dict:
        self.at += timedelta(minutes=7)
        return {"acting": everything(), "at": self.at, "id": new_id(self.at)} | more

    def draft(self, n: int):
        doers = (Doer(c.SWB, "lead"), Doer("person:zx", "", c.ZX))[: 1 + n % 2]
        return self.crew.draft(
            id=new_id(self.at), doers=doers, values={"people": str(n)}, text=f"清理村道第{n}次",
            about=(c.HOUSEHOLD,) if n % 3 == 0 else (),
        )  # fmt: skip

    def record(self, n: int) -> UUID:
        ids = list(Record.objects.order_by("seq").values_list("id", flat=True))
        return ids[n % len(ids)]

    def day(self, n: int) -> date:
        return date(2024, 9, 1) + timedelta(days=n * 5)


def append(life: Life, n: int, _: int) -> None:
    append_record(acting=everything(), at=life.at, draft=life.draft(n))


def correct(life: Life, n: int, m: int) -> None:
    correct_record(acting=everything(), at=life.at, of=life.record(n), draft=life.draft(m))


def withdraw(life: Life, n: int, _: int) -> None:
    withdraw_record(**life.fresh(of=life.record(n), reason="误"))


def give_back(life: Life, n: int, _: int) -> None:
    return_record(**life.fresh(of=life.record(n), note="请核对"))


def accept(life: Life, n: int, _: int) -> None:
    accept_record(**life.fresh(of=life.record(n)))


def redact(life: Life, n: int, _: int) -> None:
    redact_record(**life.fresh(of=life.record(n), reason="依申请"))


def pair(life: Life, n: int, m: int) -> None:
    subjects = (c.HOUSEHOLD,) if n % 2 else ()
    open_pairing(
        **life.fresh(kind=c.KIND, actors=(Doer(c.FL, "lead"), Doer(c.LYJ))[: 1 + m % 2],
                     place=c.YUANBA, since=life.day(n), subjects=subjects)
    )  # fmt: skip


def unpair(life: Life, n: int, m: int) -> None:
    keys = list(Pairing.objects.filter(died=None).order_by("pk").values_list("key", flat=True))
    end_pairing(**life.fresh(pairing=keys[n % len(keys)], until=life.day(m), reason="调整"))


def waive(life: Life, n: int, m: int) -> None:
    where = {"place": c.GENZI} if n % 2 else {"pairing": str(life.crew.pairings["zx"])}
    grant_waiver(
        **life.fresh(plan="gaozhou-pairing", since=life.day(n), until=life.day(n + m),
                     reason="防汛", basis="通知", approver="县专班",
                     duties=("labour-day",)[: m % 2], **where)
    )  # fmt: skip


def unwaive(life: Life, n: int, m: int) -> None:
    for waiver in Waiver.objects.filter(died=None).order_by("pk")[:1]:
        end_waiver(**life.fresh(waiver=waiver.key, until=life.day(m), reason="解除"))


def grade(life: Life, n: int, m: int) -> None:
    until = life.day(n + m) if m % 4 else None
    subject, value = (c.HOUSEHOLD, f"place:{c.BAIQIAO}")[n % 2], "abc"[m % 3]
    set_attribute(
        **life.fresh(subjects=(subject,), name="grade", value=value, since=life.day(n), until=until)
    )


def force(life: Life, n: int, _: int) -> None:
    text, examples = shipped_plan_bytes("440981", "gaozhou-pairing-2024")
    text += f"\n# {n % 2}\n".encode()
    put_in_force(**life.fresh(book=c.BOOK, text=text, examples=examples))


STEPS: tuple[Callable[[Life, int, int], None], ...] = (
    append, correct, withdraw, give_back, accept, redact, pair, unpair, waive, unwaive, grade, force,
)  # fmt: skip
steps = st.tuples(st.sampled_from(STEPS), st.integers(0, 40), st.integers(0, 40))


def live(crew: Cast, life: list[tuple[Callable[[Life, int, int], None], int, int]]) -> None:
    """Do the steps, then replay: rows, search, head and chain are as they were."""
    office = Life(crew)
    for step, n, m in life:
        with suppress(Refused), transaction.atomic():
            step(office, n, m)
    before = everything_projected()
    Book.objects.update(head_seq=0, head_hash="", head_recorded=None)
    replay_book(acting=everything(), at=office.at, book=c.BOOK)
    assert everything_projected() == before
    assert verify(c.BOOK).sound
    transaction.set_rollback(True)  # the next life begins with the cast alone


@given(st.lists(steps, min_size=1, max_size=12))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_life_of_a_book_is_replayed_alike(crew: Cast, life: list) -> None:
    with transaction.atomic():
        live(crew, life)


@pytest.mark.full
@given(st.lists(steps, min_size=5, max_size=40))
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_long_life_of_a_book_is_replayed_alike(crew: Cast, life: list) -> None:
    with transaction.atomic():
        live(crew, life)


def test_every_step_can_be_done(crew: Cast) -> None:
    """So the lives above are not refusals alone."""
    office, first = Life(crew), crew.draft()
    append_record(acting=everything(), at=crew.at, draft=first)
    done = []
    for step in STEPS:
        if step is give_back or step is accept or step is redact:
            append(office, 1, 0)  # a fresh one, neither withdrawn nor corrected
        last = Record.objects.count() - 1
        step(office, 4 if step in {pair, grade, waive, unpair, unwaive} else last, 6)
        done.append(Record.objects.count() > last + 1)
    assert all(done)
