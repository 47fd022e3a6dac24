"""What an office keeps in its registry: organizations, people, teams and households, to list.

`prefixes` are the places it manages, without trailing zeros; each function gives a queryset.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists
from django.db.models import OuterRef
from django.db.models import Q
from django.db.models import QuerySet

from tongxing.records.registry.credit_code import normal
from tongxing.records.registry.models import FormerName
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamMember

NONE = Q(pk__in=())


def _within(prefixes: Iterable[str], column: str) -> Q:
    found = NONE
    for prefix in prefixes:
        found |= Q(**{f"{column}__startswith": prefix})
    return found


def _kept(prefixes: Iterable[str], before: str = "") -> Q:
    """Organizations kept within: where another office keeps the entry, that office."""
    given = tuple(prefixes)
    at_home = Q(**{f"{before}keeper": ""}) & _within(given, f"{before}home")
    return at_home | (~Q(**{f"{before}keeper": ""}) & _within(given, f"{before}keeper"))


def kept_organizations(prefixes: Iterable[str], words: str = "") -> QuerySet[Organization]:
    """Organizations by name; `words` are part of a name, present or former, or of a code."""
    rows = Organization.objects.filter(_kept(prefixes)).order_by("name", "key")
    if not words:
        return rows
    former = FormerName.objects.filter(
        Q(name__contains=words) | Q(short__contains=words), organization=OuterRef("pk")
    )
    named = Q(name__contains=words) | Q(short__contains=words) | Q(Exists(former))
    code = normal(words)
    return rows.filter(named | Q(credit_code__contains=code) if code else named)


def kept_people(prefixes: Iterable[str], words: str = "") -> QuerySet[Person]:
    """People of organizations kept within, and of teams sent there; never by phone number."""
    given = tuple(prefixes)
    serving = TeamMember.objects.filter(
        _within(given, "team__place"), person=OuterRef("pk"), until=None
    )
    rows = Person.objects.filter(_kept(given, "organization__") | Q(Exists(serving)))
    if words:
        rows = rows.filter(
            Q(name__contains=words)
            | Q(post__contains=words)
            | Q(organization__name__contains=words)
            | Q(organization__short__contains=words)
        )
    return rows.select_related("organization").order_by("organization__name", "pk")


def kept_teams(prefixes: Iterable[str]) -> QuerySet[Team]:
    """Teams sent to places within, by place."""
    rows = Team.objects.filter(_within(prefixes, "place")).select_related("parent")
    return rows.order_by("place", "tier", "key")


def kept_households(prefixes: Iterable[str], place: str = "") -> QuerySet[Household]:
    """Households of villages within, by village and number."""
    rows = Household.objects.filter(_within(prefixes, "place"))
    return (rows.filter(place=place) if place else rows).order_by("place", "label", "key")
