"""The generator's small parts: chance that repeats, tempers, sentences, sittings."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tongxing.project.demo.chance import Chance
from tongxing.project.demo.chance import made_id
from tongxing.project.demo.couples import couples
from tongxing.project.demo.days import moment
from tongxing.project.demo.days import months
from tongxing.project.demo.days import office_day
from tongxing.project.demo.days import sitting
from tongxing.project.demo.days import weeks
from tongxing.project.demo.days import workdays_in
from tongxing.project.demo.reliefs import excused
from tongxing.project.demo.reliefs import within
from tongxing.project.demo.telling import heads
from tongxing.project.demo.telling import in_season
from tongxing.project.demo.telling import money
from tongxing.project.demo.telling import say
from tongxing.project.demo.tempers import Sort
from tongxing.project.demo.tempers import temper_of
from tongxing.project.demo.told import by_text


def test_streams_of_one_name_repeat_and_of_two_names_differ():
    assert Chance(1, "a").random() == Chance(1, "a").random()
    assert Chance(1, "a").random() != Chance(1, "b").random()


def test_an_id_begins_with_its_moment_and_repeats():
    at = moment(date(2025, 3, 12), 16)
    assert made_id(at, 1, "a") == made_id(at, 1, "a")
    assert made_id(at, 1, "a") != made_id(at, 1, "b")
    assert made_id(at, 1).int >> 80 == int(at.timestamp() * 1000)
    assert made_id(at, 1).variant == "specified in RFC 4122"


def test_a_pairing_from_a_report_is_shown_keeping_up():
    assert {temper_of(seed, "a", named=True).sort for seed in range(50)} == {Sort.STEADY}


def test_tempers_are_spread_as_a_county_is():
    sorts = Counter(couple.temper.sort for couple in couples(440981))
    assert sorts[Sort.STEADY] > 54
    assert sorts[Sort.STOPPED] >= 2
    assert sorts[Sort.FADING] >= 4


def test_who_has_stopped_does_next_to_nothing_after_the_turn():
    stopped = next(c.temper for c in couples(440981) if c.temper.sort is Sort.STOPPED)
    assert stopped.turn is not None
    chance = Chance("turn")
    before = sum(stopped.does(date(2025, 1, 1), chance) for _ in range(400))
    after = sum(stopped.does(stopped.turn, chance) for _ in range(400))
    assert before > 350
    assert after < 40


def test_the_spring_festival_has_a_week_without_working_days():
    assert workdays_in(date(2026, 2, 16), date(2026, 2, 23)) == ()


def test_nobody_types_on_a_holiday():
    assert office_day(date(2025, 10, 1)) == date(2025, 10, 9)
    assert office_day(date(2025, 3, 12), weekday=4) == date(2025, 3, 14)


def test_somebody_sits_down_once_a_day():
    day = date(2025, 3, 12)
    assert sitting(1, "person:a", day) == sitting(1, "person:a", day)
    assert sitting(1, "person:a", day) != sitting(1, "person:b", day)


def test_weeks_begin_on_monday_and_months_on_the_first():
    assert next(weeks(date(2024, 9, 1), date(2024, 9, 17))) == date(2024, 9, 2)
    assert list(months(date(2024, 11, 1), date(2025, 2, 1))) == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
    ]


@pytest.mark.parametrize(
    ("village", "code", "expected"),
    [
        ("440981120201", "440981120000", True),
        ("440981121201", "440981120000", False),  # a town's own zero is not an empty group
        ("440981121201", "440981000000", True),
    ],
)
def test_a_waiver_holds_within_its_place(village, code, expected):
    assert within(village, code) is expected


def test_the_flood_excuses_the_mountain_towns_only():
    assert excused("440981122210", date(2025, 6, 20))
    assert not excused("440981104209", date(2025, 6, 20))
    assert not excused("440981122210", date(2025, 7, 1))


def test_rough_amounts_say_the_same_in_words_and_figures():
    seen = set()
    for n in range(400):
        value, text = money(Chance("money", n), 10_000, 60_000)
        if "approx" in value:
            assert value["text"] == text
            assert value["approx"] in text
            seen.add(value["approx"])
        else:
            assert text == f"{value['v'] // 100}元"
    assert seen == {"近", "多", "余", "约"}


def test_head_counts_are_mostly_exact():
    values = [heads(Chance("heads", n), 30, 80)[0] for n in range(400)]
    rough = [value for value in values if "approx" in value]
    assert 0 < len(rough) < 80
    assert all(value["v"] % 10 == 0 for value in rough)


def test_what_is_not_grown_gets_no_pests():
    text = say(Chance("crop"), "询问{crop}病虫害防治", ("桂圆肉",))
    assert text == "询问果树病虫害防治"


def test_only_what_is_in_season_is_sold():
    assert in_season(("桂味荔枝", "香蕉"), date(2025, 1, 5)) == ["香蕉"]


def test_doers_are_read_with_role_and_unit():
    assert by_text("person:a/leader/org:b").of == "org:b"
    assert by_text("org:b").role == ""
