"""Laws 1 and 5: an outbox sent again, in any order, in pieces, changes nothing."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_records
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Invalid
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.queries import head_of

SIZE = 6


def outbox(crew: Cast) -> list:
    return [crew.draft(id=new_id(crew.at), text=f"第{n}条") for n in range(SIZE)]


@given(
    order=st.permutations(range(SIZE)),
    cuts=st.lists(st.integers(0, SIZE), max_size=3),
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_an_outbox_sent_twice_in_any_order_and_pieces(crew: Cast, order: list, cuts: list) -> None:
    drafts, acting = outbox(crew), crew.scope("swb")
    edges = [0, *sorted(cuts), SIZE]
    for begin, end in pairwise(edges):
        append_records(acting=acting, at=crew.at, drafts=drafts[begin:end])
    head, audited = head_of(c.BOOK), AuditRow.objects.count()
    again = [drafts[n] for n in order]
    later = crew.at + timedelta(days=3)
    outcomes = append_records(acting=acting, at=later, drafts=again)
    assert [o.id for o in outcomes] == [d.id for d in again]
    assert all(o.repeated and o.refused is None for o in outcomes)
    assert (head_of(c.BOOK), AuditRow.objects.count()) == (head, audited)


def test_one_bad_draft_never_blocks_the_rest(crew: Cast) -> None:
    drafts = outbox(crew)
    drafts[2] = crew.draft(id=new_id(crew.at), values={})
    outcomes = append_records(acting=crew.scope("swb"), at=crew.at, drafts=drafts)
    assert [o.record is not None for o in outcomes] == [True, True, False, True, True, True]
    assert isinstance(outcomes[2].refused, Invalid)


def test_a_draft_twice_in_one_batch_is_one_record(crew: Cast) -> None:
    draft = crew.draft()
    other = crew.draft(id=draft.id, text="同一编号的另一件事")
    first, second, third = append_records(
        acting=crew.scope("swb"), at=crew.at, drafts=[draft, draft, other]
    )
    assert first.record == second.record
    assert second.repeated
    assert third.refused is not None
    assert third.refused.code == "conflict"


def test_a_clock_gone_back_does_not_make_the_book_go_back(crew: Cast) -> None:
    """`recorded` never decreases within a book, so known_at stays meaningful."""
    acting = crew.scope("swb")
    late, early = crew.draft(id=new_id(crew.at)), crew.draft(id=new_id(crew.at))
    (one,) = append_records(acting=acting, at=crew.at + timedelta(hours=2), drafts=[late])
    (two,) = append_records(acting=acting, at=crew.at, drafts=[early])
    assert one.written().recorded == two.written().recorded
    assert two.written().seq == one.written().seq + 1


def test_other_doers_under_the_same_id_are_other_content(crew: Cast) -> None:
    draft = crew.draft()
    append_records(acting=crew.scope("office"), at=crew.at, drafts=[draft])
    (outcome,) = append_records(
        acting=crew.scope("office"), at=crew.at,
        drafts=[crew.draft(id=draft.id, doers=(Doer(c.SWB, "leader"),))],
    )  # fmt: skip
    assert outcome.refused is not None
    assert outcome.refused.code == "conflict"
