"""Five wrong attempts within fifteen minutes lock a name for one address; nothing tells who exists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta

import pytest

from tests.records.cast import PASSWORD
from tests.records.cast import Cast
from tongxing.actions import sign_in
from tongxing.actions.close_account import close_account
from tongxing.actions.close_account import unlock_account
from tongxing.actions.errors import Locked
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import WrongPassword
from tongxing.actions.sign_in import check_password
from tongxing.actions.sign_in import signed_in
from tongxing.actions.sign_in import subject_of
from tongxing.records.accounts.locks import locked_accounts
from tongxing.records.accounts.locks import locked_for
from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.origin import Origin
from tongxing.records.audit.origin import coming_from

MINUTE = timedelta(minutes=1)


@contextmanager
def at_address(address: str) -> Iterator[None]:
    with coming_from(lambda: Origin(address=address)):
        yield


def tries(at: datetime, name: str = "swb", password: str = "wrong") -> str:
    """What came of an attempt, in one word."""
    try:
        account = check_password(at=at, username=name, password=password)
    except WrongPassword:
        return "wrong"
    except Locked as locked:
        return f"locked {locked.minutes}"
    return account.username


def test_the_fifth_wrong_attempt_locks_and_says_for_how_long(crew: Cast) -> None:
    said = [tries(crew.at + k * MINUTE) for k in range(5)]
    assert said == ["wrong"] * 4 + ["locked 15"]
    assert tries(crew.at + 5 * MINUTE, password=PASSWORD) == "locked 14"
    assert tries(crew.at + 18 * MINUTE + timedelta(seconds=59), password=PASSWORD) == "locked 1"
    assert tries(crew.at + 19 * MINUTE, password=PASSWORD) == "swb"


def test_five_in_more_than_fifteen_minutes_lock_nothing(crew: Cast) -> None:
    said = [tries(crew.at + k * 4 * MINUTE) for k in range(12)]
    assert said == ["wrong"] * 12
    assert tries(crew.at + 45 * MINUTE, password=PASSWORD) == "swb"


def test_signing_in_begins_the_count_anew(crew: Cast) -> None:
    for k in range(4):
        tries(crew.at + timedelta(seconds=k))
    signed_in(at=crew.at + MINUTE, account=crew.account("swb"), by="password")
    said = [tries(crew.at + 2 * MINUTE + timedelta(seconds=k)) for k in range(4)]
    assert said == ["wrong"] * 4


def test_another_address_is_not_locked_out_with_it(crew: Cast) -> None:
    with at_address("10.0.0.1"):
        assert [tries(crew.at) for _ in range(5)][-1] == "locked 15"
    with at_address("10.0.0.2"):
        assert tries(crew.at, password=PASSWORD) == "swb"
    with at_address("10.0.0.1"):
        assert tries(crew.at, "zx", PASSWORD) == "zx"


def test_a_name_tried_from_many_addresses_is_locked_everywhere(crew: Cast) -> None:
    for number in range(7):
        with at_address(f"10.0.1.{number}"):
            said = [tries(crew.at) for _ in range(4)]
    assert said[0].startswith("locked")
    with at_address("10.9.9.9"):
        assert tries(crew.at + MINUTE, password=PASSWORD) == "locked 14"
    failed = AuditRow.objects.filter(verb="sign-in-failed")
    assert failed.count() == sign_in.MOST_ANYWHERE


@pytest.mark.parametrize("name", ["nobody", "没有这个人", "a b", "x" * 300, "swb\0"])
def test_an_unknown_name_is_told_what_a_known_one_is(crew: Cast, name: str) -> None:
    unknown = [tries(crew.at + k * MINUTE, name) for k in range(7)]
    known = [tries(crew.at + k * MINUTE, "zx") for k in range(7)]
    assert unknown == known
    told = AuditRow.objects.filter(verb="sign-in-failed").exclude(subject="account:zx")
    assert {row.subject for row in told} == {subject_of(None, name)}
    assert name not in told.first().subject  # it may be a password in the wrong box


def test_an_unknown_name_costs_the_same_hash(crew: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    plain = sign_in.verify_password
    monkeypatch.setattr(
        sign_in, "verify_password", lambda given, kept: asked.append(kept) or plain(given, kept)
    )
    for name in ("nobody", "swb", "no such name"):
        assert tries(crew.at, name) == "wrong"
    assert len(asked) == 3
    assert plain("", "") == (False, False)  # Django hashes once for what is no hash


def test_a_closed_account_is_told_like_a_wrong_password(crew: Cast) -> None:
    close_account(acting=crew.scope("sysadmin"), at=crew.at, username="swb", reason="调离")
    assert tries(crew.at, password=PASSWORD) == "wrong"


def test_a_right_password_behind_five_wrong_ones_comes_too_late(
    crew: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It passed the first look before they were counted, as attempts sent at once do."""
    plain = sign_in.verify_password

    def slow(given: str, kept: str) -> tuple[bool, bool]:
        if given == PASSWORD:
            for _ in range(5):
                tries(crew.at)
        return plain(given, kept)

    monkeypatch.setattr(sign_in, "verify_password", slow)
    assert tries(crew.at, password=PASSWORD) == "locked 15"


def test_the_system_administrator_unlocks_and_nobody_else(crew: Cast) -> None:
    for _ in range(5):
        tries(crew.at)
    assert locked_accounts(crew.at) == {"swb"}
    with pytest.raises(NotAllowed, match="系统管理员"):
        unlock_account(acting=crew.scope("office"), at=crew.at, username="swb")
    unlock_account(acting=crew.scope("sysadmin"), at=crew.at + MINUTE, username="swb")
    assert locked_accounts(crew.at + MINUTE) == frozenset()
    assert tries(crew.at + 2 * MINUTE, password=PASSWORD) == "swb"


def test_a_lock_is_over_by_itself_and_leaves_nothing_but_the_audit(crew: Cast) -> None:
    for _ in range(9):
        tries(crew.at)
    assert locked_for("account:swb", crew.at) == 15
    assert locked_for("account:swb", crew.at + 15 * MINUTE) == 0
    rows = AuditRow.objects.filter(subject="account:swb").exclude(
        verb__in=("create-account", "grant")
    )
    assert [row.verb for row in rows.order_by("pk")] == ["sign-in-failed"] * 5 + ["lock"]
    assert {row.who for row in rows} == {""}


def test_the_audit_never_holds_what_was_typed(crew: Cast) -> None:
    tries(crew.at, "swb", "Secret-Words-99")
    tries(crew.at, "Secret-Words-99", "x")
    assert not AuditRow.objects.filter(subject__contains="Secret").exists()
    assert not AuditRow.objects.filter(detail__contains="Secret").exists()
