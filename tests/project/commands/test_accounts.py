"""`tongxing accounts`: the first three administrators, and letting somebody in again."""

from __future__ import annotations

import argparse
import re

import pytest

from tests.actions.test_second_factor import SECRET
from tests.actions.test_second_factor import code
from tests.records.cast import Cast
from tongxing.actions.second_factor import add_generator
from tongxing.project.commands import accounts
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant


def first(*places: str) -> int:
    parser = argparse.ArgumentParser()
    accounts.register(parser.add_subparsers())
    args = parser.parse_args(["accounts", "first", "--place", *(places or ["440981"])])
    code: int = args.run(args)
    return code


def reset(username: str) -> int:
    return accounts.run_reset(argparse.Namespace(username=username))


def test_an_empty_database_gets_three_administrators_with_passwords_for_once(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert first() == 0
    said = capsys.readouterr().out
    for username, role in (("xitong", "system"), ("anquan", "security"), ("shenji", "auditor")):
        account = Account.objects.get(username=username)
        assert account.must_change
        assert account.home == "440981000000"
        grant = account.grants.get()
        assert (grant.role, grant.place) == (role, "440981000000")
        (password,) = re.findall(rf"{username} +│ +(\S+)", said)
        assert account.check_password(password)
    assert Account.objects.values("person").distinct().count() == 3
    assert "三个不同的人" in said


def test_a_second_time_adds_only_who_is_missing(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    first()
    assert first() == 0
    assert "三位管理员都已经有了" in capsys.readouterr().out
    Account.objects.filter(username="anquan").update(is_active=False)
    assert first() == 0
    assert "anquan2" in capsys.readouterr().out
    assert Account.objects.count() == 4


def test_who_administers_the_province_administers_its_counties(db: None) -> None:
    assert first("44") == 0
    assert first("440981") == 0
    assert set(Grant.objects.values_list("place", flat=True)) == {"440000000000"}


def test_over_several_provinces_three_administer_all_of_them(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert first("44") == 0
    assert first("44", "45") == 0  # nobody administers both yet
    assert "440000000000、450000000000" in capsys.readouterr().out
    for username in ("xitong2", "anquan2", "shenji2"):
        account = Account.objects.get(username=username)
        assert account.home == "440000000000"
        assert set(account.grants.values_list("place", flat=True)) == {
            "440000000000", "450000000000",
        }  # fmt: skip
    assert first("45", "44") == 0
    assert first("4510") == 0
    assert capsys.readouterr().out.count("三位管理员都已经有了") == 2
    assert Account.objects.count() == 6


def test_of_several_places_each_must_be_one(db: None) -> None:
    assert first("44", "高州") == 2
    assert not Account.objects.exists()


@pytest.mark.parametrize("place", ["", "高州", "4409811", "000000", "44098110420"])
def test_a_place_is_a_province_a_city_or_a_county(
    db: None, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    assert first(place) == 2
    assert "区划代码" in capsys.readouterr().out
    assert not Account.objects.exists()


def test_who_lost_everything_gets_in_again(crew: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    add_generator(
        acting=crew.scope("security"), at=crew.at, name="", secret=SECRET, code=code(crew.at)
    )
    assert reset("security") == 0
    (password,) = re.findall(r"一次性密码：(\S+)", capsys.readouterr().out)
    account = crew.account("security")
    assert account.check_password(password)
    assert account.must_change
    assert not account.factors.filter(until=None).exists()
    assert reset("nobody") == 1
    assert "没有账号“nobody”" in capsys.readouterr().out
