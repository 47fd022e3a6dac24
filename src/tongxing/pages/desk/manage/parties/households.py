"""农户编号: households of a village under numbers only, for 1+1+N bundles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.db.models import Q
from django.http import HttpRequest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_safe

from tongxing.actions.keep_households import MOST_AT_ONCE
from tongxing.actions.keep_households import end_households
from tongxing.actions.keep_households import register_households
from tongxing.derive.boards import NotInView
from tongxing.derive.plans.attributes import attributes_asked
from tongxing.derive.plans.attributes import households_without
from tongxing.pages.desk.manage.parties.forms import Done
from tongxing.pages.desk.manage.parties.forms import Form
from tongxing.pages.desk.manage.parties.forms import Given
from tongxing.pages.desk.manage.parties.forms import Input
from tongxing.pages.desk.manage.parties.forms import filled
from tongxing.pages.desk.manage.parties.within import keeps
from tongxing.pages.desk.manage.parties.within import managed
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper
from tongxing.records.pairings.models import PairingSubject
from tongxing.records.registry.codes import is_code
from tongxing.records.registry.kept import kept_households
from tongxing.records.registry.models import Household
from tongxing.records.registry.personal import plain
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import paths_of

LIST = "desk:manage:households"
ONE = "desk:manage:village-households"
RUN = re.compile(r"(?P<stem>.*?)(?P<first>\d{1,6})(?:至|到|~)(?P=stem)(?P<last>\d{1,6})")


@dataclass(frozen=True, slots=True)
class VillageCount:
    """How many households of a village have a number."""

    place: str
    path: str
    running: int
    ended: int


@require_safe
@for_keeper("manage")
def households(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Villages with numbered households; two queries, one more for each attribute asked for."""
    running = holding(viewer.as_of)
    counted = (
        kept_households(managed(viewer))
        .order_by("place")
        .values_list("place")
        .annotate(now=Count("pk", filter=running), gone=Count("pk", filter=~running))
    )
    rows = list(counted)
    paths = paths_of([place for place, _, _ in rows], viewer.as_of)
    villages = tuple(VillageCount(place, paths[place] or place, *some) for place, *some in rows)
    asked = attributes_asked(viewer.scope, book=viewer.book, as_of=viewer.as_of, households=True)
    without = [
        (one, households_without(
            viewer.scope, book=viewer.book, as_of=viewer.as_of, name=one.name))
        for one in asked
    ]  # fmt: skip
    context = {"villages": villages, "without": without}
    return page(request, viewer, "manage/parties/households.jinja", context)


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One number, and how many bundles hold it now."""

    row: Household
    bundles: int


@require_safe
@for_keeper("manage")
def village(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """The numbers of one village; five queries."""
    path = village_path(viewer, code)
    rows = list(kept_households(managed(viewer), code))
    bundled = _bundles(viewer, code)
    lines = [HouseholdLine(one, bundled.get(f"household:{one.key}", 0)) for one in rows]
    context = {
        "code": code,
        "path": path,
        "now": [one for one in lines if one.row.until is None],
        "ended": [one for one in lines if one.row.until is not None],
        "asked": attributes_asked(viewer.scope, book=code[:6], as_of=viewer.as_of, households=True),
    }
    return page(request, viewer, "manage/parties/village_households.jinja", context)


def _bundles(viewer: Viewer, code: str) -> Mapping[str, int]:
    runs = Q(pairing__until=None) | Q(pairing__until__gt=viewer.as_of)
    held = PairingSubject.objects.filter(runs, pairing__died=None, pairing__place=code)
    return dict(held.order_by().values_list("subject").annotate(Count("pk")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Many numbers of a village at once; those that are there stay as they are."""

    def write(given: Given) -> Done:
        place, since = given.place("place"), given.day("since")
        given.sound()
        labels = list(labels_of(given.text("labels")))
        done = register_households(
            acting=viewer.scope, at=timezone.now(), place=place, labels=labels, since=since
        )
        known = f"，另有{len(done.known)}个编号早已登记，没有改动" if done.known else ""
        return Done(f"登记了{len(done.added)}户{known}。", reverse(ONE, args=[place]))

    asked = request.GET.get("place", "")
    inputs = (
        Input("place", "村", "place"),
        Input("labels", "编号", "words", wide=True,
              hint=f"一行一个或用逗号隔开，可写“001至050”；一次最多{MOST_AT_ONCE}个"),
        Input("since", "起日", "date"),
    )  # fmt: skip
    form = Form(
        "登记农户编号", inputs, _crumbs(("登记", "")), reverse(LIST), button="登记",
        lead="只登记编号，由字母、数字和短横组成；不写户主姓名、住址、电话、证件号。"
        "编号与农户的对照表由村里自己保管。",
    )  # fmt: skip
    values = {"place": asked if is_code(asked) else "", "since": viewer.today.isoformat()}
    return filled(request, viewer, form, values, write)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def end(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """Some numbers of a village are followed no longer."""
    path = village_path(viewer, code)
    rows = list(kept_households(managed(viewer), code).filter(until=None))
    by_label = {one.label: one.key for one in rows}

    def write(given: Given) -> Done:
        until = given.day("until")
        labels = list(labels_of(given.text("labels")))
        if strangers := [one for one in labels if one not in by_label]:
            given.errors["labels"] = f"本村没有在用的编号“{strangers[0][:20]}”，请核对。"
        given.sound()
        gone = end_households(
            acting=viewer.scope, at=timezone.now(), place=code, until=until,
            keys=[by_label[one] for one in labels], reason=given.text("reason"),
        )  # fmt: skip
        return Done(f"停用了{len(gone)}个编号，以前的记录都在。", reverse(ONE, args=[code]))

    inputs = (
        Input(
            "labels", "停用的编号", "words", wide=True, hint="一行一个或用逗号隔开，可写“001至005”"
        ),
        Input("until", "从哪一天起停用", "date"),
        Input("reason", "原因", most=200, wide=True, hint="如：整户迁出。不写个人情况"),
    )
    back = reverse(ONE, args=[code])
    form = Form(
        f"停用农户编号：{path}", inputs, _crumbs((path, back), ("停用", "")), back,
        lead="停用的编号不再分给别的农户。还有人包户的，先调整结对。", button="停用",
    )  # fmt: skip
    asked = request.GET.get("label", "")
    values = {"labels": asked if asked in by_label else "", "until": viewer.today.isoformat()}
    return filled(request, viewer, form, values, write)


def labels_of(text: str) -> Iterator[str]:
    """Labels as somebody lists them: separated by blanks or commas, "001至050" for a run.

    A run longer than may be registered at once comes back one longer, to be refused.
    """
    for part in re.split(r"[\s,，、;；]+", re.sub(r"\s*(至|到|~|～)\s*", r"\1", text)):
        one = plain(part)
        run = RUN.fullmatch(one)
        if run is None or int(run["first"]) > int(run["last"]):
            yield from (one,) if one else ()
            continue
        first, last = int(run["first"]), int(run["last"])
        for number in range(first, min(last, first + MOST_AT_ONCE) + 1):
            yield f"{run['stem']}{number:0{len(run['first'])}d}"


def _crumbs(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("管理", reverse("desk:manage:home")), ("农户编号", reverse(LIST)), *more)


def village_path(viewer: Viewer, code: str) -> str:
    """The path of a village this reader keeps; raises NotInView."""
    path = paths_of([code], viewer.as_of)[code] if is_code(code) else ""
    if not path or code.endswith("000") or not keeps(viewer, code):
        raise NotInView
    return path
