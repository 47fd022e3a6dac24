"""Names in cells: several in one, several spellings of one, and those that stay unsure."""

from __future__ import annotations

import pytest

from tongxing.documents.intake.naming import Candidate
from tongxing.documents.intake.naming import Register
from tongxing.documents.intake.naming import town_key
from tongxing.documents.intake.naming import village_key

REGISTER = Register(
    [
        Candidate("org:swb", ("中共高州市委办公室", "市委办")),
        Candidate("org:sfb", ("高州市政府办公室", "市府办")),
        Candidate("org:lyj", ("高州市林业局", "市林业局")),
        Candidate("org:rs", ("高州市人力资源和社会保障局", "市人社局", "高州市人事局")),
        Candidate("org:zh", ("高州市农业、农村局", "市农业农村局")),
        Candidate("org:jh", ("中国建设银行（高州支行）", "建行高州支行")),
    ],
    "高州市",
)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("市委办、市林业局", ["市委办", "市林业局"]),
        ("市委办，市林业局；市府办", ["市委办", "市林业局", "市府办"]),
        ("1.市委办 2.市林业局", ["市委办", "市林业局"]),
        ("1、市委办\n2、市林业局", ["市委办", "市林业局"]),
        ("（1）市委办（2）市林业局", ["市委办", "市林业局"]),
        ("①市委办②市林业局", ["市委办", "市林业局"]),
        ("市委办/市林业局", ["市委办", "市林业局"]),
        ("市委办 、 市委办", ["市委办"]),
        ("市委办　市林业局", ["市委办", "市林业局"]),
        ("市委办  市林业局、市府办", ["市委办", "市林业局", "市府办"]),
        ("市委办 市林业站", ["市委办 市林业站"]),  # one of them nobody's: left whole, to be asked
        ("市委办 综合科", ["市委办 综合科"]),
        ("高州市农业、农村局", ["高州市农业、农村局"]),
        (" 、；\n", []),
    ],
)
def test_the_units_of_one_cell_come_apart(cell: str, names: list[str]):
    assert REGISTER.split(cell) == names


@pytest.mark.parametrize(
    ("written", "id_", "sure"),
    [
        ("市委办", "org:swb", True),
        ("中共 高州市委 办公室", "org:swb", True),
        ("中国建设银行(高州支行)", "org:jh", True),
        ("高州市委办公室", "org:swb", False),
        ("林业局", "org:lyj", False),
        ("高州市人事局", "org:rs", True),
        ("高州市林业局（牵头）", "org:lyj", False),
    ],
)
def test_the_same_unit_in_other_spellings(written: str, id_: str, sure: bool):
    found = REGISTER.find(written)
    assert (found.id, found.sure) == (id_, sure)


def test_an_unsure_name_comes_with_candidates_the_nearest_first():
    found = REGISTER.find("市人力社保局")
    assert (found.id, found.near[0].id) == ("", "org:rs")


def test_a_name_like_none_has_no_candidates():
    assert REGISTER.find("茂名石化").near == ()


def test_two_of_the_same_name_are_asked():
    twice = Register([Candidate("org:a", ("供销社",)), Candidate("org:b", ("供 销社",))])
    found = twice.find("供销社")
    assert (found.id, [one.id for one in found.near]) == ("", ["org:a", "org:b"])


def test_people_of_one_title_are_told_apart_by_their_unit():
    people = Register(
        [
            Candidate("person:a", ("联络员", "市委办联络员")),
            Candidate("person:b", ("联络员", "市林业局联络员")),
        ]
    )
    assert people.find("联络员").id == ""
    assert people.find("市林业局联络员").id == "person:b"
    assert people.candidates[1].full == "市林业局联络员"


def test_places_without_what_kind_of_place_they_are():
    assert {village_key(n) for n in ("柏桥村", "柏桥村委会", "柏桥村民委员会", "柏 桥")} == {"柏桥"}
    assert {town_key(n) for n in ("根子镇", "根子", "根子镇人民政府")} == {"根子"}
    assert village_key("村") == "村"
