"""Closing and reopening accounts: by the system administrator, within the place, with a reason."""

from __future__ import annotations

import json

import pytest

from tests.records.cast import Cast
from tongxing.actions.close_account import close_account
from tongxing.actions.close_account import reopen_account
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.records.audit.models import AuditRow


def closes(crew: Cast, username: str = "swb", who: str = "sysadmin", reason: str = "调离") -> None:
    close_account(acting=crew.scope(who), at=crew.at, username=username, reason=reason)


def reopens(crew: Cast, reason: str = "复岗") -> None:
    reopen_account(acting=crew.scope("sysadmin"), at=crew.at, username="swb", reason=reason)


def test_a_closed_account_sees_nothing_until_it_is_reopened(crew: Cast) -> None:
    before = crew.account("swb").revision
    closes(crew)
    assert not crew.account("swb").is_active
    assert crew.scope("swb").roles == frozenset()
    reopens(crew)
    assert crew.scope("swb").roles == {"unit"}
    assert crew.account("swb").revision == before + 2
    rows = AuditRow.objects.filter(subject="account:swb", verb__contains="-account").order_by("pk")
    told = [(row.verb, json.loads(row.detail).get("reason"), row.place) for row in rows][-2:]
    assert told == [("close-account", "调离", "440981"), ("reopen-account", "复岗", "440981")]


@pytest.mark.parametrize("who", ["office", "security", "auditor"])
def test_nobody_else_closes(crew: Cast, who: str) -> None:
    with pytest.raises(NotAllowed, match="系统管理员"):
        closes(crew, who=who)


@pytest.mark.parametrize(
    ("username", "who"), [("neighbour", "sysadmin"), ("no", "sysadmin"), ("zx", "swb")]
)
def test_what_is_not_in_view_is_not_there(crew: Cast, username: str, who: str) -> None:
    with pytest.raises(NotFound):
        closes(crew, username, who)


def test_never_oneself_never_twice_never_without_a_reason(crew: Cast) -> None:
    with pytest.raises(NotAllowed, match="自己的账号"):
        closes(crew, "sysadmin")
    with pytest.raises(NoReason):
        closes(crew, reason=" ")
    with pytest.raises(Unfitting, match="没有停用"):
        reopens(crew)
    closes(crew)
    with pytest.raises(Unfitting, match="已经停用"):
        closes(crew)
    with pytest.raises(NoReason):
        reopens(crew, " ")
