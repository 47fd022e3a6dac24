"""管理 › 账号: finding, opening, closing, resetting, unlocking, granting, as each of the cast."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.actions.test_second_factor import SECRET
from tests.actions.test_second_factor import code
from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.actions.errors import Refused
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_registry import add_places
from tongxing.actions.second_factor import add_generator
from tongxing.actions.sign_in import check_password
from tongxing.actions.sign_in import signed_in
from tongxing.pages.desk.manage.accounts import choices
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.queries import scope_of
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Place

LIST = "/manage/accounts/"
NEW = "/manage/accounts/new/"


def one(username: str, deed: str = "") -> str:
    return f"/manage/accounts/name/{username}/{deed}"


def text(answer: Any) -> str:
    page = Page(answer.content.decode())
    assert not page.breaches
    return page.text


def told(desk: Desk, who: str, answer: Any) -> str:
    """Where a deed leads, and what is said there."""
    assert answer.status_code == 302, text(answer)
    return text(desk.as_(who).get(answer["Location"]))


def lock(desk: Desk, username: str) -> None:
    for _ in range(5):
        with pytest.raises(Refused):
            check_password(at=desk.clock[0], username=username, password="wrong")


@pytest.mark.parametrize("who", ["office", "sysadmin", "security", "auditor"])
def test_the_list_names_all_of_ones_own_place_and_nobody_else(desk: Desk, who: str) -> None:
    said = text(desk.as_(who).get(LIST))
    for username in set(c.ACCOUNTS) - {"neighbour"}:
        assert username in said
    assert "neighbour" not in said
    assert "结对单位 · 市委办" in said
    assert ("开设账号" in said) is (who in {"office", "sysadmin"})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "林业"}, {"lyj"}),
        ({"q": "市委办 联络员"}, {"swb"}),
        ({"q": "VILLAGE"}, {"village"}),
        ({"q": "没有这个人"}, set()),
        ({"state": "closed"}, {"fl"}),
        ({"state": "locked"}, {"zx"}),
        ({"state": "fresh"}, {"zx-2"}),
        ({"state": "nonsense", "q": "妇联"}, {"fl"}),
    ],
)
def test_searching(desk: Desk, query: dict[str, str], found: set[str]) -> None:
    create_account(acting=everything(), at=desk.crew.at, username="zx-2", person="person:zx")
    desk.as_("sysadmin").post(one("fl", "close/"), {"reason": "调离"})
    lock(desk, "zx")
    said = desk.as_("office").get(LIST, query).content.decode()
    assert set(re.findall(r'/manage/accounts/name/([^/"]+)/"', said)) == found
    if not found:
        assert "没有符合条件的账号" in said


def test_the_list_costs_the_same_for_any_number(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    for number in range(70):
        create_account(
            acting=everything(), at=desk.crew.at, username=f"n{number:02}", person="person:zx"
        )
    client = desk.as_("office")
    client.get(LIST)
    with django_assert_max_num_queries(14):
        said = text(client.get(LIST))
    assert "第1页，共2页" in said
    assert "n60" in text(client.get(LIST, {"page": "2"}))


def test_an_account_is_opened_for_somebody_registered(desk: Desk) -> None:
    client = desk.as_("office")
    assert "市政协联络员" in text(client.get(NEW, {"q": "政协"}))
    assert "没有找到" in text(client.get(NEW, {"q": "某某某"}))
    assert "使用人： 市政协联络员" in text(client.get(NEW, {"person": "zx"}))
    answer = client.post(NEW, {"person": "zx", "username": "zx-2"})
    assert "首次未改密" in text(answer)
    assert "no-store" in answer["Cache-Control"]
    shown = re.search(r'<code class="secret">([^<]+)</code>', answer.content.decode())
    assert shown
    assert desk.crew.account("zx-2").check_password(shown.group(1))
    assert shown.group(1) not in client.get(one("zx-2")).content.decode()
    again = client.post(NEW, {"person": "zx", "username": "zx-2"})
    assert again.status_code == 422
    assert "已被使用" in text(again)


def test_an_account_is_opened_for_somebody_written_down(desk: Desk) -> None:
    client = desk.as_("sysadmin")
    wrong = client.post(NEW, {"username": "a b", "name": "某村文书"})
    assert wrong.status_code == 422
    assert "账号应为2到40个" in text(wrong)
    assert 'value="某村文书"' in wrong.content.decode()
    assert "一次性密码" in text(
        client.post(NEW, {"username": "cun-1", "name": "某村文书", "post": ""})
    )


def test_closing_and_reopening_need_a_reason_and_show_it(desk: Desk) -> None:
    client = desk.as_("sysadmin")
    assert "请写明停用原因" in text(client.post(one("swb", "close/"), {}))
    said = told(desk, "sysadmin", client.post(one("swb", "close/"), {"reason": "调离原单位"}))
    assert "账号已停用" in said
    assert "停用 · 系统管理员 · 调离原单位" in said
    said = told(desk, "sysadmin", client.post(one("swb", "reopen/"), {"reason": "复岗"}))
    assert "账号已恢复使用" in said


def test_a_reset_shows_the_password_once_and_ends_the_sessions(desk: Desk) -> None:
    assert desk.get("swb", "").status_code == 200
    answer = desk.as_("sysadmin").post(one("swb", "reset/"))
    assert "一次性密码" in text(answer)
    assert "一次性密码：" not in text(desk.as_("sysadmin").get(one("swb")))
    assert desk.get("swb", "").status_code == 302


def test_a_lock_is_shown_and_lifted(desk: Desk) -> None:
    lock(desk, "swb")
    assert "立即解除锁定" in text(desk.as_("sysadmin").get(one("swb")))
    assert "立即解除锁定" not in text(desk.as_("office").get(one("swb")))
    desk.pass_time()
    assert "已解除锁定" in told(desk, "sysadmin", desk.as_("sysadmin").post(one("swb", "unlock/")))
    assert "立即解除锁定" not in text(desk.as_("sysadmin").get(one("swb")))


def test_a_second_factor_that_was_lost_is_taken_off(desk: Desk) -> None:
    at = desk.crew.at
    add_generator(acting=desk.crew.scope("swb"), at=at, name="", secret=SECRET, code=code(at))
    assert "解除（本人遗失时）" not in text(desk.as_("office").get(one("swb")))
    assert "解除（本人遗失时）" in text(desk.as_("security").get(one("swb")))
    answer = desk.as_("security").post(one("swb", "drop-second/"), {"reason": "手机遗失"})
    assert "第二重验证已解除" in told(desk, "security", answer)


def test_the_office_gives_a_village_its_secretary(desk: Desk) -> None:
    client = desk.as_("office")
    given = {
        "role": "village",
        "place_said": "根子镇元坝村",
        "since": "2025-03-12",
        "last": "2025-12-31",
    }
    said = told(desk, "office", client.post(one("fl", "grant/"), given))
    assert "授权已办理" in said
    assert "村 · 高州市根子镇元坝村" in said
    assert "2025年3月12日起，至2025年12月31日" in said
    assert "授权：村，高州市根子镇元坝村 · 专班经办人" in said
    grant = Grant.objects.get(role="village", account__username="fl")
    assert (grant.place, str(grant.until)) == (c.YUANBA, "2026-01-01")


PROVINCES = (("440000000000", "广东省"), ("450000000000", "广西壮族自治区"))


@pytest.fixture
def two_provinces(desk: Desk) -> Desk:
    """系统管理员 and 安全管理员 over two provinces, as `tongxing accounts first` sets them up."""
    places = [Place(code=k, name=n, level="province", since=c.LONG_AGO) for k, n in PROVINCES]
    add_places(acting=everything(), at=desk.crew.at, places=places)
    for username, role in (("sysadmin", "system"), ("security", "security")):
        account = desk.crew.account(username)
        account.grants.all().delete()
        for place, _ in PROVINCES:
            Grant.objects.create(account=account, role=role, place=place, since=c.LONG_AGO)
    return desk


def test_somebody_comes_to_answer_for_two_provinces(two_provinces: Desk) -> None:
    desk = two_provinces
    given = {"username": "xiezuo", "name": "东西部协作联络员", "post": "联络员"}
    form = desk.as_("sysadmin").get(NEW).content.decode()
    assert re.findall(r'<option value="(\d+)">([^<]+)', form) == [*PROVINCES]
    wrong = desk.as_("sysadmin").post(NEW, given)
    assert wrong.status_code == 422
    assert "还没有选择由哪里管理这个账号" in text(wrong)
    desk.as_("sysadmin").post(NEW, {**given, "home": PROVINCES[1][0]})
    assert desk.crew.account("xiezuo").home == PROVINCES[1][0]

    assert "管几个地方的，逐个办理" in text(desk.as_("security").get(one("xiezuo")))
    for _, said in PROVINCES:
        assert desk.as_("xiezuo").get("/regions/").status_code == 404
        given = {"role": "supervisor", "place_said": said, "since": "2025-03-12"}
        page = told(desk, "security", desk.as_("security").post(one("xiezuo", "grant/"), given))
    assert "督导组 · 广东省" in page
    assert "督导组 · 广西壮族自治区" in page
    assert desk.as_("xiezuo").get("/regions/").status_code == 200
    assert "各省" in text(desk.as_("xiezuo").get("/"))


def test_who_stands_in_the_registry_without_a_unit_is_kept_where_one_says(
    two_provinces: Desk,
) -> None:
    client = two_provinces.as_("sysadmin")
    assert 'name="home"' in client.get(NEW, {"person": "village"}).content.decode()
    assert 'name="home"' not in client.get(NEW, {"person": "zx"}).content.decode()
    for home in ("", "110000000000", "44\0", "44不是代码"):  # none of those offered
        given = {"person": "village", "username": "cun-2", "home": home}
        assert client.post(NEW, given).status_code == 422, home
    assert client.post(NEW, {**given, "home": PROVINCES[0][0]}).status_code == 200


def test_one_place_leaves_nothing_to_choose(desk: Desk) -> None:
    assert 'name="home"' not in desk.as_("sysadmin").get(NEW).content.decode()


@pytest.mark.parametrize(
    ("places", "around"),
    [
        ((), ""),
        (("440981",), "440981"),
        (("44", "45"), ""),
        (("440981", "440982"), "4409"),
        (("44", "440981"), "44"),
        (("440981104", "440981124"), "440981"),
    ],
)
def test_a_place_is_chosen_around_all_that_is_ones_own(
    places: tuple[str, ...], around: str
) -> None:
    assert choices._around(places) == around


def test_a_grant_to_be_mended_keeps_what_was_given(desk: Desk) -> None:
    client = desk.as_("office")
    for given, said in (
        ({"role": "", "since": "2025-03-12"}, "请选择岗位"),
        ({"role": "unit", "since": "2025-03-12"}, "请选择单位或工作队"),
        (
            {"role": "village", "since": "2025-03-12", "place_said": "没有的村"},
            "没有找到叫“没有的村”",
        ),
        ({"role": "village", "since": "三月", "place_said": "元坝村"}, "三月"),
        (
            {"role": "unit", "party": c.FL, "since": "2025-03-12", "last": "2025-03-01"},
            "止日须晚于起日",
        ),
    ):
        answer = client.post(one("swb", "grant/"), given)
        assert answer.status_code == 422, given
        assert said in text(answer)
    assert desk.crew.account("swb").grants.count() == 1


@pytest.mark.parametrize(("who", "roles"), [
    ("office", {"unit", "team", "village"}),
    ("security", {"office", "supervisor", "unit", "team", "village", "system", "security", "auditor"}),
    ("sysadmin", set()), ("auditor", set()),
])  # fmt: skip
def test_only_what_one_may_give_is_offered(desk: Desk, who: str, roles: set[str]) -> None:
    said = desk.as_(who).get(one("swb")).content.decode()
    form = said[said.find('id="i-role"') : said.find('id="i-party"')]
    assert set(re.findall(r'<option value="(\w+)"', form)) == roles


def test_ones_own_grants_are_left_to_another(desk: Desk) -> None:
    said = text(desk.as_("security").get(one("security")))
    assert "自己的授权须由另一位管理员办理" in said
    assert "办理授权" not in said
    answer = desk.as_("security").post(
        one("security", "grant/"), {"role": "office", "place_said": "高州市"}
    )
    assert answer.status_code == 403
    assert "不能给自己授权" in text(answer)


@pytest.mark.parametrize("since", ["2025-03-12", "2025-03-20"])
def test_a_grant_given_by_mistake_is_taken_back_at_once(desk: Desk, since: str) -> None:
    """Begun today, or not yet: it holds on no day."""
    given = {"role": "unit", "party": c.FL, "since": since}
    assert desk.as_("office").post(one("swb", "grant/"), given).status_code == 302
    grant = desk.crew.account("swb").grants.get(party=c.FL)
    address = reverse("desk:manage:accounts:end-grant", args=[grant.pk])
    said = told(desk, "office", desk.as_("office").post(address))
    assert "授权已收回" in said
    assert "随即收回" in said
    account = desk.crew.account("swb")
    assert not [n for n in range(12, 31) if c.FL in scope_of(account, date(2025, 3, n)).units]


def test_a_grant_taken_back_takes_effect_at_once(desk: Desk) -> None:
    grant = desk.crew.account("swb").grants.get()
    address = reverse("desk:manage:accounts:end-grant", args=[grant.pk])
    assert desk.as_("office").post(address, {"last": "昨天"}).status_code == 422
    said = told(desk, "office", desk.as_("office").post(address))
    assert "授权已收回" in said
    assert "收回授权：结对单位，市委办 · " in said
    assert desk.crew.scope("swb").roles == frozenset()
    assert desk.as_("office").post("/manage/accounts/grants/999999/end/").status_code == 404


def test_a_grant_may_end_on_a_day_to_come(desk: Desk) -> None:
    grant = desk.crew.account("swb").grants.get()
    address = reverse("desk:manage:accounts:end-grant", args=[grant.pk])
    said = told(desk, "office", desk.as_("office").post(address, {"last": "2025-06-30"}))
    assert "授权的止日已登记" in said
    assert "至2025年6月30日" in said


def test_when_somebody_signed_in_is_not_shown_to_anybody(desk: Desk) -> None:
    signed_in(at=desk.pass_time(minutes=37), account=desk.crew.account("swb"), by="password")
    assert AuditRow.objects.filter(verb="sign-in").count() == 1
    for who in ("sysadmin", "auditor"):
        said = text(desk.as_(who).get(one("swb")))
        assert "开设账号" in said
        assert "10:37" not in said


def test_nothing_is_done_from_a_view_of_the_past(desk: Desk) -> None:
    answer = desk.as_("sysadmin").post(
        f"{one('swb', 'close/')}?as_of=2025-01-01", {"reason": "调离"}
    )
    assert answer.status_code == 409
    said = text(desk.as_("office").get(f"{one('swb')}?as_of=2025-01-01"))
    assert "办理授权" not in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"person": "a\0b"}, "名录中没有这个人"),
        ({"name": "王\0某"}, "有不能识别的字符"),
        ({"name": "王某", "post": "干部\0"}, "有不能识别的字符"),
    ],
)
def test_what_no_database_can_hold_is_refused_in_words(
    desk: Desk, given: dict[str, str], said: str
) -> None:
    answer = desk.as_("office").post(NEW, {"username": "zx-2", **given})
    assert answer.status_code in {404, 422}
    assert said in text(answer)
    assert not AuditRow.objects.filter(verb="create-account", subject="account:zx-2").exists()
