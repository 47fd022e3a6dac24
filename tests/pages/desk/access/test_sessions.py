"""How long one stays signed in, what ends it, and what becomes of a form sent too late."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pages.desk.access.conftest import Door
from tests.pages.desk.access.conftest import hidden
from tests.pages.desk.access.conftest import text
from tests.records.cast import PASSWORD
from tongxing.records.accounts.models import Account
from tongxing.records.audit.models import AuditRow

NEW = "Shan-he-wuyang-9"
LATE = {"kind": "labour-day", "text": "清理村道<b>两侧</b>\n杂物", "doer": ["org:swb", "org:zx"]}


def test_a_session_has_a_new_id_from_signing_in(door: Door) -> None:
    door.get("/sign-in/")
    door.client.session.save()
    before = door.client.session.session_key
    door.sign_in()
    assert door.client.session.session_key not in {before, None}
    assert door.is_in()


def test_a_session_id_put_there_by_another_is_of_no_use(door: Door) -> None:
    door.client.cookies["session"] = "a" * 32
    door.sign_in()
    assert door.client.cookies["session"].value != "a" * 32


def test_half_an_hour_of_nothing_ends_it_and_says_so(door: Door) -> None:
    door.sign_in()
    door.wait(minutes=30)
    assert door.is_in()
    door.wait(minutes=31)
    answer = door.get("/ledger/?q=柏桥")
    assert answer["Location"].startswith("/sign-in/?next=%2Fledger%2F%3Fq%3D")
    assert "超过30分钟没有操作" in text(door.get(answer["Location"]))
    assert not door.is_in()


def test_going_on_keeps_it_but_not_beyond_twelve_hours(door: Door) -> None:
    door.sign_in()
    for _ in range(36):
        door.wait(minutes=20)
        assert door.is_in()
    door.wait(minutes=1)
    answer = door.get("/me/")
    assert "ended=limit" in answer["Location"]
    assert "登录已满12小时" in text(door.get(answer["Location"]))


def test_minutes_are_a_setting(door: Door, settings: Any) -> None:
    settings.IDLE_MINUTES = 5
    door.sign_in()
    door.wait(minutes=6)
    assert not door.is_in()


def test_a_busy_reader_costs_a_write_a_minute_at_most(door: Door) -> None:
    door.sign_in()
    door.is_in()
    assert session_writes(door) == 0
    door.wait(minutes=2)
    assert session_writes(door) == 1


def session_writes(door: Door) -> int:
    with CaptureQueriesContext(connection) as seen:
        door.is_in()
    return sum(one["sql"].startswith("UPDATE") for one in seen.captured_queries)


def test_a_form_sent_too_late_is_offered_again_to_its_owner(door: Door) -> None:
    door.sign_in()
    door.wait(minutes=40)
    answer = door.post("/ledger/new/?kind=labour-day", **LATE)
    assert answer.status_code == 200
    assert "刚才填写的内容没有丢失" in text(answer)
    kept = hidden(answer, "kept")
    assert kept
    assert "清理村道" not in answer.content.decode()
    again = door.sign_in(kept=kept)
    said = again.content.decode()
    assert "还没有提交" in text(again)
    assert 'action="/ledger/new/?kind=labour-day"' in said
    assert "清理村道&lt;b&gt;两侧&lt;/b&gt;" in said
    assert said.count('name="doer"') == 2
    assert door.is_in()


def test_another_person_on_that_machine_neither_reads_nor_sends_it(door: Door) -> None:
    door.sign_in()
    door.wait(minutes=40)
    kept = hidden(door.post("/ledger/new/", **LATE), "kept")
    answer = door.sign_in("zx", kept=kept)
    assert answer["Location"] == "/"
    assert "清理村道" not in answer.content.decode()


def test_what_was_kept_is_for_hours_only_and_cannot_be_made_up(door: Door) -> None:
    door.sign_in()
    door.wait(minutes=40)
    kept = hidden(door.post("/ledger/new/", **LATE), "kept")
    door.wait(hours=13)
    assert door.sign_in(kept=kept).status_code == 302
    assert door.another().sign_in(kept="made-up").status_code == 302


def test_it_stays_over_a_wrong_password(door: Door) -> None:
    door.sign_in()
    door.wait(minutes=40)
    kept = hidden(door.post("/ledger/new/", **LATE), "kept")
    answer = door.sign_in(password="wrong", kept=kept)
    assert hidden(answer, "kept") == kept


def test_passwords_are_never_kept(door: Door) -> None:
    door.sign_in()
    door.wait(minutes=40)
    answer = door.post("/me/password/", old=PASSWORD, password=NEW, again=NEW)
    assert hidden(answer, "kept") == ""
    assert "没有丢失" not in text(answer)


def test_a_form_from_elsewhere_is_not_kept_either(door: Door) -> None:
    door.sign_in()
    door.wait(minutes=40)
    answer = door.client.post("/ledger/new/", LATE)  # without our token
    assert answer.status_code == 403
    assert "kept" not in answer.content.decode()


def test_a_part_asked_for_by_script_makes_the_whole_page_ask(door: Door) -> None:
    door.sign_in()
    door.wait(minutes=40)
    answer = door.get("/matrix/", **{"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_a_part_of_a_form_being_filled_in_never_takes_the_form_away(door: Door) -> None:
    """An amount typed, a place chosen: the page stays, and what it sends afterwards is kept."""
    door.sign_in()
    door.wait(minutes=40)
    for part in ("/ledger/new/readback/?kind=donation&field=given&f.given=70万",
                 "/ledger/new/doers/?kind=donation"):  # fmt: skip
        answer = door.get(part, **{"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Reswap"]) == (200, "innerHTML")
        assert "HX-Refresh" not in answer
        assert "请照常提交" in answer.content.decode()
    assert "刚才填写的内容没有丢失" in text(door.post("/ledger/new/", **LATE))


def test_a_form_is_kept_too_where_another_window_asked_to_sign_in_again(door: Door) -> None:
    door.sign_in()
    door.wait(minutes=40)
    door.get("/ledger/")
    part = door.get("/ledger/new/doers/?kind=donation", **{"HX-Request": "true"})
    assert "请照常提交" in part.content.decode()
    answer = door.post("/ledger/new/", **LATE)
    assert "超过30分钟没有操作" in text(answer)
    kept = hidden(answer, "kept")
    assert "清理村道" in door.sign_in(kept=kept).content.decode()


def test_a_form_goes_on_where_its_owner_signed_in_again_in_another_window(door: Door) -> None:
    door.sign_in()
    token = door.client.cookies["form"].value
    door.wait(minutes=40)
    door.get("/ledger/")
    door.sign_in()
    late = {**LATE, "csrfmiddlewaretoken": token}
    assert door.client.post("/ledger/new/", late).status_code == 422  # read, not put aside


def test_whoever_else_signs_in_there_does_not_send_it(door: Door) -> None:
    door.sign_in()
    token = door.client.cookies["form"].value
    late = {**LATE, "csrfmiddlewaretoken": token}
    door.wait(minutes=40)
    door.get("/ledger/")
    door.sign_in("zx")
    assert door.client.post("/ledger/new/", late).status_code == 403
    door.post("/sign-out/")
    door.sign_in()
    assert door.client.post("/ledger/new/", late).status_code == 403


def test_who_is_nobody_any_more_is_not_asked_for_a_password_within_a_page(door: Door) -> None:
    """Signed out elsewhere: whose form it is nobody knows, so its words are saved by hand."""
    door.sign_in()
    door.post("/sign-out/")
    part = door.get("/ledger/new/doers/?kind=donation", **{"HX-Request": "true"})
    assert "请先复制写好的文字" in part.content.decode()
    assert door.get("/matrix/", **{"HX-Request": "true"})["HX-Refresh"] == "true"
    assert door.post("/ledger/new/", **LATE)["Location"].startswith("/sign-in/")


def test_a_closed_account_has_no_form_kept(door: Door) -> None:
    door.sign_in()
    door.wait(minutes=40)
    door.get("/ledger/")
    Account.objects.filter(username="swb").update(is_active=False)
    assert door.post("/ledger/new/", **LATE)["Location"].startswith("/sign-in/")


def test_one_press_ends_it_for_good(door: Door) -> None:
    door.sign_in()
    kept = door.client.cookies["session"].value
    door.post("/sign-out/")
    door.client.cookies["session"] = kept
    assert not door.is_in()


def test_another_password_ends_every_other_session(door: Door) -> None:
    elsewhere = door.another()
    elsewhere.sign_in()
    door.sign_in()
    answer = door.post("/me/password/", old=PASSWORD, password=NEW, again=NEW)
    assert answer["Location"] == "/me/"
    assert door.is_in()
    assert not elsewhere.is_in()
    assert elsewhere.sign_in(password=PASSWORD).status_code == 403
    assert elsewhere.sign_in(password=NEW).status_code == 302


def test_ending_other_sessions_leaves_this_one(door: Door) -> None:
    elsewhere = door.another()
    elsewhere.sign_in()
    door.sign_in()
    door.post("/me/elsewhere/")
    assert door.is_in()
    assert not elsewhere.is_in()


def test_signing_in_and_out_stands_in_the_audit_and_nowhere_else(door: Door) -> None:
    door.sign_in()
    door.post("/sign-out/")
    door.sign_in()
    door.wait(minutes=40)
    door.get("/me/")
    rows = AuditRow.objects.filter(verb__in=("sign-in", "sign-out")).order_by("pk")
    assert [(row.verb, row.who, row.detail) for row in rows] == [
        ("sign-in", "person:swb", '{"by":"password"}'),
        ("sign-out", "person:swb", '{"by":"self"}'),
        ("sign-in", "person:swb", '{"by":"password"}'),
        ("sign-out", "person:swb", '{"by":"idle"}'),
    ]
    fields = {one.name for one in door.crew.account("swb")._meta.get_fields()}
    assert not fields & {"last_login", "logins", "seen_at"}


@pytest.mark.parametrize("header", ["Permissions-Policy", "X-Frame-Options", "Referrer-Policy",
                                    "X-Content-Type-Options", "Content-Security-Policy",
                                    "Cross-Origin-Opener-Policy"])  # fmt: skip
def test_every_page_carries_what_browsers_need_to_protect_it(door: Door, header: str) -> None:
    assert door.get("/sign-in/")[header]
    door.sign_in()
    assert door.get("/me/")[header]


def test_no_page_may_ask_where_one_is_or_look_through_the_camera(door: Door) -> None:
    policy = door.get("/sign-in/")["Permissions-Policy"]
    assert {"geolocation=()", "camera=()", "microphone=()"} <= set(policy.split(", "))


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(door: Door) -> None:
    door.sign_in()
    for name in ("session", "form"):
        cookie = door.client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
