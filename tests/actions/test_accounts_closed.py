"""An account closed, reopened, reset, unlocked: by whom, why, what is noted, who is put out."""

from __future__ import annotations

import json
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import timedelta

import pytest
from django.contrib.auth.backends import ModelBackend

from tests.records import cast as c
from tests.records.cast import PASSWORD
from tests.records.cast import Cast
from tongxing.actions.change_password import reset_password
from tongxing.actions.close_account import close_account
from tongxing.actions.close_account import reopen_account
from tongxing.actions.close_account import unlock_account
from tongxing.actions.errors import Locked
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.errors import WrongPassword
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.sign_in import check_password
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.locks import locked_accounts
from tongxing.records.accounts.models import Account
from tongxing.records.audit.models import AuditRow

SINCE = date(2025, 3, 1)
MINUTE = timedelta(minutes=1)
Deed = Callable[..., object]


def closes(crew: Cast, who: str = "sysadmin", name: str = "swb", reason: str = "调离") -> None:
    close_account(acting=crew.scope(who), at=crew.at, username=name, reason=reason)


def reopens(crew: Cast, who: str = "sysadmin", name: str = "swb", reason: str = "复岗") -> None:
    reopen_account(acting=crew.scope(who), at=crew.at, username=name, reason=reason)


def resets(crew: Cast, who: str = "sysadmin", name: str = "swb") -> str:
    return reset_password(acting=crew.scope(who), at=crew.at, username=name).password


def unlocks(crew: Cast, who: str = "sysadmin", name: str = "swb") -> None:
    unlock_account(acting=crew.scope(who), at=crew.at + MINUTE, username=name)


def closed_before(crew: Cast) -> None:
    close_account(acting=everything(), at=crew.at, username="swb", reason="调离")


def tries(crew: Cast, password: str = PASSWORD, name: str = "swb") -> str:
    """What came of signing in, in one word."""
    try:
        return check_password(at=crew.at + 2 * MINUTE, username=name, password=password).username
    except WrongPassword:
        return "wrong"
    except Locked:
        return "locked"


def session(crew: Cast, name: str = "swb") -> str:
    """What an open session must carry to go on."""
    return crew.account(name).get_session_auth_hash()


def state(name: str = "swb") -> tuple[object, ...]:
    account = Account.objects.get(username=name)
    kept = (account.is_active, account.password, account.revision, account.epoch)
    return (*kept, account.must_change, AuditRow.objects.count())


@contextmanager
def without_trace(name: str = "swb") -> Iterator[None]:
    before = state(name)
    yield
    assert state(name) == before


# deed -> (what the audit calls it, the reason kept there, what came before)
DEEDS: dict[Deed, tuple[str, str, Callable[[Cast], None] | None]] = {
    closes: ("close-account", "调离", None),
    reopens: ("reopen-account", "复岗", closed_before),
    resets: ("reset-password", "", None),
    unlocks: ("unlock", "", None),
}
# who else tries -> how it is refused: who sees accounts is told whose it is, others nothing
OTHERS: dict[str, type[Refused]] = {
    "office": NotAllowed,
    "security": NotAllowed,
    "auditor": NotAllowed,
    "supervisor": NotFound,
    "swb": NotFound,
    "zx": NotFound,
    "team": NotFound,
    "village": NotFound,
    "neighbour": NotFound,
}


def ready(crew: Cast, deed: Deed) -> None:
    if before := DEEDS[deed][2]:
        before(crew)


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_but_the_system_administrator(crew: Cast, deed: Deed, who: str) -> None:
    ready(crew, deed)
    with without_trace(), pytest.raises(OTHERS[who]) as caught:
        deed(crew, who)
    assert ("系统管理员" in caught.value.say()) is (OTHERS[who] is NotAllowed)


@pytest.mark.parametrize("deed", DEEDS)
def test_nor_the_one_of_the_next_county(crew: Cast, deed: Deed) -> None:
    """Here nothing, at home everything."""
    create_account(
        acting=everything(), at=crew.at, username="sys-lj", person="person:fl", home=c.NEIGHBOUR
    )
    grant_role(
        acting=everything(), at=crew.at, account="sys-lj", role="system", since=SINCE,
        place=c.NEIGHBOUR,
    )  # fmt: skip
    ready(crew, deed)
    with without_trace(), pytest.raises(NotFound):
        deed(crew, "sys-lj")
    if deed is reopens:
        closes(crew, "sys-lj", "neighbour")
    deed(crew, "sys-lj", "neighbour")
    assert AuditRow.objects.latest("pk").place == "440881"


@pytest.mark.parametrize("deed", DEEDS)
def test_one_row_says_who_did_what_to_whom_and_why(crew: Cast, deed: Deed) -> None:
    ready(crew, deed)
    last = AuditRow.objects.latest("pk").pk
    deed(crew)
    verb, reason, _ = DEEDS[deed]
    (row,) = AuditRow.objects.filter(pk__gt=last)
    assert (row.verb, row.who, row.subject) == (verb, "person:sysadmin", "account:swb")
    assert row.place == "440981"
    assert json.loads(row.detail or "{}") == ({"reason": reason} if reason else {})


@pytest.mark.parametrize("deed", [closes, reopens])
@pytest.mark.parametrize(
    ("reason", "said"),
    [("", "请写明"), (" \n\t", "请写明"), ("\u3000", "请写明"), ("调" * 201, "200字以内")],
)
def test_a_reason_is_asked_for(crew: Cast, deed: Deed, reason: str, said: str) -> None:
    ready(crew, deed)
    with without_trace(), pytest.raises(NoReason, match=said):
        deed(crew, reason=reason)


def test_a_reason_is_kept_trimmed_and_as_long_as_allowed(crew: Cast) -> None:
    closes(crew, reason=f"  {'调' * 200}\n")
    assert json.loads(AuditRow.objects.latest("pk").detail) == {"reason": "调" * 200}


@pytest.mark.parametrize(
    ("deed", "over"), [(closes, True), (reopens, False), (resets, True), (unlocks, False)]
)
def test_whose_open_sessions_end(crew: Cast, deed: Deed, over: bool) -> None:
    ready(crew, deed)
    before, beside = session(crew), session(crew, "zx")
    deed(crew)
    assert (session(crew) != before) is over
    assert session(crew, "zx") == beside


def test_who_is_signed_in_is_out_and_not_in_again_when_it_is_reopened(crew: Cast) -> None:
    """A browser left open meanwhile must not find itself at work again."""
    before, pk = session(crew), crew.account("swb").pk
    closes(crew)
    assert ModelBackend().get_user(pk) is None
    reopens(crew)
    assert ModelBackend().get_user(pk) is not None
    assert session(crew) != before


def test_closed_nothing_opens_it_and_reopened_the_old_password_does(crew: Cast) -> None:
    closes(crew)
    assert tries(crew) == "wrong"
    unlocks(crew)
    assert tries(crew) == "wrong"
    reopens(crew)
    assert tries(crew) == "swb"


def test_a_reset_while_it_is_closed_opens_nothing_yet(crew: Cast) -> None:
    closes(crew)
    drawn = resets(crew)
    assert not crew.account("swb").is_active
    assert tries(crew, drawn) == "wrong"
    reopens(crew)
    assert [tries(crew), tries(crew, drawn)] == ["wrong", "swb"]
    assert crew.account("swb").must_change


def test_each_reset_draws_another_password_for_once(crew: Cast) -> None:
    first, second = resets(crew), resets(crew)
    assert first != second
    assert [tries(crew, one) for one in (PASSWORD, first, second)] == ["wrong", "wrong", "swb"]
    assert crew.account("swb").must_change
    rows = AuditRow.objects.filter(verb="reset-password")
    assert rows.count() == 2
    assert not any(first in row.detail or second in row.detail for row in rows)


def test_unlocking_lifts_the_lock_of_one_and_changes_nothing_else(crew: Cast) -> None:
    for name in ("swb", "zx"):
        assert [tries(crew, "no", name) for _ in range(5)][-1] == "locked"
    before = state()
    unlock_account(acting=crew.scope("sysadmin"), at=crew.at + 3 * MINUTE, username="swb")
    assert state()[:-1] == before[:-1]
    assert locked_accounts(crew.at + 3 * MINUTE) == {"zx"}


def test_a_reset_alone_does_not_lift_the_lock(crew: Cast) -> None:
    """Who keeps guessing is kept out of the new password, too."""
    for _ in range(5):
        tries(crew, "no")
    drawn = resets(crew)
    assert tries(crew, drawn) == "locked"


def test_an_administrator_who_is_closed_closes_nobody(crew: Cast) -> None:
    close_account(acting=everything(), at=crew.at, username="sysadmin", reason="轮岗")
    for deed in (closes, resets, unlocks):
        with without_trace(), pytest.raises(NotFound):
            deed(crew)


def test_grants_go_on_changing_behind_a_closed_door(crew: Cast) -> None:
    """Reopened, it holds what was granted meanwhile, and not what ended meanwhile."""
    held = crew.account("swb").grants.get()
    closes(crew)
    end_grant(acting=crew.scope("office"), at=crew.at, grant=held.pk, until=SINCE)
    grant_role(
        acting=crew.scope("office"), at=crew.at, account="swb", role="village", since=SINCE,
        place=c.YUANBA,
    )  # fmt: skip
    shut = crew.scope("swb")
    assert (shut.roles, shut.places, shut.parties, shut.verbs_in, shut.verbs_of) == (
        frozenset(), frozenset(), frozenset(), frozenset(), frozenset(),
    )  # fmt: skip
    reopens(crew)
    assert crew.scope("swb").roles == {"village"}
    assert crew.scope("swb").places == {c.YUANBA}
    assert crew.scope("swb", SINCE - timedelta(days=1)).roles == {"unit"}
