"""Write the phone API's description where the phone's types are made from it.

.venv/bin/python tools/phone_openapi.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "frontend" / "field" / "openapi.json"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxing.project.settings")
    import django

    django.setup()
    TARGET.write_text(described(), encoding="utf-8")
    print(f"written: {TARGET.relative_to(Path.cwd())}")


def described() -> str:
    """The description as text, the same for the same API."""
    from tongxing.pages.api.phone.api import api

    schema = api.get_openapi_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
