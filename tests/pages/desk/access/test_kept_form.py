"""What is kept of a form that came too late, and for whom it opens again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from tests.pages.desk.access.conftest import Door
from tongxing.pages.desk.access.kept_form import MOST_CHARACTERS
from tongxing.pages.desk.access.kept_form import KeptForm
from tongxing.pages.desk.access.kept_form import keep
from tongxing.pages.desk.access.kept_form import kept_form


def kept(door: Door, path: str = "/ledger/new/?kind=meeting", **given: Any) -> str:
    return keep(RequestFactory().post(path, given), door.crew.account("swb"))


def opened(door: Door, sealed: str, who: str = "swb") -> KeptForm | None:
    return kept_form(sealed, door.crew.account(who))


def test_every_field_in_its_order_and_no_token(door: Door) -> None:
    sealed = kept(door, text="甲\n乙", doer=["org:swb", "org:zx"], csrfmiddlewaretoken="x" * 64)
    form = opened(door, sealed)
    assert form is not None
    assert form.address == "/ledger/new/?kind=meeting"
    assert form.fields == (("text", "甲\n乙"), ("doer", "org:swb"), ("doer", "org:zx"))
    assert not form.files


def test_files_are_only_remembered_as_missing(door: Door) -> None:
    photo = SimpleUploadedFile("a.jpg", b"picture")
    form = opened(door, kept(door, text="甲", photo=photo))
    assert form is not None
    assert form.files
    assert form.fields == (("text", "甲"),)


@pytest.mark.parametrize("path", ["/me/password/", "/me/confirm/", "/sign-in/", "/sign-in/second/"])
def test_no_page_that_asks_for_a_password(door: Door, path: str) -> None:
    assert kept(door, path, password="secret") == ""


def test_nothing_endless(door: Door) -> None:
    assert kept(door, text="a" * (MOST_CHARACTERS - 100))
    assert kept(door, text="a" * MOST_CHARACTERS) == ""


def test_reading_keeps_nothing(door: Door) -> None:
    assert keep(RequestFactory().get("/ledger/"), door.crew.account("swb")) == ""


def test_it_opens_for_its_owner_within_the_hours_of_a_session(door: Door, settings: Any) -> None:
    sealed = kept(door, text="甲")
    assert opened(door, sealed, "zx") is None
    door.wait(hours=12)
    assert opened(door, sealed) is not None
    door.wait(minutes=1)
    assert opened(door, sealed) is None
    again = kept(door, text="甲")
    settings.SECRET_KEY = "another installation"
    assert opened(door, again) is None
