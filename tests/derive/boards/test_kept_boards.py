"""Boards are kept for one viewer, one day, one head of the book and one state of the registry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import timedelta

import pytest

from tests.derive.boards.acted import act
from tests.derive.boards.acted import every_board
from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.actions.change_organization import rename_organization
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.redact_record import redact_record
from tongxing.derive import boards
from tongxing.derive.boards.view import view_of
from tongxing.derive.figures import used_in
from tongxing.derive.plans.asked import AskedFilter
from tongxing.derive.plans.asked import burden_account
from tongxing.derive.standings import forget_all
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id


def pairing(county: County, who: str = "office", **when: object) -> boards.PairingBoard:
    given = {"as_of": county.today} | when
    return boards.pairing_board(county.scope(who), key=county.key("swb"), **given)  # type: ignore[arg-type]


def told(county: County, who: str = "office") -> dict[str, object]:
    """Every board by its name; None for those that are not in view."""
    found: dict[str, object] = {}
    for name, ask in every_board(county, who).items():
        try:
            found[name] = ask()
        except boards.NotInView:
            found[name] = None
    return found


def test_the_same_question_again_is_the_same_board(county: County) -> None:
    act(county)
    first = told(county)
    for name, board in told(county).items():
        assert board is first[name], name


def test_kept_or_worked_out_anew_they_say_the_same(county: County) -> None:
    act(county)
    for who in ("office", "swb", "village", "team"):
        told(county, who)
        kept = told(county, who)
        forget_all()
        assert told(county, who) == kept, who


def test_a_board_asked_for_again_costs_the_head_and_the_revision(
    county: County, django_assert_num_queries: Callable[..., object]
) -> None:
    act(county)
    scope = county.scope("office")
    for _ in range(2):
        boards.home_board(scope, book=c.BOOK, as_of=county.today)
    with django_assert_num_queries(2):
        boards.home_board(scope, book=c.BOOK, as_of=county.today)


def test_a_new_record_is_on_every_board_at_once(county: County) -> None:
    act(county)
    before = told(county)
    county.write("swb", later=2, happened=date(2025, 3, 11))
    for name, board in told(county).items():
        assert board.stand.seq == before[name].stand.seq + 1, name  # type: ignore[attr-defined]
    assert pairing(county).timeline[0].happened == date(2025, 3, 11)


def test_a_new_name_stands_on_the_board_at_once(county: County) -> None:
    act(county)
    assert pairing(county).pairing.actors[0].name == "市委办"
    rename_organization(
        acting=everything(), at=county.at, key=c.SWB.removeprefix("org:"),
        name="高州市委办公厅", short="委办厅", since=county.today,
    )  # fmt: skip
    assert pairing(county).pairing.actors[0].name == "委办厅"


def test_what_one_viewer_sees_is_never_shown_to_another(county: County) -> None:
    act(county)
    whole, own = (
        boards.matrix_board(county.scope(who), book=c.BOOK, as_of=county.today)
        for who in ("office", "swb")
    )
    again = boards.matrix_board(county.scope("office"), book=c.BOOK, as_of=county.today)
    rows = [sum(len(group.rows) for group in one.groups) for one in (whole, own, again)]
    assert rows[0] == rows[2] > rows[1] > 0


def test_a_new_grant_opens_more_at_once(county: County) -> None:
    act(county)
    asked = {"book": c.BOOK, "as_of": county.today, "known_at": None}
    before = view_of(county.scope("swb"), **asked)
    assert view_of(county.scope("swb"), **asked) is before
    grant_role(
        acting=everything(), at=county.at, account="swb", role="supervisor",
        since=date(2025, 3, 1), place=c.COUNTY,
    )  # fmt: skip
    after = view_of(county.scope("swb"), **asked)
    assert after.seen.sum() > before.seen.sum()
    assert after.sight.sum() > before.sight.sum()


def test_another_day_is_another_board(county: County) -> None:
    act(county)
    today = pairing(county)
    yesterday = pairing(county, as_of=county.today - timedelta(days=1))
    assert (today.stand.as_of, yesterday.stand.as_of) == (
        county.today, county.today - timedelta(days=1),
    )  # fmt: skip
    assert pairing(county) is today


def test_every_filter_has_an_account_of_its_own(county: County) -> None:
    act(county)
    day = {"book": c.BOOK, "as_of": county.today, "known_at": None}
    year, march = (
        burden_account(county.scope("office"), asked=AskedFilter(2025, month), **day)
        for month in (0, 3)
    )
    assert (year.asked.month, march.asked.month) == (0, 3)
    assert year.whole.records > march.whole.records
    assert year.written == sum(one.written for one in year.months)
    assert march.written == year.months[2].written


def test_words_erased_later_are_gone_from_an_earlier_moment_too(county: County) -> None:
    record = county.write("swb", later=1, text="陈某家的情况")
    county.write("swb", later=2, text="清理村道")
    moment = county.at + timedelta(minutes=5)
    for known_at in (None, moment):
        assert "陈某家的情况" in texts(county, known_at)
    redact_record(
        acting=everything(), at=county.at + timedelta(minutes=9), id=new_id(county.at),
        of=record.id, reason="本人要求",
    )  # fmt: skip
    for known_at in (None, moment):
        assert texts(county, known_at) == {"", "清理村道"}


def test_where_a_record_counts_follows_what_comes_after_it(county: County) -> None:
    record = county.write("swb", happened=date(2025, 3, 3))
    scope, day = county.scope("office"), {"as_of": county.today}
    first = used_in(scope, record.id, **day)
    assert used_in(scope, record.id, **day) is first
    assert [one.period for one in first.cells] == ["2025-03"]
    county.correct(record, later=2, happened=date(2025, 2, 27))
    assert used_in(scope, record.id, **day).cells == ()
    with pytest.raises(boards.NotInView):
        used_in(county.scope("fl"), record.id, **day)


def texts(county: County, known_at: object) -> set[str]:
    return {line.text for line in pairing(county, known_at=known_at).timeline}


@pytest.mark.parametrize("who", ["office", "swb"])
def test_nobody_can_write_into_what_is_kept(county: County, who: str) -> None:
    act(county)
    view = view_of(county.scope(who), book=c.BOOK, as_of=county.today, known_at=None)
    for flags in (view.seen, view.sight, view.ours(), view.running()):
        with pytest.raises(ValueError, match="read-only"):
            flags[0] = 0
