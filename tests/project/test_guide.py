"""The guide shows the product as it is: every picture is taken by the script, and used."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from PIL import Image

from tongxing.project.demo.accounts import members

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = DOCS / "guide"
CHAPTERS = sorted(GUIDE.glob("*.md"))
PAGES = [*CHAPTERS, DOCS.parent / "README.md", DOCS / "production.md"]
SHOTS = tomllib.loads((GUIDE / "shots.toml").read_text(encoding="utf-8"))["shot"]
LARGEST, LARGEST_TOGETHER = 120_000, 4_000_000  # bytes
AT_ONCE = {"granted", "monday"}  # what a phone finds otherwise than it is
DOINGS = {
    "click",
    "fill",
    "choose",
    "upload",
    "show",
    "go",
    "line",
    "key",
    "desk",
    "picture",
} | AT_ONCE
SIGNED_OUT = ("/sign-in/", "/phone/")


def shown(page: Path) -> list[str]:
    """The pictures a page shows, as names in docs without `.png`."""
    found = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    return [
        (page.parent / one).resolve().relative_to(DOCS).with_suffix("").as_posix() for one in found
    ]


def taken(shot: Mapping[str, Any]) -> list[str]:
    """The pictures of one shot: those taken on the way, and its own at the end."""
    on_the_way = [step["picture"] for step in shot.get("steps", []) if "picture" in step]
    return [*on_the_way, shot["name"]]


def pictures() -> list[Path]:
    return [DOCS / f"{name}.png" for shot in SHOTS for name in taken(shot)]


def test_every_picture_shown_is_one_the_script_takes() -> None:
    names = [name for shot in SHOTS for name in taken(shot)]
    assert {name for page in PAGES for name in shown(page)} == set(names)
    assert len(names) == len(set(names)) > 15


def test_every_picture_is_there_and_none_is_left_over() -> None:
    there = {*(GUIDE / "images").glob("*"), *(DOCS / "images").glob("*")}
    assert there == set(pictures())


@pytest.mark.parametrize("path", pictures(), ids=lambda path: path.stem)
def test_a_picture_is_small_and_as_wide_as_its_screen(path: Path) -> None:
    name = path.relative_to(DOCS).with_suffix("").as_posix()
    shot = next(one for one in SHOTS if name in taken(one))
    assert path.stat().st_size <= LARGEST
    with Image.open(path) as picture:
        assert picture.width == (390 if shot.get("phone") else 1440)
        assert picture.mode == "P"


def test_all_pictures_together_are_small() -> None:
    assert sum(path.stat().st_size for path in pictures()) <= LARGEST_TOGETHER


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot["name"])
def test_a_shot_goes_to_a_page_there_is_as_somebody_there_is(shot: dict[str, object]) -> None:
    address = str(shot["address"])
    assert resolve(urlsplit(address).path)
    known = {one.username for one in members()}
    assert shot.get("account") in {None, *known}
    assert shot.get("account") is not None or address.startswith(SIGNED_OUT)
    steps = shot.get("steps", [])
    assert isinstance(steps, list)
    assert all(len(DOINGS & set(step)) == 1 for step in steps)


def test_every_chapter_is_named_on_the_first_page_in_order() -> None:
    first = (GUIDE / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\((\d\d-[\w-]+\.md)\)", first)
    assert linked == [path.name for path in CHAPTERS if path.name != "README.md"]


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.stem)
def test_the_guide_speaks_plain_official_chinese(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "！" not in text
    assert "!" not in re.sub(r"!\[", "[", text)
    assert not re.search(r"[一-龥],|[一-龥]\.", text)  # Chinese marks between Chinese words
