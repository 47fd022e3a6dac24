"""The Jinja2 environment of all pages: addresses, icons, and how days and states are written."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.urls import get_urlconf
from django.urls import reverse
from django.utils import timezone
from jinja2 import Environment
from jinja2 import StrictUndefined
from markupsafe import Markup

from tongxing.derive.boards.shapes import RECORD_STATES
from tongxing.derive.boards.shapes import Cell
from tongxing.derive.boards.shapes import PeriodHead
from tongxing.pages.compiled import compiled_under
from tongxing.rules.periods import say_day
from tongxing.rules.standing.tables import STATE_TITLES
from tongxing.rules.standing.tables import State

WEEKDAYS = "一二三四五六日"
PAST = frozenset({"as_of", "known_at"})  # what makes an address that of a past day or moment


class Look(NamedTuple):
    """How a state is shown: always a symbol and a word beside the colour."""

    symbol: str
    word: str
    css: str


# Characters any Chinese office machine has a glyph for, telling apart in black and white.
LOOKS: Mapping[State, Look] = {
    State.NOT_OWED: Look("·", "不计", "s-not-owed"),
    State.KEPT: Look("✓", STATE_TITLES[State.KEPT], "s-kept"),
    State.LATE: Look("补", STATE_TITLES[State.LATE], "s-late"),
    State.EXCUSED: Look("免", STATE_TITLES[State.EXCUSED], "s-excused"),
    State.AHEAD: Look("–", STATE_TITLES[State.AHEAD], "s-ahead"),
    State.OPEN: Look("○", STATE_TITLES[State.OPEN], "s-open"),
    State.OVERDUE: Look("▲", STATE_TITLES[State.OVERDUE], "s-overdue"),
    State.MISSED: Look("×", STATE_TITLES[State.MISSED], "s-missed"),
}


def environment(**options: Any) -> Environment:
    """What settings.TEMPLATES names; every value is escaped, every missing name is an error."""
    options["undefined"] = StrictUndefined
    options["bytecode_cache"] = compiled_under(Path(settings.CACHE), Path(__file__))
    made = Environment(  # noqa: S701 - Django's backend passes autoescape=True
        **options, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.update(
        static=static,
        url=address,
        icon=icon,
        look=look,
        looks=LOOKS,
        matrix_cell=matrix_cell,
        share=share,
        today_of=today_of,
        messages_of=get_messages,
        record_states=RECORD_STATES,
        demo=settings.DEMO,
    )
    made.filters.update(
        day=say_day,
        short_day=short_day,
        moment=moment,
        weekday=weekday,
        last_day=last_day,
        column_head=column_head,
    )
    return made


def address(name: str, *args: object, **query: object) -> str:
    """`reverse(name, args)` with `query` behind it; empty values are left out."""
    given = tuple((key, str(value)) for key, value in query.items() if value not in ("", None))
    # 1 and True are equal, but written differently.
    asked = (name, args, tuple(map(type, args)), given)
    return _address(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), *asked)


@lru_cache(maxsize=8192)  # what an address is depends on these alone
def _address(
    urlconf: str,
    prefix: str,
    name: str,
    args: tuple[object, ...],
    types: tuple[type, ...],
    given: tuple[tuple[str, str], ...],
) -> str:
    del prefix, types  # `reverse` reads the prefix itself
    path = reverse(name, urlconf=urlconf, args=args)
    return f"{path}?{urlencode(given)}" if given else path


def today_of(request: HttpRequest) -> str:
    """The address asked for without its day and moment, "" where it has neither.

    How far a list was turned is left out too: today's begins with what is new.
    """
    if not PAST & request.GET.keys():
        return ""
    kept = [one for one in request.GET.items() if one[0] not in PAST | {"after"}]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def icon(name: str) -> Markup:
    """One icon of the sprite, hidden from screen readers: words stand beside it."""
    return _icon(static("desk/icons.svg"), name)


@lru_cache(maxsize=256)
def _icon(sprite: str, name: str) -> Markup:
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        sprite, name
    )


def look(state: State | int) -> Look:
    return LOOKS[State(state)]


@lru_cache(maxsize=4096)  # a matrix has a thousand cells, most of them alike
def matrix_cell(cell: Cell) -> Markup:
    """One cell of the matrix: its symbol, and what was done where anything was."""
    seen = look(cell.state)
    said = Markup("<i>{}</i>").format(cell.said) if cell.said else ""
    return Markup('<td class="{}" data-state>{}{}</td>').format(seen.css, seen.symbol, said)


def short_day(value: date, beside: date | None = None) -> str:
    """3月5日, with the year when it is not the year of `beside`."""
    if beside is not None and beside.year != value.year:
        return say_day(value)
    return f"{value.month}月{value.day}日"


def last_day(until: date) -> date:
    """The last day of a half-open span, as people write it."""
    return date.fromordinal(until.toordinal() - 1)


def moment(value: datetime) -> str:
    """2026年3月5日 15:04, Beijing time."""
    local = timezone.localtime(value)
    return f"{say_day(local.date())} {local:%H:%M}"


def column_head(period: PeriodHead) -> Markup:
    """A period as a narrow column names it: 3月, 第1季度; a week also with its first day."""
    short = period.title.removeprefix(f"{period.key[:4]}年") or "全年"
    if short.endswith("周"):
        first = f"{period.start.month}.{period.start.day}"
        return Markup("{}<small>{}</small>").format(short.removeprefix("第"), first)
    return Markup("{}").format(short)


def weekday(value: date) -> str:
    return f"星期{WEEKDAYS[value.weekday()]}"


def share(part: int, whole: Iterable[int] | int) -> str:
    """A part as a number of hundredths for SVG widths; "0" while there is no whole."""
    total = whole if isinstance(whole, int) else sum(whole)
    return f"{100 * part / total:.2f}" if total else "0"
