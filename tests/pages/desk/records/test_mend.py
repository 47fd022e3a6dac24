"""更正、裁定、撤回、退回、采认 from the desk."""

from __future__ import annotations

import pytest

from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.ledger.rows import said


def the_form(desk: Desk, **changes: object) -> dict[str, object]:
    """The form of the record `desk.write()` makes, with changes."""
    same = {"happened": "2025-03-10", "f.people": "三十多人次"}
    return desk.form(**{**same, **changes})


def note(desk: Desk, name: str, record: Record, verb: str, words: str, **given: str):
    fields = {"id": str(new_id(desk.pass_time())), "form": verb, "words": words, **given}
    return desk.post(name, f"{record.id}/{verb}/", **fields)


def test_the_form_of_a_correction_holds_what_the_record_says(desk: Desk) -> None:
    record = desk.write()

    page = desk.get("swb", f"{record.id}/correct/").content.decode()

    assert 'value="三十多人次"' in page
    assert 'value="2025-03-10"' in page
    assert f'value="{c.SWB}" checked' in page
    assert "清理村道两侧杂物" in page


def test_a_correction_replaces_and_keeps_the_old_one(desk: Desk) -> None:
    record = desk.write()

    answer = desk.post("swb", f"{record.id}/correct/", **the_form(desk, **{"f.people": "40"}))

    mended = Record.objects.select_related("body").order_by("-seq")[0]
    assert answer["Location"] == f"/ledger/{mended.id}/"
    assert replaced_by(mended) == (record.id,)
    assert said(mended.body).values["people"]["v"] == 40


def test_a_correction_that_changes_nothing_is_not_written(desk: Desk) -> None:
    record = desk.write()
    number = Record.objects.count()

    answer = desk.post("swb", f"{record.id}/correct/", **the_form(desk))

    assert answer.status_code == 422
    assert "没有改动" in answer.content.decode()
    assert Record.objects.count() == number


def test_sending_a_correction_twice_writes_once(desk: Desk) -> None:
    record = desk.write()
    form = the_form(desk, text="改过的说明")

    first = desk.post("swb", f"{record.id}/correct/", **form)
    second = desk.post("swb", f"{record.id}/correct/", **form)

    assert first["Location"] == second["Location"]


def test_a_correction_sent_again_with_other_words_leads_to_the_one_there_is(desk: Desk) -> None:
    record = desk.write()
    form = the_form(desk, text="改过的说明")
    first = desk.post("swb", f"{record.id}/correct/", **form)

    answer = desk.post("swb", f"{record.id}/correct/", **{**form, "text": "再改一次"})

    said_ = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="{first["Location"]}"' in said_
    assert "此前已经提交过" in said_
    assert "编号" not in said_
    assert "再改一次" in said_
    assert "仍要保存" not in said_


def test_what_was_corrected_is_not_offered_to_be_corrected_once_more(desk: Desk) -> None:
    """Back to the form after saving: a second correction would be a conflict with one's own."""
    record = desk.write()
    desk.post("swb", f"{record.id}/correct/", **the_form(desk, text="改过的说明"))

    answer = desk.get("swb", f"{record.id}/correct/")

    assert answer["Location"] == f"/ledger/{record.id}/"
    assert "查看现行的一条" in desk.get("swb", f"{record.id}/").content.decode()


@pytest.mark.parametrize("changes", [{"f.people": ""}, {"happened": "2026-01-01"}])
def test_a_correction_with_errors_keeps_what_was_typed(desk: Desk, changes) -> None:
    record = desk.write()

    answer = desk.post("swb", f"{record.id}/correct/", **the_form(desk, text="改过", **changes))

    assert answer.status_code == 422
    assert "改过" in answer.content.decode()


def test_moving_a_correction_to_another_place_brings_its_units(desk: Desk) -> None:
    record = desk.write()

    form = the_form(desk, place=c.HETONG, refresh="1")
    page = desk.post("office", f"{record.id}/correct/", **form).content.decode()

    assert f'name="doer" value="{c.LYJ}"' in page


@pytest.mark.parametrize(("name", "status"), [("zx", 403), ("supervisor", 403), ("lyj", 404)])
def test_others_cannot_correct_it(desk: Desk, name, status) -> None:
    record = desk.write()

    form = the_form(desk, text="改过")
    assert desk.post(name, f"{record.id}/correct/", **form).status_code == status


def conflict(desk: Desk) -> tuple[Record, Record]:
    """Two corrections of one record: the one that counts, and the one that does not."""
    record = desk.write()
    for people in ("40", "50"):
        form = the_form(desk, **{"f.people": people})
        desk.post("swb", f"{record.id}/correct/", **form)
    first, second = Record.objects.filter(replaces__contains=str(record.id)).order_by("seq")
    return first, second


def test_a_second_correction_is_kept_and_said_to_wait(desk: Desk) -> None:
    _, second = conflict(desk)

    assert "此前已另有更正或撤回" in desk.get("swb", f"{second.id}/").content.decode()


def test_the_office_settles_by_one_record_in_place_of_both(desk: Desk) -> None:
    first, second = conflict(desk)
    page = desk.get("office", f"{second.id}/settle/").content.decode()
    assert 'value="50"' in page
    assert f'name="rival" value="{first.id}"' in page
    for one, people in ((first, "40人次"), (second, "50人次")):  # side by side above the form
        assert f'href="/ledger/{one.id}/"' in page
        assert f"<ins>{people}</ins>" in page

    form = the_form(desk, rival=[str(first.id), str(second.id)], **{"f.people": "45"})
    answer = desk.post("office", f"{second.id}/settle/", **form)

    settled = Record.objects.order_by("-seq")[0]
    assert answer["Location"] == f"/ledger/{settled.id}/"
    assert set(replaced_by(settled)) == {first.id, second.id}
    assert "等裁定" not in desk.get("office", f"{second.id}/").content.decode()


def test_what_somebody_else_settled_meanwhile_becomes_a_correction_of_it(desk: Desk) -> None:
    """Two of the office wrote at once: who comes second keeps every word."""
    first, second = conflict(desk)
    both = [str(first.id), str(second.id)]
    desk.post("office", f"{second.id}/settle/", **the_form(desk, rival=both, text="先裁定的"))
    settled = Record.objects.order_by("-seq")[0]
    late = the_form(desk, rival=both, text="后写完的", **{"f.people": "46"})

    answer = desk.post("office", f"{second.id}/settle/", **late)
    page = answer.content.decode()
    corrected = desk.post("office", f"{settled.id}/correct/", **late)

    assert answer.status_code == 409
    assert "刚才已有裁定" in page
    assert "后写完的" in page
    assert 'value="46"' in page
    assert f'action="/ledger/{settled.id}/correct/"' in page
    assert replaced_by(Record.objects.order_by("-seq")[0]) == (settled.id,)
    assert corrected.status_code == 302
    opened = desk.get("office", f"{second.id}/settle/")
    assert opened["Location"] == f"/ledger/{second.id}/"


def test_the_office_settles_a_withdrawal_and_a_correction_from_the_record(desk: Desk) -> None:
    record = desk.write()
    note(desk, "village", record, "withdraw", "误记")
    desk.post("swb", f"{record.id}/correct/", **the_form(desk, **{"f.people": "40"}))
    withdrawal, correction = Record.objects.order_by("-seq")[:2][::-1]

    shown = desk.get("office", f"{correction.id}/").content.decode()
    assert "先被撤回、后又被更正" in shown
    assert f"/ledger/{correction.id}/settle/" in shown
    assert "由县专班裁定" in desk.get("swb", f"{correction.id}/").content.decode()
    assert desk.get("office", f"{withdrawal.id}/settle/").status_code == 404
    form = desk.get("office", f"{correction.id}/settle/").content.decode()
    assert f'name="rival" value="{withdrawal.id}"' in form

    rivals = [str(withdrawal.id), str(correction.id)]
    sent = the_form(desk, rival=rivals, **{"f.people": "45"})
    answer = desk.post("office", f"{correction.id}/settle/", **sent)

    ruling = desk.as_("office").get(answer["Location"]).content.decode()
    assert "组织一次集中劳动" in ruling.split('id="used"')[1]
    assert "裁定" not in desk.get("office", f"{record.id}/").content.decode().split("各次版本")[0]
    assert "更正</a>" in ruling
    assert "更正</a>" not in desk.as_("swb").get(answer["Location"]).content.decode()


def test_a_unit_cannot_settle(desk: Desk) -> None:
    first, second = conflict(desk)

    form = the_form(desk, rival=[str(first.id), str(second.id)], **{"f.people": "45"})
    assert desk.post("swb", f"{second.id}/settle/", **form).status_code == 403


def test_settling_with_errors_keeps_what_was_typed(desk: Desk) -> None:
    first, second = conflict(desk)

    form = the_form(desk, rival=[str(first.id), str(second.id)], **{"f.people": "许多"})
    answer = desk.post("office", f"{second.id}/settle/", **form)

    assert answer.status_code == 422
    assert "许多" in answer.content.decode()


def test_there_is_nothing_to_settle_without_a_conflict(desk: Desk) -> None:
    assert desk.get("office", f"{desk.write().id}/settle/").status_code == 404


def test_a_withdrawal_says_why_and_nothing_counts_any_more(desk: Desk) -> None:
    record = desk.write()

    assert note(desk, "swb", record, "withdraw", "误记").status_code == 302
    page = desk.get("swb", f"{record.id}/").content.decode()

    assert "这一条已撤回" in page
    assert "误记" in page
    assert "现在不计入任何任务" in page
    assert "withdrawn" in desk.get("swb", "", state="withdrawn").content.decode()
    assert str(record.id) in desk.get("swb", "", state="withdrawn").content.decode()
    assert str(record.id) not in desk.get("swb", "", state="effective").content.decode()


def test_without_a_reason_nothing_is_withdrawn_and_the_form_stays_open(desk: Desk) -> None:
    record = desk.write()

    answer = note(desk, "swb", record, "withdraw", "  ")

    assert answer.status_code == 422
    assert 'class="verb" open' in answer.content.decode()


def test_the_office_returns_with_a_note_and_the_unit_mends_it(desk: Desk) -> None:
    record = desk.write()

    assert note(desk, "office", record, "return", "请补参加人数").status_code == 302
    page = desk.get("swb", f"{record.id}/").content.decode()
    assert "请补参加人数" in page
    assert "已被退回" in page
    assert "退回说明：“请补参加人数”" in page
    assert str(record.id) in desk.get("office", "", state="returned").content.decode()

    answer = desk.post("swb", f"{record.id}/correct/", **the_form(desk, **{"f.people": "40"}))
    mended = desk.as_("swb").get(answer["Location"]).content.decode()
    assert "组织一次集中劳动" in mended.split('id="used"')[1]
    assert str(record.id) in desk.get("office", "", state="corrected").content.decode()


@pytest.mark.parametrize("verb", ["withdraw", "return", "accept"])
@pytest.mark.parametrize("name", ["zx", "lyj", "supervisor"])
def test_others_are_refused(desk: Desk, name, verb) -> None:
    record = desk.write()
    number = Record.objects.count()

    assert note(desk, name, record, verb, "说明").status_code == (404 if name == "lyj" else 403)
    assert Record.objects.count() == number


@pytest.mark.parametrize("verb", ["withdraw", "return", "accept"])
@pytest.mark.parametrize("name", ["office", "auditor"])
def test_opening_the_address_of_a_verb_leads_to_the_record(desk: Desk, name, verb) -> None:
    record = desk.write()
    number = Record.objects.count()

    answer = desk.get(name, f"{record.id}/{verb}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/ledger/{record.id}/")
    assert Record.objects.count() == number


@pytest.mark.parametrize("verb", ["withdraw", "return", "accept"])
def test_words_too_long_are_refused(desk: Desk, verb: str) -> None:
    answer = note(desk, "office", desk.write(), verb, "长" * 201)

    assert answer.status_code == 422
    assert "请缩短到200字以内" in answer.content.decode()


def test_sending_a_return_twice_writes_once(desk: Desk) -> None:
    record = desk.write()
    once = str(new_id(desk.pass_time()))

    for _ in range(2):
        assert note(desk, "office", record, "return", "请核对", id=once).status_code == 302
    assert Record.objects.filter(kind="record-returned").count() == 1


def test_what_is_replaced_can_no_longer_be_withdrawn(desk: Desk) -> None:
    record = desk.write()
    desk.post("swb", f"{record.id}/correct/", **the_form(desk, text="改过"))

    answer = note(desk, "swb", record, "withdraw", "误记")

    assert answer.status_code == 422
    assert "最新的一版" in answer.content.decode()


def test_words_for_what_can_be_done_no_more_are_shown_to_be_taken_along(desk: Desk) -> None:
    """While the office wrote why it returns a record, its unit withdrew it."""
    record = desk.write()
    note(desk, "swb", record, "withdraw", "写重了")

    answer = note(desk, "office", record, "return", "请写明参加人数<和地点>")

    assert answer.status_code == 422
    assert "请写明参加人数&lt;和地点&gt;" in answer.content.decode()
