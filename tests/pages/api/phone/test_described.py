"""The description checked in beside the phone's page is that of this very API."""

from __future__ import annotations

import json
from pathlib import Path

from tongxing.pages.api.phone.api import api
from tongxing.pages.api.phone.limits import LIMITS
from tongxing.pages.api.phone.schemas import Limits

ROOT = Path(__file__).resolve().parents[4]
KEPT = ROOT / "frontend" / "field" / "openapi.json"


def test_the_kept_description_is_fresh() -> None:
    made = json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, sort_keys=True)
    assert KEPT.read_text(encoding="utf-8") == made + "\n", (
        "run: .venv/bin/python tools/phone_openapi.py"
    )


def test_the_description_is_served_to_anybody(client) -> None:
    answer = client.get("/api/phone/openapi.json")
    assert answer.status_code == 200
    assert set(answer.json()["paths"]) == set(api.get_openapi_schema()["paths"])


def test_no_two_requests_are_handed_the_same_answer_to_fill(rf) -> None:
    """What a handler writes on its `response` is told to nobody else."""
    first, second = (api.create_temporal_response(rf.get("/api/phone/work")) for _ in range(2))
    first["X-Said"] = "to one"
    assert "X-Said" not in second


def test_limits_are_all_told() -> None:
    assert set(LIMITS) == set(Limits.model_fields)
