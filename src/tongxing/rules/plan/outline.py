"""Where every key of a TOML text stands, found by one scan that knows strings and comments.

`tomllib` throws the lines away; an error without a line is of little use to a clerk. The scan
also measures nesting, so that a hostile file is refused before the parser recurses into it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field

KeyPath = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*[\w-]+)*)\s*=""")
_LINE_MAX_CHARACTERS = 300  # of a line, as far as a key or header is looked for
# Everything the scan must not look into, then the brackets it counts and the line ends. A
# string that never closes runs to the end at once, so no text costs more than one pass.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\\?\Z)|\'\'\'.*?(?:\'\'\'|\Z)'
    r'|"(?:\\.|[^"\\\n])*"?|\'[^\'\n]*\'?|\#[^\n]*|[\[\]{}\n]',
    re.DOTALL,
)


@dataclass(slots=True)
class Outline:
    """Lines of keys (1-based) and the deepest nesting of brackets."""

    lines: dict[KeyPath, int] = field(default_factory=dict)
    depth: int = 0

    def line_of(self, path: KeyPath) -> int | None:
        """The line of `path`, or of the nearest thing around it."""
        for size in range(len(path), 0, -1):
            if path[:size] in self.lines:
                return self.lines[path[:size]]
        return None


@dataclass(slots=True)
class _Scan:
    outline: Outline = field(default_factory=Outline)
    table: KeyPath = ()
    key: KeyPath = ()
    item: int = -1
    depth: int = 0
    arrays: dict[KeyPath, int] = field(default_factory=dict)


def outline(text: str) -> Outline:
    """Scan `text`; a broken text gives a partial outline, never an error."""
    scan = _Scan()
    line, start = 1, 0
    _begin_line(scan, text, start, line)
    for token in _TOKEN.finditer(text):
        found = token.group()
        if found == "\n":
            line, start = line + 1, token.end()
            if scan.depth <= 0:
                scan.depth = 0
                _begin_line(scan, text, start, line)
        elif found in "[{":
            _open(scan, found, line)
        elif found in "]}":
            scan.depth -= 1
        else:
            line += found.count("\n")
    return scan.outline


def _open(scan: _Scan, bracket: str, line: int) -> None:
    if bracket == "{" and scan.depth == 1:  # an inline table inside the array of `key`
        scan.item += 1
        scan.outline.lines.setdefault((*scan.key, scan.item), line)
    scan.depth += 1
    scan.outline.depth = max(scan.outline.depth, scan.depth)


def _begin_line(scan: _Scan, text: str, start: int, number: int) -> None:
    words = text[start : start + _LINE_MAX_CHARACTERS].split("\n", 1)[0]
    if header := _HEADER.match(words):
        scan.table = _table(scan, _parts(header[2]), array=header[1] == "[[")
        scan.key = ()
        scan.outline.lines.setdefault(scan.table, number)
    elif key := _KEY.match(words):
        scan.key = (*scan.table, *_parts(key[1]))
        scan.item = -1
        scan.outline.lines.setdefault(scan.key, number)


def _table(scan: _Scan, path: KeyPath, *, array: bool) -> KeyPath:
    if array:
        scan.arrays[path] = scan.arrays.get(path, -1) + 1
        return (*path, scan.arrays[path])
    # `[case.pairing]` after `[[case]]` belongs to the last case.
    for size in range(len(path), 0, -1):
        if path[:size] in scan.arrays:
            return (*path[:size], scan.arrays[path[:size]], *path[size:])
    return path


def _parts(dotted: str) -> KeyPath:
    if dotted[:1] in {'"', "'"}:
        return (dotted[1:-1],)
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
