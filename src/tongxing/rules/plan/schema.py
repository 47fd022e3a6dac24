"""JSON Schema of both languages, generated from the dataclasses, so that editors complete keys.

Where the TOML is spelled otherwise than the dataclass (`effective` for a span, `cadence` for
rhythm and need), the tables below say so; everything else follows the types.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING
from dataclasses import fields
from dataclasses import is_dataclass
from datetime import date
from typing import Any
from typing import Literal
from typing import get_args
from typing import get_origin
from typing import get_type_hints

from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.plan.cadence import UNITS
from tongxing.rules.plan.cadence import WEEKDAYS
from tongxing.rules.plan.cases import STATES
from tongxing.rules.plan.cases import Case
from tongxing.rules.plan.cases import CaseRecord
from tongxing.rules.plan.model import Band
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Indicator
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import KindField
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import PairingKind
from tongxing.rules.plan.model import Score
from tongxing.rules.plan.model import ScoreItem
from tongxing.rules.plan.model import Step
from tongxing.rules.plan.model import Where
from tongxing.rules.plan.pairing_reader import PARTY_SORTS
from tongxing.rules.plan.pairing_reader import TARGETS

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_WHOLE: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "number"}
_AMOUNT: Schema = {"anyOf": [_TEXT, _NUMBER]}
_DAY: Schema = {"type": "string", "format": "date"}
_RANGE: Schema = {
    "type": "object",
    "properties": {"min": _AMOUNT, "max": _AMOUNT},
    "additionalProperties": False,
}
_ACTOR: Schema = {
    "anyOf": [{"enum": list(PARTY_SORTS)}, {"type": "object", "additionalProperties": _WHOLE}]
}
_TARGET: Schema = {
    "anyOf": [
        {"enum": list(TARGETS)},
        {"type": "object", "properties": dict.fromkeys(TARGETS, _RANGE), "maxProperties": 1},
    ]
}
_SPAN: Schema = {
    "type": "object",
    "properties": {"from": _DAY, "until": _DAY},
    "required": ["from"],
    "additionalProperties": False,
}

# (class, attribute) -> the TOML key, or None when the file does not spell it there.
_KEYS: Mapping[tuple[type, str], str | None] = {
    (Kind, "fields"): "field",
    (KindField, "id"): None,
    (PairingKind, "id"): None,
    (PairingKind, "actors"): "actor",
    (PairingKind, "targets_min"): None,
    (PairingKind, "targets_max"): None,
    (Where, "fields"): "field",
    (Duty, "id"): None,
    (Duty, "rhythm"): "cadence",
    (Duty, "need"): None,
    (Duty, "attributes"): "for",
    (Indicator, "id"): None,
    (Indicator, "form"): None,
    (Indicator, "of"): None,
    (Indicator, "parts"): None,
    (ScoreItem, "sort"): None,
    (Band, "from_"): "from",
    (Step, "missed_in_row"): "when",
    (Step, "after"): None,
    (Edition, "plan"): "id",
    (Edition, "pairings"): "pairing",
    (Edition, "duties"): "duty",
    (Edition, "indicators"): "indicator",
    (Edition, "sha256"): None,
    (Case, "file"): None,
    (Case, "line"): None,
}


def _cadence() -> Schema:
    """Rhythm and Need share one table."""
    by = {"weekday": {"enum": list(WEEKDAYS)}, "day": _WHOLE, "month": _WHOLE}
    every = {"anyOf": [{"enum": list(UNITS)}, {"pattern": "^[1-9][0-9]? [a-z-]+$"}]}
    names = {one.name for one in (*fields(Rhythm), *fields(Need))}
    special: Mapping[str, tuple[str, Schema] | None] = {
        "unit": ("every", every),
        "multiple": None,  # part of `every`
        "on": ("on", _DAY),
        "by": ("by", _closed({one.name: by[one.name] for one in fields(By)})),
        "sum": ("sum", _TEXT),
        "at_least": ("at_least", _AMOUNT),
        "only_months": ("only", _closed({"months": {"type": "array", "items": _WHOLE}})),
    }
    spelled = [special.get(name, (name, _WHOLE)) for name in sorted(names)]
    return _closed(dict(one for one in spelled if one is not None), ["every"])


def _extras() -> Mapping[tuple[type, str], Schema]:
    """Keys whose values are spelled otherwise than the attribute's type says."""
    ratio = {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}
    return {
        (PairingKind, "actor"): _ACTOR,
        (PairingKind, "target"): _TARGET,
        (PairingKind, "per_target"): _RANGE,
        (PairingKind, "per_actor"): _RANGE,
        (Where, "field"): {"type": "object"},
        (Duty, "cadence"): _cadence(),
        (Indicator, "ratio"): ratio,
        **{(Indicator, form): _TEXT for form in ("sum", "count", "distinct", "latest")},
        (ScoreItem, "points"): _NUMBER,
        (ScoreItem, "each"): _NUMBER,
        (ScoreItem, "cap"): _NUMBER,
        (ScoreItem, "floor"): _NUMBER,
        (ScoreItem, "full_at"): _AMOUNT,
        (ScoreItem, "steps"): {"type": "array", "items": {"type": "array", "items": _AMOUNT}},
        (ScoreItem, "weights"): {"type": "object", "additionalProperties": _NUMBER},
        (Score, "late_counts_as"): _NUMBER,
        (Score, "max"): _NUMBER,
        (Step, "when"): _closed({"missed_in_row": _WHOLE, "after": _TEXT}, ["missed_in_row"]),
        (Edition, "calendar"): _closed(
            {"week_starts": {"enum": ["monday"]}, "workdays": {"enum": ["cn"]}}
        ),
        (Edition, "schema"): {"const": 1},
        (Kind, "schema"): {"const": 1},
        (CaseRecord, "values"): {"type": "object"},
        (Case, "expect"): {"type": "object", "additionalProperties": {"enum": list(STATES)}},
        (Case, "attributes"): {"type": ["object", "array"]},
    }


def schema() -> Schema:
    """One JSON Schema with `$defs` kind, plan and examples, draft 2020-12."""
    extras = _extras()
    rows = {"type": "array", "items": _table(Case, extras)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tongxing",
        "$defs": {
            "kind": _table(Kind, extras),
            "plan": _table(Edition, extras),
            "examples": _closed({"schema": {"const": 1}, "case": rows}),
        },
    }


def _closed(properties: Schema, required: list[str] | None = None) -> Schema:
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": required} if required else found


def _table(of: type, extras: Mapping[tuple[type, str], Schema]) -> Schema:
    hints = get_type_hints(of)
    properties: Schema = {key: value for (owner, key), value in extras.items() if owner is of}
    required: list[str] = []
    for one in fields(of):
        key = _KEYS.get((of, one.name), one.name)
        if key is None:
            continue
        if key not in properties:
            properties[key] = _value(hints[one.name], extras)
        if one.default is MISSING and one.default_factory is MISSING and _must(hints[one.name]):
            required.append(key)
    return _closed(properties, required)


def _must(hint: Any) -> bool:
    """Whether a key without default must stand in the file: tables and rows may be left out."""
    return get_origin(hint) not in {Mapping, tuple, types.UnionType}


_PLAIN: Mapping[Any, Schema] = {
    str: _TEXT,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: _DAY,
    Span: _SPAN,
}


def _value(hint: Any, extras: Mapping[tuple[type, str], Schema]) -> Schema:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if is_dataclass(hint) and isinstance(hint, type):
        return _table(hint, extras)
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(inside)}
    if origin is tuple:
        return {"type": "array", "items": _value(inside[0], extras)}
    if origin is types.UnionType:
        return _value(inside[0], extras)
    return {"type": "object", "additionalProperties": _value(inside[1], extras)}
