"""Counties that another installation keeps: on the pages as far as the lake has them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import timedelta
from pathlib import Path
from socketserver import BaseRequestHandler
from socketserver import ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest
from django.db import transaction

from tests.derive.conftest import County
from tests.derive.lake.bucket import served
from tests.derive.regions.conftest import CITY
from tests.derive.regions.conftest import OTHER
from tests.derive.regions.conftest import PROVINCE
from tests.derive.regions.conftest import VILLAGE
from tests.derive.regions.conftest import labour_day
from tests.derive.regions.conftest import neighbour
from tests.derive.regions.conftest import with_places_around
from tests.derive.regions.test_board import added
from tests.derive.regions.test_board import board
from tests.derive.regions.test_board import row
from tests.records import cast as c
from tongxing.derive.boards import NotInView
from tongxing.derive.boards import place_board
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.manifest import Identity
from tongxing.derive.lake.manifest import write_identity
from tongxing.derive.lake.storage import storage_at
from tongxing.derive.lake.storage import written
from tongxing.derive.lake.sync import sync
from tongxing.derive.regions.board import RegionBoard
from tongxing.derive.regions.county import CountyOutOfLake
from tongxing.derive.regions.county import county_out_of_lake
from tongxing.derive.regions.nation import nation_board
from tongxing.derive.rollups import elsewhere
from tongxing.derive.rollups import lake as lakes
from tongxing.derive.standings import forget_all
from tongxing.records.accounts.access import Scope

DAYS = (0, 40, 400)


@dataclass
class Two:
    """高州 in the ledger, 廉江 in the lake alone; `before` is as when the ledger had both."""

    county: County
    lake: Path
    before: dict[int, RegionBoard]
    own: dict[int, Any]  # 廉江's own board

    def day(self, ago: int) -> date:
        return self.county.today - timedelta(days=ago)

    def board(self, scope: Scope = PROVINCE, code: str = "44", **when: object) -> RegionBoard:
        return board(self.county, scope, code, **when)

    def page(self, scope: Scope = PROVINCE, code: str = OTHER, **when: Any) -> CountyOutOfLake:
        given = {"as_of": self.county.today} | when
        return county_out_of_lake(scope, code=code, book=c.BOOK, **given)


@pytest.fixture
def two(county: County, tmp_path: Path, settings: Any) -> Iterator[Two]:
    settings.LAKE, settings.CACHE = str(tmp_path / "lake"), str(tmp_path / "cache")
    found = Two(county, tmp_path / "lake", {}, {})
    with_places_around(county)
    with transaction.atomic():
        neighbour(county)
        for ago in DAYS:
            day = found.day(ago)
            found.before[ago] = found.board(as_of=day)
            found.own[ago] = place_board(PROVINCE, place=f"{OTHER}000000", as_of=day)
        sync(settings.LAKE)
        transaction.set_rollback(True)
    shutil.rmtree(tmp_path / "cache")
    forget_all()
    yield found
    forget_all()


@pytest.mark.parametrize("ago", DAYS)
def test_a_county_in_the_lake_alone_counts_as_it_does_where_it_is_kept(two: Two, ago: int) -> None:
    """To the unit, for the year and the day asked about, in its city and its province."""
    shown, before = two.board(as_of=two.day(ago)), two.before[ago]
    assert (shown.total, shown.told) == (before.total, before.told)
    there, here = row(before, OTHER), row(shown, OTHER)
    assert replace(here, lake_seq=None) == there
    assert (here.lake_seq, here.leads, there.leads) == (3, OTHER, f"{OTHER}000000")
    assert row(shown, c.BOOK) == row(before, c.BOOK)
    assert (shown.others, shown.made_up, shown.trouble) == (1, False, "")
    assert two.board(code="4408", as_of=two.day(ago)).total == there.tally


def test_the_ledgers_own_county_stands_as_the_ledger_has_it(two: Two) -> None:
    seq = open_lake(str(two.lake)).book(c.BOOK).seq
    two.county.write()
    forget_all()
    assert row(two.board(), c.BOOK).lake_seq is None
    assert open_lake(str(two.lake)).book(c.BOOK).seq == seq  # a page never writes to a lake
    with pytest.raises(NotInView):
        two.page(code=c.BOOK)


@pytest.mark.parametrize("ago", DAYS)
def test_its_page_adds_up_by_duty_town_and_village(two: Two, ago: int) -> None:
    shown, own = two.page(as_of=two.day(ago)), two.own[ago]
    assert added([shown.whole.tally]) == added([one.tally for one in own.duties])
    assert added([shown.whole.tally]) == added([one.tally for one in shown.duties])
    assert added([shown.whole.tally]) == added([one.whole.tally for one in shown.towns])
    for town in shown.towns:
        assert added([town.whole.tally]) == added([one.tally for one in town.parts])
        assert town.whole.pairings == sum(one.pairings for one in town.parts)
    assert [one.title for one in shown.duties] == [
        one.duty.title for one in own.duties if one.tally.asked
    ]
    assert (shown.seq, shown.why, shown.place.name) == (3, "", "廉江市")


def test_its_towns_and_villages_are_called_by_name(two: Two) -> None:
    (town,) = two.page().towns
    assert (town.whole.title, [one.title for one in town.parts]) == ("石城镇", ["上县村"])
    assert (town.whole.pairings, town.whole.itself) == (1, False)
    assert town.parts[0].tally.kept == 1


def test_what_is_kept_is_not_judged_again(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    two.board()
    two.page()
    forget_all()
    monkeypatch.setattr("tongxing.derive.rollups.gather.judged_by", None)
    assert row(two.board(), OTHER).tally.kept == 1
    assert two.page().whole.tally.kept == 1


def test_a_sync_elsewhere_is_seen_within_a_minute(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [10 * elsewhere.LOOKED_EVERY]
    monkeypatch.setattr(elsewhere.time, "monotonic", lambda: now[0])
    assert two.board().others == 1
    shutil.rmtree(two.lake / "44")
    now[0] += elsewhere.LOOKED_EVERY - 1
    assert two.board().others == 1
    now[0] += 1
    assert two.board().others == 0


def test_its_page_says_up_to_which_record_its_own_figures_are(two: Two, settings: Any) -> None:
    """The lake has grown since it was looked at, within the same minute."""
    before = two.page()
    shutil.rmtree(settings.CACHE)
    shutil.rmtree(two.lake)
    with transaction.atomic():
        neighbour(two.county)
        labour_day(two.county, date(2025, 2, 8))
        sync(settings.LAKE)
        transaction.set_rollback(True)
    lakes.opened.cache_clear()
    shown = two.page()
    assert (before.seq, before.whole.tally.kept) == (3, 1)
    assert (shown.seq, shown.whole.tally.kept) == (4, 2)
    assert shown.stand.key != before.stand.key


@pytest.mark.parametrize(
    ("scope", "standing"),
    [
        (CITY, None),  # 茂名's own: 廉江 lies in 湛江
        (Scope(account="a", person="person:a", places=frozenset({"44"})), "told"),
        (Scope(account="a", person="person:a", places=frozenset({OTHER, "440981"})), "told"),
        (Scope(account="a", person="person:a", places=frozenset({VILLAGE, "440981"})), "outside"),
        (Scope(account="a", person="person:a", parties=frozenset({c.FL})), "outside"),
    ],
)
def test_only_whoever_sees_the_whole_county_sees_what_it_comes_to(
    two: Two, scope: Scope, standing: str | None
) -> None:
    try:
        rows = [one for one in two.board(scope).counties if one.code == OTHER]
    except NotInView:
        rows = []
    if standing is None or not rows:
        assert standing is None or scope.parties
    else:
        assert rows[0].standing == standing
        assert (rows[0].tally == Tally()) == (standing == "outside")
    if standing == "told":
        assert two.page(scope).whole.tally.kept == 1
    else:
        with pytest.raises(NotInView):
            two.page(scope)


@pytest.mark.parametrize("code", ["440882", "44088", "4408810", OTHER + "000000", "44088x", ""])
def test_what_is_no_county_in_the_lake_has_no_page(two: Two, code: str) -> None:
    with pytest.raises(NotInView):
        two.page(code=code)


def test_a_lake_does_not_tell_what_was_known_earlier(two: Two) -> None:
    then = two.county.at - timedelta(days=1)
    shown = two.board(known_at=then)
    assert (row(shown, OTHER).standing, row(shown, OTHER).why) == ("undated", "")
    assert (shown.others, shown.counties.index(row(shown, OTHER)) >= 0) == (0, True)
    assert shown.total == row(shown, c.BOOK).tally
    with pytest.raises(NotInView):
        two.page(known_at=then)
    wide = Scope(account="a", person="person:a", places=frozenset({"44", "45"}))
    nation = nation_board(wide, book=c.BOOK, as_of=two.county.today, known_at=then)
    assert (nation.total, nation.undated, nation.others) == (shown.total, (OTHER,), 0)
    assert nation.elsewhere == frozenset()


def test_a_lake_that_cannot_be_read_leaves_ones_own_counties_on_the_page(two: Two) -> None:
    (two.lake / "44" / "manifest.json").write_bytes(b"x")
    shown = two.board()
    assert row(shown, c.BOOK) == row(two.before[0], c.BOOK)
    assert (shown.others, row(shown, OTHER).standing) == (0, "none")
    assert "manifest.json" in shown.trouble


def test_a_county_torn_in_the_lake_is_named_and_read_again_once_it_is_mended(two: Two) -> None:
    pack = two.lake / "44" / "000001"
    away = pack.rename(two.lake / "away")
    shown = two.board()
    assert (row(shown, OTHER).standing, shown.told) == ("failed", 1)
    assert "000001" in row(shown, OTHER).why
    assert two.page().why == row(shown, OTHER).why
    away.rename(pack)
    assert row(two.board(), OTHER).tally.kept == 1
    assert two.page().why == ""


def test_a_synthetic_lake_is_said_to_be_one(two: Two) -> None:
    storage = storage_at(str(two.lake))
    identity = open_lake(str(two.lake)).identity
    write_identity(storage, Identity(identity.id, "synthetic"))
    assert (two.board().made_up, two.page().made_up) == (True, True)
    assert not two.board(code="4409").made_up  # nothing of it is on that page


def test_the_nation_has_the_counties_of_the_lake(two: Two) -> None:
    wide = Scope(account="a", person="person:a", places=frozenset({"44", "45"}))
    shown = nation_board(wide, book=c.BOOK, as_of=two.county.today)
    assert (shown.total, shown.told, shown.others) == (two.before[0].total, 2, 1)
    (guangdong,) = shown.provinces
    assert (guangdong.code, guangdong.told, guangdong.place.opens) == ("44", 2, True)


def test_the_page_changes_with_what_the_lake_says(two: Two) -> None:
    told = two.board().stand.key
    assert two.board().stand.key == told
    (two.lake / "44" / "manifest.json").write_bytes(b"x")
    forget_all()
    assert two.board().stand.key != told


@pytest.mark.parametrize("empty", [False, True])
def test_without_a_lake_nothing_is_said_of_it(two: Two, empty: bool) -> None:
    shutil.rmtree(two.lake)
    if empty:
        two.lake.mkdir()
    shown = two.board()
    assert (shown.told, shown.others, shown.trouble) == (1, 0, "")


def test_of_a_bucket_that_is_away_the_page_says_so(two: Two, settings: Any) -> None:
    settings.LAKE = "s3://tongxing/lake"
    settings.LAKE_ENDPOINT = "http://127.0.0.1:9"  # nobody listens there
    shown = two.board()
    assert (shown.told, shown.others) == (1, 0)
    assert "s3://tongxing/lake" in shown.trouble


def test_a_bucket_that_breaks_off_holds_up_one_page_a_minute(
    two: Two, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked once, not three times over, and not again for another place, day or the nation."""
    asked = []

    class BreaksOff(BaseRequestHandler):
        def handle(self) -> None:
            asked.append(self.client_address)

    now = [10 * elsewhere.LOOKED_EVERY]
    monkeypatch.setattr(elsewhere.time, "monotonic", lambda: now[0])
    with ThreadingTCPServer(("127.0.0.1", 0), BreaksOff) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.LAKE = "s3://tongxing/lake"
        settings.LAKE_ENDPOINT = f"http://127.0.0.1:{server.server_address[1]}"
        shown = [two.board(), two.board(code="4408"), two.board(as_of=two.day(40))]
        assert [one.others for one in shown] == [0, 0, 0]
        assert all("s3://tongxing/lake" in one.trouble for one in shown)
        assert len(asked) == 1
        now[0] += elsewhere.LOOKED_EVERY
        two.board()
        assert len(asked) == 2
        server.shutdown()


@pytest.mark.full
def test_out_of_a_bucket_the_page_is_the_same_and_without_its_key_says_so(
    two: Two, settings: Any
) -> None:
    with served() as s3:
        storage = storage_at(s3.address, s3.access)
        for one in (path for path in two.lake.rglob("*") if path.is_file()):
            written(storage, one.relative_to(two.lake).as_posix(), one.read_bytes())
        settings.LAKE, settings.LAKE_ENDPOINT = s3.address, s3.access.endpoint
        settings.LAKE_KEY, settings.LAKE_REGION = s3.access.key, s3.access.region
        settings.LAKE_SECRET = s3.access.secret
        assert two.board().total == two.before[0].total
        assert added([two.page().whole.tally]) == added([one.tally for one in two.own[0].duties])
        settings.LAKE_SECRET = "s" * 40
        forget_all()
        shown = two.board()
    assert (shown.told, shown.others) == (1, 0)
    assert s3.address in shown.trouble
