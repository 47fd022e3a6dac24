"""A new edition: sent, mended where it is wrong, tried, and put in force from a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST

from tongxing.actions.errors import Refused
from tongxing.actions.put_in_force import put_in_force
from tongxing.derive.boards import NotInView
from tongxing.derive.boards.view import view_of
from tongxing.derive.plans.trial import trial
from tongxing.pages.desk.errors import Trouble
from tongxing.pages.desk.errors import trouble
from tongxing.pages.desk.plans import drafts
from tongxing.pages.desk.plans.drafts import Checked
from tongxing.pages.desk.plans.drafts import Draft
from tongxing.pages.desk.plans.inputs import read_day
from tongxing.pages.desk.plans.views_read import manages
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id
from tongxing.rules.periods import say_day

GONE = Trouble(
    404,
    "草稿已不在",
    "这份草稿超过一天没有处理，或者不是您上传的。方案没有任何改变。",
    "请重新上传方案文件和例子文件。",
)
UNFIT = 422


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("manage")
def upload(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Send the two files, or their text after mending it."""
    _for_office(viewer)
    if request.method != "POST":
        return page(request, viewer, "plans/upload.jinja", {"errors": {}})
    found: dict[str, bytes] = {}
    wrong: dict[str, str] = {}
    for name, title in (("text", "方案文件"), ("examples", "例子文件")):
        data = _sent(request, name)
        if len(data) > drafts.LARGEST:
            wrong[name] = f"{title}超过256KB。请核对是否选错了文件，方案一般只有几KB。"
        found[name] = data
    if not found["text"].strip() and not wrong:
        wrong["text"] = "请选择方案文件（扩展名为 .toml）。"
    if wrong:
        return page(request, viewer, "plans/upload.jinja", {"errors": wrong}, status=UNFIT)
    now = timezone.now().timestamp()
    kept = drafts.keep(viewer.account, found["text"], found["examples"], now=now)
    return redirect(viewer.with_carried(_address("draft", kept)))


def _sent(request: HttpRequest, name: str) -> bytes:
    """A file, or else the text typed into the form, with line ends as in a file."""
    file = request.FILES.get(name)
    if isinstance(file, UploadedFile):
        return bytes(file.read(drafts.LARGEST + 1))
    typed = request.POST.get(name, "")
    return typed.replace("\r\n", "\n").encode("utf-8", errors="replace")


def _address(name: str, kept: Draft) -> str:
    return reverse(f"desk:plans:{name}", args=[kept.name, kept.examples_name])


def _for_office(viewer: Viewer) -> None:
    """The pages of drafts are the office's of the very book."""
    if not viewer.book or not viewer.scope.may("manage", place=viewer.book, parties=()):
        raise NotInView


@require_GET
@for_keeper("manage")
def draft(request: HttpRequest, viewer: Viewer, name: str, examples: str) -> HttpResponse:
    """What is wrong with a draft, at its lines; of a sound one all it answers."""
    _for_office(viewer)
    kept = drafts.fetch(viewer.account, name, examples)
    if kept is None:
        return trouble(request, GONE)
    return _show(request, viewer, kept, drafts.check(kept))


def _show(
    request: HttpRequest,
    viewer: Viewer,
    kept: Draft,
    checked: Checked,
    refusal: Refusal | None = None,
    given: Mapping[str, str] | None = None,
) -> HttpResponse:
    view = view_of(viewer.scope, book=viewer.book, as_of=viewer.as_of, known_at=viewer.known_at)
    edition = checked.edition
    context = {
        "kept": kept,
        "checked": checked,
        "answers": drafts.answers(view, edition) if edition is not None else None,
        "manages": manages(viewer),
        "refusal": refusal,
        "given": given or _first_given(viewer, checked),
        "fresh": new_id(timezone.now()),
    }
    return page(
        request, viewer, "plans/draft.jinja", context, status=refusal.status if refusal else 200
    )


def _first_given(viewer: Viewer, checked: Checked) -> Mapping[str, str]:
    edition = checked.edition
    since = max(viewer.today, edition.effective.start) if edition else viewer.today
    return {"since": since.isoformat(), "reason": ""}


@require_GET
@for_keeper("manage")
def try_it(request: HttpRequest, viewer: Viewer, name: str, examples: str) -> HttpResponse:
    """The past twelve months judged by the draft, beside what the one in force gave."""
    _for_office(viewer)
    kept = drafts.fetch(viewer.account, name, examples)
    if kept is None:
        return trouble(request, GONE)
    checked = drafts.check(kept)
    if checked.edition is None:
        return redirect(viewer.with_carried(_address("draft", kept)))
    found = trial(viewer.scope, book=viewer.book, as_of=viewer.as_of, edition=checked.edition)
    context = {"kept": kept, "edition": checked.edition, "trial": found}
    return page(request, viewer, "plans/trial.jinja", context)


@require_POST
@for_keeper("manage")
def put(request: HttpRequest, viewer: Viewer, name: str, examples: str) -> HttpResponse:
    """Put the draft in force from a day, with the paper that orders it."""
    _for_office(viewer)
    kept = drafts.fetch(viewer.account, name, examples)
    if kept is None:
        return trouble(request, GONE)
    given = {one: request.POST.get(one, "") for one in ("since", "reason")}
    since = read_day(given["since"])
    checked = drafts.check(kept)
    if since is None or not given["reason"].strip() or checked.edition is None:
        wrong = {}
        if since is None:
            wrong["since"] = "请填写施行日。"
        if not given["reason"].strip():
            wrong["reason"] = "请写明依据的文件或会议。"
        refusal = Refusal("方案还没有施行，请补全后再提交。", wrong, UNFIT)
        return _show(request, viewer, kept, checked, refusal, given)
    try:
        _put(request, viewer, kept, since, given["reason"])
    except Refused as refused:
        return _show(request, viewer, kept, checked, refusal_of(refused), given)
    messages.success(request, f"《{checked.edition.title}》自{say_day(since)}起施行，已记入台账。")
    edition = checked.edition
    done = reverse("desk:plans:edition", args=[edition.plan, edition.edition])
    return redirect(viewer.with_carried(done))


def _put(request: HttpRequest, viewer: Viewer, kept: Draft, since: date, reason: str) -> None:
    at = timezone.now()
    id_: UUID = read_id(request.POST.get("id", "")) or new_id(at)
    put_in_force(
        acting=viewer.scope,
        at=at,
        id=id_,
        book=viewer.book,
        text=kept.text,
        examples=kept.examples,
        since=since,
        reason=reason,
    )
