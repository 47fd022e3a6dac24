"""The house rules: functions from a source file to what is wrong with it.

A rule takes the path (relative to the repository) and the parsed module and yields one line
for each breach. `RULES` is the list; `test_house.py` runs it over the code and over samples.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES_MOST = 500
FUNCTION_LINES_MOST = 70
CLASS_LINES_MOST = 250
TEST_FILE_LINES_MOST = 600
GRAVITY_WELLS = {"utils", "util", "helpers", "common", "core", "misc", "tools"}
WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
MANAGER_WRITES = {"create", "delete", "update"}
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("timezone", "now")}
ROOMS_WITH_A_CLOCK = ("src/tongxing/pages/", "src/tongxing/project/")


@cache
def every_node(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All nodes of a module, walked once for all rules."""
    return tuple(ast.walk(tree))


def lines_of(node: ast.AST) -> int:
    return (getattr(node, "end_lineno", 0) or 0) - getattr(node, "lineno", 0) + 1


def files_are_short(path: str, tree: ast.Module) -> Iterator[str]:
    most = TEST_FILE_LINES_MOST if path.startswith("tests/") else FILE_LINES_MOST
    last = max((node.end_lineno or 0 for node in tree.body), default=0)
    if last > most:
        yield f"{path}: {last} lines, at most {most}: split it by what it is about"


def functions_are_short(path: str, tree: ast.Module) -> Iterator[str]:
    for node in every_node(tree):
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if is_function and lines_of(node) > FUNCTION_LINES_MOST:
            yield f"{path}: {node.name} has {lines_of(node)} lines, at most {FUNCTION_LINES_MOST}"
        if isinstance(node, ast.ClassDef) and lines_of(node) > CLASS_LINES_MOST:
            yield f"{path}: {node.name} has {lines_of(node)} lines, at most {CLASS_LINES_MOST}"


def modules_say_what_they_are(path: str, tree: ast.Module) -> Iterator[str]:
    if tree.body and "/migrations/" not in path and not ast.get_docstring(tree):
        yield f"{path}: a module opens with one line that says what it is for"


def no_gravity_wells(path: str, tree: ast.Module) -> Iterator[str]:
    for part in Path(path).with_suffix("").parts:
        if path.startswith("src/") and part in GRAVITY_WELLS:
            yield f"{path}: `{part}` says nothing; name the room after what it holds"


def the_clock_is_an_argument(path: str, tree: ast.Module) -> Iterator[str]:
    if not path.startswith("src/") or path.startswith(ROOMS_WITH_A_CLOCK):
        return
    for node in every_node(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if (owner, node.attr) in CLOCKS:
                yield f"{path}:{node.lineno}: {owner}.{node.attr}: take `as_of` or `at` instead"


def only_operations_write(path: str, tree: ast.Module) -> Iterator[str]:
    allowed = "/migrations/" in path or path.endswith(("operations.py", "/accounts/models.py"))
    if not path.startswith("src/tongxing/") or allowed:
        return
    for node in every_node(tree):
        func = node.func if isinstance(node, ast.Call) else None
        if isinstance(func, ast.Attribute) and is_write(func) and not draws(node):
            yield f"{path}:{func.lineno}: .{func.attr}(): writes live in operations.py"


def draws(node: ast.AST) -> bool:
    """Whether this saves a picture: into a file, under the name of a format. A row has neither."""
    return isinstance(node, ast.Call) and len(node.args) == 2


def is_write(func: ast.Attribute) -> bool:
    """Whether this writes rows: always so by name, or `X.objects.….update(…)` and the like."""
    by_manager = func.attr in MANAGER_WRITES and ".objects." in ast.unparse(func)
    return func.attr in WRITES or by_manager


def no_signals(path: str, tree: ast.Module) -> Iterator[str]:
    for node in every_node(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals":
            yield f"{path}:{node.lineno}: no signals for domain work: call it from the action"


def nothing_is_left_for_later(path: str, tree: ast.Module) -> Iterator[str]:
    if not path.startswith("src/") or not (ROOT / path).exists():
        return
    source = (ROOT / path).read_text(encoding="utf-8")
    for number, line in enumerate(source.splitlines(), 1):
        if re.search(r"#.*\b(TODO|FIXME|XXX|HACK)\b", line):
            yield f"{path}:{number}: do it now, or file it; not in the code"


def tests_are_never_skipped(path: str, tree: ast.Module) -> Iterator[str]:
    if not path.startswith("tests/"):
        return
    for node in every_node(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail"}:
            yield f"{path}:{node.lineno}: a test that cannot run fails; it is never skipped"


RULES = (
    files_are_short,
    functions_are_short,
    modules_say_what_they_are,
    no_gravity_wells,
    the_clock_is_an_argument,
    only_operations_write,
    no_signals,
    nothing_is_left_for_later,
    tests_are_never_skipped,
)


def sources() -> Iterable[Path]:
    for room in ("src/tongxing", "tests", "benchmarks"):
        yield from sorted((ROOT / room).rglob("*.py"))


def breaches(path: str, source: str) -> list[str]:
    """What every rule says about one file given as text."""
    tree = ast.parse(source)
    found = [line for rule in RULES for line in rule(path, tree)]
    every_node.cache_clear()
    return found
