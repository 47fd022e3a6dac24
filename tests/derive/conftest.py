"""The cast with a plan in force and nothing cached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.derive.plans import in_force
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Doer
from tongxing.derive.standings import forget_all
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import said


@dataclass
class County:
    """The cast, with short words for what its people do. Moves of the clock are explicit."""

    crew: Cast
    ending: list[str] = field(default_factory=lambda: ["lyj"])  # pairings a test may end

    @property
    def at(self):
        return self.crew.at

    @property
    def today(self) -> date:
        return self.crew.at.date()

    def scope(self, name: str) -> Scope:
        return self.crew.scope(name)

    def key(self, name: str) -> str:
        """The key of a pairing of the cast."""
        return str(self.crew.pairings[name])

    def write(self, who: str = "swb", *, later: int = 0, **changes: object) -> Record:
        """Somebody writes down a record of their own party, `later` minutes after `at`."""
        parties = {"swb": c.SWB, "zx": c.ZX, "lyj": c.LYJ, "fl": c.FL, "team": c.TEAM}
        given: dict[str, object] = {
            "doers": (Doer(parties.get(who, c.SWB)),),
            "place": c.HETONG if who == "lyj" else c.BAIQIAO,
        }
        return append_record(
            acting=self.scope(who),
            at=self.at + timedelta(minutes=later),
            draft=self.crew.draft(**given | changes),
        )

    def correct(self, record: Record, *, later: int = 0, **changes: object) -> Record:
        """The office corrects a record; `changes` alter its values."""
        given = {
            "kind": record.kind,
            "doers": doers_of(record),
            "place": record.place,
            "happened": record.happened,
            "values": said(record.body).values,
        }
        return correct_record(
            acting=self.scope("office"),
            at=self.at + timedelta(minutes=later),
            of=record.id,
            draft=self.crew.draft(**given | changes),
        )

    def bought(self, amount: str, who: str = "swb", **changes: object) -> Record:
        values = {"amount": amount, "mode": "canteen"}
        return self.write(who, kind="purchase", values=values, **changes)


@pytest.fixture
def county(crew: Cast, settings: Any, tmp_path: Path) -> Iterator[County]:
    settings.CACHE = str(tmp_path / "cache")  # a book put by there may be another test's
    forget_all()
    in_force(crew)
    yield County(crew)
    forget_all()


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[County]:
    """The same for all tests of a module, each of which undoes what it does to it.

    The module must be marked `django_db`, else there is no test database.
    """
    from tests.derive.boards.season import undone  # which needs this module

    with django_db_blocker.unblock():
        name = str(connection.settings_dict["NAME"])
        assert "memory" in name or name.startswith("test_")
        with undone() as county:
            yield county
