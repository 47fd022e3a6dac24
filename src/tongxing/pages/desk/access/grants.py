"""Grants in plain words: the role, where, from when until when, and what it lets one do."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role
from tongxing.records.registry.codes import full
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import paths_of

MEANINGS: Mapping[str, str] = {
    "office": (
        "查看本地全部记录；录入、更正、退回、采认；登记结对、方案和名录；"
        "开设账号并办理单位、工作队、村的授权。"
    ),
    "supervisor": "查看本地全部记录；录入督导核查和督导问题。",
    "unit": "查看与本单位结对的村的记录；录入、更正、撤回本单位做的事。",
    "team": "查看派驻地的记录；录入、更正、撤回本工作队做的事。",
    "village": "查看本地全部记录；为自己和在本地帮扶的单位录入、更正、撤回。",
    "system": "开设、停用、恢复账号，重置密码，解除锁定；不查看台账内容。",
    "security": "办理和收回各类授权，解除遗失的第二重验证；不查看台账内容。",
    "auditor": "查看审计记录、账号和授权；查看本地全部记录，不作改动。",
}


# What a grant gives, as the audit tells it: role, place, party, first day.
Given = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One grant as a page says it; `state` is 现行, 未开始 or 已结束."""

    id: int
    role: str
    title: str
    where: str
    since: date
    until: date | None
    state: str
    means: str
    given: Given

    @property
    def running(self) -> bool:
        return self.state == "现行"


def grant_lines(accounts: Sequence[Account], on: date) -> Mapping[int, tuple[GrantLine, ...]]:
    """Every account's grants by account id, those that hold first (three queries for all)."""
    found = list(Grant.objects.filter(account__in=accounts).order_by("-since", "-pk"))
    places = paths_of([full(one.place) for one in found if one.place], on)
    names = parties([one.party for one in found if one.party])
    lines: dict[int, list[GrantLine]] = {one.pk: [] for one in accounts}
    for one in found:
        where = places.get(full(one.place)) or one.place if one.place else names.get(one.party)
        lines[one.account_id].append(_line(one, where or one.party, on))
    return {
        key: tuple(sorted(some, key=lambda line: ORDER.index(line.state)))
        for key, some in lines.items()
    }


ORDER = ("现行", "未开始", "已结束")


def _line(grant: Grant, where: str, on: date) -> GrantLine:
    ended = grant.until is not None and grant.until <= max(on, grant.since)
    state = "已结束" if ended else "未开始" if grant.since > on else "现行"
    return GrantLine(
        id=grant.pk,
        role=grant.role,
        title=Role(grant.role).label,
        where=where,
        since=grant.since,
        until=grant.until,
        state=state,
        means=MEANINGS[grant.role],
        given=(grant.role, grant.place, grant.party, grant.since.isoformat()),
    )
