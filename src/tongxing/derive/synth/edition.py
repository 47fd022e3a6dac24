"""The plan of a synthetic lake, as a text like any other edition's, and its periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from string import Template

import numpy as np

from tongxing.rules.periods import Period
from tongxing.rules.periods import Span
from tongxing.rules.periods import periods_of
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import Edition
from tongxing.rules.standing.tables import Days


class EditionBrokenError(Exception):
    """The shipped text of the synthetic plan cannot be read: a fault of this release."""


@lru_cache(maxsize=64)
def edition_text(rhythm: str, province: str, year: int, years: int) -> str:
    """The edition of one province; it holds for `years` years from `year` on."""
    entry = files("tongxing.catalogue").joinpath("synth", f"{rhythm}.toml")
    form = Template(entry.read_text("utf-8"))
    return form.substitute(place=province, year=year, until=year + years)


@lru_cache(maxsize=64)
def edition_of(rhythm: str, province: str, year: int, years: int) -> Edition:
    """The same, read."""
    text = edition_text(rhythm, province, year, years).encode()
    found, problems = read_edition(text, file=f"{rhythm}.toml", kinds=shipped_kinds())
    if found is None:
        raise EditionBrokenError("\n".join(one.say() for one in problems))
    return found


@dataclass(frozen=True, slots=True)
class Course:
    """The C periods in which records of one kind are expected; days as ordinals."""

    kind: str
    start: Days
    until: Days
    closes: Days


@lru_cache(maxsize=16)
def courses(year: int, years: int) -> tuple[Course, ...]:
    """What units set out to do, whatever edition judges it: the duties of the plain one."""
    edition = edition_of("plain", "11", year, years)
    span = Span(date(year, 1, 1), date(year + years, 1, 1))
    return tuple(
        _course(duty.counts[0], periods_of(duty.rhythm, anchor=span, over=span))
        for duty in edition.duties.values()
    )


def _course(kind: str, periods: tuple[Period, ...]) -> Course:
    days: Mapping[str, list[date]] = {
        name: [getattr(one, name) for one in periods] for name in ("start", "until", "closes")
    }
    return Course(
        kind,
        **{
            name: np.array([day.toordinal() for day in row], np.int32) for name, row in days.items()
        },
    )
