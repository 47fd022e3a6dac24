"""The one room that owns dates: spans, period keys, cadences, working days."""

from __future__ import annotations

from tongxing.rules.periods.asked import read_day as read_day
from tongxing.rules.periods.asked import read_moment as read_moment
from tongxing.rules.periods.asked import say_day as say_day
from tongxing.rules.periods.asked import say_moment as say_moment
from tongxing.rules.periods.errors import BeyondRange as BeyondRange
from tongxing.rules.periods.errors import CalendarUnknown as CalendarUnknown
from tongxing.rules.periods.errors import DayOutOfRange as DayOutOfRange
from tongxing.rules.periods.errors import DayUnreadable as DayUnreadable
from tongxing.rules.periods.errors import KeyUnreadable as KeyUnreadable
from tongxing.rules.periods.errors import MomentUnreadable as MomentUnreadable
from tongxing.rules.periods.errors import PeriodError as PeriodError
from tongxing.rules.periods.errors import RhythmInvalid as RhythmInvalid
from tongxing.rules.periods.errors import SpanOpen as SpanOpen
from tongxing.rules.periods.generate import periods_of as periods_of
from tongxing.rules.periods.keys import key_of as key_of
from tongxing.rules.periods.keys import span_of as span_of
from tongxing.rules.periods.rhythm import By as By
from tongxing.rules.periods.rhythm import Period as Period
from tongxing.rules.periods.rhythm import Rhythm as Rhythm
from tongxing.rules.periods.rhythm import Unit as Unit
from tongxing.rules.periods.span import Span as Span
from tongxing.rules.periods.titles import title_of as title_of
from tongxing.rules.periods.workdays import add_workdays as add_workdays
from tongxing.rules.periods.workdays import is_announced as is_announced
from tongxing.rules.periods.workdays import is_workday as is_workday
from tongxing.rules.periods.workdays import known_years as known_years
