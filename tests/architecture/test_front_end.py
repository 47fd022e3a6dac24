"""The front end's files import one way: no circle, not even of types, nor between its rooms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from graphlib import CycleError
from graphlib import TopologicalSorter
from pathlib import PurePosixPath

import pytest

from tests.architecture.house import ROOT

FRONT_END = ROOT / "frontend"
_FROM = re.compile(r'(?:from|import) "(\.[^"]+)"')
# What stands in no room of its own is each file for itself: the ground and the roof of a page.
_ROOMS = ("kept", "said", "sent", "views")


def imports_of(name: str, text: str) -> list[str]:
    """The files beside it that a file names, as paths below the front end."""
    at = PurePosixPath(name).parent
    return [_plain(at / one) for one in _FROM.findall(text)]


def _plain(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.with_suffix("").parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def room_of(name: str) -> str:
    folder = PurePosixPath(name).parent
    return folder.as_posix() if folder.name in _ROOMS else name


def in_order(arrows: Mapping[str, AbstractSet[str]]) -> list[str]:
    """The files, those first that need no other; raises CycleError."""
    return list(TopologicalSorter(arrows).static_order())


def found() -> Iterable[tuple[str, list[str]]]:
    for path in sorted(FRONT_END.glob("*/**/*.ts")):
        name = path.relative_to(FRONT_END)
        if name.parts[0] in {"desk", "field"} and not name.name.endswith((".test.ts", ".d.ts")):
            plain = name.with_suffix("").as_posix()
            yield plain, imports_of(plain, path.read_text(encoding="utf-8"))


def test_no_circle_of_files_or_of_rooms() -> None:
    files = {name: set(named) for name, named in found()}
    assert len(files) > 50
    in_order(files)
    rooms: dict[str, set[str]] = defaultdict(set)
    for name, named in files.items():
        rooms[room_of(name)] |= {room_of(one) for one in named} - {room_of(name)}
    in_order(rooms)


def test_a_circle_is_found() -> None:
    text = 'import type { View } from "../router";\nimport "./y";\n'
    assert imports_of("field/views/x", text) == ["field/router", "field/views/y"]
    with pytest.raises(CycleError):
        in_order({"field/router": {"field/views/x"}, "field/views/x": {"field/router"}})
