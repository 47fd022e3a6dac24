"""What the demo says: no person, nothing forbidden, figures that are read as they stand."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from tests.project.demo.conftest import END
from tests.project.demo.conftest import SEED
from tongxing.project.demo.sources import demo_file
from tongxing.project.demo.sources import phrases
from tongxing.project.demo.sources import units
from tongxing.project.demo.sources import villages
from tongxing.project.demo.steps import Accept
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import Correct
from tongxing.project.demo.steps import Deed
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Return
from tongxing.project.demo.steps import Settle
from tongxing.project.demo.steps import Waive
from tongxing.project.demo.steps import Withdraw
from tongxing.project.demo.towns import BOOKS
from tongxing.project.demo.towns import town
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.unlawful import unlawful_title
from tongxing.rules.quantities import parse

QUANTITIES = {"count", "money", "area", "number"}
SURNAMES = (
    "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹喻苏潘葛范彭鲁韦马方任袁柳唐罗薛"
)
A_PERSON = re.compile(
    f"[{SURNAMES}](某|先生|女士|书记|主任|局长|镇长|阿姨|大爷|大妈|伯|叔|婆婆|同志|老师|医生)"
)
PRIVATE = re.compile(r"\d{11,}|身份证|手机号码|银行卡|病历|艾滋|精神病|残疾证号")
EMPTY_TALK = re.compile("签到|打卡|点赞|积分|排行|照片为证|拍照上传|截图|转发朋友圈")


def texts_of(deed: Deed) -> list[str]:
    """Everything a deed says in words."""
    if isinstance(deed, Append | Correct | Settle):
        values = [one for one in deed.entry.values.values() if isinstance(one, str)]
        return [deed.entry.text, *values]
    if isinstance(deed, Withdraw):
        return [deed.reason]
    if isinstance(deed, Return | Accept):
        return [deed.note]
    if isinstance(deed, Waive):
        return [deed.reason, deed.basis, deed.approver]
    return []


@pytest.fixture(scope="module")
def texts(county) -> frozenset[str]:
    steps = [*county, *(step for book in BOOKS for step in town(SEED, book, END))]
    return frozenset(text for step in steps for text in texts_of(step.deed))


def breaching(texts: frozenset[str], pattern: re.Pattern[str]) -> list[str]:
    return [text for text in texts if pattern.search(text)]


def test_nobody_is_named_by_surname(texts):
    assert breaching(texts, A_PERSON) == []


def test_nothing_private_is_said(texts):
    assert breaching(texts, PRIVATE) == []


def test_nothing_the_law_forbids_is_praised(texts):
    assert breaching(texts, EMPTY_TALK) == []
    for text in texts:
        assert unlawful_title(text) is None


def test_texts_are_plain_chinese(texts):
    """No exclamation marks, no Latin but road numbers, no holes left by a form."""
    assert breaching(texts, re.compile(r"[!！?？{}<>～…]|^\s|\s$|\s\s")) == []
    latin = {match for text in texts for match in re.findall("[A-Za-z]+", text)}
    assert latin <= {"G", *(kind_choice_ids())}


def kind_choice_ids() -> set[str]:
    ids = {
        name
        for kind in shipped_kinds().values()
        for field in kind.fields.values()
        for name in field.choices
    }
    return {part for one in ids for part in one.split("-")}


def test_sentences_end_with_one_full_stop(entries):
    for entry in entries:
        assert entry.text.endswith("。"), entry.text
        assert not re.search("。。|，。|，，|。，|；；", entry.text), entry.text


def test_a_month_s_texts_of_one_village_are_not_all_alike(made_up):
    said: dict[tuple[str, int, int], list[str]] = {}
    for entry in made_up:
        if entry.kind == "livelihood-item":
            key = (entry.place, entry.happened.year, entry.happened.month)
            said.setdefault(key, []).append(entry.text)
    assert len([one for one in said.values() if len(set(one)) < len(one)]) < len(said) / 50


def test_who_is_named_is_an_office_a_unit_or_a_team(county):
    posts = ("leader", "clerk", "secretary", "office")
    for step in county:
        assert step.typist.startswith("person:")
        assert step.typist.endswith(posts), step.typist
        for doer in getattr(getattr(step.deed, "entry", None), "doers", ()):
            assert doer.who.startswith(("org:", "team:")) or doer.who.endswith(posts)


def problems(entry: Entry) -> list[str]:
    """What a reader of the record would stumble over."""
    kind = shipped_kinds()[entry.kind]
    found = [f"没有字段{name}" for name in entry.values if name not in kind.fields]
    for name, field in kind.fields.items():
        value = entry.values.get(name)
        if value is None:
            found += [] if field.optional else [f"缺{name}"]
        elif field.type == "choice":
            found += [] if value in field.choices else [f"{name}没有{value}"]
        elif field.type in QUANTITIES and not isinstance(value, str):
            found += misread(field, value)
        elif field.type in QUANTITIES:
            parse(value, type=field.type, unit=field.unit)
    return found


def misread(field, value) -> list[str]:
    if "text" not in value:
        return [] if value["v"] >= 0 and "approx" not in value else ["约数没有原文"]
    read = parse(value["text"], type=field.type, unit=field.unit)
    same = (read.value, read.approx) == (value["v"], value["approx"])
    return [] if same else [f"{value['text']}读作{read.value}"]


def test_every_value_fits_its_field_and_reads_as_written(entries):
    assert [one for entry in entries if (one := problems(entry))] == []


@pytest.mark.parametrize("book", BOOKS)
def test_values_of_the_small_books_fit_their_fields(book):
    steps = [step.deed for step in town(SEED, book, END)]
    written = [deed.entry for deed in steps if isinstance(deed, Append)]
    assert len(written) >= 15
    assert [one for entry in written if (one := problems(entry))] == []


def test_money_in_the_text_is_the_money_in_the_value(made_up):
    fields = {"purchase": "amount", "donation": "given", "livelihood-item": "spent"}
    seen = 0
    for entry in made_up:
        value = entry.values.get(fields.get(entry.kind, ""))
        if isinstance(value, dict):
            said = value.get("text") or f"{value['v'] // 100}元"
            assert said in entry.text
            seen += 1
    assert seen > 1000


SLOTS = {
    "spot", "group", "product", "crop", "venue", "people", "matter", "matter2", "outcome",
    "work", "households", "topic", "goods", "amount", "given", "use", "occasion", "trees",
    "species", "outlet", "village", "text",
}  # fmt: skip


def leaves(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value
    return [one for inner in inside for one in leaves(inner)] if not isinstance(value, int) else []


def test_every_slot_of_a_phrase_is_filled():
    used = {
        name
        for text in leaves(phrases())
        for _, name, _, _ in Formatter().parse(text)
        if name is not None
    }
    assert used == SLOTS


CHOICES = [
    ("purchase", "mode", lambda p: p["purchase"]),
    ("livelihood-item", "field", lambda p: p["livelihood"]),
    ("publicity", "level", lambda p: p["publicity"]["outlets"]),
    ("employment", "way", lambda p: p["employment"]["forms"]),
]


@pytest.mark.parametrize(("kind", "field", "named"), CHOICES, ids=[one[0] for one in CHOICES])
def test_phrases_are_sorted_by_the_choices_of_the_form(kind, field, named):
    assert set(named(phrases())) <= set(shipped_kinds()[kind].fields[field].choices)


def test_what_a_unit_is_good_at_names_units_and_fields():
    known = {one.key for one in units()}
    for field, keys in phrases()["specialty"].items():
        assert field in phrases()["livelihood"]
        assert set(keys) <= known


def test_a_season_names_months_and_every_village_has_something_to_sell():
    for months in phrases()["season"].values():
        assert set(months) <= set(range(1, 13))
    assert all(one.products and all(one.products) for one in villages())


def test_the_cast_are_posts_with_one_sort_of_scope_each():
    for member in demo_file("cast.toml")["member"]:
        assert bool(member.get("places")) != ("party" in member)
        assert re.fullmatch("[a-z-]+", member["username"])
