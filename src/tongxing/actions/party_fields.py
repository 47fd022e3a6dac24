"""What every field of the registry must be: there, short enough, and no personal data."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from typing import Any

from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.errors import shown
from tongxing.actions.known import local_day
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.personal import holds_id_number
from tongxing.records.registry.personal import holds_phone
from tongxing.rules.periods import say_day

TITLES = {
    "name": "名称",
    "short": "简称",
    "post": "职务",
    "party_branch": "临时党支部",
    "branch_approved_by": "批准单位",
    "reason": "原因",
}
NO_ID = "本系统不收集身份证号（个人信息保护法：只收必要的）"
KEEPER = "只有该县的县专班可以登记名录"
EARLIEST = date(1949, 10, 1)


def text_problems(given: Mapping[str, tuple[str, int]], *needed: str) -> Iterator[Problem]:
    """What is wrong with texts, given as field → (text, most characters)."""
    for field, (text, most) in given.items():
        title = TITLES.get(field, field)
        if field in needed and not text:
            yield Problem(field, f"没有填写{title}", "请填写")
        elif len(text) > most:
            yield Problem(field, f"{title}过长（{len(text)}字）", f"请缩短到{most}字以内")
        elif holds_id_number(text):
            yield Problem(field, f"{title}中像是有身份证号", f"{NO_ID}，请删去")
        elif holds_phone(text):
            yield Problem(field, f"{title}中像是有手机号", "手机号只填在人员的“联系电话”栏")
        elif not text.isprintable():
            yield Problem(field, f"{title}中有不能识别的字符", "请重新填写")


def day_problems(field: str, day: date, at: datetime) -> Iterator[Problem]:
    """A change is entered once it is decided, not before it holds."""
    if day > local_day(at):
        yield Problem(field, "日期还没有到", "请在生效当天或之后登记")
    if day < EARLIEST:
        yield Problem(field, "日期过早", "请核对年份")


def span_end(since: date, until: date, at: datetime) -> None:
    """Raise `Unfitting` unless something begun on `since` can end before `until`."""
    if until <= since:
        raise Unfitting(f"止日须晚于起日（{say_day(since)}）")
    if until > local_day(at):
        raise Unfitting("日期还没有到，请在生效当天或之后登记")


def may_keep(acting: Scope, *places: str) -> None:
    """Raise `NotAllowed` unless the scope manages one of these places."""
    if not any(acting.may("manage", place=place, parties=()) for place in places):
        raise NotAllowed(KEEPER)


def differences(row: Organization | Person | Team, new: Mapping[str, Any]) -> dict[str, list[str]]:
    """Field → [old, new] of what would change, as an audit row tells it."""
    found = {}
    for field, value in new.items():
        old = getattr(row, field)
        if old != value:
            found[field] = [_told(old), _told(value)]
    return found


def _told(value: object) -> str:
    if isinstance(value, Organization | Team):
        return value.key
    return "" if value is None else shown(str(value), 80)
