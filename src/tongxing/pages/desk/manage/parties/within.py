"""What of the registry this reader keeps: the one object asked for, or a page of a list."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from typing import Generic
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Model
from django.db.models import Q
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http import QueryDict

from tongxing.derive.boards import NotInView
from tongxing.pages.desk.viewer import Viewer
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.people import belonging_of
from tongxing.records.registry.queries import holding

T = TypeVar("T")
M = TypeVar("M", bound=Model)
SHOWN = 50
MOST_DIGITS = 5
LONGEST_WORDS = 40
STATES = (("running", "在册"), ("ended", "已结束"), ("all", "全部"))


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a list."""

    rows: tuple[T, ...]
    total: int
    number: int  # from 1
    pages: int
    address: str  # up to the number of a page
    shown: int = SHOWN  # of one page

    @property
    def first(self) -> int:
        return (self.number - 1) * self.shown + 1


def leaf(request: HttpRequest, rows: QuerySet[M]) -> Leaf[M]:
    """The page asked for, the last one when there are fewer (two queries)."""
    return leaf_of(request, rows, rows.count(), SHOWN)


def leaf_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[T], total: int, shown: int
) -> Leaf[T]:
    """The same of rows that are counted already, so many to a page."""
    pages = max(1, -(-total // shown))
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= MOST_DIGITS else 1
    number = min(max(number, 1), pages)
    some = tuple(rows[(number - 1) * shown : number * shown])
    kept = [(name, value) for name, value in request.GET.items() if name != "page" and value]
    return Leaf(some, total, number, pages, f"?{urlencode([*kept, ('page', '')])}", shown)


def words_of(asked: QueryDict) -> str:
    return asked.get("q", "").strip()[:LONGEST_WORDS]


def state_of(asked: QueryDict) -> str:
    given = asked.get("state", "")
    return given if given in dict(STATES) else "running"


def in_state(state: str, viewer: Viewer) -> Q:
    """Those that hold on the page's day, those that held before it, or all that had begun."""
    if state == "running":
        return holding(viewer.as_of)
    return Q(until__lte=viewer.as_of) if state == "ended" else Q(since__lte=viewer.as_of)


def managed(viewer: Viewer) -> frozenset[str]:
    """Prefixes of the places whose registry this reader keeps."""
    return frozenset(prefix for verb, prefix in viewer.scope.verbs_in if verb == "manage")


def keeps(viewer: Viewer, *places: str) -> bool:
    return any(viewer.scope.may("manage", place=one, parties=()) for one in places)


def organization_of(viewer: Viewer, key: str) -> Organization:
    """An organization this reader keeps; raises NotInView."""
    found = Organization.objects.filter(key=key).first()
    if found is None or not keeps(viewer, found.kept_at):
        raise NotInView
    return found


def team_of(viewer: Viewer, key: str) -> Team:
    """A team this reader keeps; raises NotInView."""
    found = Team.objects.select_related("parent").filter(key=key).first()
    if found is None or not keeps(viewer, found.place):
        raise NotInView
    return found


def person_of(viewer: Viewer, key: str) -> Person:
    """A person this reader keeps; raises NotInView."""
    found = Person.objects.select_related("organization").filter(key=key).first()
    if found is None or not keeps(viewer, *belonging_of(found).places):
        raise NotInView
    return found


def offered(rows: Iterable[Organization]) -> tuple[tuple[str, str], ...]:
    """Organizations as an input offers them: (full name, short name)."""
    return tuple((one.name, one.short) for one in rows)


def named_organization(viewer: Viewer, text: str) -> tuple[str, str]:
    """The key of the running organization meant by a name, and what to say when there is none.

    Those this reader keeps come before all others; a short name does as well.
    """
    if not text:
        return "", "请填写单位名称。"
    found = list(
        Organization.objects.filter(Q(name=text) | Q(short=text), until=None).order_by("key")[:20]
    )
    own = [one for one in found if keeps(viewer, one.kept_at)]
    exact = [one for one in own or found if one.name == text]
    chosen = exact or own or found
    if not chosen:
        return "", "名录中没有这个单位，请核对名称，或先在“单位”中登记。"
    if len(chosen) > 1:
        return "", f"有{len(chosen)}个单位叫这个名称，请写全称。"
    return chosen[0].key, ""
