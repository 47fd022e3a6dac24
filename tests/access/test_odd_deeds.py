"""Every form with odd values in its fields, sent by who may send it: an answer, never a fault.

The values are drawn by a seed, so that a run that fails fails again.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.access import placed
from tests.access.asked import EVERYBODY
from tests.access.asked import Deed
from tests.access.test_every_address import world  # noqa: F401
from tests.access.test_odd_addresses import ODD

FORMS = (*ODD, "a\0b", "１２３４５６", "<script>", "=1+1")
# Names some form reads and others do not expect.
NAMES = (
    "id", "since", "until", "last", "reason", "replaced", "kind", "do", "shown", "place",
    "place_said", "party", "role", "code", "person", "name", "labels", "size", "tier", "parent",
    "phone", "credit_code", "kept", "caption", "duty", "approver", "confirmed", "answer", "page",
)  # fmt: skip


def altered(deed: Deed, draw: random.Random) -> dict[str, object]:
    """What the deed sends, with a few odd values in it."""
    given = dict(deed.given)
    texts = [name for name, value in given.items() if isinstance(value, str)]
    chosen = draw.sample(texts, min(len(texts), draw.randint(1, 2)))
    for name in (*chosen, *draw.sample(NAMES, draw.randint(0, 2))):
        given[name] = draw.choice(FORMS)
    return given


def walk(desk: Any, made: Any, each: int, seed: int) -> list[str]:
    """What went wrong: each deed sent `each` times, and taken back."""
    draw = random.Random(seed)
    clients = {name: Client(raise_request_exception=False) for name in sorted(EVERYBODY)}
    for name, client in clients.items():
        client.force_login(desk.crew.account(name))
    wrong = []
    for name, deeds in sorted(placed.DEEDS.items()):
        with transaction.atomic():
            for deed in (one for one in deeds(made) for _ in range(each)):
                who, given = min(deed.doers, default="office"), altered(deed, draw)
                with transaction.atomic():
                    answer = clients[who].post(deed.address, given)
                    answer.close()
                    transaction.set_rollback(True)
                if answer.status_code >= 500:
                    wrong.append(f"{who} {answer.status_code} {name} {given!r:.200}")
            transaction.set_rollback(True)
    return wrong


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_odd_forms_are_answered(desk: Any, world: Any) -> None:  # noqa: F811
    assert walk(desk, world, 2, 440981) == []


@pytest.mark.full
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("seed", range(3))
def test_many_odd_forms_are_answered(desk: Any, world: Any, seed: int) -> None:  # noqa: F811
    assert walk(desk, world, 12, seed) == []
