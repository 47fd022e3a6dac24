"""人员: the list, and one person: posts, teams, and the phone number behind its mask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.http import HttpRequest
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from tongxing.actions.change_person import post_since
from tongxing.actions.errors import Refused
from tongxing.actions.reveal_phone import reveal_phone
from tongxing.derive.boards import NotInView
from tongxing.pages.desk.manage.parties.within import STATES
from tongxing.pages.desk.manage.parties.within import in_state
from tongxing.pages.desk.manage.parties.within import keeps
from tongxing.pages.desk.manage.parties.within import leaf
from tongxing.pages.desk.manage.parties.within import managed
from tongxing.pages.desk.manage.parties.within import state_of
from tongxing.pages.desk.manage.parties.within import words_of
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.seen import seen
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.accounts.access import Verb
from tongxing.records.accounts.models import Account
from tongxing.records.registry.kept import kept_people
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import TeamMember
from tongxing.records.registry.people import belonging_of
from tongxing.records.registry.personal import masked


@require_safe
@for_keeper("manage")
def people(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """People this office keeps; phone numbers are masked. Two queries."""
    words, state = words_of(request.GET), state_of(request.GET)
    rows = kept_people(managed(viewer), words).filter(in_state(state, viewer))
    found = leaf(request, rows)
    phones = {one.key: masked(one.phone) for one in found.rows}
    context = {
        "leaf": found,
        "phones": phones,
        "words": words,
        "state": state,
        "states": STATES,
    }
    return page(request, viewer, "manage/parties/people.jinja", context)


class Served(NamedTuple):
    """One post with its span."""

    organization: str
    post: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person; `phone` is masked unless it was just revealed."""

    row: Person
    posts: tuple[Served, ...]
    teams: tuple[TeamMember, ...]
    phone: str
    revealed: bool
    keeps: bool  # the reader keeps this entry
    unit_kept: bool  # and their unit's
    accounts: tuple[Account, ...] | None  # None to those who may not see accounts
    opens_account: bool


@require_safe
@for_keeper("manage", "reveal")
def person(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One person, to their office and to their own unit, team or village."""
    row = _person(viewer, key)
    seen(viewer, "see-person", f"person:{key}", row.organization.home if row.organization else "")
    return _page(request, viewer, row)


@require_POST
@for_keeper("manage", "reveal")
def phone(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """The number whole, this once: it stands in no address and no copy of the page is kept."""
    row = _person(viewer, key)
    reason = request.POST.get("reason", "").replace("\0", "")
    try:
        number = reveal_phone(acting=viewer.scope, at=timezone.now(), key=key, reason=reason)
    except Refused as refused:
        return _page(request, viewer, row, told=refusal_of(refused), reason=reason)
    answer = _page(request, viewer, row, number=number)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _person(viewer: Viewer, key: str) -> Person:
    """Somebody whose phone this reader may ask for; raises NotInView."""
    found = Person.objects.select_related("organization").filter(key=key).first()
    if found is None:
        raise NotInView
    belonging = belonging_of(found)
    if not viewer.scope.may_reveal(belonging.places, belonging.parties):
        raise NotInView
    return found


def _page(
    request: HttpRequest,
    viewer: Viewer,
    row: Person,
    *,
    number: str = "",
    told: Refusal | None = None,
    reason: str = "",
) -> HttpResponse:
    places = belonging_of(row).places
    shown = PersonPage(
        row=row,
        posts=posts_of(row),
        teams=tuple(row.teams.select_related("team").order_by("-since", "pk")),
        phone=number or masked(row.phone),
        revealed=bool(number),
        keeps=keeps(viewer, *places),
        unit_kept=row.organization is not None and keeps(viewer, row.organization.kept_at),
        accounts=_accounts(viewer, row) if _may(viewer, "see-accounts", places) else None,
        opens_account=not row.until and _may(viewer, "open-accounts", places),
    )
    refusal = told or Refusal("", {}, 200)
    said = refusal.errors.get("reason", refusal.notice)
    context = {"one": shown, "refused": said, "reason": reason}
    return page(request, viewer, "manage/parties/person.jinja", context, status=refusal.status)


def _may(viewer: Viewer, verb: Verb, places: Iterable[str]) -> bool:
    return any(viewer.scope.may(verb, place=one, parties=()) for one in places)


def _accounts(viewer: Viewer, row: Person) -> tuple[Account, ...]:
    """Their accounts that this reader may open: one kept elsewhere is not among them."""
    found = Account.objects.filter(person=row).order_by("username")
    return tuple(one for one in found if _may(viewer, "see-accounts", (one.home,)))


def posts_of(row: Person) -> tuple[Served, ...]:
    """Every post somebody held, the present one first."""
    former = row.former_posts.select_related("organization").order_by("-since")
    here = str(row.organization) if row.organization else ""
    return (
        Served(here, row.post, post_since(row), row.until),
        *(
            Served(
                str(one.organization) if one.organization else "", one.post, one.since, one.until
            )
            for one in former
        ),
    )
