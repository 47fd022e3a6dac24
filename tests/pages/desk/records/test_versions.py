"""What a version says, and what a later one says otherwise."""

from __future__ import annotations

from datetime import date

from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.pages.desk.records.versions import Version
from tongxing.pages.desk.records.versions import differences
from tongxing.pages.desk.records.versions import doer_text
from tongxing.pages.desk.records.versions import names_for
from tongxing.pages.desk.records.versions import version_of
from tongxing.records.ledger.models import Record


def version(desk: Desk, **changes: object) -> Version:
    made = desk.write(**changes)
    record = Record.objects.select_related("body").get(pk=made.id)
    return version_of(record, names_for([record], date(2025, 3, 12)))


def test_a_version_says_everything_in_chinese(desk: Desk) -> None:
    said = version(desk, doers=(Doer("person:swb", "leader", c.SWB), Doer(c.ZX)))

    assert said.path == "高州市根子镇柏桥村"
    assert [doer_text(one) for one in said.doers] == ["市委办 市委办联络员（组长）", "市政协"]
    assert [(one.title, one.said, one.written) for one in said.fields] == [
        ("参加人次", "30多人次", "三十多人次")
    ]
    assert said.by == "市委办联络员"
    assert not said.late
    assert not said.redacted


def test_a_week_is_not_late_and_eight_days_are(desk: Desk) -> None:
    assert not version(desk, happened=date(2025, 3, 5)).late
    assert version(desk, happened=date(2025, 3, 4)).late


def test_two_versions_that_say_the_same_do_not_differ(desk: Desk) -> None:
    assert differences(version(desk), version(desk)) == ()


def test_every_change_is_named_with_before_and_after(desk: Desk) -> None:
    before = version(desk, values={"people": "26", "work": "clean"}, makes_up=date(2025, 2, 28))
    after = version(
        desk,
        values={"people": "26", "sites": "3"},
        happened=date(2025, 3, 9),
        doers=(Doer(c.SWB, "leader"),),
        text="",
    )

    changed = {one.title: (one.before, one.after) for one in differences(before, after)}

    assert changed == {
        "日期": ("2025年3月10日", "2025年3月9日"),
        "补做哪一天": ("2025年2月28日", ""),
        "由谁": ("市委办", "市委办（组长）"),
        "劳动内容": ("清理环境", ""),
        "清理点位": ("", "3处"),
        "说明": ("清理村道两侧杂物", ""),
    }


def test_an_amount_written_otherwise_is_the_same_amount(desk: Desk) -> None:
    digits = version(desk, values={"people": "30多"})
    words = version(desk, values={"people": "三十多人次"})

    assert differences(digits, words) == ()


def test_names_are_fetched_in_few_questions(desk: Desk, django_assert_max_num_queries) -> None:
    for who in ("swb", "zx", "lyj"):
        desk.write(who)
    records = list(Record.objects.filter(kind="labour-day").select_related("body"))

    with django_assert_max_num_queries(3):
        names_for(records, date(2025, 3, 12))
