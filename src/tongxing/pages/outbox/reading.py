"""What a phone sent, item by item: one that cannot be read never hides the others."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from typing import NoReturn
from uuid import UUID

import orjson
from pydantic import ValidationError

from tongxing.actions.draft import Doer
from tongxing.actions.draft import Draft
from tongxing.actions.errors import Problem
from tongxing.actions.errors import shown
from tongxing.actions.hand_in import HandedIn
from tongxing.pages.outbox.shape import SHA256
from tongxing.pages.outbox.shape import Amount
from tongxing.pages.outbox.shape import Item
from tongxing.records.ledger.canonical import NotCanonicalError
from tongxing.records.ledger.canonical import plainly

MOST_ITEMS = 20  # at once, over the line
MISMADE = "内容的格式不对"
MEND = "请在手机页里打开这一条，核对后再发；仍不行请导出文件交县专班录入"
WHAT: Mapping[str, str] = {"missing": "缺少这一项", "extra_forbidden": "多出不认识的一项"}
PLACES: Mapping[str, str] = {
    "happened": "日期写法不对",
    "makes_up": "补做日期写法不对",
    "files": "照片编号不对",
    "replaces": "所更正的记录编号不对",
}
DEEPEST = "内容嵌套过深"
_SHA256 = re.compile(SHA256)


class Unreadable(ValueError):  # noqa: N818  an answer, not a fault
    """The whole body cannot be read as items."""


class TooMany(ValueError):  # noqa: N818  an answer, not a fault
    """More items than are taken at once."""


@dataclass(frozen=True, slots=True)
class Read:
    """One item: `handed` when it can be handed in, else why not."""

    id: str  # as sent, "" when it is no text
    handed: HandedIn | None = None
    code: str = ""
    problems: tuple[Problem, ...] = ()
    named: tuple[str, ...] = ()  # the photos it names


def read_items(body: bytes) -> list[Read]:
    """The items of a body; raises `Unreadable`, `TooMany`."""
    found = parsed(body)
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list):
        raise Unreadable
    if len(items) > MOST_ITEMS:
        raise TooMany
    return [read_item(one) for one in items]


def parsed(body: bytes) -> Any:
    """What JSON says; broken characters are left for the item they stand in. `Unreadable`."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable from None


def _no_number(_: str) -> NoReturn:
    raise ValueError


def read_item(raw: Any) -> Read:
    """One item, whatever it is."""
    id_ = raw.get("id", "") if isinstance(raw, dict) else ""
    named = shown(id_) if isinstance(id_, str) else ""
    try:
        sent = Item.model_validate(raw)
    except ValidationError as error:
        return Read(named, code="invalid", problems=_mismade(error))
    except RecursionError:
        return Read(named, code="invalid", problems=(Problem("", DEEPEST, MEND),))
    try:
        text = plainly(raw["draft"])
    except NotCanonicalError as error:
        return Read(sent.id, code="invalid", problems=(Problem("", str(error), MEND),))
    if sha256(text.encode()).hexdigest() != sent.digest:
        problem = Problem("", "内容与手机上写下的不一致，可能在途中损坏或被改动", "手机会再发一次")
        return Read(sent.id, code="damaged", problems=(problem,))
    return _handed(sent)


def _handed(sent: Item) -> Read:
    draft = sent.draft
    wrong: list[Problem] = []
    happened = _day("happened", draft.happened, wrong)
    makes_up = _day("makes_up", draft.makes_up, wrong) if draft.makes_up else None
    of = _uuid(draft.replaces[0], wrong) if draft.replaces else None
    if not all(_SHA256.fullmatch(one) for one in draft.files):
        wrong.append(Problem("files", PLACES["files"], MEND))
    if happened is None or wrong:
        return Read(sent.id, code="invalid", problems=tuple(wrong))
    handed = HandedIn(
        Draft(
            id=UUID(sent.id),
            kind=draft.kind,
            kind_version=draft.kind_version,
            doers=tuple(Doer(one.who, one.role, one.of) for one in draft.doers),
            place=draft.place,
            happened=happened,
            makes_up=makes_up,
            about=tuple(draft.about),
            values={name: _value(value) for name, value in draft.values.items()},
            text=draft.text,
            files=tuple(draft.files),
        ),
        of,
    )
    return Read(sent.id, handed, named=tuple(draft.files))


def _value(value: str | int | Amount) -> Any:
    if isinstance(value, Amount):
        told = {"v": value.v, "approx": value.approx, "text": value.text}
        return {name: one for name, one in told.items() if one != ""}
    return value


def _day(name: str, raw: str, wrong: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        wrong.append(Problem(name, PLACES[name], "请写成 2026-03-31 的样式"))
        return None


def _uuid(raw: str, wrong: list[Problem]) -> UUID | None:
    try:
        return UUID(raw)
    except ValueError:
        wrong.append(Problem("replaces", PLACES["replaces"], MEND))
        return None


def _mismade(error: ValidationError) -> tuple[Problem, ...]:
    """What does not fit, each once, at the field as the phone knows it."""
    found: dict[str, Problem] = {}
    for one in error.errors(include_url=False, include_context=False, include_input=False)[:20]:
        steps = [shown(str(step)) for step in one["loc"] if step not in {"str", "int", "Amount"}]
        field = ".".join(steps[1:] if steps[:1] == ["draft"] else steps)
        what = WHAT.get(one["type"]) or PLACES.get(field.partition(".")[0], MISMADE)
        found.setdefault(field, Problem(field, what, MEND))
    return tuple(found.values())
