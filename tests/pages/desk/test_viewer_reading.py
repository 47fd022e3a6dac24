"""What a request says about its reader: which day, which moment, which book, what may be done."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils import timezone

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_registry import add_places
from tongxing.actions.open_book import open_book
from tongxing.derive.boards import NotInView
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import viewer_of
from tongxing.records.accounts.access import everything
from tongxing.records.registry.models import Place

CHINA = ZoneInfo("Asia/Shanghai")
TODAY = date(2025, 3, 12)
OTHER = "440982"


@pytest.fixture
def see(crew: Cast, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The viewer of a request by somebody of the cast."""
    monkeypatch.setattr(timezone, "now", lambda: crew.at)

    def viewer(name: str = "office", **query: str) -> Viewer:
        request = rf.get("/", query)
        request.user = crew.account(name)
        return viewer_of(request)

    return viewer


@pytest.fixture
def two_books(crew: Cast) -> None:
    """The county office answers for a second county, too."""
    acting = everything()
    code = f"{OTHER}000000"
    place = Place(code=code, name="化州市", level="county", since=c.LONG_AGO)
    add_places(acting=acting, at=crew.at, places=[place])
    open_book(acting=acting, at=crew.at, code=OTHER, name="化州市")
    grant_role(
        acting=acting, at=crew.at, account="office", role="office", since=c.LONG_AGO, place=code
    )


def test_without_being_asked_it_is_today_and_now(see: Any) -> None:
    viewer = see()
    assert (viewer.today, viewer.as_of, viewer.known_at) == (TODAY, TODAY, None)
    assert not viewer.past
    assert viewer.carried == {}
    assert viewer.with_carried("/matrix/") == "/matrix/"


def test_a_day_is_read_and_carried(see: Any) -> None:
    viewer = see(as_of="2025-02-28")
    assert viewer.as_of == date(2025, 2, 28)
    assert viewer.past
    assert viewer.with_carried("/matrix/") == "/matrix/?as_of=2025-02-28"
    assert viewer.with_carried("/find/?q=a") == "/find/?q=a&as_of=2025-02-28"


def test_today_by_name_is_no_past_view(see: Any) -> None:
    viewer = see(as_of="2025-03-12")
    assert not viewer.past
    assert viewer.carried == {}


def test_a_day_to_come_is_another_day_and_read_only(see: Any) -> None:
    assert see(as_of="2025-12-31").past


def test_a_minute_counts_to_its_end(see: Any) -> None:
    viewer = see(known_at="2025-03-05T15:04")
    begin = datetime(2025, 3, 5, 15, 4, tzinfo=CHINA)
    assert begin + timedelta(seconds=59) <= viewer.known_at < begin + timedelta(minutes=1)
    assert viewer.past
    assert viewer.carried == {"known_at": "2025-03-05T15:04"}


def test_a_moment_of_another_zone_is_the_same_moment(see: Any) -> None:
    viewer = see(known_at="2025-03-05T07:04:30+00:00")
    assert viewer.known_at == datetime(2025, 3, 5, 15, 4, 30, tzinfo=CHINA)
    assert see(**viewer.carried).known_at == viewer.known_at


def test_what_is_carried_is_read_as_the_same_again(see: Any) -> None:
    viewer = see(as_of="2025-02-28", known_at="2025-03-05T15:04")
    again = see(**viewer.carried)
    assert (again.as_of, again.known_at) == (viewer.as_of, viewer.known_at)
    assert again.carried == viewer.carried


@pytest.mark.parametrize(
    "text", ["yesterday", "2025-02-30", "2025-2-3", "2025/02/03", "三月五日", "99999-01-01", "-1"]
)
def test_what_is_no_day_is_said_with_how_to_write_one(see: Any, text: str) -> None:
    with pytest.raises(BadLink, match="2026-03-05") as told:
        see(as_of=text)
    assert text in str(told.value)


@pytest.mark.parametrize("text", ["noon", "2025-03-05T25:00", "2025-03-05T15:61", "15:04"])
def test_what_is_no_moment_is_said_with_how_to_write_one(see: Any, text: str) -> None:
    with pytest.raises(BadLink, match="2026-03-05T15:04"):
        see(known_at=text)


def test_an_empty_day_is_none(see: Any) -> None:
    assert see(as_of="", known_at="").carried == {}


def test_of_two_books_the_first_is_shown_and_the_other_carried(two_books: None, see: Any) -> None:
    assert [name for _, name in see().books] == ["高州市", "化州市"]
    assert (see().book, see().book_name) == (c.BOOK, "高州市")
    other = see(book=OTHER)
    assert (other.book, other.book_name) == (OTHER, "化州市")
    assert other.with_carried("/") == f"/?book={OTHER}"


def test_the_first_book_need_not_be_named(two_books: None, see: Any) -> None:
    assert see(book=c.BOOK).carried == {}


@pytest.mark.parametrize("book", [OTHER, "999999", "44", "x"])
def test_a_book_that_is_not_ones_own_is_not_there(see: Any, book: str) -> None:
    with pytest.raises(NotInView):
        see("swb", book=book)


def test_who_is_paired_nowhere_may_still_look(see: Any) -> None:
    viewer = see("fl")
    assert viewer.scope.places == frozenset()
    assert viewer.book_name in {"", "高州市"}


def test_nobody_signed_in_is_no_viewer(rf: RequestFactory, db: None) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        viewer_of(request)


WRITERS = {
    # name: (ordinary records, what others are judged by)
    "office": (True, True),
    "supervisor": (False, True),
    "swb": (True, False),
    "team": (True, False),
    "village": (True, False),
    "auditor": (False, False),
}


@pytest.mark.parametrize("name", WRITERS)
def test_forms_are_offered_by_what_one_may_write(see: Any, name: str) -> None:
    ordinary, judging = WRITERS[name]
    viewer = see(name)
    assert viewer.writes_kind(assesses=False) is ordinary
    assert viewer.writes_kind(assesses=True) is judging
    assert viewer.writes is (ordinary or judging)


@pytest.mark.parametrize("query", [{"as_of": "2025-01-31"}, {"known_at": "2025-03-01T12:00"}])
@pytest.mark.parametrize("name", WRITERS)
def test_the_past_offers_no_form_to_anybody(see: Any, name: str, query: dict[str, str]) -> None:
    assert not see(name, **query).writes
