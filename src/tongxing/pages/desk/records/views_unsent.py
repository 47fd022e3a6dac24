"""导入手机未发记录: the office takes in a file from a phone; looked at first, then confirmed."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.checks import LONGEST_TEXT
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Refused
from tongxing.actions.errors import shown
from tongxing.actions.hand_in import HandedIn
from tongxing.actions.hand_in import Taken
from tongxing.actions.take_unsent import take_unsent
from tongxing.actions.take_unsent import try_unsent
from tongxing.actions.values import LONGEST_FIELD
from tongxing.pages.desk import uploads
from tongxing.pages.desk.errors import Trouble
from tongxing.pages.desk.errors import trouble
from tongxing.pages.desk.records.unsent import LARGEST
from tongxing.pages.desk.records.unsent import TOO_LARGE
from tongxing.pages.desk.records.unsent import NotUnsent
from tongxing.pages.desk.records.unsent import Unsent
from tongxing.pages.desk.records.unsent import read_unsent
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import UNFIT
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.outbox.reading import Read
from tongxing.records.evidence.queries import brought_to
from tongxing.records.evidence.queries import erased_among
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import paths_of
from tongxing.rules.plan import shipped_kinds

NO_FILE = "没有选择文件。请选择手机页导出的文件，再点“下一步”。"
UNREAD = "请本人在手机页里打开这一条，核对后再导出；或由您按内容录入。"
OTHERWISE = (
    "这一条此前已经记入，说的与文件里不同，文件里的没有写入。"
    "请在台账里查这一天这个地方的记录，核对后需要改的就更正。"
)
ELSEWHERE = "这一条的地点不归您登记。请把这个文件交给那里的县专班导入。"
NO_ORIGINAL = (
    "台账里没有它要更正的那一条。那一条在另一个文件里的，请先导入那个文件，再导入这一个；"
    "都没有的，请按内容录入。"
)
LONGEST_ID = 80
GLANCE = 60  # characters of a text, where the rest need not be read here
GONE = Trouble(
    404,
    "上传的文件已不在",
    "文件只为核对保留一天；没有写入任何新的内容。",
    "请重新上传。已经导入过的记录不会重复。",
)
WORDS = {
    "ready": "可以记入",
    "written": "已记入",
    "repeated": "早已记入",
    "conflict": "有冲突",
    "refused": "不能记入",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the file, and what becomes of it."""

    number: int
    kind: str
    happened: str
    place: str
    who: str
    text: str
    state: str
    problems: tuple[str, ...]
    photos: int
    missing: int
    brings: int = 0  # photos of a record that is there already and has come without them
    record: UUID | None = None
    values: tuple[str, ...] = ()  # of a record that cannot be taken in: it may have to be typed

    @property
    def word(self) -> str:
        return WORDS[self.state]


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("append-for")
def start(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Choose the file."""
    if request.method != "POST":
        return _start(request, viewer)
    file = request.FILES.get("file")
    if file is None:
        return _start(request, viewer, NO_FILE)
    if (file.size or 0) > LARGEST:
        return _start(request, viewer, TOO_LARGE)
    data = bytes(file.read())
    try:
        read_unsent(data)
    except NotUnsent as problem:
        return _start(request, viewer, str(problem))
    now = timezone.now().timestamp()
    name = uploads.keep(viewer.account, data, now=now, largest=LARGEST)
    return redirect(viewer.with_carried(reverse("desk:ledger:unsent-check", args=[name])))


def _start(request: HttpRequest, viewer: Viewer, problem: str = "") -> HttpResponse:
    status = UNFIT if problem else 200
    context = {"problem": problem, "largest": LARGEST // 1_000_000}
    return page(request, viewer, "records/unsent.jinja", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keeper("append-for")
def check(request: HttpRequest, viewer: Viewer, name: str) -> HttpResponse:
    """What would become of each record; a POST takes in what can be taken in."""
    unsent = _fetched(viewer, name)
    if unsent is None:
        return trouble(request, GONE)
    handed = [one.handed for one in unsent.items if one.handed]
    at, confirmed = timezone.now(), request.method == "POST"
    photos: dict[str, str] = {}
    lacking = _lacking(handed, unsent)
    if confirmed:
        done = take_unsent(
            acting=viewer.scope, at=at, account=unsent.account, handed=handed,
            photos=unsent.photos,
        )  # fmt: skip
        taken, photos = done.taken, dict(done.photos)
    else:
        taken = try_unsent(acting=viewer.scope, at=at, handed=handed)
    context = {
        "name": name,
        "account": shown(unsent.account),
        "person": parties([shown(unsent.person)]).get(unsent.person, shown(unsent.person)),
        "lines": _lines(
            unsent,
            taken,
            viewer,
            {id_: len(keys - photos.keys()) for id_, keys in lacking.items()},
            confirmed=confirmed,
        ),
        "confirmed": confirmed,
        "photos": sorted(set(photos.values())),
    }
    return page(request, viewer, "records/unsent_check.jinja", context)


def _fetched(viewer: Viewer, name: str) -> Unsent | None:
    """The file uploaded under this name, None when it is gone or was meant for another page."""
    data = uploads.fetch(viewer.account, name)
    try:
        return read_unsent(data) if data is not None else None
    except NotUnsent:
        return None


@dataclass(frozen=True, slots=True)
class Told:
    """What lines are said with."""

    photos: Collection[str]  # in the file
    lacking: Mapping[UUID, int]  # photos in the file that the record, if it is there, has not
    paths: Mapping[str, str]
    names: Mapping[str, str]
    confirmed: bool
    where: Collection[str]  # prefixes of the places whoever looks writes for

    def within(self, place: str) -> bool:
        return any(place.startswith(prefix) for prefix in self.where)


def _lines(
    unsent: Unsent,
    taken: Sequence[Taken],
    viewer: Viewer,
    lacking: Mapping[UUID, int],
    *,
    confirmed: bool,
) -> list[Line]:
    """One line a record, in the file's order; at most four queries."""
    places = {_text(one, "place") for one in unsent.drafts}
    paths = paths_of({one for one in places if one.isascii() and one.isdigit()}, viewer.today)
    names = parties({one for raw in unsent.drafts for one in _doers(raw)})
    where = viewer.scope.where("append-for")
    told = Told(unsent.photos.keys(), lacking, paths, names, confirmed, where)
    rest = iter(taken)
    return [
        _line(n, one, raw, next(rest) if one.handed else None, told)
        for n, (one, raw) in enumerate(zip(unsent.items, unsent.drafts, strict=True), start=1)
    ]


def _line(n: int, one: Read, raw: Mapping[str, Any], taken: Taken | None, told: Told) -> Line:
    state, problems = _state(one, taken, told)
    handed: HandedIn | None = one.handed
    if handed is None:
        return _unread(n, raw, problems, told)
    draft = handed.draft
    kind = shipped_kinds().get(draft.kind)
    return Line(
        number=n,
        kind=(kind.title if kind else shown(draft.kind)) + ("（更正）" if handed.of else ""),
        happened=draft.happened.isoformat(),
        place=told.paths.get(draft.place) or shown(draft.place),
        who=_who(raw, told),
        text=shown(draft.text, LONGEST_TEXT if state == "refused" else GLANCE),
        state=state,
        problems=problems,
        photos=len(draft.files),
        missing=sum(key not in told.photos for key in draft.files),
        brings=told.lacking.get(draft.id, 0) if state == "repeated" else 0,
        record=_there(taken, confirmed=told.confirmed) if told.within(draft.place) else None,
        values=_values(raw) if state == "refused" else (),
    )


def _unread(n: int, raw: Mapping[str, Any], problems: tuple[str, ...], told: Told) -> Line:
    """What can be read of it all the same, for whoever has to type it."""
    kind = shipped_kinds().get(_text(raw, "kind"))
    place, files = _text(raw, "place"), raw.get("files")
    return Line(
        number=n,
        kind=kind.title if kind else "认不出的一条",
        happened=shown(_text(raw, "happened")),
        place=told.paths.get(place) or shown(place),
        who=_who(raw, told),
        text=shown(_text(raw, "text"), LONGEST_TEXT),
        state="refused",
        problems=problems,
        photos=len(files) if isinstance(files, list) else 0,
        missing=0,
        values=_values(raw),
    )


def _text(raw: Mapping[str, Any], name: str) -> str:
    found = raw.get(name)
    return found if isinstance(found, str) else ""


def _doers(raw: Mapping[str, Any]) -> list[str]:
    """For whom it was done, by id; who acts for a unit stands for the unit."""
    found = raw.get("doers")
    some = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [shown(_text(one, "of") or _text(one, "who"), LONGEST_ID) for one in some]


def _who(raw: Mapping[str, Any], told: Told) -> str:
    return "、".join(dict.fromkeys(told.names.get(one, shown(one)) for one in _doers(raw)))


def _values(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """What stands in its fields, as it was typed."""
    kind, values = shipped_kinds().get(_text(raw, "kind")), raw.get("values")
    fields = kind.fields if kind else {}
    found: list[str] = []
    for name, value in values.items() if isinstance(values, dict) else ():
        said = (value.get("text") or value.get("v")) if isinstance(value, dict) else value
        title, typed = shown(name), shown(str(said), LONGEST_FIELD)
        if field := fields.get(name):
            title, typed = field.title, field.choices.get(typed, typed)
        found.append(f"{title}：{typed}")
    return tuple(found)


def _lacking(handed: Sequence[HandedIn], unsent: Unsent) -> Mapping[UUID, frozenset[str]]:
    """By record the photos in the file that never came to it (two queries)."""
    drafts = [one.draft for one in handed if one.draft.files]
    there = brought_to([one.id for one in drafts])
    open_ = unsent.photos.keys() - erased_among(unsent.photos)
    return {
        one.id: frozenset(
            key for key in open_.intersection(one.files) if (one.id, key) not in there
        )
        for one in drafts
    }


def _there(taken: Taken | None, *, confirmed: bool) -> UUID | None:
    """The record to open: what is written now, or was before."""
    if taken is None or not (confirmed or taken.outcome.repeated):
        return None
    record = taken.outcome.record
    return record.id if record else None


def _state(one: Read, taken: Taken | None, told: Told) -> tuple[str, tuple[str, ...]]:
    if taken is None or one.handed is None:
        what = "；".join(dict.fromkeys(problem.what for problem in one.problems))
        return "refused", (f"{what}。{UNREAD}",)
    outcome = taken.outcome
    if outcome.refused is not None:
        return "refused", _why(one.handed, outcome.refused, told)
    if outcome.repeated:
        return "repeated", taken.warnings
    if outcome.conflicts:
        return "conflict", ("同一条记录此前已另有更正或撤回，这一条记入后暂不计入，由县专班裁定。",)
    return ("written" if told.confirmed else "ready"), taken.warnings


def _why(handed: HandedIn, refused: Refused, told: Told) -> tuple[str, ...]:
    """In the words of whoever takes a file in, who is not the one who wrote it."""
    if isinstance(refused, Conflict):
        return (OTHERWISE,)
    if isinstance(refused, NotAllowed | NotFound) and not told.within(handed.draft.place):
        return (ELSEWHERE,)
    if isinstance(refused, NotFound) and handed.of:
        return (NO_ORIGINAL,)
    return _said(refused.problems) or (refused.say(),)


def _said(problems: Sequence[Problem]) -> tuple[str, ...]:
    return tuple(one.say() for one in problems)
