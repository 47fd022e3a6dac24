"""What is held about a person, and what they may see, as plain rows read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Q

from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.models import Account
from tongxing.records.audit.models import AuditRow
from tongxing.records.evidence.queries import attachments_of
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import records_seen_by
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.ledger.rows import said
from tongxing.rules.plan import shipped_kind

AT_ONCE = 2000

Row = dict[str, Any]


def account_held(account: Account) -> Row:
    """The account, whose it is, and every grant it has had; never the password."""
    person = account.person
    home = person.organization
    return {
        "账号": account.username,
        "在用": account.is_active,
        "称呼": person.name,
        "单位": home.name if home else "",
        "职务": person.post,
        "联系电话": person.phone,
        "任职起": person.since,
        "任职止": person.until,
        "授权": [
            {
                "岗位": one.get_role_display(),
                "地方": one.place,
                "单位或队伍": one.party,
                "起": one.since,
                "止": one.until,
            }
            for one in account.grants.order_by("since", "pk")
        ],
    }


def audit_held(account: Account) -> Iterator[Row]:
    """What the audit says this person did, oldest first."""
    mine = Q(who=account.party) | Q(account=account.username)
    rows = AuditRow.objects.filter(mine).order_by("pk")
    for one in rows.iterator(chunk_size=AT_ONCE):
        yield {
            "时间": one.at,
            "操作": one.verb,
            "对象": one.subject,
            "说明": one.detail,
            "来自": one.address,
        }


def records_held(scope: Scope) -> Iterator[Row]:
    """Every record in view with what it says and what belongs to it, by book and place in it."""
    records = records_seen_by(scope).select_related("body").order_by("book", "seq")
    found = records.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(found, AT_ONCE)):
        files: dict[object, list[Row]] = {}
        for one in attachments_of([record.id for record in batch]):
            row = {"sha256": one.file_id, "name": one.name, "caption": one.caption}
            files.setdefault(one.record_id, []).append(row)
        for record in batch:
            yield {**_record(record), "files": files.get(record.id, [])}


def _record(record: Record) -> Row:
    content = said(record.body)
    return {
        "id": record.id,
        "book": record.book_id,
        "seq": record.seq,
        "kind": record.kind,
        "kind_title": shipped_kind(record.kind, record.kind_version).title,
        "place": record.place,
        "happened": record.happened,
        "makes_up": record.makes_up,
        "recorded": record.recorded,
        "recorded_by": record.recorded_by,
        "doers": [{"who": one.who, "role": one.role, "of": one.of} for one in doers_of(record)],
        "about": about_of(record),
        "replaces": replaced_by(record),
        "text": content.text,
        "values": content.values,
        "redacted": content.redacted,
        "hash": record.hash,
    }
