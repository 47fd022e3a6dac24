"""Opening one pairing by hand: its kind, who, where, since when, which households."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongxing.actions.cardinality import KindInForce
from tongxing.actions.cardinality import breaches
from tongxing.actions.cardinality import kinds_in_force
from tongxing.actions.draft import Doer
from tongxing.actions.entry import Outcome
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Refused
from tongxing.actions.keep_registry import add_households
from tongxing.actions.open_pairing import open_pairing
from tongxing.documents.intake.known import Known
from tongxing.documents.intake.naming import Register
from tongxing.documents.intake.pairing_sheet import household_numbers
from tongxing.documents.intake.pairing_sheet import households_of
from tongxing.documents.intake.pairing_sheet import role_title
from tongxing.pages.desk.manage.pairings.listing import chosen_kind
from tongxing.pages.desk.manage.pairings.listing import runs
from tongxing.pages.desk.manage.pairings.names import book_of
from tongxing.pages.desk.manage.pairings.office import for_office
from tongxing.pages.desk.manage.pairings.registering import known_of
from tongxing.pages.desk.manage.pairings.registering import new_households
from tongxing.pages.desk.records.entry import read_id
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import pairings_at
from tongxing.rules.plan.model import PairingKind

PARTY_TITLES = {"organization": "结对单位", "team": "工作队", "person": "帮扶干部"}


@dataclass(frozen=True, slots=True)
class Side:
    """One role to be filled: the name of its input, its title, and who may fill it."""

    field: str
    role: str
    title: str
    choices: tuple[tuple[str, str], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@for_office
def opening(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The form of one kind of pairing; by POST it is opened."""
    book = book_of(viewer)
    kinds = kinds_in_force(book)
    given = request.POST if request.method == "POST" else request.GET
    kind = chosen_kind(
        kinds, given.get("kind", ""), pairings_at(book, head_of(book).seq), viewer.today
    )
    if kind is None:
        return page(request, viewer, "manage/pairings/no_plan.jinja", {})
    known = known_of(viewer, book)
    if request.method != "POST":
        return _form(request, viewer, kind, known)
    try:
        outcome = _opened(request, viewer, kind, known)
    except Refused as refused:
        return _form(request, viewer, kind, known, refusal_of(refused))
    said = "".join(f"提醒：{one}。" for one in outcome.warnings)
    messages.success(request, f"已登记结对。{said}")
    return redirect(viewer.with_carried(reverse("desk:manage:pairings:one", args=[outcome.id])))


@transaction.atomic
def _opened(request: HttpRequest, viewer: Viewer, kind: KindInForce, known: Known) -> Outcome:
    """Open it, with the households it names; raises `Refused`."""
    post, now = request.POST, timezone.now()
    since = _day(post.get("since", ""))
    actors = [
        Doer(party, side.role)
        for side in sides_of(kind.kind, known)
        if (party := post.get(side.field, ""))
    ]
    place = post.get("place", "")
    subjects: tuple[str, ...] = ()
    if kind.kind.target == "household":
        subjects = _subjects(viewer, known, place, post.get("households", ""), now)
    return open_pairing(
        acting=viewer.scope, at=now, id=read_id(post.get("id", "")) or new_id(now), kind=kind.id,
        actors=actors, place=place, since=since, subjects=subjects,
    )  # fmt: skip


def _day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise Invalid(problems=[Problem("since", "没有写明起始日期", "请选择日期")]) from None


def _subjects(viewer: Viewer, known: Known, place: str, raw: str, now: datetime) -> tuple[str, ...]:
    """The households by number, those not yet registered registered now, under numbers only."""
    if place not in dict(known.villages):
        return ()  # `open_pairing` says what is wrong with the place
    try:
        numbers = household_numbers(raw)
    except ValueError as problem:
        raise Invalid(
            problems=[Problem("households", str(problem), "只写编号，如 001—005")]
        ) from None
    keys, fresh = households_of(known, place, numbers)
    added = new_households(known, {place: fresh})
    if added:
        add_households(acting=viewer.scope, at=now, households=added)
    return tuple(f"household:{key}" for key in (*keys, *(one.key for one in added)))


def sides_of(kind: PairingKind, known: Known) -> tuple[Side, ...]:
    """The inputs for who is paired: one for each party the kind names."""
    return tuple(
        Side(
            f"actor.{need.sort}.{n}", "" if need.sort in PARTY_TITLES else need.sort,
            PARTY_TITLES.get(need.sort) or role_title(need.sort),
            _choices(_register(need.sort, known)),
        )
        for need in kind.actors
        for n in range(need.number)
    )  # fmt: skip


def _register(sort: str, known: Known) -> Register:
    if sort == "organization":
        return known.organizations
    return known.teams if sort == "team" else known.people


def _choices(register: Register) -> tuple[tuple[str, str], ...]:
    """(party id, full name), by name."""
    return tuple((one.id, one.full) for one in register.candidates)


def _form(
    request: HttpRequest,
    viewer: Viewer,
    kind: KindInForce,
    known: Known,
    refusal: Refusal | None = None,
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    told = refusal or Refusal("", {}, 200)
    id_: UUID = read_id(given.get("id", "")) or new_id(timezone.now())
    context = {
        "kind": kind,
        "kinds": [
            (one.id, f"{one.kind.title}（{one.edition.title}）")
            for one in kinds_in_force(known.book).values()
        ],
        "sides": sides_of(kind.kind, known),
        "places": _places(kind.kind, known),
        "given": given,
        "since": given.get("since", viewer.today.isoformat()),
        "id": id_,
        "around": _around(kind, known.book, given.get("place", ""), viewer.today),
        "notice": told.notice,
        "errors": told.errors,
    }
    return page(request, viewer, "manage/pairings/new.jinja", context, status=told.status)


def _places(kind: PairingKind, known: Known) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What may be chosen, by town: (town, ((code, name), …)); one group of towns for towns."""
    if kind.target == "town":
        return (("", known.towns),)
    return tuple(
        (name, some)
        for code, name in known.towns
        if (some := tuple(one for one in known.villages if one[0].startswith(code[:9])))
    )


def _around(kind: KindInForce, book: str, place: str, on: date) -> tuple[str, ...]:
    """How the village stands before anything is opened: the plan's numbers not met now."""
    if not place:
        return ()
    now = [row for row in pairings_at(book, head_of(book).seq) if runs(row, on)]
    kinds: Mapping[str, KindInForce] = {kind.id: kind}
    return tuple(
        one.say("现有结对方") for one in breaches(kinds, now, (place,), ()) if one.unit != "户"
    )
