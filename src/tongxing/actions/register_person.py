"""Register one person by office and post; asked again for the same one it adds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_registry import add_people
from tongxing.actions.party_fields import NO_ID
from tongxing.actions.party_fields import day_problems
from tongxing.actions.party_fields import may_keep
from tongxing.actions.party_fields import text_problems
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.keys import numbered
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.personal import holds_id_number
from tongxing.records.registry.personal import phone
from tongxing.records.registry.personal import phone_fault
from tongxing.records.registry.personal import tidy

LONGEST_NAME, LONGEST_POST = 40, 60


@dataclass(frozen=True, slots=True)
class PersonGiven:
    """A person as somebody filled it in; `organization` is a key."""

    name: str
    organization: str
    post: str
    since: date
    phone: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredPerson:
    """The entry, and whether it is new."""

    person: Person
    added: bool


def cleaned(given: PersonGiven) -> PersonGiven:
    """The same in the form the registry keeps."""
    return replace(given, name=tidy(given.name), post=tidy(given.post), phone=phone(given.phone))


def person_problems(given: PersonGiven, at: datetime) -> Iterator[Problem]:
    """Everything wrong with a cleaned person, each at its field."""
    yield from naming_problems(given.name, given.post, "name", "post")
    yield from phone_problems(given.phone)
    yield from day_problems("since", given.since, at)


def naming_problems(name: str, post: str, *needed: str) -> Iterator[Problem]:
    """What is wrong with what somebody is called and their post, both tidied."""
    texts = {"name": (name, LONGEST_NAME), "post": (post, LONGEST_POST)}
    for problem in text_problems(texts, *needed):
        yield replace(problem, what=problem.what.replace("名称", "姓名或称呼"))


def phone_problems(kept: str) -> Iterator[Problem]:
    """What is wrong with a phone number in the form the registry keeps; it may be missing."""
    if holds_id_number(kept):
        yield Problem("phone", "联系电话中像是有身份证号", f"{NO_ID}，请删去")
    elif kept and (wrong := phone_fault(kept)):
        yield Problem("phone", wrong, "请核对，也可以不填")


@transaction.atomic
def register_person(*, acting: Scope, at: datetime, given: PersonGiven) -> RegisteredPerson:
    """The person's entry, added unless there; same organization, name and post is the same."""
    given = cleaned(given)
    home = serving_at(acting, given.organization)
    if problems := list(person_problems(given, at)):
        raise Invalid(problems=problems)
    same = Person.objects.filter(organization=home, name=given.name, post=given.post, until=None)
    if found := same.order_by("pk").first():
        return RegisteredPerson(found, added=False)
    keys = Person.objects.filter(key__startswith=home.key).values_list("key", flat=True)
    row = Person(
        key=numbered(f"{home.key}-p", frozenset(keys)), name=given.name, organization=home,
        post=given.post, phone=given.phone, since=given.since,
    )  # fmt: skip
    (added,) = add_people(acting=acting, at=at, people=[row])
    return RegisteredPerson(added, added=True)


def serving_at(acting: Scope, key: str) -> Organization:
    """The running organization somebody is to serve in, which the scope must manage."""
    found = Organization.objects.filter(key=key).first()
    if found is None:
        raise NotFound("名录中没有这个单位，请先登记单位")
    may_keep(acting, found.kept_at)
    if found.until is not None:
        raise Unfitting("这个单位已经撤销或合并，请选择接续的单位")
    return found
