"""What the place picker offers first, and by what each of a name is told from the others."""

from __future__ import annotations

from datetime import date

import pytest

from tests.records import cast as c
from tongxing.actions.keep_registry import add_places
from tongxing.records.accounts.access import everything
from tongxing.records.registry.codes import level_of
from tongxing.records.registry.models import Place
from tongxing.records.registry.place_search import search

DAY = date(2025, 3, 12)
ENDED = date(2025, 1, 1)
NAMES = {
    "440000000000": "广东省", "440900000000": "茂名市", "440983000000": "信宜市",
    "440981106000": "横山镇", "440981106201": "山口村", "440981106202": "山口塘村",
    "440981106203": "大山口村", "440981106204": "山口村委会", "440983102000": "横山镇",
    "440983102201": "山口村", "440800000000": "湛江市", "440881105000": "横山镇",
    "440881105201": "山口村", "450000000000": "广西壮族自治区", "450900000000": "玉林市",
    "450981000000": "北流市", "450981103000": "横山镇", "450981103201": "山口村",
}  # fmt: skip
OWN, SAME_CITY, SAME_PROVINCE, ELSEWHERE = (
    "440981106000", "440983102000", "440881105000", "450981103000",
)  # fmt: skip
TOLD = {
    OWN: "广东省茂名市高州市横山镇",
    SAME_CITY: "广东省茂名市信宜市横山镇",
    SAME_PROVINCE: "广东省湛江市廉江市横山镇",
    ELSEWHERE: "广西壮族自治区玉林市北流市横山镇",
}


@pytest.fixture(autouse=True)
def nation(crew):
    """Four towns called 横山镇: in this county, its city, its province, and the next one."""
    rows = [Place(code=k, name=n, level=level_of(k), since=c.LONG_AGO) for k, n in NAMES.items()]
    add_places(acting=everything(), at=crew.at, places=rows)


def codes(text, near=c.BOOK, on=DAY, **more):
    return [one.code for one in search(text, near=near, on=on, **more)]


@pytest.mark.parametrize(
    "text", ["横山镇", "横山", "hsz", "HSZ", "横 山　镇", "ｈｓｚ", "“横山镇”"]
)
@pytest.mark.parametrize(
    ("near", "order"),
    [
        ("440981", [OWN, SAME_CITY, SAME_PROVINCE, ELSEWHERE]),
        ("440983", [SAME_CITY, OWN, SAME_PROVINCE, ELSEWHERE]),
        ("440881", [SAME_PROVINCE, OWN, SAME_CITY, ELSEWHERE]),
        ("450981", [ELSEWHERE, SAME_PROVINCE, OWN, SAME_CITY]),
    ],
)
def test_the_nearest_of_a_name_comes_first_however_it_is_typed(text, near, order):
    found = codes(text, near=near)
    assert found[0] == order[0]
    assert found == order


@pytest.mark.parametrize("most", [1, 2, 3])
def test_what_is_left_out_is_the_farthest(most):
    assert codes("横山镇", most=most) == list(TOLD)[:most]


def test_places_of_one_name_are_told_apart_by_their_paths():
    found = search("横山镇", near=c.BOOK, on=DAY)
    assert {one.code: one.path for one in found} == TOLD
    assert {one.name for one in found} == {"横山镇"}


@pytest.mark.parametrize(
    ("text", "code"),
    [("信宜横山", SAME_CITY), ("廉江市横山镇", SAME_PROVINCE), ("北流横山", ELSEWHERE), ("lj横山", SAME_PROVINCE)],
)  # fmt: skip
def test_a_word_of_the_path_settles_which_one_is_meant(text, code):
    assert codes(text)[0] == code


def test_the_whole_name_before_its_beginning_before_a_part_of_it():
    within = codes("山口", inside="440981106")
    whole, beginning, part = "440981106201", "440981106202", "440981106203"
    assert within.index(whole) < within.index(beginning) < within.index(part)


def test_the_own_countys_part_of_a_name_comes_before_another_countys_whole_name():
    found = codes("山口村")
    near = [one for one in found if one.startswith("440981")]
    assert found[: len(near)] == near
    assert "440983102201" in found[len(near) :]


@pytest.mark.parametrize("text", ["hs", "hsz", "横", "横山"])
def test_initials_and_beginnings_lead_to_the_own_town(text):
    assert codes(text)[0] == OWN


def test_an_ended_place_is_offered_on_its_days_and_bears_its_end():
    Place.objects.filter(code=OWN).update(until=ENDED)
    assert codes("横山镇") == [SAME_CITY, SAME_PROVINCE, ELSEWHERE]
    assert codes("横山镇", on=date(2024, 12, 31))[0] == OWN, "its last day"
    assert OWN not in codes("横山镇", on=ENDED), "the day it no longer is"
    of_all = search("横山镇", near=c.BOOK, on=None)
    assert [one.until for one in of_all] == [ENDED, None, None, None]


def test_a_place_not_begun_yet_is_not_offered():
    assert codes("横山镇", on=date(2019, 12, 31)) == []
