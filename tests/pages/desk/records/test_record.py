"""A record's page: what it says, its versions, its uses, and who may do what with it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.actions.change_organization import rename_organization
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Doer
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record


def page_of(desk: Desk, name: str, record: Record, **query: str) -> str:
    return desk.get(name, f"{record.id}/", **query).content.decode()


def correct(desk: Desk, record: Record, name: str = "swb", **changes: object) -> Record:
    at = desk.pass_time()
    draft = desk.crew.draft(**{"id": new_id(at), **changes})
    acting = desk.crew.scope(name)
    return correct_record(acting=acting, at=at, of=record.id, draft=draft).written()


def test_it_says_what_was_written_and_by_whom(desk: Desk) -> None:
    record = desk.write(values={"people": "三十多人次"}, text="清理村道两侧杂物")

    page = page_of(desk, "swb", record)

    assert "30多人次" in page
    assert "原写“三十多人次”" in page
    assert "清理村道两侧杂物" in page
    assert "高州市根子镇柏桥村" in page
    assert "市委办联络员录入" in page
    assert record.hash in page
    assert f"第{record.seq}条" in page


def test_it_says_which_duty_and_figures_it_enters(desk: Desk) -> None:
    page = page_of(desk, "swb", desk.write())

    used = page.split('id="used"')[1]
    assert "组织一次集中劳动" in used
    assert "2025年3月" in used
    assert "集中劳动人次" in used
    assert "/figures/?" in used


def test_a_record_no_duty_counts_says_so(desk: Desk) -> None:
    record = desk.write(kind="honour", values={"name": "先进单位", "level": "county"})

    assert "目前没有任务按这条记录计算" in page_of(desk, "swb", record)


def test_a_record_for_somebody_acting_names_both(desk: Desk) -> None:
    record = desk.write(doers=(Doer("person:swb", "leader", c.SWB), Doer(c.ZX)))

    page = page_of(desk, "zx", record)

    assert "市委办联络员（组长）" in page
    assert "市政协" in page


def test_a_unit_renamed_since_is_told_by_the_name_of_the_day(desk: Desk) -> None:
    before, after = desk.write(), desk.write(happened=date(2025, 3, 11))
    rename_organization(
        acting=desk.crew.scope("office"), at=desk.crew.at, key="swb",
        name="中共高州市委综合办公室", short="市委综合办", since=date(2025, 3, 11),
    )  # fmt: skip
    told = "市委综合办当时名称：中共高州市委办公室"
    assert told in page_of(desk, "office", before)
    assert told not in page_of(desk, "office", after)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("office", 200),
        ("supervisor", 200),
        ("auditor", 200),
        ("swb", 200),
        ("zx", 200),
        ("team", 200),
        ("village", 200),
        ("lyj", 404),
        ("fl", 404),
    ],
)
def test_who_may_open_it(desk: Desk, name, status) -> None:
    assert desk.get(name, f"{desk.write().id}/").status_code == status


def test_a_record_that_does_not_exist_looks_like_one_out_of_view(desk: Desk) -> None:
    assert desk.get("office", f"{uuid4()}/").status_code == 404


BUTTONS = {
    "correct": "/correct/",
    "withdraw": "/withdraw/",
    "return": "/return/",
    "accept": "/accept/",
}


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("office", {"correct", "withdraw", "return"}),
        ("swb", {"correct", "withdraw"}),
        ("village", {"correct", "withdraw"}),
        ("supervisor", set()),
        ("auditor", set()),
        ("zx", set()),
    ],
)
def test_only_what_one_may_do_is_offered(desk: Desk, name, offered) -> None:
    page = page_of(desk, name, desk.write())

    assert {verb for verb, part in BUTTONS.items() if part in page} == offered


def test_a_past_view_offers_nothing(desk: Desk) -> None:
    record = desk.write(happened=date(2025, 3, 1))

    page = page_of(desk, "office", record, as_of="2025-03-11")

    assert not [part for part in BUTTONS.values() if part in page]
    assert "再记一条" not in page


def test_before_it_was_received_it_cannot_be_seen(desk: Desk) -> None:
    record = desk.write()

    answer = desk.get("swb", f"{record.id}/", known_at="2025-03-11T09:00")

    assert answer.status_code == 400
    assert "还没有收到" in answer.content.decode()


def test_a_correction_shows_field_by_field_what_changed(desk: Desk) -> None:
    record = desk.write(values={"people": "26"})
    mended = correct(desk, record, values={"people": "30", "sites": "3"}, happened=date(2025, 3, 9))

    page = page_of(desk, "swb", mended)

    assert "<del>26人次</del>" in page
    assert "<ins>30人次</ins>" in page
    assert "<del>（空）</del></td><td><ins>3处</ins>" in page
    assert "<del>2025年3月10日</del>" in page
    assert "说明" not in page.split('id="versions"')[1].split("</section>")[0]
    old = page_of(desk, "swb", record)
    assert "这一条已被更正" in old
    assert "/correct/" not in old


def test_before_the_correction_the_old_version_counted(desk: Desk) -> None:
    record = desk.write()
    known = desk.clock[0].strftime("%Y-%m-%dT%H:%M")
    desk.pass_time(hours=1)
    correct(desk, record, values={"people": "99"})

    page = page_of(desk, "swb", record, known_at=known)

    assert "99人次" not in page
    assert "现行" in page


def test_two_corrections_are_a_conflict_until_settled(desk: Desk) -> None:
    record = desk.write(values={"people": "26"})
    first = correct(desk, record, values={"people": "30"})
    second = correct(desk, record, values={"people": "35"})

    assert "等裁定" in page_of(desk, "swb", second)
    assert "由县专班裁定" in page_of(desk, "swb", first)
    office = page_of(desk, "office", second)
    assert f"/ledger/{second.id}/settle/" in office
    assert "有2种更正" in office


def test_a_record_after_the_lock_may_be_accepted(desk: Desk) -> None:
    record = desk.write(happened=date(2024, 12, 3))

    told = "组织一次集中劳动：已过锁定期，等县专班采认，采认后计入2024年12月。"
    assert told in page_of(desk, "swb", record)
    waiting = page_of(desk, "office", record)
    assert "/accept/" in waiting
    assert "事后较久才录入。" in waiting  # it does not count as others do
    assert "/accept/" not in page_of(desk, "swb", record)

    answer = desk.post("office", f"{record.id}/accept/", id=str(new_id(desk.clock[0])), words="")
    assert answer.status_code == 302
    page = page_of(desk, "office", record)
    assert "/accept/" not in page
    assert "已过锁定期" not in page
    assert "组织一次集中劳动" in page.split('id="used"')[1]


def test_what_comes_late_for_no_duty_waits_for_nobody(desk: Desk) -> None:
    """Before the pairing began there was nothing it could have been counted for."""
    record = desk.write(happened=date(2024, 6, 3))

    page = page_of(desk, "office", record)
    assert "已过锁定期" not in page
    assert "/accept/" not in page
    assert "目前没有任务按这条记录计算" in page


def test_what_came_in_time_waits_for_nobody(desk: Desk) -> None:
    assert "已过锁定期" not in page_of(desk, "swb", desk.write())


def test_what_is_withdrawn_waits_for_nobody(desk: Desk) -> None:
    record = desk.write(happened=date(2024, 12, 3))
    given = {"id": str(new_id(desk.pass_time())), "words": "误记"}
    desk.post("swb", f"{record.id}/withdraw/", **given)

    assert "已过锁定期" not in page_of(desk, "office", record)


def test_a_system_record_can_be_read_but_not_mended_here(desk: Desk) -> None:
    edition = Record.objects.get(kind="edition-in-force")

    page = page_of(desk, "office", edition)

    assert "gaozhou-pairing" in page
    assert not [part for part in BUTTONS.values() if part in page]


def test_the_page_asks_few_questions(desk: Desk, django_assert_max_num_queries) -> None:
    record = desk.write()
    for people in ("27", "28", "29"):
        record = correct(desk, record, values={"people": people})
    page_of(desk, "office", record)

    with django_assert_max_num_queries(26):
        page_of(desk, "office", record)
