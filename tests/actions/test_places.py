"""Importing, renaming, merging, abolishing and adding places; what was recorded stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.add_place import add_place
from tongxing.actions.append_record import append_record
from tongxing.actions.end_places import abolish_place
from tongxing.actions.end_places import merge_places
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.import_places import import_places
from tongxing.actions.rename_place import rename_place
from tongxing.records.accounts.access import everything
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Place
from tongxing.records.registry.place_search import search
from tongxing.records.registry.places import history
from tongxing.records.registry.places import merged_into
from tongxing.records.registry.queries import path_of
from tongxing.records.registry.shipped import shipped_places

DAY = date(2025, 3, 1)
BEFORE, AFTER = date(2025, 2, 28), date(2025, 3, 2)
PAPER = "高府函〔2025〕12号"


def rename(crew: Cast, who: str = "office", **changes: Any) -> Place:
    given = {"code": c.YUANBA, "name": "新元坝村", "since": DAY, "basis": PAPER, **changes}
    return rename_place(acting=crew.scope(who), at=crew.at, **given)


def merge(crew: Cast, who: str = "office", **changes: Any) -> list[Place]:
    given = {"codes": [c.YUANBA], "into": c.BAIQIAO, "on": DAY, "basis": PAPER, **changes}
    return merge_places(acting=crew.scope(who), at=crew.at, **given)


def abolish(crew: Cast, who: str = "office", **changes: Any) -> Place:
    given = {"code": c.YUANBA, "on": DAY, "basis": PAPER, **changes}
    return abolish_place(acting=crew.scope(who), at=crew.at, **given)


def add(crew: Cast, who: str = "office", **changes: Any) -> Place:
    given = {"code": "440981104299", "name": "浮山村", "since": DAY, "basis": PAPER, **changes}
    return add_place(acting=crew.scope(who), at=crew.at, **given)


def found(text: str, on: date = AFTER) -> list[str]:
    return [one.code for one in search(text, near=c.BOOK, on=on)]


def test_a_rename_is_a_further_row_and_each_day_has_its_name(crew: Cast) -> None:
    rename(crew)
    assert [(one.name, one.since, one.until) for one in history(c.YUANBA)] == [
        ("元坝村", c.LONG_AGO, DAY),
        ("新元坝村", DAY, None),
    ]
    assert path_of(c.YUANBA, BEFORE) == "高州市根子镇元坝村"
    assert path_of(c.YUANBA, DAY) == "高州市根子镇新元坝村"
    row = AuditRow.objects.latest("id")
    assert (row.verb, row.subject, row.who) == (
        "rename-place",
        f"place:{c.YUANBA}",
        "person:office",
    )
    assert PAPER in row.detail


def test_after_a_rename_both_names_find_the_place_under_its_name_of_the_day(crew: Cast) -> None:
    rename(crew, name="红旗村")
    for text in ("红旗", "hqc", "元坝", "ybc"):
        assert found(text) == [c.YUANBA], text
    (new,) = search("元坝村", on=AFTER)
    (old,) = search("红旗村", on=BEFORE)
    assert (new.name, old.name) == ("红旗村", "元坝村")


def test_a_merge_ends_a_place_and_names_what_became_of_it(crew: Cast) -> None:
    (row,) = merge(crew)
    assert (row.until, row.successor, row.end_basis) == (DAY, c.BAIQIAO, PAPER)
    assert merged_into(c.BAIQIAO) == [c.YUANBA]
    assert found("元坝") == []
    assert found("元坝", on=BEFORE) == [c.YUANBA]
    assert AuditRow.objects.latest("id").verb == "merge-place"


def test_several_villages_merge_at_once_or_none(crew: Cast) -> None:
    add(crew, since=c.BEGIN)
    with pytest.raises(Unfitting):
        merge(crew, codes=[c.YUANBA, "440981104299"], on=c.BEGIN)
    assert history(c.YUANBA)[-1].until is None
    merge(crew, codes=[c.YUANBA, "440981104299"])
    assert merged_into(c.BAIQIAO) == [c.YUANBA, "440981104299"]


def test_records_of_days_before_can_still_be_written_and_later_ones_not(crew: Cast) -> None:
    abolish(crew, code=c.HETONG)
    scope = crew.scope("office")
    kept = append_record(
        acting=scope, at=crew.at,
        draft=crew.draft(place=c.HETONG, happened=BEFORE, doers=crew.draft().doers),
    )  # fmt: skip
    assert kept.place == c.HETONG
    with pytest.raises(Refused):
        append_record(acting=scope, at=crew.at, draft=crew.draft(place=c.HETONG, happened=AFTER))


def test_a_town_is_not_ended_while_its_villages_go_on(crew: Cast) -> None:
    with pytest.raises(Unfitting, match="曹江镇内还有1个地方没有终止"):
        abolish(crew, code=c.CAOJIANG)
    abolish(crew, code=c.HETONG)
    assert abolish(crew, code=c.CAOJIANG).until == DAY


@pytest.mark.parametrize(
    ("deed", "changes", "says"),
    [
        (rename, {"name": "元坝村"}, "现在就叫“元坝村”"),
        (rename, {"name": " "}, "还没有填写名称"),
        (rename, {"name": "元" * 61}, "超过60个字"),
        (rename, {"basis": ""}, "还没有填写依据"),
        (rename, {"basis": "文" * 121}, "超过120个字"),
        (merge, {"into": c.YUANBA}, "不能并入自己"),
        (merge, {"into": c.CAOJIANG}, "不是同一层级"),
        (merge, {"basis": " "}, "还没有填写依据"),
        (abolish, {"basis": ""}, "还没有填写依据"),
        (add, {"code": "4409811042"}, "不是12位区划代码"),
        (add, {"code": c.YUANBA}, "已经是元坝村"),
        (add, {"code": "440981999201"}, "上级地方不在名录中"),
        (add, {"name": ""}, "还没有填写名称"),
        (add, {"since": date(2019, 1, 1)}, "上级地方不在名录中"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(
    crew: Cast, deed: Any, changes: dict[str, Any], says: str
) -> None:
    before = AuditRow.objects.count(), Place.objects.count()
    with pytest.raises(Invalid) as refused:
        deed(crew, **changes)
    assert says in refused.value.say()
    assert (AuditRow.objects.count(), Place.objects.count()) == before


@pytest.mark.parametrize("deed", [rename, abolish])
def test_a_place_that_ended_or_was_not_there_yet_is_not_changed(crew: Cast, deed: Any) -> None:
    with pytest.raises(Unfitting, match="变更日期须在这一天之后"):
        deed(crew, **{"since" if deed is rename else "on": c.LONG_AGO})
    merge(crew)
    with pytest.raises(Unfitting, match="已于2025年3月1日终止"):
        deed(crew)


def test_nothing_merges_into_what_has_ended(crew: Cast) -> None:
    merge(crew)
    with pytest.raises(Invalid, match="当天不存在"):
        merge(crew, codes=[c.BAIQIAO], into=c.YUANBA, on=AFTER)


def test_a_place_nobody_knows_is_not_found(crew: Cast) -> None:
    with pytest.raises(NotFound):
        rename(crew, code="440981104288")


@pytest.mark.parametrize("who", ["neighbour", "swb", "village", "team", "supervisor", "auditor"])
@pytest.mark.parametrize("deed", [rename, merge, abolish, add])
def test_only_the_office_of_the_place_changes_it(crew: Cast, deed: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        deed(crew, who)


def test_who_keeps_one_county_does_not_merge_it_into_another(crew: Cast) -> None:
    with pytest.raises(NotAllowed):
        merge(crew, into=c.NEIGHBOUR)


def test_an_added_place_lies_where_its_code_says_and_is_found(crew: Cast) -> None:
    place = add(crew)
    assert (place.level, place.basis) == ("village", PAPER)
    assert found("fsc") == ["440981104299"]
    assert found("浮山", on=BEFORE) == []


@pytest.fixture
def imported(db: None, at: Any) -> Any:
    return lambda: import_places(acting=everything(), at=at, province="46")


def test_an_import_leaves_one_audit_row_and_the_second_changes_nothing(imported: Any) -> None:
    first = imported()
    whole = sum(1 for _ in shipped_places("46"))
    assert (first.added, first.there) == (whole, 0)
    assert Place.objects.count() == whole
    (row,) = AuditRow.objects.all()
    assert (row.verb, row.subject) == ("import-places", "place:460000000000")
    second = imported()
    assert (second.added, second.there) == (0, whole)
    assert AuditRow.objects.count() == 1
    assert Place.objects.count() == whole


def test_an_import_leaves_renamed_and_ended_places_as_they_are(imported: Any, at: Any) -> None:
    haikou = Place.objects.model(code="460100000000", name="海口（试）", level="city", since=DAY)
    from tongxing.actions.keep_registry import add_places

    add_places(acting=everything(), at=at, places=[haikou])
    assert imported().there == 1
    assert [one.name for one in history("460100000000")] == ["海口（试）"]


def test_imported_places_are_found_and_danzhou_has_its_towns(imported: Any) -> None:
    imported()
    assert [one.path for one in search("那大镇", on=DAY)] == ["海南省儋州市那大镇"]


@pytest.mark.parametrize("who", ["office", "neighbour", "auditor"])
def test_a_county_office_does_not_import_a_province(crew: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        import_places(acting=crew.scope(who), at=crew.at, province="44")


def test_a_province_that_is_none_is_not_found(db: None, at: Any) -> None:
    with pytest.raises(NotFound, match="没有代码为“99”"):
        import_places(acting=everything(), at=at, province="99")
