"""Whose page it is, and from what: an ETag changes with everything a page depends on."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from tests.derive.boards.season import force
from tests.derive.conftest import County
from tests.derive.plans import PLAN
from tests.records import cast as c
from tongxing.actions.keep_accounts import grant_role
from tongxing.derive.boards import home_board
from tongxing.derive.boards import pairing_board
from tongxing.derive.standings import etag_of
from tongxing.derive.standings import forget_all
from tongxing.derive.standings import standing_of
from tongxing.records.accounts.access import everything


def etag(county: County, who: str = "swb", form: str = "page", **when: object) -> str:
    """The ETag of somebody's home."""
    scope = county.scope(who)
    given = {"as_of": county.today} | when
    stand = home_board(scope, book=c.BOOK, **given).stand  # type: ignore[arg-type]
    return etag_of([stand.key], account=scope.account, revision=scope.revision, form=form)


def test_nothing_new_is_the_same_page(county: County) -> None:
    first = etag(county)
    assert etag(county) == first
    forget_all()
    assert etag(county) == first


def test_neighbours_who_read_the_same_numbers_have_pages_of_their_own(county: County) -> None:
    village, neighbour = etag(county, "swb"), etag(county, "zx")
    assert village != neighbour
    stands = {
        pairing_board(county.scope(who), key=county.key("swb"), as_of=county.today).stand.key
        for who in ("swb", "zx", "office")
    }
    assert len(stands) == 1


def test_a_new_grant_is_a_new_page_though_nothing_was_recorded(county: County) -> None:
    before = etag(county)
    grant_role(
        acting=everything(), at=county.at, account="swb", role="supervisor",
        since=date(2025, 3, 1), place=c.COUNTY,
    )  # fmt: skip
    assert etag(county) != before


def test_every_record_is_a_new_page_even_one_that_counts_nowhere(county: County) -> None:
    seen = [etag(county)]
    county.write(later=1)
    seen.append(etag(county))
    county.write("lyj", later=2, kind="research", values={"topic": "荔枝销路"})
    seen.append(etag(county))
    assert len(set(seen)) == 3


def test_another_day_another_page_and_back_again(county: County) -> None:
    today = etag(county)
    yesterday = etag(county, as_of=county.today - timedelta(days=1))
    assert yesterday != today
    assert etag(county) == today


def test_known_then_is_the_page_of_then(county: County) -> None:
    county.write(later=1)
    then, moment = etag(county), county.at + timedelta(minutes=1)
    county.write("zx", later=5)
    assert etag(county) != then
    assert etag(county, known_at=moment) == then
    assert etag(county, known_at=moment + timedelta(minutes=3)) == then
    assert etag(county, known_at=moment + timedelta(minutes=4)) == etag(county)


def test_a_part_is_not_the_page_nor_a_file(county: County) -> None:
    assert len({etag(county, form=form) for form in ("page", "part", "xlsx")}) == 3


def test_an_edition_in_other_words_is_a_new_page(county: County) -> None:
    before = standing_of(c.BOOK, as_of=county.today)
    force(county, PLAN.replace("grace_days = 5", "grace_days = 9"))
    after = standing_of(c.BOOK, as_of=county.today)
    assert after.key != before.key
    assert after.plans[0].editions[0].sha256 != before.plans[0].editions[0].sha256
