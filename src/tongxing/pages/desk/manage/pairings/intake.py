"""Bringing pairings in: a sheet or pasted cells, looked at, mended, confirmed in one step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.assignment import Change
from tongxing.actions.assignment import draw_up
from tongxing.actions.cardinality import KindInForce
from tongxing.actions.cardinality import kinds_in_force
from tongxing.actions.errors import Refused
from tongxing.actions.reassign_pairings import Reassigned
from tongxing.actions.reassign_pairings import reassign_pairings
from tongxing.documents.intake.headings import Table
from tongxing.documents.intake.known import Known
from tongxing.documents.intake.pairing_sheet import Checked
from tongxing.documents.intake.pairing_sheet import wanted_columns
from tongxing.documents.intake.reading import LARGEST
from tongxing.documents.intake.reading import SheetUnreadable
from tongxing.documents.intake.reading import read_file
from tongxing.documents.pairing_paper import as_cells
from tongxing.pages.desk import uploads
from tongxing.pages.desk.errors import Trouble
from tongxing.pages.desk.errors import trouble
from tongxing.pages.desk.manage.pairings.asking import ADD
from tongxing.pages.desk.manage.pairings.asking import WHOLE
from tongxing.pages.desk.manage.pairings.asking import Asking
from tongxing.pages.desk.manage.pairings.asking import assignment_of
from tongxing.pages.desk.manage.pairings.asking import read_asking
from tongxing.pages.desk.manage.pairings.asking import read_sheet
from tongxing.pages.desk.manage.pairings.listing import chosen_kind
from tongxing.pages.desk.manage.pairings.listing import runs
from tongxing.pages.desk.manage.pairings.listing import title_of
from tongxing.pages.desk.manage.pairings.names import book_of
from tongxing.pages.desk.manage.pairings.office import for_office
from tongxing.pages.desk.manage.pairings.redline import redline_of
from tongxing.pages.desk.manage.pairings.registering import known_of
from tongxing.pages.desk.manage.pairings.registering import new_households
from tongxing.pages.desk.manage.pairings.registering import new_organizations
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import PairingRow
from tongxing.records.pairings.queries import pairings_at

GONE = Trouble(
    404,
    "上传的表格已不在",
    "表格只为核对保留一天；没有写入任何新的内容。",
    "请重新上传；已经确认过的，可以在结对关系中查看。",
)
NOTHING = "没有选择文件，也没有粘贴内容。"
MOST_SHOWN = 200  # faults on one page


@require_http_methods(["GET", "HEAD", "POST"])
@for_office
def start(request: HttpRequest, viewer: Viewer, mode: str = ADD) -> HttpResponse:
    """Choose the kind, the day and the sheet; a re-assignment begins with what runs today."""
    book = book_of(viewer)
    kinds = kinds_in_force(book)
    if not kinds:
        return page(request, viewer, "manage/pairings/no_plan.jinja", {})
    if request.method != "POST":
        return _start_page(request, viewer, mode)
    try:
        data = _sent(request)
        read_file(data)
        name = uploads.keep(viewer.account, data, now=timezone.now().timestamp())
    except uploads.TooLarge:
        return _start_page(request, viewer, mode, f"文件超过{LARGEST // 1_000_000}兆，没有上传。")
    except SheetUnreadable as problem:
        return _start_page(request, viewer, mode, str(problem))
    return redirect(_check_address(viewer, name, request.POST, mode))


def _sent(request: HttpRequest) -> bytes:
    """The file, or else what was pasted; raises `SheetUnreadable`."""
    file = request.FILES.get("file")
    if file is not None:
        if (file.size or 0) > LARGEST:
            raise uploads.TooLarge
        return bytes(file.read())
    pasted = request.POST.get("cells", "")
    if not pasted.strip():
        raise SheetUnreadable(NOTHING.rstrip("。"), "请选择文件，或把单元格复制后粘贴到框里")
    return pasted.encode(errors="replace")


def _check_address(viewer: Viewer, name: str, given: QueryDict, mode: str) -> str:
    kept = [("mode", mode)]
    kept += [(key, str(given[key])) for key in ("kind", "since", "reason") if given.get(key)]
    kept += [("replaced", one) for one in given.getlist("replaced")]
    address = reverse("desk:manage:pairings:check", args=[name])
    return viewer.with_carried(f"{address}?{urlencode(kept)}")


def _start_page(request: HttpRequest, viewer: Viewer, mode: str, problem: str = "") -> HttpResponse:
    book = book_of(viewer)
    kinds = kinds_in_force(book)
    given = request.POST if request.method == "POST" else request.GET
    rows = [row for row in pairings_at(book, head_of(book).seq) if runs(row, viewer.today)]
    kind = chosen_kind(kinds, given.get("kind", ""), rows, viewer.today)
    assert kind is not None  # `start` saw to it
    context = {
        "mode": mode,
        "whole": mode == WHOLE,
        "kinds": [(k, f"{one.kind.title}（{one.edition.title}）") for k, one in kinds.items()],
        "kind": kind,
        "running": _running(rows, kinds),
        "replaced": given.getlist("replaced") or [kind.id],
        "columns": [one.title for one in wanted_columns(kind.kind)],
        "cells": given.get("cells") or (_now(viewer, kind, rows) if mode == WHOLE else ""),
        "since": given.get("since", viewer.today.isoformat()),
        "reason": given.get("reason", ""),
        "problem": problem,
    }
    status = 422 if problem else 200
    return page(request, viewer, "manage/pairings/start.jinja", context, status=status)


def _running(
    rows: list[PairingRow], kinds: Mapping[str, KindInForce]
) -> tuple[tuple[str, str, int], ...]:
    """(kind, title, how many run today) of every kind the book has pairings of."""
    count: dict[str, int] = defaultdict(int)
    for row in rows:
        count[row.kind] += 1
    return tuple((one, title_of(one, kinds), n) for one, n in sorted(count.items()))


def _now(viewer: Viewer, kind: KindInForce, rows: list[PairingRow]) -> str:
    """The assignment as it stands, as cells to be changed in place."""
    known = known_of(viewer, book_of(viewer))
    ours = [row for row in rows if row.kind == kind.id]
    return "\n".join("\t".join(line) for line in as_cells(kind.kind, known, ours))


@dataclass(frozen=True, slots=True)
class Looked:
    """A sheet looked at: what it says, and what it would do."""

    asking: Asking
    kind: KindInForce
    known: Known
    sheets: tuple[str, ...]
    table: Table
    checked: Checked
    change: Change


@require_http_methods(["GET", "HEAD", "POST"])
@for_office
def check(request: HttpRequest, viewer: Viewer, name: str) -> HttpResponse:
    """The sheet read and checked; confirmed by POST with `do=confirm`."""
    data = uploads.fetch(viewer.account, name)
    if data is None:
        return trouble(request, GONE)
    given = request.POST if request.method == "POST" else request.GET
    looked = _look(viewer, data, given)
    if looked is None:
        return page(request, viewer, "manage/pairings/no_plan.jinja", {})
    if given.get("do") != "confirm" or request.method != "POST":
        return _check_page(request, viewer, name, looked)
    if looked.checked.faults:
        told = Refusal("表中还有需要修改的地方，没有写入任何内容。", {}, 422)
        return _check_page(request, viewer, name, looked, told)
    try:
        made = _confirmed(viewer, looked, given.get("shown", ""))
    except Refused as refused:
        return _check_page(request, viewer, name, looked, refusal_of(refused))
    messages.success(request, done(made))
    return redirect(viewer.with_carried(reverse("desk:manage:pairings:change", args=[made.id])))


def done(made: Reassigned) -> str:
    """What a change did, in one sentence."""
    if made.repeated:
        return "这次调整此前已经确认过，没有重复写入。"
    parts = [("新开", made.opened), ("结束", made.ended), ("撤回", made.taken_back),
             ("恢复", made.resumed)]  # fmt: skip
    said = "、".join(f"{word}{len(some)}对" for word, some in parts if some)
    return f"已一次办理：{said}。"


def _look(viewer: Viewer, data: bytes, given: QueryDict) -> Looked | None:
    book = book_of(viewer)
    asking = read_asking(given, new_id(timezone.now()))
    kind = kinds_in_force(book).get(asking.kind)
    if kind is None:
        return None
    on = asking.since or viewer.today
    known = known_of(viewer, book, on)
    sheets = read_file(data)
    table, checked = read_sheet(asking, sheets, kind, known)
    change = draw_up(assignment_of(asking, book, on, checked))
    names = tuple(one.name for one in sheets)
    return Looked(asking, kind, known, names, table, checked, change)


def _confirmed(viewer: Viewer, looked: Looked, shown: str) -> Reassigned:
    numbers: dict[str, set[int]] = defaultdict(set)
    for line in looked.checked.lines:
        numbers[line.place] |= set(line.numbers)
    asking, known = looked.asking, looked.known
    return reassign_pairings(
        acting=viewer.scope, at=timezone.now(), id=asking.id,
        assignment=assignment_of(asking, known.book, known.on, looked.checked),
        reason=asking.reason, shown=shown,
        organizations=new_organizations(known, looked.checked.new),
        households=new_households(known, numbers),
    )  # fmt: skip


def _check_page(
    request: HttpRequest,
    viewer: Viewer,
    name: str,
    looked: Looked,
    refusal: Refusal | None = None,
) -> HttpResponse:
    told = refusal or Refusal("", {}, 200)
    asking, known, checked = looked.asking, looked.known, looked.checked
    assignment = assignment_of(asking, known.book, known.on, checked)
    context = {
        "name": name,
        "asking": asking,
        "on": known.on,
        "kind": looked.kind,
        "sheets": looked.sheets,
        "table": looked.table,
        "choices": [(one.id, one.title) for one in wanted_columns(looked.kind.kind)],
        "checked": checked,
        "faults": checked.faults[:MOST_SHOWN],
        "change": looked.change,
        "redline": redline_of(assignment, looked.change, checked.new, viewer.today),
        "notice": told.notice,
    }
    return page(request, viewer, "manage/pairings/check.jinja", context, status=told.status)
