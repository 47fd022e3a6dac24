"""The papers beside the code stay true: rooms, terms, locks, size of the tests."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.house import ROOT

SOURCE = ROOT / "src" / "tongxing"


def rooms() -> list[str]:
    """Every package of the code, as `rules/standing`; migrations are not rooms."""
    return [
        path.parent.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("__init__.py"))
        if path.parent != SOURCE and path.parent.name != "migrations"
    ]


def test_every_room_stands_in_the_map():
    map_ = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    missing = [room for room in rooms() if f"`{room}/`" not in map_]
    assert not missing, f"docs/ARCHITECTURE.md does not name {missing}"


def test_the_map_names_no_room_that_is_gone():
    map_ = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([a-z/]+)/` \|", map_, flags=re.MULTILINE))
    where = (SOURCE, ROOT)  # the program's rooms, and those of the pages' own programs
    gone = [room for room in sorted(named) if not any((one / room).is_dir() for one in where)]
    assert not gone, f"docs/ARCHITECTURE.md names {gone}, which do not exist"


def test_every_kind_is_in_the_glossary():
    glossary = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
    missing = []
    for file in sorted((SOURCE / "catalogue" / "kinds").rglob("*.toml")):
        kind = tomllib.loads(file.read_text(encoding="utf-8"))
        if f"`{kind['id']}`" not in glossary or kind["title"] not in glossary:
            missing.append(f"{kind['title']} {kind['id']}")
    assert not missing, f"docs/GLOSSARY.md lacks {missing}"


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_runtime_dependency_has_a_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reasons = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "decisions").glob("*.md")
    )
    names = [re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]]
    missing = [name for name in names if f"`{name}`" not in reasons]
    assert not missing, f"docs/decisions has no reason for {missing}"


def test_locks_record_no_download_addresses():
    locks = [*ROOT.glob("requirements*.lock"), ROOT / "frontend" / "package-lock.json"]
    for lock in locks:
        for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), 1):
            is_address = "://" in line and '"url"' not in line and '"funding"' not in line
            assert not is_address, f"{lock.name}:{number}: {line.strip()}"


def said_lines(paths: Iterable[Path]) -> int:
    """Lines that say something: blank ones and imports left out (see decision 9)."""
    return sum(
        1
        for path in paths
        if "migrations" not in path.parts and "node_modules" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith(("import ", "from "))
    )


def test_there_are_at_least_as_many_lines_of_tests_as_of_code():
    scripts = [one for one in (ROOT / "frontend").rglob("*.ts") if ".test." not in one.name]
    code = said_lines([*SOURCE.rglob("*.py"), *scripts])
    examples = said_lines((SOURCE / "catalogue" / "plans").rglob("*.examples.toml"))
    tests = said_lines([*(ROOT / "tests").rglob("*.py"), *(ROOT / "frontend").rglob("*.test.ts")])
    assert tests + examples >= code


def test_every_file_the_readme_links_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", readme)
    missing = [link for link in links if "://" not in link and not (ROOT / link).exists()]
    assert not missing, f"README.md links {missing}"
