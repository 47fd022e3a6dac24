"""The address of a figure survives the way through a link."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from datetime import timezone
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.derive.traces import Trace
from tongxing.derive.traces import TraceError

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
moments = st.datetimes(timezones=st.just(timezone(timedelta(hours=8))))
words = st.text(st.characters(categories=("L", "N"), include_characters="-:/"), max_size=12)


@given(
    st.builds(
        Trace,
        book=st.just("440981"),
        as_of=days,
        known_at=st.none() | moments,
        plan=words,
        duty=words,
        pairing=words,
        period=words,
        indicator=words,
        place=words,
        party=words,
        since=st.none() | days,
        until=st.none() | days,
    )
)
def test_a_trace_reads_back_as_it_was(trace: Trace) -> None:
    assert Trace.parse(dict(parse_qsl(trace.query()))) == trace


def test_a_trace_says_only_what_is_given() -> None:
    trace = Trace("440981", date(2025, 3, 12), plan="p", duty="d", pairing="k", period="2025-03")
    assert trace.query() == ("book=440981&as_of=2025-03-12&plan=p&duty=d&pairing=k&period=2025-03")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"as_of": "2025-03-12"}, "链接不完整"),
        ({"book": "440981"}, "链接不完整"),
        ({"book": "440981", "as_of": "三月"}, "“三月”不是有效日期"),
        ({"book": "440981", "as_of": "2025-03-12", "known_at": "昨天"}, "“昨天”"),
        ({"book": "440981", "as_of": "2025-03-12", "until": "2025-02-30"}, "2025-02-30"),
    ],
)
def test_a_broken_link_is_said_in_chinese(given: dict[str, str], said: str) -> None:
    with pytest.raises(TraceError, match=said):
        Trace.parse(given)
