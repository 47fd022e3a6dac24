"""Audit rows as sentences a reader follows: who, what, about which thing, with its page."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from tongxing.records.accounts.access import Scope
from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.verbs import VERBS
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.registry.models import Household
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import paths_of
from tongxing.rules.periods import say_day
from tongxing.rules.plan import shipped_kinds

SORTS = {"file": "文件", "name": "没有的账号", "pairing": "结对",
         "edition": "方案", "system": "系统", "audit": "审计", "database": "数据库"}  # fmt: skip
NOBODY = "未登录者"
PROGRAM = "系统程序"
NAMED = {"org", "team", "person"}
PAGES = {"org": "desk:unit", "team": "desk:team", "place": "desk:place"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is read: `before` + `thing` + `after` make the sentence after the name."""

    at: datetime
    who: str
    before: str
    thing: str
    after: str
    address: str  # of the thing's page, "" when the auditor may not open it or there is none
    where_from: str  # "10.1.2.3 · 账号 office · Chrome·Windows · 会话 0123…"
    title: str  # of the verb

    @property
    def said(self) -> str:
        return f"{self.who}{self.before}{self.thing}{self.after}"


@dataclass(frozen=True, slots=True)
class _Known:
    """Names of all that a page of rows is about."""

    names: Mapping[str, str]  # by subject
    records: Mapping[str, Record]  # by subject
    scope: Scope


def lines_of(rows: Sequence[AuditRow], scope: Scope) -> list[Line]:
    """Rows as sentences; at most eight queries, whatever their number."""
    known = _known(rows, scope)
    return [_line(row, known) for row in rows]


def _known(rows: Sequence[AuditRow], scope: Scope) -> _Known:
    subjects = {row.subject for row in rows}
    named = {row.who for row in rows} | {s for s in subjects if s.partition(":")[0] in NAMED}
    found = {f"record:{one.pk}": one for one in Record.objects.filter(pk__in=_uuids(subjects))}
    codes = {one.place for one in found.values()} | set(_keys(subjects, "place"))
    last = max((row.at for row in rows), default=None)
    paths = paths_of(codes, last.date()) if last else {}
    houses = Household.objects.filter(key__in=_keys(subjects, "household"))
    books = Book.objects.filter(code__in=_keys(subjects, "book"))
    names = {
        **parties(named),
        **{f"place:{code}": path or code for code, path in paths.items()},
        **{f"household:{key}": f"农户{label}" for key, label in houses.values_list("key", "label")},
        **{f"book:{code}": f"{name}台账" for code, name in books.values_list("code", "name")},
        **{subject: _record_said(one, paths) for subject, one in found.items()},
    }
    return _Known(names, found, scope)


def _line(row: AuditRow, known: _Known) -> Line:
    verb = VERBS[row.verb]
    before, _, after = verb.phrase.partition("{}")
    has_thing = "{}" in verb.phrase
    return Line(
        at=row.at,
        who=known.names.get(row.who, row.who.partition(":")[2] or NOBODY)
        if row.who != "person:system"
        else PROGRAM,
        before=before,
        thing=_thing(row.subject, known) if has_thing else "",
        after=after,
        address=_address(row.subject, known) if has_thing else "",
        where_from=_from(row),
        title=verb.title,
    )


def _thing(subject: str, known: _Known) -> str:
    if subject in known.names:
        return f"“{known.names[subject]}”"
    sort, _, key = subject.partition(":")
    if sort == "account":
        return f"账号“{key}”"
    if sort == "name":
        return "没有的账号"
    if sort == "change":
        return "（成批调整）"
    return f"{SORTS.get(sort, '')}{key[:12]}"


def _address(subject: str, known: _Known) -> str:
    """The thing's page, if this reader may open it."""
    sort, _, key = subject.partition(":")
    if subject in known.records:
        place = known.records[subject].place
        return reverse("desk:ledger:record", args=[key]) if known.scope.sees_place(place) else ""
    if sort == "place" and subject in known.names and known.scope.sees_place(key):
        return reverse("desk:place", args=[key]) if key[6:].strip("0") else ""
    return ""


def _record_said(record: Record, paths: Mapping[str, str]) -> str:
    kind = shipped_kinds().get(record.kind)
    title = kind.title if kind else record.kind
    return f"{title}（{say_day(record.happened)}，{paths.get(record.place) or record.place}）"


def _from(row: AuditRow) -> str:
    parts = (
        row.address,
        f"账号 {row.account}" if row.account else "",
        row.agent,
        f"会话 {row.session}" if row.session else "",
    )
    return " · ".join(one for one in parts if one)


def _keys(subjects: Iterable[str], sort: str) -> list[str]:
    return [key for one in subjects for head, _, key in (one.partition(":"),) if head == sort]


def _uuids(subjects: Iterable[str]) -> list[UUID]:
    return [UUID(key) for key in _keys(subjects, "record")]
