"""What the law forbids to ask for: no page asks where somebody is (C1), no form demands a photo (C4).

That no kind can demand one either is proved with the kinds (`tests/rules/plan/test_kinds.py`).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.house import ROOT
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import QUANTITY_TYPES

ASKED_OF = (
    *sorted((ROOT / "src/tongxing").rglob("*.jinja")),
    *(one for one in sorted((ROOT / "frontend").rglob("*.ts")) if "node_modules" not in one.parts),
)
WHERE = re.compile(
    r"geolocation|getCurrentPosition|watchPosition|DeviceOrientation|DeviceMotion"
    r"|getUserMedia|capture\s*=",
    re.IGNORECASE,
)
DEMANDS = re.compile(r"<input[^>]*type=\"file\"[^>]*>")


def test_the_pages_and_scripts_are_found():
    assert len(ASKED_OF) > 60


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("navigator.geolocation.getCurrentPosition(done)", True),
        ('<input type="file" capture="environment">', True),
        ("navigator.mediaDevices.getUserMedia({video: true})", True),
        ("the place a record happened at", False),
    ],
)
def test_asking_is_noticed(text, asks):
    assert bool(WHERE.search(text)) == asks


@pytest.mark.parametrize("path", ASKED_OF, ids=lambda path: path.name)
def test_no_page_asks_where_anybody_is(path: Path):
    assert WHERE.search(path.read_text(encoding="utf-8")) is None


def test_no_form_of_a_record_demands_a_photo():
    files = ROOT / "src/tongxing/pages/desk/jinja2/desk/records/choose_files.jinja"
    (field,) = DEMANDS.findall(files.read_text(encoding="utf-8"))
    assert "required" not in field


def test_no_kind_has_a_field_for_a_photo():
    """A kind's fields are words, figures, days and names; a photo is none of them."""
    types = {one.type for kind in shipped_kinds().values() for one in kind.fields.values()}
    assert types <= {*QUANTITY_TYPES, "text", "choice", "date", "place", "organization", "person"}
