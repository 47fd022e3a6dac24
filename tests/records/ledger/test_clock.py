"""When a record was recorded never goes back within a book, whatever the server's clock does."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.append_record import append_records
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import seq_at
from tongxing.records.ledger.verify import verify


def test_a_clock_set_back_by_an_hour(crew: Cast) -> None:
    acting, hour = crew.scope("swb"), timedelta(hours=1)
    moments = (crew.at + 2 * hour, crew.at, crew.at + 3 * hour)
    records = [
        append_record(acting=acting, at=at, draft=crew.draft(id=new_id(at))) for at in moments
    ]
    assert [r.recorded for r in records] == [crew.at + 2 * hour, crew.at + 2 * hour, moments[2]]
    assert Book.objects.get(pk=c.BOOK).head_recorded == moments[2]
    assert seq_at(c.BOOK, crew.at + hour) == records[0].seq - 1
    assert seq_at(c.BOOK, crew.at + 2 * hour) == records[1].seq


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=6))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_the_clock_does(crew: Cast, minutes: list[int]) -> None:
    acting = crew.scope("office")
    for n in minutes:
        at = crew.at + timedelta(minutes=n, microseconds=abs(n))
        drafts = [crew.draft(id=new_id(at)) for _ in range(2)]
        append_records(acting=acting, at=at, drafts=drafts)
    recorded = list(Record.objects.order_by("seq").values_list("recorded", "seq"))
    assert all(one <= other for (one, _), (other, _) in pairwise(recorded))
    assert all(seq_at(c.BOOK, moment) >= seq for moment, seq in recorded)
    assert verify(c.BOOK).broken is None
