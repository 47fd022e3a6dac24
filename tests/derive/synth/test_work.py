"""What units do: in its period or made up for within the grace, and written down in time or not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.derive.synth.test_pairs import some
from tongxing.derive.synth.after import after
from tongxing.derive.synth.edition import courses
from tongxing.derive.synth.pairs import excused
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.work import ALONE
from tongxing.derive.synth.work import FAR_LATE
from tongxing.derive.synth.work import JOINT
from tongxing.derive.synth.work import KINDS
from tongxing.derive.synth.work import Work
from tongxing.derive.synth.work import work_of
from tongxing.rules.standing.tables import NO_DAY

ASKED = Asked(800, seed=1, place="440981")
PAIRS = some(800)


@pytest.fixture(scope="module")
def work() -> Work:
    return work_of(PAIRS, ASKED, np.random.default_rng(2))


def test_nothing_is_done_outside_a_pairings_span(work: Work) -> None:
    assert (PAIRS.start[work.pairing] <= work.happened).all()
    assert (work.happened < PAIRS.until[work.pairing]).all()


def test_little_is_done_where_nothing_is_asked(work: Work) -> None:
    order = np.argsort(work.pairing, kind="stable")
    idle = excused(PAIRS, work.pairing[order], work.happened[order])
    free = replace(PAIRS, waived=replace(PAIRS.waived, until=PAIRS.waived.start))
    all_of_it = work_of(free, ASKED, np.random.default_rng(2))
    order = np.argsort(all_of_it.pairing, kind="stable")
    would = excused(PAIRS, all_of_it.pairing[order], all_of_it.happened[order])
    assert 0.15 < idle.sum() / would.sum() < 0.45


def test_what_is_made_up_for_falls_into_the_grace_of_that_period(work: Work) -> None:
    by_kind = {one.kind: one for one in courses(2025, 1)}
    making = np.flatnonzero(work.makes_up != NO_DAY)
    assert 0.04 < len(making) / len(work.kind) < 0.08
    for row in making[::17]:
        course = by_kind[KINDS[work.kind[row]]]
        period = np.flatnonzero(course.until == work.makes_up[row] + 1)
        assert len(period) == 1
        closes = course.closes[period[0]]
        assert course.until[period[0]] <= work.happened[row] < closes


def test_every_kind_of_work_is_done_about_as_often_as_asked(work: Work) -> None:
    times = dict(zip(KINDS, np.bincount(work.kind, minlength=len(KINDS)) / 800, strict=True))
    assert times["labour-day"] == pytest.approx(10, abs=1)
    assert times["project-lead"] == pytest.approx(3.3, abs=0.4)
    assert times["visit-reception"] == pytest.approx(43, abs=3)
    assert times["purchase"] == pytest.approx(2.9, abs=0.4)


def test_some_units_do_more_than_others(work: Work) -> None:
    whole = np.flatnonzero((PAIRS.start < work.happened.min()) & (PAIRS.until == NO_DAY))
    times = np.bincount(work.pairing, minlength=800)[whole]
    assert np.percentile(times, 95) - np.percentile(times, 5) > 20


def test_most_is_written_down_at_once_and_little_after_the_lock(work: Work) -> None:
    delay = work.received - work.happened
    assert delay.min() == 0
    assert np.median(delay) == 0
    assert 0.002 < (delay == FAR_LATE).mean() < 0.007


def test_units_act_alone_with_a_leader_by_a_member_and_together(work: Work) -> None:
    share = np.bincount(work.who, minlength=4) / len(work.who)
    assert share[ALONE] > 0.5
    assert 0.04 < share[JOINT] < 0.09
    assert share.min() > 0.03


def test_what_is_said_afterwards_is_said_of_different_records_and_later(work: Work) -> None:
    then = after(work, np.random.default_rng(3))
    withdrawn, returned = set(then.withdrawn.of.tolist()), set(then.returned.of.tolist())
    corrected = then.corrected.of.tolist()
    assert not withdrawn & returned
    assert not withdrawn & set(corrected)
    for said in (then.corrected, then.withdrawn, then.returned, then.accepted):
        assert len(said.of)
        assert (said.day >= work.received[said.of]).all()


def test_some_corrections_have_a_rival_and_some_returned_records_are_mended(work: Work) -> None:
    then = after(work, np.random.default_rng(3))
    times = np.bincount(then.corrected.of)
    assert times.max() == 2
    assert 5 <= (times == 2).sum() <= 30
    mended = np.isin(then.returned.of, then.corrected.of)
    assert mended.mean() == pytest.approx(0.6, abs=0.02)
    sent_back = dict(zip(then.returned.of.tolist(), then.returned.day.tolist(), strict=True))
    for of, day in zip(then.corrected.of.tolist(), then.corrected.day.tolist(), strict=True):
        assert day > sent_back.get(of, 0)


def test_only_what_came_after_the_lock_is_accepted(work: Work) -> None:
    then = after(work, np.random.default_rng(3))
    late = work.received - work.happened == FAR_LATE
    assert late[then.accepted.of].all()
    assert 0.3 < len(then.accepted.of) / late.sum() < 0.7
    assert (then.accepted.day > work.received[then.accepted.of]).all()
