"""What changed from one edition to the next, in a clerk's words, in the order of the plan."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from typing import TypeVar

from tongxing.rules.plan.facets import DULL
from tongxing.rules.plan.facets import NONE
from tongxing.rules.plan.facets import Facets
from tongxing.rules.plan.facets import Kinds
from tongxing.rules.plan.facets import duty_facets
from tongxing.rules.plan.facets import head_facets
from tongxing.rules.plan.facets import indicator_facets
from tongxing.rules.plan.facets import pairing_facets
from tongxing.rules.plan.facets import score_facets
from tongxing.rules.plan.facets import step_facets
from tongxing.rules.plan.facets import steps_by_name
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Indicator
from tongxing.rules.plan.model import PairingKind
from tongxing.rules.plan.model import Step
from tongxing.rules.plan.shipped import shipped_kinds

_Part = TypeVar("_Part", PairingKind, Duty, Indicator, Step)


def redline(old: Edition, new: Edition, kinds: Kinds | None = None) -> tuple[str, ...]:
    """Sentences: what was added, what dropped, what changed from what to what, with its clause.

    `kinds` are those both editions were read with; the shipped ones when left out.
    """
    kinds = kinds or shipped_kinds()
    return (
        *_changes("方案", head_facets(old), head_facets(new)),
        *_parts("结对种类", old.pairings, new.pairings, (pairing_facets, pairing_facets)),
        *_parts("任务", old.duties, new.duties, _both(duty_facets, old, new, kinds)),
        *_parts("指标", old.indicators, new.indicators, _both(indicator_facets, old, new, kinds)),
        *_changes("考核", score_facets(old, kinds), score_facets(new, kinds)),
        *_parts(
            "提醒约谈",
            steps_by_name(old),
            steps_by_name(new),
            _both(step_facets, old, new, kinds),
        ),
    )


def _both(
    facets: Callable[[_Part, Edition, Kinds], Facets], old: Edition, new: Edition, kinds: Kinds
) -> tuple[Callable[[_Part], Facets], Callable[[_Part], Facets]]:
    """Each edition's parts are told by that edition's own titles."""
    return lambda part: facets(part, old, kinds), lambda part: facets(part, new, kinds)


def _parts(
    what: str,
    old: Mapping[str, _Part],
    new: Mapping[str, _Part],
    facets: tuple[Callable[[_Part], Facets], Callable[[_Part], Facets]],
) -> Iterator[str]:
    was, now = facets
    for name, part in old.items():
        if name not in new:
            yield f"删去{what}“{part.title}”{_clause(part)}"
    for name, part in new.items():
        if name not in old:
            says = "；".join(f"{key}：{value}" for key, value in now(part)[1:] if value not in DULL)
            yield f"新增{what}“{part.title}”{_clause(part)}：{says}"
        else:
            before = was(old[name])
            yield from _changes(f"{what}“{part.title}”{_clause(part)}", before, now(part))


def _clause(part: PairingKind | Duty | Indicator | Step) -> str:
    clause = part.clause if isinstance(part, Duty) else ""
    return f"（{clause}）" if clause else ""


def _changes(subject: str, old: Facets, new: Facets) -> Iterator[str]:
    before, after = dict(old), dict(new)
    for what in dict.fromkeys((*before, *after)):
        was, now = before.get(what, NONE), after.get(what, NONE)
        if was == now:
            continue
        if was == NONE:
            yield f"{subject}：增加{what}：{now}"
        elif now == NONE:
            yield f"{subject}：取消{what}，原为：{was}"
        else:
            yield f"{subject}：{what}由“{was}”改为“{now}”"
