"""What a form says about a place: the two inputs of `parts/picker.jinja` read back."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.naming import plain
from tongxing.records.registry.place_search import FoundPlace
from tongxing.records.registry.places import label_of
from tongxing.records.registry.places import means
from tongxing.records.registry.places import resolve

EXAMPLE = "请写村、镇的名称，前面可以写上镇名或县名，例如“根子镇柏桥村”，也可以写12位区划代码。"
LONGEST = 60


@dataclass(frozen=True, slots=True)
class GivenPlace:
    """`code` is 12 digits, "" when none was given or it is not plain; then `error` says why."""

    code: str
    said: str  # to be shown in the form again
    error: str = ""


def read_place(
    given: Mapping[str, str], name: str, *, within: str, on: date, required: bool = True
) -> GivenPlace:
    """The place `picker.place(name, …)` was filled with, inside `within`, holding on a day.

    A chosen code counts while the text beside it is the one it was chosen by; otherwise what
    was typed is looked up, so that the form works without scripts.
    """
    said = given.get(f"{name}_said", "").replace("\0", "").strip()[:LONGEST]
    code = given.get(name, "")
    if not said:
        return GivenPlace("", "", f"还没有填写地方。{EXAMPLE}" if required else "")
    if code.startswith(prefix_of(within)) and (label := label_of(code, on)) == said:
        return GivenPlace(code, label)
    found = resolve(said, within=within, on=on)
    if found.place:
        return GivenPlace(found.place.code, found.place.path)
    return GivenPlace("", said, _told(said, found.candidates))


def shown_place(code: str, on: date) -> GivenPlace:
    """A place a form begins with, e.g. the one being changed; empty for no place."""
    label = label_of(code, on) if code else ""
    return GivenPlace(code if label else "", label)


def _told(said: str, candidates: Sequence[FoundPlace]) -> str:
    """Why it is not plain which place is meant, and what to write instead."""
    if not candidates:
        return f"没有找到叫“{said}”的地方。{EXAMPLE}"
    paths = "、".join(one.path for one in candidates)
    if all(means(plain(said), one) for one in candidates):
        return f"叫“{said}”的地方不止一处：{paths}。请照其中一处把名称写完整。"
    return f"没有叫“{said}”的地方，相近的有：{paths}。请照其中一处填写。"
