"""Many pairings changed in one step: all or nothing, as shown, undone by another change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from tests.actions.deeds import desk
from tests.actions.deeds import puts_in_force
from tests.records import cast as c
from tests.records.cast import Cast
from tests.remembered import remembered
from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import Line
from tongxing.actions.assignment import draw_up
from tongxing.actions.assignment import reverse_of
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.reassign_pairings import Reassigned
from tongxing.actions.reassign_pairings import reassign_pairings
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.projections import first_difference
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import PairingRow
from tongxing.records.pairings.queries import pairings_at
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Organization

DAY = date(2025, 3, 18)
WHY = "调整市直单位与挂钩村的分工"


@pytest.fixture
def ruled(crew: Cast) -> Cast:
    """The county's plan in force: two units at least for a village."""
    remembered(f"the shipped plan for the cast at {crew.at}", lambda: puts_in_force(desk(crew)))
    return crew


def line(party: str, place: str, since: date = DAY) -> Line:
    return Line(c.KIND, ((party, ""),), place, since)


def whole(*lines: Line, on: date = DAY) -> Assignment:
    """The whole assignment of units to villages from a day on."""
    return Assignment(c.BOOK, on, lines, frozenset({c.KIND}))


# 市委办 stays in 柏桥, 市政协 moves to 荷垌, 市林业局 leaves it, 市妇联 is new in 元坝.
MOVES = whole(line(c.SWB, c.BAIQIAO), line(c.ZX, c.HETONG), line(c.FL, c.YUANBA))


def reassigns(
    crew: Cast, assignment: Assignment = MOVES, who: str = "office", **more
) -> Reassigned:
    given = {"id": new_id(crew.at), "reason": WHY}
    return reassign_pairings(
        acting=crew.scope(who), at=crew.at, assignment=assignment, **(given | more)
    )


def held(on: date = DAY) -> set[tuple[str, str]]:
    """(party, place) of every unit's pairing that runs on a day."""
    rows = pairings_at(c.BOOK, head_of(c.BOOK).seq)
    return {
        (party, row.place)
        for row in rows
        if row.kind == c.KIND and row.since <= on and (row.until is None or row.until > on)
        for party, _ in row.actors
    }


BEFORE = {(c.SWB, c.BAIQIAO), (c.ZX, c.BAIQIAO), (c.LYJ, c.HETONG)}
AFTER = {(c.SWB, c.BAIQIAO), (c.ZX, c.HETONG), (c.FL, c.YUANBA)}


def parties(rows: tuple[PairingRow | Line, ...]) -> set[str]:
    return {party for row in rows for party, _ in row.actors}


def test_who_stays_moves_comes_and_goes(ruled: Cast) -> None:
    change = draw_up(MOVES)
    assert parties(change.stays) == {c.SWB}
    assert parties(change.ends) == {c.ZX, c.LYJ}
    assert parties(change.opens) == {c.ZX, c.FL}
    assert change.bare == ()
    assert [(one.subject, one.number) for one in change.before] == [(c.HETONG, 1)]
    assert {one.subject for one in change.after} == {c.BAIQIAO, c.HETONG, c.YUANBA}


def test_a_village_left_without_a_unit_is_named(ruled: Cast) -> None:
    assert draw_up(whole(line(c.SWB, c.BAIQIAO))).bare == (c.HETONG,)


def test_one_step_makes_the_change_and_the_day_divides(ruled: Cast) -> None:
    made = reassigns(ruled)
    assert (len(made.opened), len(made.ended), made.taken_back) == (2, 2, ())
    assert held(date(2025, 3, 17)) == BEFORE
    assert held() == AFTER


def test_who_stays_keeps_its_very_pairing(ruled: Cast) -> None:
    reassigns(ruled)
    rows = {row.key: row for row in pairings_at(c.BOOK, head_of(c.BOOK).seq)}
    assert rows[str(ruled.pairings["swb"])].until is None


def test_the_team_under_another_plan_is_not_touched(ruled: Cast) -> None:
    reassigns(ruled)
    rows = {row.key: row for row in pairings_at(c.BOOK, head_of(c.BOOK).seq)}
    assert rows[str(ruled.pairings["team"])].until is None


def test_every_record_names_the_change_and_so_does_one_audit_row(ruled: Cast) -> None:
    made = reassigns(ruled)
    records = Record.objects.filter(about_rows__subject=f"change:{made.id}")
    assert {one.pk for one in records} == {*made.opened, *made.ended}
    row = AuditRow.objects.get(subject=f"change:{made.id}")
    assert (row.verb, row.who) == ("reassign-pairings", "person:office")
    assert AuditRow.objects.filter(verb="reassign-pairings").count() == 5


def test_a_change_is_no_subject_of_the_pairings_it_opens(ruled: Cast) -> None:
    made = reassigns(ruled)
    rows = {row.key: row for row in pairings_at(c.BOOK, head_of(c.BOOK).seq)}
    assert all(rows[str(key)].subjects == () for key in made.opened)
    assert first_difference(Book.objects.get(pk=c.BOOK)) is None


def test_the_same_change_again_changes_nothing(ruled: Cast) -> None:
    first = reassigns(ruled)
    seq = head_of(c.BOOK).seq
    again = reassigns(ruled, id=first.id, shown="whatever")
    assert again == replace(first, repeated=True)
    assert head_of(c.BOOK).seq == seq


def test_an_id_used_by_somebody_else_is_refused(ruled: Cast) -> None:
    first = reassigns(ruled)
    with pytest.raises(Conflict):
        reassign_pairings(
            acting=replace(ruled.scope("office"), person="person:zx"), at=ruled.at, id=first.id,
            assignment=MOVES, reason=WHY,
        )  # fmt: skip


def test_the_same_assignment_under_a_new_id_finds_nothing_to_do(ruled: Cast) -> None:
    reassigns(ruled)
    assert draw_up(MOVES).nothing
    with pytest.raises(Unfitting, match="没有需要改动"):
        reassigns(ruled)


def test_what_was_shown_is_what_is_done_or_nothing_is(ruled: Cast) -> None:
    shown = draw_up(MOVES).digest
    end_pairing(
        acting=ruled.scope("office"), at=ruled.at, id=new_id(ruled.at),
        pairing=str(ruled.pairings["lyj"]), until=date(2025, 3, 1), reason="撤出",
    )  # fmt: skip
    seq = head_of(c.BOOK).seq
    with pytest.raises(Unfitting, match="重新核对"):
        reassigns(ruled, shown=shown)
    assert head_of(c.BOOK).seq == seq
    reassigns(ruled, shown=draw_up(MOVES).digest)


def test_records_of_other_kinds_in_between_do_not_matter(ruled: Cast) -> None:
    shown = draw_up(MOVES).digest
    desk(ruled)
    assert len(reassigns(ruled, shown=shown).opened) == 2


def test_without_replacing_nothing_ends(ruled: Cast) -> None:
    made = reassigns(ruled, replace(MOVES, replaced=frozenset()))
    assert (len(made.opened), made.ended) == (2, ())
    assert held() == BEFORE | AFTER


def test_undone_by_another_change_and_nothing_is_lost(ruled: Cast) -> None:
    made = reassigns(ruled)
    on = date(2025, 4, 1)
    undoing = Assignment(c.BOOK, on, reverse_of(c.BOOK, made.id, on), undoes=made.id)
    back = reassigns(ruled, undoing)
    assert (len(back.opened), len(back.ended)) == (2, 2)
    assert (held(), held(on)) == (AFTER, BEFORE)
    assert Record.objects.filter(pk__in=[*made.opened, *made.ended]).count() == 4


def test_undone_on_its_own_day_the_pairings_go_on_as_if_never_cut(ruled: Cast) -> None:
    made = reassigns(ruled)
    undoing = Assignment(c.BOOK, DAY, reverse_of(c.BOOK, made.id, DAY), undoes=made.id)
    back = reassigns(ruled, undoing)
    assert (back.opened, back.ended, len(back.taken_back), len(back.resumed)) == ((), (), 2, 2)
    assert held() == BEFORE
    rows = {row.key: row for row in pairings_at(c.BOOK, head_of(c.BOOK).seq)}
    assert rows[str(ruled.pairings["zx"])].until is None  # its very pairing, not cut in two
    assert first_difference(Book.objects.get(pk=c.BOOK)) is None


def test_the_undoing_of_an_undoing_is_the_change_again(ruled: Cast) -> None:
    made = reassigns(ruled)
    undoing = Assignment(c.BOOK, DAY, reverse_of(c.BOOK, made.id, DAY), undoes=made.id)
    back = reassigns(ruled, undoing)
    again = Assignment(c.BOOK, DAY, reverse_of(c.BOOK, back.id, DAY), undoes=back.id)
    reassigns(ruled, again)
    assert held() == AFTER
    assert held(date(2025, 3, 17)) == BEFORE
    assert first_difference(Book.objects.get(pk=c.BOOK)) is None


def test_no_such_change_is_not_undone(ruled: Cast) -> None:
    with pytest.raises(NotFound):
        reverse_of(c.BOOK, UUID(int=7), DAY)


@pytest.mark.parametrize("who", ["swb", "village", "supervisor", "auditor", "neighbour"])
def test_only_the_office_of_the_county(ruled: Cast, who: str) -> None:
    seq, rows = head_of(c.BOOK).seq, AuditRow.objects.count()
    with pytest.raises(NotAllowed):
        reassigns(ruled, who=who)
    assert (head_of(c.BOOK).seq, AuditRow.objects.count()) == (seq, rows)


@pytest.mark.parametrize(
    ("assignment", "refusal", "said"),
    [
        (whole(line("org:none", c.BAIQIAO)), Invalid, "名录中没有"),
        (whole(line(c.SWB, "440981999999")), Invalid, "没有代码"),
        (whole(Line(c.KIND, (), c.BAIQIAO, DAY)), Invalid, "由谁结对"),
        (whole(Line("unit-village", ((c.SWB, ""),), c.BAIQIAO, DAY)), Invalid, "结对种类"),
        (whole(Line("gaozhou-pairing:x", ((c.SWB, ""),), c.BAIQIAO, DAY)), Invalid, "结对种类"),
        (whole(Line(c.KIND, ((c.SWB, ""),), c.BAIQIAO, DAY, ("household:x",))), Invalid, "名录"),
        (whole(line(c.SWB, c.NEIGHBOUR)), NotAllowed, "县专班"),
        (replace(MOVES, book="440983"), NotAllowed, "县专班"),
    ],
)
def test_what_cannot_be_is_refused_whole(
    ruled: Cast, assignment: Assignment, refusal: type[Refused], said: str
) -> None:
    seq = head_of(c.BOOK).seq
    with pytest.raises(refusal, match=said):
        reassigns(ruled, assignment)
    assert head_of(c.BOOK).seq == seq


def test_a_reason_is_needed(ruled: Cast) -> None:
    with pytest.raises(NoReason):
        reassigns(ruled, reason=" ")


def test_new_units_and_households_come_in_the_same_step_or_not_at_all(ruled: Cast) -> None:
    org = Organization(key="gx", name="市供销社", sort="unit", home=c.COUNTY, since=c.LONG_AGO)
    house = Household(key="yb-001", place=c.YUANBA, label="001", since=c.LONG_AGO)
    wanted = (line("org:gx", c.YUANBA), line("org:none", c.YUANBA))
    with pytest.raises(Invalid):
        reassigns(ruled, whole(*wanted), organizations=[org], households=[house])
    assert not Organization.objects.filter(key="gx").exists()
    assert not Household.objects.filter(key="yb-001").exists()
    org.pk = house.pk = None
    reassigns(ruled, whole(*wanted[:1]), organizations=[org], households=[house])
    assert held() == {("org:gx", c.YUANBA)}


def test_a_bundle_keeps_its_households_and_the_change_apart(ruled: Cast) -> None:
    actors = (("person:zx", "unit-member"), ("person:village", "village-member"))
    bundle = Line("gaozhou-pairing:household-bundle", actors, c.BAIQIAO, DAY, (c.HOUSEHOLD,))
    made = reassigns(ruled, Assignment(c.BOOK, DAY, (bundle,)))
    rows = {row.key: row for row in pairings_at(c.BOOK, head_of(c.BOOK).seq)}
    assert rows[str(made.opened[0])].subjects == (c.HOUSEHOLD,)
    assert draw_up(Assignment(c.BOOK, DAY, (bundle,))).nothing


def test_a_pairing_ended_before_the_day_is_opened_anew(ruled: Cast) -> None:
    end_pairing(
        acting=ruled.scope("office"), at=ruled.at, id=new_id(ruled.at),
        pairing=str(ruled.pairings["swb"]), until=date(2025, 2, 1), reason="撤出",
    )  # fmt: skip
    change = draw_up(whole(line(c.SWB, c.BAIQIAO)))
    assert (parties(change.stays), parties(change.opens)) == (set(), {c.SWB})


def test_a_pairing_that_begins_later_is_taken_back_not_ended(ruled: Cast) -> None:
    open_pairing(
        acting=ruled.scope("office"), at=ruled.at, id=new_id(ruled.at), kind=c.KIND,
        actors=(Doer(c.FL),), place=c.HETONG, since=date(2025, 5, 1),
    )  # fmt: skip
    change = draw_up(whole(line(c.SWB, c.BAIQIAO)))
    assert parties(change.taken_back) == {c.FL}
    reassigns(ruled, whole(line(c.SWB, c.BAIQIAO)))
    assert held(date(2025, 6, 1)) == {(c.SWB, c.BAIQIAO)}


def test_drawing_up_asks_few_questions(ruled: Cast, django_assert_max_num_queries) -> None:
    connection.queries_log.clear()
    with django_assert_max_num_queries(8):
        draw_up(MOVES)
