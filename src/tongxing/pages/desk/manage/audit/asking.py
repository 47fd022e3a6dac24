"""What an address asks of the audit: people, verbs, subjects by the words an auditor types."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from tongxing.pages.desk.errors import BadLink
from tongxing.records.accounts.models import Account
from tongxing.records.audit.queries import Search
from tongxing.records.audit.verbs import VERBS
from tongxing.records.registry.codes import full
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Place
from tongxing.records.registry.models import Team
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import read_day

MOST = 20  # of people or things a word may mean
LONGEST = 60
NOBODY = ("-",)  # matches no row: what was typed is known to nobody
PLACE_DIGITS = {2, 4, 6, 9, 12}
FIELDS = ("who", "verb", "about", "from", "since", "until")


@dataclass(frozen=True, slots=True)
class Asked:
    """The words as typed, and what they come to."""

    given: Mapping[str, str]
    search: Search
    before: tuple[datetime, int] | None


def asked_by(given: Mapping[str, str]) -> Asked:
    """Read an address; raises BadLink on what cannot be read. At most six queries."""
    told = {name: given.get(name, "").strip()[:LONGEST] for name in FIELDS}
    verb = told["verb"]
    if verb and verb not in VERBS:
        raise BadLink(f"“{verb}”不是审计中的动作。")
    since, until = _day(told["since"]), _day(told["until"])
    search = Search(
        who=_people(told["who"]) if told["who"] else (),
        verbs=(verb,) if verb else (),
        subjects=_subjects(told["about"]) if told["about"] else (),
        addresses=(told["from"],) if told["from"] else (),
        since=_start(since) if since else None,
        until=_start(until + timedelta(days=1)) if until else None,
    )
    return Asked(told, search, _before(given.get("before", "")))


def place_after(at: datetime, key: int) -> str:
    """The place in the list after a row, as an address carries it."""
    return f"{at.timestamp():.6f}-{key}"


def _before(text: str) -> tuple[datetime, int] | None:
    if not text:
        return None
    moment, _, key = text.rpartition("-")
    try:
        at = datetime.fromtimestamp(float(moment), timezone.get_current_timezone())
        return at, min(int(key), 2**62)
    except (ValueError, OverflowError, OSError):
        raise BadLink("翻页的位置读不懂。") from None


def _day(text: str) -> date | None:
    try:
        return read_day(text) if text else None
    except PeriodError as problem:
        raise BadLink(f"{problem}。") from None


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())


def _people(text: str) -> tuple[str, ...]:
    """Party ids of people by name or account; two queries."""
    accounts = Account.objects.filter(username=text).values_list("person__key", flat=True)
    people = Person.objects.filter(name__contains=text).order_by("pk")
    keys = [*accounts, *people.values_list("key", flat=True)[:MOST]]
    return tuple(dict.fromkeys(f"person:{key}" for key in keys))[:MOST] or NOBODY


def _subjects(text: str) -> tuple[str, ...]:
    """Subjects a word may mean: a number, a code, a name."""
    return tuple(dict.fromkeys(_meant(text)))[:MOST] or NOBODY


def _meant(text: str) -> Iterator[str]:
    if identity := _identity(text):
        yield from (f"record:{identity}", f"pairing:{identity}")
    if text.isascii() and text.isdigit() and len(text) in PLACE_DIGITS:
        yield from (f"place:{full(text)}", f"book:{text}")
    if Account.objects.filter(username=text).exists():
        yield f"account:{text}"
    named = Q(name__contains=text) | Q(short__contains=text)
    for key in Organization.objects.filter(named).values_list("key", flat=True)[:MOST]:
        yield f"org:{key}"
    for key in Team.objects.filter(named).values_list("key", flat=True)[:MOST]:
        yield f"team:{key}"
    for key in Person.objects.filter(name__contains=text).values_list("key", flat=True)[:MOST]:
        yield f"person:{key}"
    for code in Place.objects.filter(name=text).values_list("code", flat=True)[:MOST]:
        yield f"place:{code}"


def _identity(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
