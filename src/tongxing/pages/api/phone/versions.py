"""Records as the phone shows them: said in words, and ready to go back into a form."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from tongxing.pages.api.phone.answering import moment
from tongxing.pages.desk.records.values import printed
from tongxing.pages.desk.records.values import typed
from tongxing.pages.desk.records.versions import Names
from tongxing.pages.desk.records.versions import names_for
from tongxing.records.accounts.access import Scope
from tongxing.records.evidence.queries import awaited_of
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import WITHDRAWN
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import parties_of
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.ledger.rows import said
from tongxing.records.registry.queries import place_names
from tongxing.rules.plan import shipped_kind


def versions_told(records: Iterable[Record], on: date) -> dict[UUID, dict[str, Any]]:
    """These records (with `body`) as `Version` describes them; at most six queries."""
    some = list(records)
    names = names_for(some, on)
    places = place_names({one.place for one in some}, on)
    coming = awaited_of(one.id for one in some if '"files"' in (one.body.text or ""))
    return {one.id: _version(one, names, places, frozenset(coming.get(one.id, ()))) for one in some}


def instead_seen(ids: Iterable[UUID], scope: Scope) -> tuple[list[Record], list[Record]]:
    """Of what stands in the place of somebody's records (one query): what is in their view.

    And the withdrawals: those are no version, and their reason is for whose record it was.
    Another unit's, at a place that is not theirs, is not for them, however it came about.
    """
    found = list(Record.objects.filter(pk__in=set(ids)).select_related("body"))
    gone = [one for one in found if one.kind == WITHDRAWN]
    others = (one for one in found if one.kind != WITHDRAWN)
    return [one for one in others if scope.sees(place=one.place, parties=parties_of(one))], gone


def _version(
    record: Record, names: Names, places: Mapping[str, str], coming: frozenset[str]
) -> dict[str, Any]:
    kind = shipped_kind(record.kind, record.kind_version)
    content = said(record.body)
    known = {**names.paths, **names.parties}
    values = [
        {"id": id_, "title": field.title, "typed": typed(field, value),
         "said": printed(field, value, known)}
        for id_, field in kind.fields.items()
        for value in (content.values.get(id_),)
        if value is not None
    ]  # fmt: skip
    return {
        "id": str(record.id),
        "book": record.book_id,
        "seq": record.seq,
        "kind": record.kind,
        "kind_version": record.kind_version,
        "title": kind.title,
        "place": place_told(record.place, places, names.paths),
        "happened": record.happened.isoformat(),
        "makes_up": record.makes_up.isoformat() if record.makes_up else None,
        "recorded": moment(record.recorded),
        "recorded_by": names.party(record.recorded_by),
        "doers": [
            {"who": one.who, "name": names.party(one.who), "role": one.role, "of": one.of,
             "of_name": names.party(one.of) if one.of else ""}
            for one in doers_of(record)
        ],
        "about": list(about_of(record)),
        "values": values,
        "text": content.text,
        "files": [{"sha256": key, "here": key not in coming} for key in content.files],
        "replaces": [str(one) for one in replaced_by(record)],
    }  # fmt: skip


def place_told(code: str, names: Mapping[str, str], paths: Mapping[str, str]) -> dict[str, str]:
    """A place by its code, its short name and its path; what has no name is called by its code."""
    return {"code": code, "name": names.get(code) or code, "path": paths.get(code) or code}
