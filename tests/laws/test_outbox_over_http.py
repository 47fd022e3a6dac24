"""Laws 1 and 5 as a phone meets them: its outbox over the line, whatever the line does to it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.conftest import county  # noqa: F401
from tests.pages.api.phone.conftest import phones  # noqa: F401
from tests.pages.api.phone.conftest import plain_files  # noqa: F401
from tests.records import cast as c
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of
from tongxing.records.ledger.verify import verify

SIZE = 7
QUIET = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8
)


def outbox(phones: Phones) -> list[dict[str, Any]]:  # noqa: F811
    """Five records and two corrections, one of them of the other."""
    items = [phones.item(text=f"第{n}条") for n in range(5)]
    items.append(phones.item(text="更正", replaces=[items[0]["id"]]))
    items.append(phones.item(text="再更正", replaces=[items[5]["id"]]))
    return items


def deliver(phones: Phones, items: list[dict[str, Any]], rounds: int) -> None:  # noqa: F811
    """Send what is refused but may be tried again, as the phone does by itself."""
    waiting = items
    for _ in range(rounds):
        answers = phones.send("swb", *waiting)
        known = dict(zip((one["id"] for one in waiting), answers, strict=True))
        waiting = [one for one in waiting if known[one["id"]]["retry"]]
        if not waiting:
            return
    raise AssertionError(f"left: {len(waiting)}")


@given(
    order=st.permutations(range(SIZE)),
    again=st.permutations(range(SIZE)),
    cuts=st.lists(st.integers(0, SIZE), max_size=3),
    lost=st.sets(st.integers(0, 3)),
)
@QUIET
def test_an_outbox_comes_once_whatever_the_line_does(
    phones: Phones,  # noqa: F811
    order: list[int],
    again: list[int],
    cuts: list[int],
    lost: set[int],
) -> None:
    """Pieces in any order, answers lost and the same sent again: each once, and all of it."""
    items = outbox(phones)
    before = head_of(c.BOOK).seq
    edges = [0, *sorted(cuts), SIZE]
    for n, (begin, end) in enumerate(pairwise(edges)):
        piece = [items[one] for one in order[begin:end]]
        phones.send("swb", *piece)
        if n in lost:  # the answer never came: the phone sends the same
            phones.send("swb", *piece)
    deliver(phones, [items[one] for one in again], SIZE)
    ids = [one["id"] for one in items]
    assert Record.objects.filter(pk__in=ids).count() == SIZE
    head, audited = head_of(c.BOOK), AuditRow.objects.count()
    assert head.seq == before + SIZE
    states = {one["state"] for one in phones.send("swb", *items, *items)}
    assert states == {"repeated"}
    assert (head_of(c.BOOK), AuditRow.objects.count()) == (head, audited)


def test_what_came_over_the_line_is_in_an_unbroken_chain(phones: Phones) -> None:  # noqa: F811
    phones.send("swb", *outbox(phones))
    assert verify(c.BOOK).broken is None


@pytest.mark.full
def test_a_long_outbox_in_many_schedules(phones: Phones) -> None:  # noqa: F811
    import random

    draw = random.Random(7)
    for _ in range(60):
        items = [one for _ in range(4) for one in outbox(phones)]
        sent = [draw.sample(items, draw.randint(1, 20)) for _ in range(12)]
        for piece in sent:
            phones.send("swb", *piece)
        left = items
        while left:
            answers = phones.send("swb", *left[:20])
            left = left[20:] + [
                one for one, told in zip(left[:20], answers, strict=True) if told["retry"]
            ]
        ids = [one["id"] for one in items]
        assert Record.objects.filter(pk__in=ids).count() == len(items)
