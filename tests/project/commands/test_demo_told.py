"""`tongxing demo`: what it asks, what it says when it cannot load, whose passwords it prints."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

import pytest

from tests.project.commands.typed import parsed
from tongxing.actions.errors import Unfitting
from tongxing.project.commands import demo
from tongxing.project.demo import load
from tongxing.project.demo import pictures
from tongxing.project.demo.accounts import Member
from tongxing.project.demo.accounts import members
from tongxing.project.demo.accounts import password_of
from tongxing.records.accounts.models import Role
from tongxing.records.ledger.models import Book


def args(*given: str) -> argparse.Namespace:
    return parsed(demo, "demo", *given)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, date, bool]]:
    """What would have been made; nothing is loaded."""
    found: list[tuple[int, date, bool]] = []

    def made(seed: int, until: date, *, small: bool) -> load.Demo:
        found.append((seed, until, small))
        return load.Demo(())

    monkeypatch.setattr(load, "made", made)
    monkeypatch.setattr(load, "load", lambda *_: None)
    monkeypatch.setattr(pictures, "hang_pictures", lambda: None)
    return found


def test_by_itself_it_is_the_usual_seed_and_all_of_the_county() -> None:
    given = args()
    assert (given.seed, given.until, given.small) == (demo.SEED, None, False)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("--until", "2025-03-01"), (demo.SEED, date(2025, 3, 1), False)),
        (("--small",), (demo.SEED, demo.SMALL_UNTIL, True)),
        (("--small", "--until", "2024-10-01", "--seed", "3"), (3, date(2024, 10, 1), True)),
    ],
)
def test_what_is_asked_is_what_is_made(
    db: None, asked: list[object], words: tuple[str, ...], made: tuple[object, ...]
) -> None:
    assert demo.run(args(*words)) == 0
    assert asked == [made]


@pytest.mark.parametrize("words", [("--until", "明天"), ("--until", "2025-02-30"), ("--seed", "a")])
def test_what_cannot_be_read_is_a_misuse(words: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as ended:
        args(*words)
    assert ended.value.code == 2


def test_when_it_cannot_be_loaded_nothing_is_and_it_says_why(
    db: None,
    asked: list[object],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_: object) -> None:
        raise Unfitting("名录中已有相同的代码")

    monkeypatch.setattr(load, "load", refuse)
    assert demo.run(args("--small")) == 1
    said = capsys.readouterr().out
    assert "演示县没有装入，数据库未改动。名录中已有相同的代码。" in said
    assert "演示账号" not in said


def test_a_county_that_is_there_is_left_alone(
    db: None, asked: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    Book.objects.create(code=demo.GAOZHOU, name="高州市")
    assert demo.run(args()) == 0
    assert asked == []
    assert "演示县已经装入，未作改动" in capsys.readouterr().out


def test_every_role_has_a_name_on_the_list_and_somebody_in_the_cast() -> None:
    assert set(demo.ROLES) == set(Role.values)
    assert {one.role for one in members()} == set(Role.values)


def test_units_and_teams_act_for_a_party_and_others_for_places() -> None:
    for one in members():
        assert bool(one.party) is (one.role in {"unit", "team"}), one.username
        assert bool(one.places) is not bool(one.party), one.username


def test_no_two_of_the_cast_share_a_name_a_person_or_a_password() -> None:
    cast = list(members())
    for what in (
        [one.username for one in cast],
        [one.person for one in cast],
        [password_of(one.username) for one in cast],
    ):
        assert len(set(what)) == len(cast)


def test_a_password_is_of_this_installation_only(settings: Any) -> None:
    settings.SECRET_KEY = "one"
    here = password_of("forestry")
    assert password_of("forestry") == here
    settings.SECRET_KEY = "two"
    assert password_of("forestry") != here


def test_a_password_is_long_enough_for_the_rules_of_accounts(settings: Any) -> None:
    settings.SECRET_KEY = "any"
    for one in members():
        password = password_of(one.username)
        assert len(password) >= 12
        assert one.username not in password


def test_a_member_of_the_cast_is_a_value() -> None:
    assert Member("a", "b", "unit", party="org:c") == Member("a", "b", "unit", party="org:c")
