"""Suggestions while somebody types a place."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.records import cast as c


def offered(county, **asked):
    answer = county.get("office", reverse("desk:pick-place", query=asked))
    assert answer.status_code == 200
    return re.findall(r'data-code="(\d+)" data-said="([^"]*)"', answer.content.decode())


@pytest.mark.parametrize("typed", ["柏桥", "bqc", "根子柏桥", "gzbq", "4409811042"])
def test_a_village_is_found_by_name_path_letters_and_code(county, typed):
    assert (c.BAIQIAO, "高州市根子镇柏桥村") in offered(county, q=typed)


def test_suggestions_stay_within_what_the_form_asks_for(county):
    assert offered(county, q="廉江") == [(c.NEIGHBOUR, "廉江市")]
    assert offered(county, q="廉江", within="440981") == []


def test_nothing_found_says_what_may_be_typed(county):
    text = county.get(
        "office", reverse("desk:pick-place", query={"q": "<无此地>"})
    ).content.decode()
    assert "没有找到“&lt;无此地&gt;”" in text
    assert "拼音首字母" in text


def test_a_day_before_a_village_was_there_does_not_offer_it(county):
    assert offered(county, q="柏桥", as_of="2019-06-01") == []


def test_a_code_that_is_none_is_a_bad_link(county):
    answer = county.get("office", reverse("desk:pick-place", query={"q": "柏桥", "within": "廉江"}))
    assert answer.status_code == 400


def test_few_questions_are_put_however_long_the_text(county, django_assert_max_num_queries):
    with django_assert_max_num_queries(100):
        offered(county, q="高州市根子镇柏桥村" * 4)
