"""Bring in the shipped places of one province; what is there already stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.registry import operations as registry
from tongxing.records.registry.codes import full
from tongxing.records.registry.queries import codes_within
from tongxing.records.registry.shipped import NotShippedError
from tongxing.records.registry.shipped import shipped_places

# The set is of 2023, but places are older: records of the years before must find theirs.
SINCE = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many places of a province came in, and how many were there before."""

    added: int
    there: int


def import_places(*, acting: Scope, at: datetime, province: str, since: date = SINCE) -> Imported:
    """Add the shipped places of a province (two digits) whose codes are not known yet.

    All or none of them, with one audit row; a second import changes nothing and leaves no row.
    A place renamed or ended meanwhile keeps its history.
    """
    if not acting.may("manage", place=full(province), parties=()):
        raise NotAllowed("只有负责全省区划的管理机构可以装入全省的区划代码")
    try:
        rows = list(shipped_places(province))
    except NotShippedError:
        raise NotFound(f"没有代码为“{province[:6]}”的省级区划，请写两位代码，如 44") from None
    with transaction.atomic():
        there = codes_within(province)
        missing = [row for row in rows if row.code not in there]
        if missing:
            audit.note(
                at=at,
                who=acting.person,
                verb="import-places",
                subject=f"place:{full(province)}",
                detail={"added": len(missing), "there": len(rows) - len(missing)},
            )
            registry.pour_places(missing, since)
    return Imported(len(missing), len(rows) - len(missing))
