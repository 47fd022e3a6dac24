"""On every day everything has one name and everybody one post, whatever was changed since."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws.through_time import DAYS
from tests.laws.through_time import FEW
from tests.laws.through_time import MANY
from tests.laws.through_time import Course
from tests.laws.through_time import apart
from tests.laws.through_time import undone
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.change_organization import rename_organization
from tongxing.actions.change_person import move_person
from tongxing.actions.errors import Refused
from tongxing.actions.rename_place import rename_place
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import FormerName
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.places import history
from tongxing.records.registry.queries import former_names
from tongxing.records.registry.queries import path_of
from tongxing.records.registry.queries import place_names
from tongxing.records.registry.queries import spans_of

Turns = list[tuple[date, str]]
UNIT_NAMES = ("高州市林业局", "高州市林业和草原局", "高州市自然资源局", "高州市林业发展中心")
VILLAGES = ("元坝村", "新元坝村", "元坝社区", "红旗村")
POSTS = (("fl", "四级主任科员"), ("lyj", "股长"), ("swb", "股长"), ("swb", "科长"))


def turns(names: tuple[str, ...]) -> st.SearchStrategy[Turns]:
    return st.lists(st.tuples(DAYS, st.sampled_from(names)), max_size=6)


def renamed(crew: Cast, asked: Turns) -> Course:
    """市林业局 renamed as asked; what may not be is refused and leaves no trace."""
    row = Organization.objects.get(key="lyj")
    course = Course(row.since, row.name)
    for since, name in asked:
        audits = AuditRow.objects.count()
        try:
            rename_organization(
                acting=crew.scope("office"), at=crew.at, key="lyj", name=name, short="林业",
                since=since,
            )  # fmt: skip
        except Refused:
            assert AuditRow.objects.count() == audits
            assert since <= course.last[0] or name == course.last[1]
        else:
            assert since > course.last[0]
            course.turns.append((since, name))
    return course


def one_name_a_day(crew: Cast, asked: Turns) -> None:
    with undone():
        course = renamed(crew, asked)
        now = Organization.objects.get(key="lyj").name
        assert now == course.last[1]
        for day in course.days_to_ask():
            assert former_names([c.LYJ], day).get(c.LYJ, now) == course.on(day)
        spans = list(
            FormerName.objects.filter(organization__key="lyj").values_list("since", "until")
        )
        assert apart([*spans, (course.last[0], None)])


@given(asked=turns(UNIT_NAMES))
@FEW
def test_a_unit_has_one_name_a_day(crew: Cast, asked: Turns) -> None:
    one_name_a_day(crew, asked)


@pytest.mark.full
@given(asked=turns(UNIT_NAMES))
@MANY
def test_a_unit_has_one_name_a_day_at_length(crew: Cast, asked: Turns) -> None:
    one_name_a_day(crew, asked)


@given(asked=turns(VILLAGES))
@FEW
def test_a_village_has_one_name_a_day(crew: Cast, asked: Turns) -> None:
    with undone():
        course = Course(c.LONG_AGO, "元坝村")
        for since, name in asked:
            given_ = {"code": c.YUANBA, "name": name, "since": since, "basis": "高府函〔2025〕12号"}
            if course.may_turn(since, name):
                rename_place(acting=crew.scope("office"), at=crew.at, **given_)
                course.turns.append((since, name))
            else:
                with pytest.raises(Refused):
                    rename_place(acting=crew.scope("office"), at=crew.at, **given_)
        for day in course.days_to_ask():
            assert place_names([c.YUANBA], day) == {c.YUANBA: course.on(day)}
            assert path_of(c.YUANBA, day) == f"高州市根子镇{course.on(day)}"
        assert apart(list(spans_of([c.YUANBA])[c.YUANBA]))
        assert [one.name for one in history(c.YUANBA)] == [
            "元坝村",
            *(name for _, name in course.turns),
        ]


def post_on(person: Person, day: date) -> str:
    """`lyj 股长` of a day, from the former posts and the present one."""
    held = [one for one in person.former_posts.all() if one.since <= day < one.until]
    assert len(held) <= 1
    at = held[0] if held else person
    assert at.organization is not None
    return f"{at.organization.key} {at.post}"


@given(asked=st.lists(st.tuples(DAYS, st.sampled_from(POSTS)), max_size=6))
@FEW
def test_a_person_serves_in_one_post_a_day(
    crew: Cast, asked: list[tuple[date, tuple[str, str]]]
) -> None:
    with undone():
        first = Person.objects.select_related("organization").get(key="lyj")
        assert first.organization is not None
        course = Course(first.since, f"{first.organization.key} {first.post}")
        for since, (unit, post) in asked:
            moved = {"key": "lyj", "organization": unit, "post": post, "since": since}
            if course.may_turn(since, f"{unit} {post}"):
                move_person(acting=crew.scope("office"), at=crew.at, **moved)
                course.turns.append((since, f"{unit} {post}"))
            else:
                with pytest.raises(Refused):
                    move_person(acting=crew.scope("office"), at=crew.at, **moved)
        person = Person.objects.select_related("organization").get(key="lyj")
        for day in course.days_to_ask():
            assert post_on(person, day) == course.on(day)
        spans = [(one.since, one.until) for one in person.former_posts.all()]
        assert apart([*spans, (course.last[0], None)])
