"""The ways between what somebody reads and what they keep: offered to who may, today only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.desk.manage.parties.conftest import read_page as read
from tongxing.records.accounts.models import Account

VILLAGE, KEPT = "/places/440981124201/", "/manage/places/440981124201/"
PERSON, ACCOUNT = "/manage/people/swb/", "/manage/accounts/name/swb/"
OPENING = "/manage/accounts/new/?person=swb"


def test_from_a_village_to_its_name_and_back(county: Any) -> None:
    office = county.client("office")
    assert KEPT in read(office, VILLAGE).links
    assert VILLAGE in read(office, KEPT).links
    assert not [one for one in read(office, f"{VILLAGE}?as_of=2025-01-01").links if KEPT in one]


def test_a_unit_keeps_no_names(county: Any) -> None:
    assert KEPT not in read(county.client("lyj"), VILLAGE).links


def test_from_a_pairing_to_its_history(county: Any) -> None:
    office = county.client("office")
    (pairing, *_) = [one for one in read(office, VILLAGE).links if one.startswith("/pairings/")]
    assert f"/manage{pairing}" in read(office, pairing).links
    assert f"/manage{pairing}" not in read(county.client("supervisor"), pairing).links


def test_from_somebody_to_their_unit_and_account(county: Any) -> None:
    links = read(county.client("office"), PERSON).links
    assert {ACCOUNT, "/manage/organizations/swb/"} <= set(links)
    assert OPENING not in links


def test_an_account_is_opened_from_somebody_who_has_none_in_use(county: Any) -> None:
    Account.objects.filter(username="swb").update(is_active=False)
    assert {ACCOUNT, OPENING} <= set(read(county.client("office"), PERSON).links)


@pytest.mark.parametrize("who", ["swb"])
def test_ones_own_unit_is_led_to_no_account(county: Any, who: str) -> None:
    assert not {ACCOUNT, OPENING} & set(read(county.client(who), PERSON).links)
