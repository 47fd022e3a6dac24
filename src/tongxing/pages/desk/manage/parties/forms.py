"""One plain form of the registry: what it asks, what was typed, how it ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import QueryDict
from django.shortcuts import redirect

from tongxing.actions.errors import Refused
from tongxing.pages.desk.picking.given import read_place
from tongxing.pages.desk.picking.given import shown_place
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import UNFIT
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import refusal_of
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import read_day

MEND = "还有内容需要修改，您填写的都还在，改好后再提交。"
LONGEST = 20_000  # characters of one input; more is no form any more
NO_DAY = date.min  # stands for a day that could not be read, until `sound` refuses


class Input(NamedTuple):
    """One input: `sort` is line, words, date, number, choice, place, party or tick."""

    name: str
    title: str
    sort: str = "line"
    required: bool = True
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (value, title); of a party, what is offered
    most: int = 0
    wide: bool = False
    within: str = ""  # of a place: the prefix not to be left


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one act, with what to read before doing it."""

    title: str
    inputs: tuple[Input, ...]
    crumbs: tuple[tuple[str, str], ...]
    back: str
    lead: str = ""
    button: str = "保存"
    notes: tuple[str, ...] = ()  # what still runs, what will follow


class Unreadable(ValueError):  # noqa: N818  an answer to who filled it in, not a fault
    """Something in a form could not be read; carries what to say at its inputs."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Given:
    """What a form sent, read input by input; `sound` raises for all that could not be."""

    post: QueryDict
    today: date
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.post.get(name, "")[:LONGEST].replace("\0", "").strip()

    def day(self, name: str) -> date:
        """A day that must be given."""
        if found := self.day_or_none(name):
            return found
        self.errors.setdefault(name, "请填写日期。")
        return NO_DAY

    def day_or_none(self, name: str) -> date | None:
        text = self.text(name)
        try:
            return read_day(text) if text else None
        except PeriodError as problem:
            self.errors[name] = f"{problem}。"
            return None

    def place(self, name: str, *, required: bool = True, within: str = "") -> str:
        """The code of the place an input was filled with, "" for none."""
        found = read_place(self.post, name, within=within, on=self.today, required=required)
        if found.error:
            self.errors[name] = found.error
        return found.code

    def number(self, name: str) -> int:
        """A whole number, 0 when left empty."""
        text = self.text(name)
        if not text:
            return 0
        if not (text.isascii() and text.isdigit() and len(text) <= 6):  # noqa: PLR2004
            self.errors[name] = "请填写整数。"
            return 0
        return int(text)

    def sound(self) -> None:
        """Raise `Unreadable` when anything asked for so far could not be read."""
        if self.errors:
            raise Unreadable(self.errors)


@dataclass(frozen=True, slots=True)
class Done:
    """What to say once a form was carried out, and where to go."""

    said: str
    address: str


def filled(
    request: HttpRequest,
    viewer: Viewer,
    form: Form,
    values: Mapping[str, str],
    write: Callable[[Given], Done],
) -> HttpResponse:
    """Show the form with `values`, or carry out what was sent and go on to its page."""
    if request.method != "POST":
        return shown(request, viewer, form, _begun(viewer, form, values), Refusal("", {}, 200))
    given = Given(request.POST, viewer.today)
    names = [one.name for one in form.inputs]
    typed = {name: given.text(name) for one in names for name in (one, f"{one}_said")}
    try:
        done = write(given)
    except Unreadable as problem:
        return shown(request, viewer, form, typed, Refusal(MEND, problem.errors, UNFIT))
    except Refused as refused:
        return shown(request, viewer, form, typed, refusal_of(refused))
    messages.success(request, done.said)
    return redirect(viewer.with_carried(done.address))


def _begun(viewer: Viewer, form: Form, values: Mapping[str, str]) -> dict[str, str]:
    """What a form begins with; places also as people write them."""
    begun = dict(values)
    for one in form.inputs:
        if one.sort == "place":
            place = shown_place(values.get(one.name, ""), viewer.today)
            begun |= {one.name: place.code, f"{one.name}_said": place.said}
    return begun


def shown(
    request: HttpRequest, viewer: Viewer, form: Form, values: Mapping[str, str], told: Refusal
) -> HttpResponse:
    known = {one.name for one in form.inputs}
    context = {
        "form": form,
        "values": defaultdict(str, values),
        "errors": told.errors,
        "notice": told.notice,
        "stray": [said for name, said in told.errors.items() if name not in known],
    }
    return page(request, viewer, "manage/parties/form.jinja", context, status=told.status)
