"""Records written out in the catalogue one by one: what the papers say, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tongxing.project.demo.chance import made_id
from tongxing.project.demo.days import SHANGHAI
from tongxing.project.demo.sources import demo_file
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Step


def by_text(text: str) -> By:
    """“org:a”, “org:a/lead” (with a role), or “person:b/leader/org:a” (acting for a unit)."""
    return By(*text.split("/"))


def at_text(text: str) -> datetime:
    """A moment as the files write it: “2024-09-04 16:20”, Gaozhou's time."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def told(seed: int, *path: str) -> Iterator[Step]:
    """The `[[record]]` entries of one demo file, as steps.

    Values stay as people write them (“140余万元”); the action reads them.
    """
    for number, item in enumerate(demo_file(*path).get("record", ())):
        yield _step(seed, "/".join(path), number, item)


def _step(seed: int, name: str, number: int, item: Mapping[str, Any]) -> Step:
    at = at_text(item["recorded"])
    entry = Entry(
        id=made_id(at, seed, name, number),
        kind=item["kind"],
        doers=tuple(by_text(one) for one in item["doers"]),
        place=item["place"],
        happened=item["happened"],
        text=item["text"],
        values=item.get("values", {}),
        about=tuple(item.get("about", ())),
        makes_up=item.get("makes_up"),
    )
    return Step(at, item["typist"], Append(entry))
