"""The small county with phones: each of the cast may hand in what was written without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.pages.desk.conftest import County
from tests.pages.desk.conftest import county  # noqa: F401
from tests.pages.desk.conftest import plain_files  # noqa: F401
from tests.records import cast as c
from tongxing.actions import known
from tongxing.actions.phone_keys import enrol_phone
from tongxing.pages.api.phone.keyed import SCOPES
from tongxing.pages.api.phone.keyed import UNITS
from tongxing.records.ledger.canonical import cleaned
from tongxing.records.ledger.canonical import written
from tongxing.records.ledger.ids import new_id

API = "/api/phone/"
HEADER = {"X-Tongxing-Phone": "1"}


def digest(draft: dict[str, Any]) -> str:
    return sha256(written(cleaned(draft)).encode()).hexdigest()


def item(draft: dict[str, Any], id_: str) -> dict[str, Any]:
    return {"id": id_, "digest": digest(draft), "draft": draft}


@dataclass
class Phones:
    """Phones of the county's cast; each is enrolled when first used."""

    county: County
    clients: dict[str, Client] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Client:
        if name not in self.clients:
            crew = self.county.crew
            key = enrol_phone(acting=crew.scope(name), at=crew.at, name="手机", days=90)
            self.clients[name] = with_key(key)
        return self.clients[name]

    def draft(self, **changes: Any) -> dict[str, Any]:
        """A labour day of 市委办 in 柏桥村 as its phone writes it; `changes` alter it."""
        given = {
            "kind": "labour-day", "kind_version": 1, "place": c.BAIQIAO,
            "doers": [{"who": c.SWB, "role": "", "of": ""}], "happened": "2025-03-11",
            "makes_up": None, "about": [], "values": {"people": "三十多人次"},
            "text": "清理村道两侧杂物", "files": [], "replaces": [],
        }  # fmt: skip
        return {**given, **changes}

    def item(self, **changes: Any) -> dict[str, Any]:
        id_ = changes.pop("id", None) or str(new_id(self.county.crew.at))
        return item(self.draft(**changes), id_)

    def send(self, name: str, *items: Any) -> list[dict[str, Any]]:
        """Hand items in; the answers."""
        answer = self.post(name, {"items": list(items)})
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()["answers"]

    def post(self, name: str, body: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self[name].post(
            f"{API}records", data, content_type="application/json", headers=HEADER
        )

    def work(self, name: str, **headers: str) -> Any:
        return self[name].get(f"{API}work", headers={**HEADER, **headers})

    def put(self, name: str, key: str, n: int, data: bytes, size: int) -> Any:
        return self[name].put(
            f"{API}files/{key}/{n}", data, content_type="application/octet-stream",
            headers={**HEADER, "X-Size": str(size)},
        )  # fmt: skip

    def have(self, name: str, key: str) -> Any:
        return self[name].get(f"{API}files/{key}", headers=HEADER)

    def later(self, **by: int) -> None:
        """Time goes by."""
        object.__setattr__(self.county.crew, "at", self.county.crew.at + timedelta(**by))


def with_key(key: str) -> Client:
    client = Client()
    client.cookies[django_settings.PHONE_COOKIE_NAME] = key
    return client


@pytest.fixture
def phones(county: County, settings: Any, tmp_path: Path) -> Iterator[Phones]:  # noqa: F811
    settings.EVIDENCE = str(tmp_path / "evidence")
    SCOPES.clear(), UNITS.clear()
    known.FOUND.clear()  # another test's revision is not this one's
    yield Phones(county)
    SCOPES.clear(), UNITS.clear()
