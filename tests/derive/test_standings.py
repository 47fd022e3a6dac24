"""Judgements: as of any day, known at any moment, the same again when caches are gone."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.actions.correct_record import settle_conflict
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.return_record import return_record
from tongxing.actions.set_attribute import set_attribute
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.derive import standings
from tongxing.derive.editions import EditionUnreadableError
from tongxing.derive.kept import Kept
from tongxing.derive.standings import Judged
from tongxing.derive.standings import etag_of
from tongxing.derive.standings import forget_all
from tongxing.derive.standings import standing_of
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.pairings.models import EditionInForce
from tongxing.rules.standing.tables import State

PLAN = "gaozhou-pairing"


def judged(county: County, **changes: object) -> Judged:
    given = {"as_of": county.today} | changes
    return standing_of(c.BOOK, **given)  # type: ignore[arg-type]


def state(county: County, name: str, period: str, duty: str = "labour-day", **changes) -> State:
    found = judged(county, **changes)
    one = found.standing.duty(PLAN, duty)
    row = [found.standing.book.pairings.keys[p] for p in one.pairing].index(county.key(name))
    column = [p.key for p in one.periods].index(period)
    return State(int(one.state[row, column]))


def amount(county: County, name: str, period: str, duty: str = "labour-day") -> int:
    found = judged(county)
    one = found.standing.duty(PLAN, duty)
    row = [found.standing.book.pairings.keys[p] for p in one.pairing].index(county.key(name))
    column = [p.key for p in one.periods].index(period)
    return int(one.on_time[row, column] + one.late[row, column])


def test_a_record_counts_at_once(county: County) -> None:
    assert state(county, "swb", "2025-03") == State.OPEN
    county.write(happened=date(2025, 3, 10))
    assert state(county, "swb", "2025-03") == State.KEPT
    assert state(county, "zx", "2025-03") == State.OPEN


def test_a_joint_activity_counts_for_every_doer(county: County) -> None:
    from tongxing.actions.draft import Doer

    county.write(who="office", doers=(Doer(c.SWB), Doer(c.ZX)), place=c.BAIQIAO)
    assert state(county, "swb", "2025-03") == State.KEPT
    assert state(county, "zx", "2025-03") == State.KEPT


def test_as_of_a_past_day_what_happened_later_is_not_there(county: County) -> None:
    county.write(happened=date(2025, 3, 10))
    assert state(county, "swb", "2025-03", as_of=date(2025, 3, 9)) == State.OPEN
    assert state(county, "swb", "2025-03", as_of=date(2025, 3, 10)) == State.KEPT


def test_known_at_a_past_moment_a_later_correction_is_not_seen(county: County) -> None:
    record = county.bought("3万元", later=1)
    county.correct(record, later=60, values={"amount": "1000元", "mode": "canteen"})
    assert state(county, "swb", "2025-Q1", "bought") == State.OPEN
    then = county.at + timedelta(minutes=30)
    assert state(county, "swb", "2025-Q1", "bought", known_at=then) == State.KEPT
    before = county.at - timedelta(days=1)
    assert judged(county, known_at=before).standing.duties == ()


def test_correction_return_and_withdrawal_move_the_figures(county: County) -> None:
    record = county.bought("3万元")
    assert amount(county, "swb", "2025-Q1", "bought") == 3_000_000
    corrected = county.correct(record, values={"amount": "近2万元", "mode": "canteen"})
    assert amount(county, "swb", "2025-Q1", "bought") == 2_000_000
    office = {"acting": county.scope("office"), "at": county.at}
    new = Record.objects.get(kind="purchase", seq=judged(county).seq)
    return_record(**office, id=new_id(county.at), of=new.id, note="请核对金额")
    assert amount(county, "swb", "2025-Q1", "bought") == 0
    county.correct(new, values={"amount": "2.5万元", "mode": "canteen"})
    assert amount(county, "swb", "2025-Q1", "bought") == 2_500_000
    last = Record.objects.get(kind="purchase", seq=judged(county).seq)
    withdraw_record(**office, id=new_id(county.at), of=last.id, reason="重复登记")
    assert amount(county, "swb", "2025-Q1", "bought") == 0
    assert corrected is not None


def test_of_two_corrections_the_first_counts_until_settled(county: County) -> None:
    record = county.bought("3万元")
    county.correct(record, later=1, values={"amount": "2万元", "mode": "canteen"})
    county.correct(record, later=2, values={"amount": "1万元", "mode": "canteen"})
    assert amount(county, "swb", "2025-Q1", "bought") == 2_000_000
    rivals = Record.objects.filter(kind="purchase").exclude(id=record.id)
    settle_conflict(
        acting=county.scope("office"),
        at=county.at + timedelta(minutes=3),
        of=[one.id for one in rivals],
        draft=county.crew.draft(kind="purchase", values={"amount": "1.5万元", "mode": "canteen"}),
    )
    assert amount(county, "swb", "2025-Q1", "bought") == 1_500_000


def test_a_waiver_for_a_town_excuses_its_villages_only(county: County) -> None:
    grant_waiver(
        acting=everything(), at=county.at, id=new_id(county.at), plan=PLAN, place=c.GENZI,
        since=date(2025, 1, 1), until=date(2025, 2, 1), reason="洪涝", basis="防汛通知",
        approver="县专班",
    )  # fmt: skip
    assert state(county, "swb", "2025-01") == State.EXCUSED
    assert state(county, "lyj", "2025-01") == State.MISSED


def test_a_pairing_ended_owes_nothing_after_and_the_earlier_board_still_stands(
    county: County,
) -> None:
    later = county.at + timedelta(minutes=5)
    end_pairing(
        acting=everything(), at=later, id=new_id(later), pairing=county.key("lyj"),
        until=date(2025, 2, 1), reason="调整挂钩",
    )  # fmt: skip
    assert state(county, "lyj", "2025-02") == State.NOT_OWED
    assert state(county, "lyj", "2025-02", known_at=county.at) == State.MISSED


def test_an_attribute_of_the_village_reaches_its_pairings(county: County) -> None:
    set_attribute(
        acting=everything(), at=county.at, id=new_id(county.at), subjects=(f"place:{c.BAIQIAO}",),
        name="grade", value="monitored", since=date(2025, 1, 1),
    )  # fmt: skip
    book = judged(county).standing.book
    keys = [book.pairings.keys[row] for row in book.attributes.pairing]
    assert sorted(keys) == sorted([county.key("swb"), county.key("zx")])
    assert set(book.attributes.value) == {"monitored"}


def test_a_judgement_is_made_once_for_a_key(county: County, django_assert_num_queries) -> None:
    first = judged(county)
    with django_assert_num_queries(1):
        assert judged(county) is first
    assert judged(county, known_at=county.at + timedelta(days=1)) is first
    assert judged(county, as_of=date(2025, 3, 1)).key != first.key
    county.write()
    assert judged(county).key != first.key


def test_without_caches_the_bytes_are_the_same(county: County) -> None:
    county.write()
    county.bought("近3万元")
    warm = judged(county).as_bytes()
    county.write("zx", later=1)
    known = county.at
    extended = (judged(county).as_bytes(), judged(county, known_at=known).as_bytes())
    forget_all()
    assert (judged(county).as_bytes(), judged(county, known_at=known).as_bytes()) == extended
    assert extended[1] == warm != extended[0]


def test_only_so_many_judgements_are_kept(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "_kept", Kept(2))
    for day in range(1, 5):
        judged(county, as_of=date(2025, 3, day))
    assert len(standings._kept) == 2


def test_what_follows_is_worked_out_once(county: County) -> None:
    calls: list[int] = []
    found = judged(county)
    for _ in range(2):
        assert found.remember("x", lambda: calls.append(1) or 5) == 5
    assert calls == [1]


def test_an_edition_that_cannot_be_read_says_which(county: County) -> None:
    EditionInForce.objects.update(text="id = 3", sha256="0" * 64)
    forget_all()
    with pytest.raises(EditionUnreadableError, match="方案“gaozhou-pairing”2024版"):
        judged(county)


def test_the_year_is_judged_to_its_end(county: County) -> None:
    periods = judged(county).standing.duty(PLAN, "labour-day").periods
    assert periods[-1].key == "2025-12"


def test_an_etag_belongs_to_one_viewer_one_revision_and_one_form() -> None:
    given = {"account": "swb", "revision": 1, "form": "page"}
    first = etag_of(["a"], **given)
    assert first == etag_of(["a"], **given)
    others = [
        etag_of(["b"], **given),
        etag_of(["a", "b"], **given),
        etag_of(["a"], **given | {"account": "zx"}),
        etag_of(["a"], **given | {"revision": 2}),
        etag_of(["a"], **given | {"form": "part"}),
    ]
    assert len({first, *others}) == 6
