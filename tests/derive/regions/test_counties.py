"""Counties, cities and provinces put together from what each comes to; no ledger is asked."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.derive.rollups.made import head
from tests.derive.rollups.made import rolled
from tongxing.derive.boards.cells import tally
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import NotInView
from tongxing.derive.regions import board as boards
from tongxing.derive.regions import naming
from tongxing.derive.regions import nation as nations
from tongxing.derive.regions import told as tolds
from tongxing.derive.regions.board import RegionBoard
from tongxing.derive.regions.board import region_board
from tongxing.derive.regions.board import regions_above
from tongxing.derive.regions.nation import NationBoard
from tongxing.derive.regions.nation import nation_board
from tongxing.derive.regions.shapes import Province
from tongxing.derive.regions.shapes import Shape
from tongxing.derive.regions.told import Telling
from tongxing.derive.regions.told import Told
from tongxing.derive.regions.told import tell
from tongxing.derive.regions.told import together
from tongxing.derive.rollups.gather import Gathered
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.models import Place

DAY = date(2025, 3, 12)
NAMES = {
    "440000000000": "广东省", "440800000000": "湛江市", "440881000000": "廉江市",
    "440900000000": "茂名市", "440981000000": "高州市", "440982000000": "化州市",
    "441900000000": "东莞市", "450000000000": "广西壮族自治区", "469000000000": "省直辖县",
    "460000000000": "海南省", "469021000000": "定安县",
}  # fmt: skip
BOOKS = {"440881": "廉江市", "440981": "高州市", "441900": "东莞市"}


def scope(*places: str) -> Scope:
    return Scope(account="a", person="person:a", places=frozenset(places))


def county(*states: int, pairings: int = 1, weight: int = 50, **given: bool) -> Told:
    """A county with one duty and so many periods in each state, in the order of the states."""
    row = (*states, *[0] * (8 - len(states)))
    return Told(((row, weight),), pairings, **{"opens": True, "whole": True} | given)


GAOZHOU, LIANJIANG = county(0, 0, 0, 0, 1, 2, 1, 4), county(0, 0, 0, 0, 0, 0, 3, 3, weight=100)
TELLING = Telling(frozenset(BOOKS), {"440981": GAOZHOU, "440881": LIANJIANG}, frozenset(), {})

Put = Callable[..., None]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """The registry, the books in view, what they come to and the shapes there are."""

    def given(
        telling: Telling = TELLING,
        seen: Iterable[str] = BOOKS,
        names: dict[str, str] = NAMES,
        shapes: Province | None = None,
    ) -> None:
        levels = {2: "province", 4: "city"}

        def within(prefix: str, on: date) -> list[Place]:
            return [
                Place(code=code, name=name, level=levels.get(len(code.rstrip("0")), "county"))
                for code, name in sorted(names.items())
                if code.startswith(prefix)
            ]

        monkeypatch.setattr(naming, "place_names", lambda *_: {})
        for room in (boards, nations):
            monkeypatch.setattr(room, "books_of", lambda _: [Named(b, BOOKS[b]) for b in seen])
            monkeypatch.setattr(room, "tell", lambda *_, **__: telling)
            monkeypatch.setattr(
                room, "place_names", lambda codes, _: {c: names[c] for c in codes if c in names}
            )
        monkeypatch.setattr(boards, "counties_within", within)
        monkeypatch.setattr(boards, "province_shapes", lambda _: shapes)

    given()
    return given


def region(code: str, who: Scope | None = None) -> RegionBoard:
    return region_board(who or scope("44"), code=code, book="440981", as_of=DAY)


def nation(who: Scope | None = None) -> NationBoard:
    return nation_board(who or scope(""), book="440981", as_of=DAY)


# --- a region -----------------------------------------------------------------------------


def test_sums_of_a_region_are_those_of_its_counties_each_with_its_own_weight(put: Put) -> None:
    shown = region("44")
    assert shown.total == together([GAOZHOU, LIANJIANG])
    assert shown.total.kept == sum(one.tally.kept for one in shown.counties)
    assert [city.tally.kept for city in shown.cities] == [
        sum(one.tally.kept for one in city.counties) for city in shown.cities
    ]
    assert (shown.told, shown.waiting) == (2, 0)


def test_a_city_without_counties_is_its_own_only_one(put: Put) -> None:
    shown = region("44")
    assert [one.code for one in shown.counties] == ["440881", "440981", "440982", "441900"]
    dongguan = shown.cities[-1]
    assert (dongguan.city.name, [one.code for one in dongguan.counties]) == ("东莞市", ["441900"])
    assert [one.code for one in region("4419").counties] == ["441900"]


def test_a_city_that_has_a_book_besides_its_counties_has_a_line_too(put: Put) -> None:
    told = {**TELLING.told, "441900": LIANJIANG}
    put(replace(TELLING, told=told), names={**NAMES, "441901000000": "莞城"})
    shown = region("44")
    assert [one.code for one in shown.cities[-1].counties] == ["441900", "441901"]
    assert shown.total == together(told.values())
    assert shown.told == sum(city.told for city in shown.cities) == len(told)


def test_counties_of_no_city_anybody_knows_stand_under_the_province(put: Put) -> None:
    put(names={**NAMES, "469921000000": "某县"})
    city = region("46", scope("46")).cities[-1]
    assert (city.city.name, city.city.opens) == ("直辖", False)
    assert [one.place.name for one in city.counties] == ["某县"]


def test_a_city_the_registry_does_not_have_is_called_as_the_shipped_codes_do(put: Put) -> None:
    """Of another installation's county only its book is known: 湛江 is no 省直辖."""
    some = {"440800000000", "469000000000"}
    put(names={code: name for code, name in NAMES.items() if code not in some})
    cities = [*region("44").cities, *region("46", scope("46")).cities]
    assert [(one.city.name, one.city.opens) for one in cities if one.city.id in some] == [
        ("湛江市", False), ("省直辖县级行政区划", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({}, "told"),
        ({"told": {}, "outstanding": frozenset({"440981"})}, "outstanding"),
        ({"told": {}, "failed": {"440981": "读不出"}}, "failed"),
        ({"told": {}}, "outside"),
        ({"told": {}, "books": frozenset()}, "none"),
    ],
)
def test_a_county_stands_as_far_as_it_is_known(
    put: Put, change: dict[str, Any], standing: str
) -> None:
    put(replace(TELLING, **change))
    (gaozhou,) = (one for one in region("4409").counties if one.code == "440981")
    assert gaozhou.standing == standing
    assert gaozhou.place.opens is (standing == "told")
    assert gaozhou.why == ("读不出" if standing == "failed" else "")
    assert (gaozhou.tally == Tally(), gaozhou.pairings == 0) == (standing != "told",) * 2


def test_those_in_view_are_shown_in_the_table_and_all_are_counted_by_standing(put: Put) -> None:
    put(replace(TELLING, told={"440981": GAOZHOU}, outstanding=frozenset({"440881"})))
    shown = region("44")
    assert {one.code for city in shown.cities for one in city.shown} == {"440881", "440981"}
    assert [one.code for one in shown.of("outstanding")] == ["440881"]
    assert [one.code for one in shown.of("outside")] == ["441900"]
    assert [one.code for one in shown.of("none")] == ["440982"]
    assert shown.waiting == 1


def test_a_city_opens_from_its_province_where_something_of_it_is_shown(put: Put) -> None:
    put(replace(TELLING, told={"440981": GAOZHOU}))
    assert {city.city.name: city.city.opens for city in region("44").cities} == {
        "湛江市": False, "茂名市": True, "东莞市": False,
    }  # fmt: skip
    assert [city.city.opens for city in region("4409").cities] == [False]  # one is there already


def test_a_part_of_a_county_is_marked_as_a_part(put: Put) -> None:
    part = replace(GAOZHOU, whole=False, opens=False)
    put(replace(TELLING, told={"440981": part}))
    (gaozhou,) = (one for one in region("4409").counties if one.code == "440981")
    assert (gaozhou.whole, gaozhou.place.opens, gaozhou.standing) == (False, False, "told")


def test_what_has_a_shape_is_marked_and_the_map_is_part_of_the_page(put: Put) -> None:
    bare = region("4409")
    shape = Shape("高州市", "M0 0z", (1, 1), (0, 0, 2, 2))
    put(shapes=Province({"440981": shape}, "", source="本单位提供"))
    shown = region("4409")
    assert {one.code for one in shown.counties if one.drawn} == {"440981"}
    assert not any(one.drawn for one in bare.counties)
    assert shown.stand.key != bare.stand.key


def test_the_page_stands_on_what_is_on_it(put: Put) -> None:
    first = region("44")
    assert region("44").stand == first.stand
    put(replace(TELLING, told={**TELLING.told, "440881": county(0, 0, 0, 0, 1)}))
    assert region("44").stand.key != first.stand.key
    assert first.stand.book_name == "高州市"


@pytest.mark.parametrize("code", ["", "4", "440", "440981", "４４", "4x", "45", "4499"])
def test_what_is_no_region_in_view_is_not_there(put: Put, code: str) -> None:
    with pytest.raises(NotInView):
        region(code)


def test_whoever_has_one_book_in_it_opens_its_city_and_province(put: Put) -> None:
    put(seen=["440981"])
    village = scope("440981100200")
    assert region("4409", village).place.name == "茂名市"
    above = region("4409", village).above
    assert above is not None
    assert (above.name, region("44", village).above) == ("广东省", None)
    with pytest.raises(NotInView):
        region("4408", village)


def test_the_way_up_names_only_what_is_on_file(put: Put) -> None:
    assert [one.name for one in regions_above("440981100200", DAY)] == ["广东省", "茂名市"]
    assert [one.name for one in regions_above("440900000000", DAY)] == ["广东省"]
    assert regions_above("440000000000", DAY) == ()
    assert regions_above("990101000000", DAY) == ()


# --- the nation -----------------------------------------------------------------------------


def test_a_province_is_its_counties_and_the_nation_its_provinces(put: Put) -> None:
    shown = nation()
    (guangdong,) = shown.provinces
    assert (guangdong.place.name, guangdong.told, guangdong.pairings) == ("广东省", 2, 2)
    assert guangdong.tally == shown.total == together([GAOZHOU, LIANJIANG])
    assert (shown.told, shown.pairings, shown.outstanding) == (2, 2, 0)


def test_what_is_not_added_up_is_counted_and_what_failed_is_named(put: Put) -> None:
    put(Telling(frozenset(BOOKS), {"440981": replace(GAOZHOU, whole=False)},
                frozenset({"441900"}), {"440881": "磁盘坏了"}))  # fmt: skip
    (guangdong,) = nation().provinces
    assert (guangdong.told, guangdong.partly, guangdong.outstanding) == (1, 1, 1)
    assert guangdong.failed == (("廉江市", "磁盘坏了"),)


def test_a_province_the_registry_does_not_know_is_named_by_its_code_and_leads_nowhere(
    put: Put,
) -> None:
    put(names={})
    assert [one.place for one in nation().provinces] == [Named("440000000000", "44", False)]


def test_without_any_book_the_nation_is_empty(put: Put) -> None:
    put(Telling(frozenset(), {}, frozenset(), {}), seen=[])
    assert (nation().provinces, nation().total) == ((), Tally())


@pytest.mark.parametrize(
    ("places", "opens"),
    [
        (("",), True), (("44", "45"), True), (("44",), False), (("4409", "4501"), False),
        (("440981",), False), ((), False), (("44", "4501"), False),
    ],
)  # fmt: skip
def test_the_nation_is_for_those_who_see_several_provinces(
    put: Put, places: tuple[str, ...], opens: bool
) -> None:
    if opens:
        assert nation(scope(*places)).told == 2
    else:
        with pytest.raises(NotInView):
            nation(scope(*places))


# --- telling within a reader's patience --------------------------------------------------------

HEADS = [head("440881"), head("440981"), head("440982")]


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any) -> list[str]:
    """Three books; says which were judged for a part of them, as far as patience goes."""
    judged: list[str] = []

    class Ledger:
        def __init__(self, known_at: object) -> None:
            self.known_at = known_at

        def heads(self, prefix: str, as_of: date) -> list[Any]:
            return [one for one in HEADS if one.code.startswith(prefix)]

    def known(reader: object, heads: Iterable[Any], *_: object, **__: object) -> Gathered:
        sums = {one.code: rolled(one).sums for one in heads}
        return Gathered(sums, judged=len(sums))

    def in_part(one: Any, *_: object) -> Told | str:
        judged.append(one.code)
        return "读不出" if one.code == "440982" else replace(GAOZHOU, whole=False)

    settings.CACHE = str(tmp_path)
    monkeypatch.setattr(tolds, "Database", Ledger)
    monkeypatch.setattr(tolds, "within_patience", known)
    monkeypatch.setattr(tolds, "_in_part", in_part)
    tolds._partly.clear()
    return judged


def ask(who: Scope, *books: str) -> Telling:
    wanted = books or ("440881", "440981", "440982", "450101")
    return tell(who, "44", wanted, as_of=DAY, known_at=None)


def test_a_county_wholly_in_view_is_told_by_its_sums(ledger: list[str]) -> None:
    found = ask(scope("4409", "440881"))
    assert (set(found.told), ledger) == ({"440881", "440981", "440982"}, [])
    own = rolled(HEADS[0]).sums
    assert found.told["440881"].tally == tally(
        (row, duty.late_weight) for row, duty in zip(own.totals, own.duties, strict=True)
    )
    assert (found.books, found.told["440881"].whole) == ({"440881", "440981", "440982"}, True)


def test_one_of_which_a_part_is_in_view_is_cut_to_it_and_kept(ledger: list[str]) -> None:
    who = scope("440981100", "440982100")
    found = ask(who)
    assert not found.told["440981"].whole
    assert found.failed == {"440982": "读不出"}
    ask(who)
    ask(scope("440981100", "440982100", "450101"))  # what else is seen does not matter
    assert ledger == ["440881", "440981", "440982"]
    ask(scope("440981101"), "440981")
    assert ledger[3:] == ["440981"]


def test_out_of_patience_what_is_left_is_outstanding_and_asking_again_goes_on(
    ledger: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tolds, "PATIENCE", -1.0)
    who = scope("440981100")
    left = [set(ask(who).outstanding) for _ in range(3)]
    assert left == [{"440981", "440982"}, {"440982"}, set()]


def test_a_book_that_is_not_there_any_more_is_passed_over(ledger: list[str]) -> None:
    found = ask(scope("44"), "440981", "440999")
    assert set(found.told) == {"440981"}
    assert (found.outstanding, found.failed) == (frozenset(), {})
