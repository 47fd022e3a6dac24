"""The shipped kinds as the phone is told them: what its guesses are tested with.

`python -m tests.rules.plan.shared_kinds` writes `kinds.json` anew; suggest.test.ts reads it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import Kind

FILE = Path(__file__).with_name("kinds.json")


def told(kind: Kind) -> dict[str, Any]:
    """What a guess may rest on."""
    fields = [
        {
            "id": field.id,
            "title": field.title,
            "type": field.type,
            "unit": field.unit,
            "optional": field.optional,
            "choices": [{"id": one, "title": title} for one, title in field.choices.items()],
        }
        for field in kind.fields.values()
    ]
    return {"id": kind.id, "title": kind.title, "about": kind.about, "fields": fields}


def dumped() -> str:
    kinds = [told(kind) for kind in shipped_kinds().values() if not kind.system]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in kinds)
    return f"[\n{lines}\n]\n"


if __name__ == "__main__":
    FILE.write_text(dumped(), encoding="utf-8")
