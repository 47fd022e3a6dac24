"""The small county's people at the sign-in page, with a clock that is moved by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.actions.test_second_factor import SECRET
from tests.actions.test_second_factor import code
from tests.pages.desk.reading import Page
from tests.records.cast import PASSWORD
from tests.records.cast import Cast
from tongxing.actions.second_factor import add_generator


@dataclass
class Door:
    """One browser before the sign-in page."""

    crew: Cast
    clock: list[datetime]
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def another(self) -> Door:
        return Door(self.crew, self.clock)

    def wait(self, **delta: int) -> datetime:
        self.clock[0] += timedelta(**delta)
        return self.clock[0]

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers)

    def post(self, path: str, *, fresh: str = "/sign-in/", **given: Any) -> Any:
        """Send a form with the token of a page seen before."""
        token = self.client.cookies["form"].value if "form" in self.client.cookies else ""
        if not token:
            self.client.get(fresh)
            token = self.client.cookies["form"].value
        return self.client.post(path, {**given, "csrfmiddlewaretoken": token})

    def sign_in(self, who: str = "swb", password: str = PASSWORD, **more: str) -> Any:
        return self.post("/sign-in/", username=who, password=password, **more)

    def code(self) -> str:
        """What the phone shows now."""
        return code(self.clock[0])

    def has_phone(self, who: str = "swb") -> tuple[str, ...]:
        """Somebody has added a code generator; the codes on paper."""
        codes = add_generator(
            acting=self.crew.scope(who),
            at=self.clock[0],
            name="工作手机",
            secret=SECRET,
            code=self.code(),
        )
        self.wait(minutes=1)
        return codes

    def is_in(self) -> bool:
        return bool(self.get("/me/").status_code == 200)


def text(answer: Any) -> str:
    """The words of a page, which must break none of the house's rules for pages."""
    page = Page(answer.content.decode())
    assert not page.breaches
    return page.text


def hidden(answer: Any, name: str) -> str:
    """The value of a hidden input."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    return found.group(1) if found else ""


@pytest.fixture
def door(crew: Cast, monkeypatch: pytest.MonkeyPatch) -> Door:
    clock = [crew.at]
    now: Callable[[], datetime] = lambda: clock[0]  # noqa: E731
    monkeypatch.setattr(timezone, "now", now)
    return Door(crew, clock)
