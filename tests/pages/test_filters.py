"""The filters and functions of the templates, rendered as a page would."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import pytest
from django.urls import NoReverseMatch
from django.urls import set_script_prefix
from jinja2 import UndefinedError

from tongxing.derive.boards.shapes import RECORD_STATES
from tongxing.derive.boards.shapes import Cell
from tongxing.pages.templating import LOOKS
from tongxing.pages.templating import address
from tongxing.pages.templating import environment
from tongxing.pages.templating import icon
from tongxing.pages.templating import look
from tongxing.pages.templating import matrix_cell
from tongxing.pages.templating import share
from tongxing.rules.standing.tables import State


@pytest.fixture(autouse=True)
def plain_files(settings: Any) -> None:
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def shown(template: str, **given: object) -> str:
    return environment(autoescape=True).from_string(template).render(**given)


DAY = date(2026, 3, 5)
FILTERS = [
    ("{{ d|day }}", "2026年3月5日"),
    ("{{ d|short_day }}", "3月5日"),
    ("{{ d|short_day(d) }}", "3月5日"),
    ("{{ d|weekday }}", "星期四"),
    ("{{ d|last_day|day }}", "2026年3月4日"),
    ("{{ m|moment }}", "2026年3月6日 01:04"),
]


@pytest.mark.parametrize(("template", "text"), FILTERS, ids=[one for one, _ in FILTERS])
def test_filters_as_templates_use_them(template: str, text: str) -> None:
    assert shown(template, d=DAY, m=datetime(2026, 3, 5, 17, 4, tzinfo=UTC)) == text


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2026, 3, 2 + n), f"星期{char}") for n, char in enumerate("一二三四五六日")],
)
def test_every_day_of_the_week_has_its_name(day: date, name: str) -> None:
    assert shown("{{ d|weekday }}", d=day) == name


@pytest.mark.parametrize(
    ("until", "last"),
    [
        (date(2024, 3, 1), "2024年2月29日"),
        (date(2025, 1, 1), "2024年12月31日"),
        (date(2025, 3, 1), "2025年2月28日"),
    ],
)
def test_the_last_day_of_a_span_crosses_months_and_years(until: date, last: str) -> None:
    assert shown("{{ d|last_day|day }}", d=until) == last


@pytest.mark.parametrize("evil", ["<script>", '"onload="', "a&b", "'"])
def test_whatever_people_write_is_escaped(evil: str) -> None:
    text = shown('<p title="{{ x }}">{{ x }}</p>', x=evil)
    assert "<script>" not in text
    assert '"onload=' not in text
    assert "a&b" not in text


def test_a_misspelt_name_is_an_error_and_not_an_empty_page() -> None:
    with pytest.raises(UndefinedError):
        shown("{{ pairing.titel }}", pairing=object())
    with pytest.raises(UndefinedError):
        shown("{% if nobody %}x{% endif %}")


def test_blank_lines_of_blocks_are_trimmed() -> None:
    assert shown("{% if true %}\n  {% set a = 1 %}\nx\n{% endif %}") == "x\n"


ADDRESSES = [
    (("desk:home",), {}, "/"),
    (("desk:place", "440981104209"), {}, "/places/440981104209/"),
    (("desk:find",), {"q": "柏桥 村"}, "/find/?q=%E6%9F%8F%E6%A1%A5+%E6%9D%91"),
    (("desk:matrix",), {"year": 2025, "town": None, "unit": ""}, "/matrix/?year=2025"),
    (("desk:matrix",), {"year": 0}, "/matrix/?year=0"),
    (("desk:ledger:new",), {"kind": "labour-day"}, "/ledger/new/?kind=labour-day"),
]


@pytest.mark.parametrize(("args", "query", "path"), ADDRESSES, ids=[one[2] for one in ADDRESSES])
def test_an_address_by_name(args: tuple[str, ...], query: dict[str, object], path: str) -> None:
    assert address(*args, **query) == path


def test_in_a_page_an_address_is_escaped_once() -> None:
    text = shown('<a href="{{ url("desk:matrix", year=2025, town="440981") }}">x</a>')
    assert 'href="/matrix/?year=2025&amp;town=440981"' in text


def test_an_address_nobody_answers_is_a_fault() -> None:
    with pytest.raises(NoReverseMatch):
        address("desk:nothing")


def test_an_icon_is_hidden_from_screen_readers_and_its_name_escaped() -> None:
    assert 'aria-hidden="true"' in icon("home")
    assert str(icon("home")).endswith('icons.svg#home"/></svg>')
    assert '"><script>' not in icon('"><script>')


@pytest.mark.parametrize("state", list(State))
def test_a_state_is_shown_by_number_or_name(state: State) -> None:
    assert look(state) is look(int(state)) is LOOKS[state]
    assert shown("{{ look(s).word }}", s=int(state)) == LOOKS[state].word


def test_a_state_that_is_none_is_a_fault() -> None:
    with pytest.raises(ValueError, match="99"):
        look(99)


def test_symbols_are_one_character_so_that_columns_stay_narrow() -> None:
    assert all(len(one.symbol) == 1 for one in LOOKS.values())
    assert all(one.css.startswith("s-") for one in LOOKS.values())


def test_states_of_records_have_chinese_names() -> None:
    assert shown("{{ record_states['withdrawn'] }}") == "已撤回"
    assert len(set(RECORD_STATES.values())) == len(RECORD_STATES)


@pytest.mark.parametrize(
    ("part", "whole", "width"),
    [(1, 4, "25.00"), (1, 3, "33.33"), (4, 4, "100.00"), (0, 5, "0.00"), (2, [1, 1, 2], "50.00")],
)
def test_a_share_is_a_width_in_hundredths(part: int, whole: Any, width: str) -> None:
    assert share(part, whole) == width


@pytest.mark.parametrize("whole", [0, [], [0, 0], iter(())])
def test_where_there_is_no_whole_there_is_no_width(whole: Any) -> None:
    assert share(3, whole) == "0"


def test_shares_of_a_bar_fill_it() -> None:
    parts = [3, 5, 7]
    assert sum(float(share(one, parts)) for one in parts) == pytest.approx(100, abs=0.05)


def test_an_address_follows_what_it_depends_on_and_nothing_before() -> None:
    assert address("desk:home") == "/"
    set_script_prefix("/tongxing/")
    try:
        assert address("desk:home") == "/tongxing/"
    finally:
        set_script_prefix("/")
    assert address("desk:home", book="440981") == "/?book=440981"
    assert address("desk:home", book="440882") == "/?book=440882"


def test_equal_numbers_written_differently_are_different_addresses() -> None:
    found = [address("desk:unit", key) for key in ("1", 1, True)]
    assert found == ["/units/1/", "/units/1/", "/units/True/"]


def test_a_cell_of_the_matrix_is_escaped_and_empty_where_nothing_was_done() -> None:
    said = matrix_cell(Cell(State.KEPT, 2, 0, approx=False, said="<2>"))
    assert said == '<td class="s-kept" data-state>✓<i>&lt;2&gt;</i></td>'
    none = matrix_cell(Cell(State.MISSED, 0, 0, approx=False, said=""))
    assert none == '<td class="s-missed" data-state>×</td>'
