"""The demo's named cast: accounts of offices, each with what it is granted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from django.conf import settings

from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import grant_role
from tongxing.project.demo.chance import made_id
from tongxing.project.demo.sources import demo_file
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.keeping import place_of_party
from tongxing.records.registry.codes import full

SINCE = date(2021, 1, 1)
COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast."""

    username: str
    person: str  # the KEY of person:KEY
    role: str
    places: tuple[str, ...] = ()  # 12 digits; or else a party
    party: str = ""


def members() -> Iterator[Member]:
    """The cast, in the order of the file."""
    for item in demo_file("cast.toml")["member"]:
        yield Member(**{**item, "places": tuple(item.get("places", ()))})


def password_of(username: str) -> str:
    """The demo password of one account: drawn from this installation's own key.

    It can be shown by whoever runs the command here, and is of no use anywhere else.
    """
    drawn = made_id(datetime.fromtimestamp(0).astimezone(), settings.SECRET_KEY, username)
    return f"demo-{drawn.hex[-10:-5]}-tx-{drawn.hex[-5:]}"


def load_accounts(acting: Scope, at: datetime) -> None:
    """Open the accounts and give each its role."""
    for one in members():
        create_account(
            acting=acting,
            at=at,
            username=one.username,
            password=password_of(one.username),
            person=f"person:{one.person}",
            home=full((one.places or [place_of_party(one.party)])[0][:COUNTY_DIGITS]),
        )
        for place in one.places or [""]:
            grant_role(
                acting=acting,
                at=at,
                account=one.username,
                role=one.role,
                since=SINCE,
                place=place,
                party=one.party,
            )
