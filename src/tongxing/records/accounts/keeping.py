"""What keeping accounts in order asks: whose place, which names are near, which roles beside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F
from django.db.models import Q
from django.db.models import QuerySet

from tongxing.records.accounts.access import ADMINISTRATORS
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.registry.codes import LEVEL_DIGITS
from tongxing.records.registry.codes import full
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import place_names

FOREVER = date.max


def place_of_party(party: str) -> str:
    """The 12-digit code of where a unit is kept or a team is sent; "" when unknown."""
    sort, _, key = party.partition(":")
    if sort == "org":
        org = Organization.objects.filter(key=key).first()
        return org.kept_at if org else ""
    team = Team.objects.filter(key=key).first() if sort == "team" else None
    return team.place if team else ""


def names_near(username: str, person: Person, home: str, on: date) -> list[str]:
    """Names a password should not be made of: the account's, its person's, unit's and places'."""
    prefix = prefix_of(home) if home else ""
    codes = [full(prefix[:digits]) for digits in LEVEL_DIGITS if digits <= len(prefix)]
    org = person.organization
    own = [username, person.name, *([org.name, org.short] if org else ())]
    return [*(name for name in own if name), *place_names(codes, on).values()]


def roles_beside(account: Account, since: date, until: date | None) -> list[tuple[str, bool]]:
    """Roles the account's person holds in a span, each with whether by this very account."""
    end = until or FOREVER
    rows = Grant.objects.filter(account__person=account.person_id, since__lt=end)
    rows = rows.exclude(until__lte=since).exclude(until=F("since"))
    return [(role, own == account.pk) for role, own in rows.values_list("role", "account")]


def administering(account: Account, on: date) -> frozenset[str]:
    """Which of the three administrators' roles the account holds, or will hold."""
    rows = Grant.objects.filter(account=account, role__in=ADMINISTRATORS)
    return frozenset(rows.exclude(until__lte=on).values_list("role", flat=True))


def homes_of_person(person: Person) -> frozenset[str]:
    """Where the accounts of a person are kept."""
    homes = Account.objects.filter(person=person).exclude(home="").values_list("home", flat=True)
    return frozenset(homes)


def within(prefixes: Iterable[str], field: str) -> Q:
    """What lies in one of these places, by a field that holds a code; "" is everywhere."""
    found = Q(pk__in=())
    for prefix in prefixes:
        found |= Q(**{f"{field}__startswith": prefix})
    return found


def accounts_within(prefixes: Iterable[str], words: str = "") -> QuerySet[Account]:
    """Accounts kept in these places whose name, person or unit has each of the words."""
    found = Account.objects.filter(within(prefixes, "home"))
    for word in words.split():
        found = found.filter(
            Q(username__icontains=word)
            | Q(person__name__icontains=word)
            | Q(person__organization__name__icontains=word)
            | Q(person__organization__short__icontains=word)
        )
    return found.select_related("person__organization").order_by("username")


def people_found(prefixes: Iterable[str], words: str, on: date) -> QuerySet[Person]:
    """People of units in these places, or of no unit, whose name, post or unit has each word.

    Somebody of no unit whose account another place keeps is not among them.
    """
    prefixes = tuple(prefixes)
    elsewhere = Account.objects.exclude(within(prefixes, "home")).exclude(home="")
    free = Q(organization=None) & ~Q(pk__in=elsewhere.values("person"))
    home = free | within(prefixes, "organization__home")
    found = Person.objects.filter(home | within(prefixes, "organization__keeper"), holding(on))
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(post__icontains=word)
            | Q(organization__name__icontains=word)
            | Q(organization__short__icontains=word)
        )
    return found.select_related("organization").order_by("name", "key")
