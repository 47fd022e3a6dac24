"""The written form is the same on the phone: both are held against `canonical.json`.

The phone's side is frontend/field/digest.test.ts. Written there and hashed there, a record is
checked here for damage on the way.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tongxing.records.ledger.canonical import NotCanonicalError
from tongxing.records.ledger.canonical import cleaned
from tongxing.records.ledger.canonical import written

SHARED = json.loads(Path(__file__).with_name("canonical.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SHARED["written"], ids=lambda case: case["sha256"][:8])
def test_a_value_is_written_as_agreed(case) -> None:
    text = written(cleaned(case["value"]))
    assert text == case["written"]
    assert sha256(text.encode()).hexdigest() == case["sha256"]


@pytest.mark.parametrize("case", SHARED["refused"], ids=lambda case: case["why"])
def test_what_has_no_written_form_is_refused_on_both_sides(case) -> None:
    with pytest.raises(NotCanonicalError, match=case["why"]):
        cleaned(case["value"])
