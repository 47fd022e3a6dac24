"""The small county with a plan in force and a few records, and each of the cast signed in."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.derive.plans import in_force
from tests.records import cast as c
from tests.records.cast import Cast
from tests.remembered import remembered
from tongxing.actions.append_record import append_record
from tongxing.actions.draft import Doer
from tongxing.derive.standings import forget_all
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record


@dataclass(frozen=True)
class County:
    """The small county on 12 March 2025, seen through the desk."""

    crew: Cast

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.crew.account(name))
        return client

    def get(self, name: str, path: str, **headers: str) -> HttpResponse:
        answer: Any = self.client(name).get(path, headers=headers)
        return answer

    def labour_day(self, happened: date, who: str = "swb", **changes: Any) -> Record:
        """市委办 (or another) held a labour day in its village."""
        party, place = {"swb": (c.SWB, c.BAIQIAO), "lyj": (c.LYJ, c.HETONG)}[who]
        given = {"doers": (Doer(party),), "place": place, "happened": happened, **changes}
        draft = self.crew.draft(id=new_id(self.crew.at), **given)
        return append_record(acting=self.crew.scope(who), at=self.crew.at, draft=draft)


@pytest.fixture(autouse=True)
def plain_files(settings: Any, tmp_path: Path) -> None:
    """Static files by their plain names: the front end need not be built for these tests."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def three_labour_days(county: County) -> None:
    county.labour_day(date(2025, 1, 10))
    county.labour_day(date(2025, 3, 10))
    county.labour_day(date(2025, 2, 20), who="lyj")


@pytest.fixture
def county(crew: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    forget_all()
    now: Callable[[], Any] = lambda: crew.at  # noqa: E731
    monkeypatch.setattr(timezone, "now", now)
    in_force(crew)
    there = County(crew)
    remembered(f"three labour days of the cast at {crew.at}", lambda: three_labour_days(there))
    yield there
    forget_all()
