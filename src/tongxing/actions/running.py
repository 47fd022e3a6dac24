"""What of some parties still runs on a day: asked before one of them is ended."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tongxing.actions.errors import Unfitting
from tongxing.records.accounts.models import Grant
from tongxing.records.pairings.models import PairingParty
from tongxing.records.pairings.models import PairingSubject
from tongxing.records.registry.models import TeamMember
from tongxing.records.registry.models import TeamUnit
from tongxing.records.registry.queries import paths_of
from tongxing.rules.periods import say_day

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Running:
    """One thing that still runs: "pairing", "grant" or "team", in words."""

    sort: str
    party: str
    what: str


def still_running(ids: Collection[str], until: date) -> tuple[Running, ...]:
    """Pairings, grants and places in teams that outlast `until`; six queries at most."""
    found = [*_pairings(ids, until), *_grants(ids, until), *_teams(ids, until)]
    return tuple(found)


def refuse_while_running(ids: Collection[str], until: date) -> None:
    """Raise `Unfitting` naming what still runs."""
    found = still_running(ids, until)
    if not found:
        return
    named = "；".join(one.what for one in found[:SHOWN])
    more = f"；等共{len(found)}项" if len(found) > SHOWN else ""
    raise Unfitting(
        f"还有在续的事项：{named}{more}。请先结束这些事项，或把它们转给接续的单位、人员"
    )


def _outlasting(until: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": until})


def _pairings(ids: Collection[str], until: date) -> Iterator[Running]:
    runs = _outlasting(until, "pairing__")
    rows = [
        (one.party, one.pairing)
        for one in PairingParty.objects.filter(runs, party__in=ids, pairing__died=None)
        .select_related("pairing")
        .order_by("pairing__place", "pairing__key")
    ]
    rows += [
        (one.subject, one.pairing)
        for one in PairingSubject.objects.filter(runs, subject__in=ids, pairing__died=None)
        .select_related("pairing")
        .order_by("pairing__place", "pairing__key")
    ]
    paths = paths_of({pairing.place for _, pairing in rows}, until)
    for party, pairing in rows:
        place = paths[pairing.place] or pairing.place
        yield Running("pairing", party, f"与{place}的结对（{say_day(pairing.since)}起）")


def _grants(ids: Collection[str], until: date) -> Iterator[Running]:
    keys = [one.removeprefix("person:") for one in ids if one.startswith("person:")]
    rows = Grant.objects.filter(
        _outlasting(until), Q(party__in=ids) | Q(account__person__key__in=keys)
    ).select_related("account__person")
    for grant in rows.order_by("account__username", "pk"):
        party = grant.party or f"person:{grant.account.person.key}"
        what = f"账号“{grant.account.username}”的“{grant.get_role_display()}”授权"
        yield Running("grant", party, what)


def _teams(ids: Collection[str], until: date) -> Iterator[Running]:
    units = TeamUnit.objects.filter(_outlasting(until), organization__key__in=_of("org", ids))
    for unit in units.select_related("team", "organization").order_by("team__key", "pk"):
        what = f"{unit.team}的{unit.get_role_display()}"
        yield Running("team", f"org:{unit.organization.key}", what)
    people = TeamMember.objects.filter(_outlasting(until), person__key__in=_of("person", ids))
    for member in people.select_related("team", "person").order_by("team__key", "pk"):
        what = f"{member.person}任{member.team}{member.get_role_display()}"
        yield Running("team", f"person:{member.person.key}", what)


def _of(sort: str, ids: Collection[str]) -> list[str]:
    return [key for one in ids for head, _, key in (one.partition(":"),) if head == sort]
