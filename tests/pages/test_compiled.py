"""What one process compiled the next need not, and nobody else can have it run something."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader
from jinja2 import Environment

from tongxing.pages import compiled
from tongxing.pages.compiled import compiled_under

PAGE = {"page": "{{ name }}，您好"}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def shown(cache: Path, page: dict[str, str] = PAGE) -> str:
    """What a process that has just started shows."""
    made = Environment(
        loader=DictLoader(page), autoescape=True, bytecode_cache=compiled_under(cache, MADE_BY)
    )
    return made.get_template("page").render(name="<张>")


MADE_BY = Path(__file__)
SHOWN = "&lt;张&gt;，您好"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were compiled, in order."""
    found: list[str] = []
    reads = Environment._parse

    def noted(self, source, name, filename):
        found.append(name)
        return reads(self, source, name, filename)

    monkeypatch.setattr(Environment, "_parse", noted)
    return found


def kept(cache: Path) -> list[Path]:
    return sorted(one for one in cache.rglob("*") if one.is_file())


def test_the_next_process_compiles_nothing(cache, parsed):
    assert [shown(cache), shown(cache), shown(cache)] == [SHOWN] * 3
    assert parsed == ["page"]


def test_another_source_is_compiled(cache, parsed):
    shown(cache)
    assert shown(cache, {"page": "{{ name }}，再见"}) == "&lt;张&gt;，再见"
    assert parsed == ["page", "page"]


@pytest.mark.parametrize("damaged", [b"", b"x", lambda whole: whole[: len(whole) // 2]])
def test_a_damaged_file_is_compiled_anew(cache, parsed, damaged):
    shown(cache)
    (file,) = kept(cache)
    file.write_bytes(damaged if isinstance(damaged, bytes) else damaged(file.read_bytes()))
    assert [shown(cache), shown(cache)] == [SHOWN] * 2
    assert parsed == ["page", "page"]


def test_nobody_else_may_enter(cache):
    shown(cache)
    assert (cache / "templates").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o720, 0o755])
def test_where_others_may_enter_nothing_is_read_or_left(cache, parsed, mode):
    shown(cache)
    (file,) = kept(cache)
    file.write_bytes(b"something else")
    (cache / "templates").chmod(mode)
    assert shown(cache) == SHOWN
    assert parsed == ["page", "page"]
    assert file.read_bytes() == b"something else"


def test_a_folder_of_somebody_else_is_not_used(cache, monkeypatch):
    shown(cache)
    monkeypatch.setattr(compiled.os, "geteuid", lambda: 12_345)
    assert compiled_under(cache, MADE_BY) is None


def test_without_a_folder_pages_are_shown_all_the_same(tmp_path, parsed):
    (tmp_path / "cache").write_text("no folder")
    assert [shown(tmp_path / "cache"), shown(tmp_path / "cache")] == [SHOWN] * 2
    assert parsed == ["page", "page"]


def test_a_folder_deleted_meanwhile_is_done_without(cache, parsed):
    there = compiled_under(cache, MADE_BY)
    (one,) = (cache / "templates").iterdir()
    one.rmdir()
    made = Environment(loader=DictLoader(PAGE), autoescape=True, bytecode_cache=there)
    assert made.get_template("page").render(name="<张>") == SHOWN
    assert kept(cache) == []


@pytest.mark.parametrize("what", ["__version__", "jinja2", "made_by"])
def test_another_version_clears_away_what_the_last_one_left(
    cache, parsed, monkeypatch, tmp_path, what
):
    shown(cache)
    before = kept(cache)
    if what == "made_by":
        monkeypatch.setitem(globals(), "MADE_BY", tmp_path / "templating.py")
        MADE_BY.write_text("otherwise")
    elif what == "jinja2":
        monkeypatch.setattr(compiled.jinja2, "__version__", "99")
    else:
        monkeypatch.setattr(compiled, "__version__", "99")
    assert shown(cache) == SHOWN
    assert parsed == ["page", "page"]
    assert len(kept(cache)) == 1
    assert kept(cache) != before
