"""The shipped places: how many there are, and that a province is read by itself."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from tongxing.records.registry import shipped
from tongxing.records.registry.shipped import NotShippedError
from tongxing.records.registry.shipped import shipped_places
from tongxing.records.registry.shipped import shipped_provinces

# What the bureau's tables hold: 31, 342, 2,978, 41,352 and 620,573. Three cities stand there
# as their own only county too, and one county as its own only town and village.
TWICE = {"county": 3, "town": 1, "village": 1}
PUBLISHED = {"province": 31, "city": 342, "county": 2978, "town": 41352, "village": 620573}


def test_the_nation_has_as_many_places_as_the_bureau_published():
    counts: Counter[str] = Counter()
    for province in shipped_provinces():
        before = ""
        for place in shipped_places(province):
            assert before < place.code
            assert place.code.startswith(province)
            assert place.name == place.name.strip()
            assert 0 < len(place.name) <= 60
            counts[place.level] += 1
            before = place.code
    assert counts == {level: n - TWICE.get(level, 0) for level, n in PUBLISHED.items()}


def test_what_ships_is_no_burden():
    entries = files("tongxing.catalogue").joinpath("places").iterdir()
    assert sum(len(one.read_bytes()) for one in entries) < 3_000_000


@pytest.mark.parametrize(
    ("code", "name", "level"),
    [
        ("440000000000", "广东省", "province"),
        ("440981000000", "高州市", "county"),
        ("440981104000", "根子镇", "town"),
        ("440981104209", "柏桥村", "village"),
        ("440705101001", "大泽社区", "village"),
        ("441900000000", "东莞市", "city"),
        ("441900003000", "东城街道", "town"),
        ("442000000000", "中山市", "city"),
    ],
)
def test_places_bear_the_names_people_use(code, name, level):
    found = {one.code: one for one in shipped_places("44")}
    assert (found[code].name, found[code].level) == (name, level)


def test_cities_without_counties_have_towns_and_no_county_of_their_own():
    danzhou = [one for one in shipped_places("46") if one.code.startswith("4604")]
    assert {one.level for one in danzhou} == {"city", "town", "village"}
    jiayuguan = [one for one in shipped_places("62") if one.code.startswith("6202")]
    assert Counter(one.level for one in jiayuguan)["county"] == 1, "its county has its own code"


def test_one_province_is_read_without_the_others(monkeypatch):
    opened = []
    unpack = shipped.lzma.decompress
    monkeypatch.setattr(shipped.lzma, "decompress", lambda data: opened.append(1) or unpack(data))
    assert sum(1 for _ in shipped_places("46")) > 3000
    assert opened == [1]


@pytest.mark.parametrize("code", ["", "99", "4", "440981", "../44"])
def test_a_province_that_is_none_is_an_error(code):
    with pytest.raises(NotShippedError):
        list(shipped_places(code))
