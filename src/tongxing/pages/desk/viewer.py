"""Who looks, at which book, as of when: read once for each request and carried on links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from functools import cached_property
from functools import wraps
from itertools import chain
from typing import Concatenate
from typing import ParamSpec
from typing import TypeVar
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http import HttpResponseBase
from django.utils import timezone

from tongxing.derive.boards import NotInView
from tongxing.derive.boards import books_of
from tongxing.derive.boards import leading_book
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.regions.county import InLakeAlone
from tongxing.derive.regions.county import in_lake_alone
from tongxing.pages.desk.errors import NOT_IN_VIEW
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.errors import bad_link
from tongxing.pages.desk.errors import trouble
from tongxing.records.accounts.access import BLIND
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import Verb
from tongxing.records.accounts.access import writing
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.queries import scope_of
from tongxing.records.pairings.queries import scope_with_pairings
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import read_day
from tongxing.rules.periods import read_moment
from tongxing.rules.periods import say_moment

P = ParamSpec("P")
T = TypeVar("T")
WRITES = writing(assesses=False)
PROVINCE_DIGITS, REGION_DIGITS = 2, 4
MOST_IN_MENU = 150  # books: more than a province has
KEEPING: tuple[Verb, ...] = ("manage", "audit", "see-accounts")


@dataclass(frozen=True)  # without slots, so that what templates ask often is worked out once
class Viewer:
    """One request's reader. `known_at` None means everything known by now."""

    account: Account
    scope: Scope
    today: date
    as_of: date
    known_at: datetime | None
    book: str  # county code, "" when the viewer has none yet
    books: tuple[tuple[str, str], ...]  # (code, name)
    leading: str = ""  # the book shown when none is asked for; "" for the first

    @cached_property
    def past(self) -> bool:
        """Whether this is another day's or another moment's view: such a view is read-only."""
        return self.known_at is not None or self.as_of != self.today

    @cached_property
    def writes(self) -> bool:
        """Whether to offer forms at all: never on a view of the past."""
        return any(self.writes_kind(assesses=one) for one in (False, True))

    def writes_kind(self, *, assesses: bool) -> bool:
        """Whether to offer the form of a kind that others are judged by, or of an ordinary one."""
        verbs = writing(assesses=assesses)
        return not self.past and any(self.scope.may_anywhere(verb) for verb in verbs)

    def writes_for(self, pairing: PairingLine) -> bool:
        """Whether to offer writing down what this pairing did."""
        parties = [one.id for one in pairing.actors]
        return (
            self.writes
            and pairing.running
            and any(self.scope.may(v, place=pairing.place.id, parties=parties) for v in WRITES)
        )

    def writes_at(self, place: str) -> bool:
        """Whether to offer writing down something at a place itself, pairing or not."""
        own = {self.scope.person, *self.scope.units}
        return not self.past and any(
            self.scope.may(verb, place=place, parties=own) for verb in WRITES
        )

    @cached_property
    def keeps(self) -> bool:
        """Whether to offer 管理: there is something this reader keeps in order."""
        return any(self.scope.may_anywhere(verb) for verb in KEEPING)

    @cached_property
    def region(self) -> str:
        """The widest city or province (two or four digits) they answer for, "" for none."""
        wide = [one for one in self.scope.places if 0 < len(one) <= REGION_DIGITS]
        return min(wide, key=len, default="")

    @cached_property
    def nation(self) -> bool:
        """Whether the page above the provinces is theirs."""
        return self.scope.spans_provinces()

    @cached_property
    def elsewhere(self) -> InLakeAlone:
        """Their counties of which only the lake knows, for who has no book to be shown here."""
        return in_lake_alone(
            self.scope, own=dict(self.books), as_of=self.as_of, known_at=self.known_at
        )

    @cached_property
    def keeps_only(self) -> bool:
        """Whether this reader administers and sees no record: only 管理 is offered."""
        return bool(self.scope.roles) and self.scope.roles <= BLIND

    @cached_property
    def book_name(self) -> str:
        return dict(self.books).get(self.book, "")

    @cached_property
    def near(self) -> tuple[tuple[str, str], ...]:
        """The books to change to from any page: all of them; of many, those of this province."""
        if len(self.books) <= MOST_IN_MENU:
            return self.books
        province = self.book[:PROVINCE_DIGITS]
        return tuple(one for one in self.books if one[0].startswith(province))

    @cached_property
    def carried(self) -> dict[str, str]:
        """What every link keeps while it is set."""
        kept: dict[str, str] = {}
        if self.books and self.book != (self.leading or self.books[0][0]):
            kept["book"] = self.book
        if self.as_of != self.today:
            kept["as_of"] = self.as_of.isoformat()
        if self.known_at is not None:
            kept["known_at"] = say_moment(self.known_at)
        return kept

    def reading(self, book: str) -> Viewer:
        """The same reader at the book a page is about, where it is one of theirs."""
        if book == self.book or book not in dict(self.books):
            return self
        return replace(self, book=book)

    def with_carried(self, address: str) -> str:
        """`address` with what is carried appended."""
        if not self._tail:
            return address
        return f"{address}{'&' if '?' in address else '?'}{self._tail}"

    @cached_property
    def _tail(self) -> str:
        return urlencode(self.carried)


def viewer_of(request: HttpRequest) -> Viewer:
    """Read the viewer from a signed-in request; raises BadLink on what cannot be read."""
    account = request.user
    if not isinstance(account, Account):
        raise PermissionDenied
    if "\0" in request.path + "".join(chain(*(values for _, values in request.GET.lists()))):
        raise BadLink("有不能识别的字符。")
    today = timezone.localdate()
    scope = scope_with_pairings(scope_of(account, today), today)
    books = tuple((one.id, one.name) for one in books_of(scope))
    codes = [code for code, _ in books]
    asked = request.GET.get("book", "")
    if asked and asked not in codes:
        raise NotInView
    leading = leading_book(codes, today)
    return Viewer(
        account=account,
        scope=scope,
        today=today,
        as_of=_asked(request, "as_of", read_day) or today,
        known_at=_asked(request, "known_at", read_moment),
        book=asked or leading,
        books=books,
        leading=leading,
    )


def _asked(request: HttpRequest, name: str, read: Callable[[str], T]) -> T | None:
    text = request.GET.get(name, "")
    try:
        return read(text) if text else None
    except PeriodError as problem:
        raise BadLink(f"{problem}。") from None


def for_viewer(
    page: Callable[Concatenate[HttpRequest, Viewer, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """A page that needs somebody signed in; what they may not see answers 404 in Chinese."""

    @login_required
    @wraps(page)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return page(request, viewer_of(request), *args, **kwargs)
        except NotInView:
            return trouble(request, NOT_IN_VIEW)
        except BadLink as problem:
            return bad_link(request, problem)

    return answer
