"""Register one organization; asked again for the same one it adds nothing.

Whoever brings in a sheet calls this for each row: an organization is the same when it has the
same credit code, or the same name in the same county.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_registry import add_organizations
from tongxing.actions.party_fields import day_problems
from tongxing.actions.party_fields import may_keep
from tongxing.actions.party_fields import text_problems
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.credit_code import fault
from tongxing.records.registry.credit_code import normal
from tongxing.records.registry.keys import key_of
from tongxing.records.registry.models import Organization
from tongxing.records.registry.personal import tidy
from tongxing.records.registry.queries import known_places

LONGEST_NAME, LONGEST_SHORT = 80, 30


@dataclass(frozen=True, slots=True)
class OrganizationGiven:
    """An organization as somebody filled it in; `keeper` "" means where it is at home."""

    name: str
    sort: str
    home: str
    since: date
    short: str = ""
    credit_code: str = ""
    keeper: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredOrganization:
    """The entry, and whether it is new."""

    organization: Organization
    added: bool


def cleaned(given: OrganizationGiven) -> OrganizationGiven:
    """The same in the form the registry keeps: half-width, no stray blanks."""
    return replace(
        given,
        name=tidy(given.name),
        short=tidy(given.short),
        credit_code=normal(given.credit_code),
        keeper="" if given.keeper == given.home else given.keeper,
    )


def organization_problems(given: OrganizationGiven, at: datetime) -> Iterator[Problem]:
    """Everything wrong with a cleaned organization, each at its field."""
    texts = {"name": (given.name, LONGEST_NAME), "short": (given.short, LONGEST_SHORT)}
    yield from text_problems(texts, "name")
    if given.sort not in Organization.Sort.values:
        yield Problem("sort", "没有选择单位性质", "请选择")
    places = {given.home, given.keeper or given.home}
    if missing := places - known_places(places):
        field = "home" if given.home in missing else "keeper"
        yield Problem(field, "没有选择所在地，或名录中没有这个地方", "请从地名中选择")
    if given.credit_code and (wrong := fault(given.credit_code)):
        yield Problem("credit_code", wrong, "")
    yield from day_problems("since", given.since, at)


@transaction.atomic
def register_organization(
    *, acting: Scope, at: datetime, given: OrganizationGiven
) -> RegisteredOrganization:
    """The organization's entry, added unless it is there; raises `Invalid` and `NotAllowed`.

    `Unfitting` when the credit code belongs to an organization of another name.
    """
    given = cleaned(given)
    kept_at = given.keeper or given.home
    may_keep(acting, kept_at)
    if problems := list(organization_problems(given, at)):
        raise Invalid(problems=problems)
    if found := same_organization(given):
        return RegisteredOrganization(found, added=False)
    stem = key_of(kept_at, given.short or given.name, ())
    taken = Organization.objects.filter(key__startswith=stem).values_list("key", flat=True)
    key = key_of(kept_at, given.short or given.name, frozenset(taken))
    row = Organization(
        key=key, name=given.name, short=given.short, sort=given.sort,
        credit_code=given.credit_code, home=given.home, keeper=given.keeper, since=given.since,
    )  # fmt: skip
    (added,) = add_organizations(acting=acting, at=at, organizations=[row])
    return RegisteredOrganization(added, added=True)


def same_organization(given: OrganizationGiven, but: str = "") -> Organization | None:
    """The running entry of the same organization, if any; `but` leaves out one key.

    Raises `Unfitting` when the code is another's.
    """
    running = Organization.objects.filter(until=None).exclude(key=but)
    if given.credit_code:
        coded = running.filter(credit_code=given.credit_code).first()
        if coded is not None and coded.name != given.name:
            raise Unfitting(f"这个统一社会信用代码已登记在“{coded.name}”名下，请核对")
        if coded is not None:
            return coded
    county = (given.keeper or given.home)[:6]
    here = Q(keeper__startswith=county) | Q(keeper="", home__startswith=county)
    return running.filter(here, name=given.name).order_by("pk").first()
