"""What a form says about a place: chosen from the suggestions, or typed without them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.records import cast as c
from tongxing.actions.keep_registry import add_places
from tongxing.pages.desk.picking.given import read_place
from tongxing.pages.desk.picking.given import shown_place
from tongxing.records.accounts.access import everything
from tongxing.records.registry.models import Place

DAY = date(2025, 3, 12)
OTHER = "440881105000"


@pytest.fixture
def two_towns(crew):
    """A second 根子镇, in 廉江市."""
    place = Place(code=OTHER, name="根子镇", level="town", since=c.LONG_AGO)
    add_places(acting=everything(), at=crew.at, places=[place])


def read(said, code="", within="", required=True):
    given = {"where": code, "where_said": said}
    return read_place(given, "where", within=within, on=DAY, required=required)


@pytest.mark.parametrize(
    "said",
    [
        "柏桥村",
        "柏桥",
        " 柏 桥 村 ",
        "根子镇柏桥村",
        "根子柏桥",
        "高州市根子镇柏桥村委会",
        c.BAIQIAO,
    ],
)
@pytest.mark.usefixtures("crew")
def test_a_typed_name_that_is_plain_gives_the_code(said):
    given = read(said)
    assert (given.code, given.said, given.error) == (c.BAIQIAO, "高州市根子镇柏桥村", "")


@pytest.mark.usefixtures("two_towns")
def test_a_name_borne_twice_is_told_apart_by_paths():
    given = read("根子镇")
    assert not given.code
    assert given.said == "根子镇"
    assert "叫“根子镇”的地方不止一处" in given.error
    assert "高州市根子镇" in given.error
    assert "廉江市根子镇" in given.error


@pytest.mark.usefixtures("two_towns")
def test_what_was_chosen_counts_while_its_text_stands_beside_it():
    assert read("廉江市根子镇", OTHER).code == OTHER
    assert read("廉江市根子镇", c.GENZI).code == OTHER, "an old code beside a new text is not meant"
    assert read("曹江镇", OTHER).code == c.CAOJIANG


@pytest.mark.usefixtures("two_towns")
def test_within_a_county_its_own_is_meant_and_no_other():
    assert read("根子镇", within="440881").code == OTHER
    assert read("根子镇", within=c.COUNTY).code == c.GENZI
    assert not read("廉江市根子镇", OTHER, within="440981").code


@pytest.mark.usefixtures("crew")
def test_first_letters_name_candidates_and_never_a_place():
    given = read("bqc")
    assert not given.code
    assert "没有叫“bqc”的地方，相近的有：高州市根子镇柏桥村" in given.error


@pytest.mark.usefixtures("crew")
def test_what_is_unknown_says_how_to_write_it():
    given = read("没有这个村\0")
    assert given.error.startswith("没有找到叫“没有这个村”的地方。请写村、镇的名称")


@pytest.mark.usefixtures("crew")
def test_nothing_is_an_error_only_where_a_place_is_asked_for():
    assert read("").error.startswith("还没有填写地方")
    assert read(" ", code=c.BAIQIAO, required=False) == shown_place("", DAY)


@pytest.mark.usefixtures("crew")
def test_a_form_begins_with_a_place_by_its_path():
    assert shown_place(c.BAIQIAO, DAY).said == "高州市根子镇柏桥村"
    assert shown_place("440981999000", DAY).code == ""
