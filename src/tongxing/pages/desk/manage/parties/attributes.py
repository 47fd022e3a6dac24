"""户类 and what else plans ask to be known (`for`), of many households or places at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.errors import Refused
from tongxing.actions.set_attribute import MOST_AT_ONCE
from tongxing.actions.set_attribute import set_attribute
from tongxing.derive.boards import NotInView
from tongxing.derive.plans.attributes import AskedAttribute
from tongxing.derive.plans.attributes import AttributesBoard
from tongxing.derive.plans.attributes import household_attributes
from tongxing.derive.plans.attributes import place_attributes
from tongxing.pages.desk.manage.parties.forms import MEND
from tongxing.pages.desk.manage.parties.forms import Given
from tongxing.pages.desk.manage.parties.forms import Unreadable
from tongxing.pages.desk.manage.parties.households import LIST
from tongxing.pages.desk.manage.parties.households import ONE
from tongxing.pages.desk.manage.parties.households import village_path
from tongxing.pages.desk.manage.parties.within import keeps
from tongxing.pages.desk.manage.parties.within import leaf_of
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import UNFIT
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.registry.codes import full
from tongxing.rules.periods import say_day
from tongxing.rules.plan.words import attribute_word

DAY = timedelta(days=1)
FIELDS = ("what", "since", "last")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value somebody may be registered with; the empty one ends what holds."""

    name: str
    value: str
    said: str

    @property
    def id(self) -> str:
        return f"{self.name}={self.value}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Whose attributes one page is about, and where it stands among others."""

    board: AttributesBoard
    path: str
    unit: str  # "户", "个地方"
    column: str
    crumbs: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]

    @property
    def title(self) -> str:
        return f"登记{'、'.join(one.title for one in self.board.asked) or '属性'}"

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.id, one.said) for one in self.choices)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def households(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """The households of one village."""
    path = village_path(viewer, code)
    board = household_attributes(
        viewer.scope, place=code, as_of=viewer.as_of, known_at=viewer.known_at
    )
    crumbs = (("农户编号", reverse(LIST)), (path, reverse(ONE, args=[code])))
    return _sheet(
        request, viewer, Sheet(board, path, "户", "编号", crumbs, choices_of(board.asked))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def places(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The villages and towns of the county that are paired in a way plans ask this of."""
    if not viewer.book or not keeps(viewer, full(viewer.book)):
        raise NotInView
    board = place_attributes(
        viewer.scope, book=viewer.book, as_of=viewer.as_of, known_at=viewer.known_at
    )
    crumbs = (("地名", reverse("desk:manage:places:list")),)
    name = viewer.book_name
    return _sheet(
        request, viewer, Sheet(board, name, "个地方", "村、镇", crumbs, choices_of(board.asked))
    )


def choices_of(asked: Iterable[AskedAttribute]) -> tuple[Choice, ...]:
    """What the plans ask for, in their words, and that nothing of it holds any more."""
    return tuple(
        Choice(one.name, value, f"{one.title}：{said}")
        for one in asked
        for value, said in (*one.values, ("", attribute_word("")))
    )


def _sheet(request: HttpRequest, viewer: Viewer, sheet: Sheet) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, viewer, sheet, Refusal("", {}, 200))
    given = Given(request.POST, viewer.today)
    try:
        done = _written(request, viewer, sheet, given)
    except Unreadable as problem:
        return _shown(request, viewer, sheet, Refusal(MEND, problem.errors, UNFIT), given)
    except Refused as refused:
        return _shown(request, viewer, sheet, refusal_of(refused), given)
    messages.success(request, done)
    return redirect(request.get_full_path())


def _written(request: HttpRequest, viewer: Viewer, sheet: Sheet, given: Given) -> str:
    """Register what the form says, and how that is told."""
    choice = next((one for one in sheet.choices if one.id == given.text("what")), None)
    since, last = given.day("since"), given.day_or_none("last")
    chosen = request.POST.getlist("subjects")
    there = {one.subject for one in sheet.board.bearers}
    if choice is None:
        given.errors["what"] = "请选择登记为哪一类。"
    if last is not None and "since" not in given.errors and last < since:
        given.errors["last"] = "最后一天早于起日，请核对。"
    if not chosen:
        given.errors["subjects"] = "还没有勾选，请在下面的名单中勾选。"
    elif strangers := set(chosen) - there:
        given.errors["subjects"] = f"勾选的有{len(strangers)}{sheet.unit}不在名单中，请重新勾选。"
    given.sound()
    assert choice is not None  # `sound` raised
    at = timezone.now()
    done = set_attribute(
        acting=viewer.scope, at=at, id=read_id(request.POST.get("id", "")) or new_id(at),
        subjects=chosen, name=choice.name, value=choice.value, since=since,
        until=last + DAY if last else None,
    )  # fmt: skip
    return _told(sheet.unit, choice, since, last, len(done.records), len(done.known))


def _told(unit: str, choice: Choice, since: date, last: date | None, new: int, known: int) -> str:
    if not new:
        return f"这{known}{unit}早已这样登记，没有改动。"
    span = f"{say_day(since)}{f'至{say_day(last)}' if last else '起'}"
    also = f"另有{known}{unit}早已这样登记，没有改动。" if known else ""
    return f"登记了{new}{unit}。{choice.said}，{span}。{also}"


def _shown(
    request: HttpRequest, viewer: Viewer, sheet: Sheet, told: Refusal, given: Given | None = None
) -> HttpResponse:
    begun = {"what": "", "since": viewer.today.isoformat(), "last": ""}
    context = {
        "sheet": sheet,
        "board": sheet.board,
        "leaf": leaf_of(request, sheet.board.bearers, len(sheet.board.bearers), MOST_AT_ONCE),
        "values": {name: given.text(name) for name in FIELDS} if given else begun,
        "chosen": frozenset(given.post.getlist("subjects")) if given else frozenset(),
        "errors": told.errors,
        "notice": told.notice,
        "fresh": new_id(timezone.now()),
    }
    return page(request, viewer, "manage/parties/attributes.jinja", context, status=told.status)
