"""Does a pairing fit the editions in force: its kind, and how many of each."""

from __future__ import annotations

from functools import lru_cache

from tongxing.actions.errors import Unfitting
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import PairingRow
from tongxing.records.pairings.queries import editions_in_force
from tongxing.records.pairings.queries import pairings_at
from tongxing.rules.plan.edition_reader import read_edition
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import PairingKind
from tongxing.rules.plan.shipped import shipped_kinds


@lru_cache(maxsize=32)
def _read(text: str) -> Edition | None:
    edition, _ = read_edition(text.encode(), file="edition.toml", kinds=shipped_kinds())
    return edition


def _kind_in_force(book: str, kind: str) -> tuple[bool, PairingKind | None, str]:
    """Whether the plan is in force here, the kind of its latest edition, the kinds it has."""
    plan, _, name = kind.partition(":")
    rows = [e for e in editions_in_force(book, head_of(book).seq) if e.plan == plan]
    edition = _read(rows[-1].text) if rows else None
    if edition is None:
        return False, None, ""
    allowed = "、".join(f"{k.title}（{plan}:{k.id}）" for k in edition.pairings.values())
    return True, edition.pairings.get(name), allowed


def refuse_unknown_kind(book: str, kind: str) -> None:
    """Raise `Unfitting` for a kind its plan does not have; a plan yet to come is let be."""
    plan, colon, name = kind.partition(":")
    if not (plan and colon and name):
        raise Unfitting("结对种类应写成“方案:种类”，请从列表中选择")
    in_force, found, allowed = _kind_in_force(book, kind)
    if in_force and found is None:
        raise Unfitting(f"施行中的方案没有结对种类“{name}”，可用：{allowed}")


def opening_warnings(book: str, kind: str, key: str) -> tuple[str, ...]:
    """Where the plan's numbers are not met around one pairing just opened."""
    _, found, _ = _kind_in_force(book, kind)
    if found is None:
        return ()
    rows = [p for p in pairings_at(book, head_of(book).seq) if p.kind == kind]
    mine = next((p for p in rows if p.key == key), None)
    if mine is None:
        return ()
    beside = [p for p in rows if _overlap(p, mine)]
    same_target = {a for p in beside if p.place == mine.place for a, _ in p.actors}
    warnings = [_out_of(found.per_target, len(same_target), "该结对对象现有结对方", "个")]
    for party, _ in mine.actors:
        targets = {t for p in beside if party in dict(p.actors) for t in p.subjects or (p.place,)}
        warnings.append(_out_of(found.per_actor, len(targets), f"{party} 现有结对对象", "个"))
    if found.target == "household":
        bounds = (found.targets_min, found.targets_max)
        warnings.append(_out_of(bounds, len(mine.subjects), "本次包户", "户"))
    return tuple(filter(None, warnings))


def _overlap(one: PairingRow, other: PairingRow) -> bool:
    return (one.until is None or one.until > other.since) and (
        other.until is None or other.until > one.since
    )


def _out_of(bounds: tuple[int, int | None], n: int, what: str, unit: str) -> str:
    least, most = bounds
    if n < least:
        return f"{what}{n}{unit}，少于方案要求的{least}{unit}"
    if most is not None and n > most:
        return f"{what}{n}{unit}，多于方案规定的{most}{unit}"
    return ""
