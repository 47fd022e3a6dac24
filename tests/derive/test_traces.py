"""The address of a figure survives the way through a link."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.derive.traces import Trace
from tongxing.derive.traces import TraceError

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
FIRST, LAST = datetime(2000, 1, 1), datetime(2099, 12, 31)  # noqa: DTZ001 - hypothesis adds it
moments = st.datetimes(FIRST, LAST, timezones=st.just(timezone(timedelta(hours=8))))
keys = st.from_regex(r"[\w.:-]{1,64}|", fullmatch=True, alphabet=st.characters(codec="ascii"))
periods = st.sampled_from(["", "2026-W07", "2026-W07/2", "2026-01-X2", "2026-Q1", "2026", "once"])


@given(
    st.builds(
        Trace,
        book=st.just("440981"),
        as_of=days,
        known_at=st.none() | moments,
        plan=keys,
        duty=keys,
        pairing=keys,
        period=periods,
        indicator=keys,
        place=st.sampled_from(["", "440981104209", "440981000000"]),
        party=st.sampled_from(["", "org:swb", "team:genzi", "person:p-1"]),
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
        ({"book": "440981", "as_of": "三月"}, "“三月”不是有效的日期"),
        ({"book": "440981", "as_of": "2025-03-12", "known_at": "昨天"}, "“昨天”"),
        ({"book": "440981", "as_of": "2025-03-12", "until": "2025-02-30"}, "2025-02-30"),
        ({"book": "440981", "as_of": "9999-12-31"}, "超出可以查询的范围"),
        ({"book": "44098_", "as_of": "2025-03-12"}, "台账代码写法不对"),
        ({"book": "440981", "as_of": "2025-03-12", "place": "_"}, "地点代码写法不对"),
        (
            {"book": "440981", "as_of": "2025-03-12", "place": "４４０９８１１０４２０９"},
            "地点代码",
        ),
        ({"book": "440981", "as_of": "2025-03-12", "party": "AND+OR"}, "单位写法不对"),
        ({"book": "440981", "as_of": "2025-03-12", "pairing": "a" * 65}, "结对写法不对"),
        ({"book": "440981", "as_of": "2025-03-12", "period": "a b"}, "周期写法不对"),
    ],
)
def test_a_broken_link_is_said_in_chinese(given: dict[str, str], said: str) -> None:
    with pytest.raises(TraceError, match=said):
        Trace.parse(given)


def test_a_moment_without_a_zone_is_chinas_to_the_end_of_its_minute() -> None:
    given = {"book": "440981", "as_of": "2025-03-12", "known_at": "2025-03-12T10:00"}
    known_at = Trace.parse(given).known_at
    assert known_at is not None
    assert known_at.isoformat() == "2025-03-12T10:00:59.999999+08:00"


def test_a_figure_of_the_last_year_there_is_can_be_opened() -> None:
    trace = Trace("440981", date(2199, 6, 1), indicator="x", until=date(2200, 1, 1))
    assert Trace.parse(dict(parse_qsl(trace.query()))) == trace


def test_the_periods_of_a_strip_have_the_addresses_of_their_traces() -> None:
    moment = datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=8)))
    strip = Trace("440981", date(2026, 3, 12), moment, plan="p:1", duty="d", pairing="k")
    keys = ("2026-W09", "2026-03", "once", "2026-W07/2")
    assert list(strip.queries(keys)) == [replace(strip, period=key).query() for key in keys]


def test_one_moment_written_in_two_zones_stays_as_written() -> None:
    there = datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=8)))
    for moment in (there, there.astimezone(timezone(timedelta(0)))):
        query = Trace("440981", date(2026, 3, 12), moment).query()
        assert dict(parse_qsl(query))["known_at"] == moment.isoformat()
