"""Every address × every account × own and foreign things: nobody sees or does what is not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern
from django.urls import URLResolver
from django.urls import get_resolver
from django.urls import reverse

from tests.access import placed
from tests.access.asked import EVERYBODY
from tests.access.asked import World
from tests.records import cast as c
from tests.remembered import remembered
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Doer
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Record

SESSION = settings.SESSION_COOKIE_NAME
# Words that stand in one record only: whoever reads them has seen that record.
SECRETS = {"柏桥村": "清淤三百二十一米暗号甲", "荷垌村": "护岸四百五十六米暗号乙"}
LINKS_FOLLOWED = 30  # of each reader, beyond the pages everybody may open
WHO = {"柏桥村": ("swb", c.SWB, c.BAIQIAO), "荷垌村": ("lyj", c.LYJ, c.HETONG)}


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Names of all addresses, with their name spaces."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = one.namespace
            yield from addresses(one, f"{space}{inner}:" if inner else space)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}"


@pytest.fixture
def world(desk: Any) -> World:
    """Each village with a record, and a second correction of it that makes a conflict."""
    made, desk.clock[0] = remembered(
        f"the walk's world at {desk.clock[0]}", lambda: (written(desk), desk.clock[0])
    )
    return made


@pytest.fixture
def all_in(desk: Any, world: World) -> None:
    """Everybody is signed in for good, before anything is rolled back."""

    def sessions() -> dict[str, str]:
        clients = {who: desk.as_(who) for who in sorted(EVERYBODY)}
        return {who: one.cookies[SESSION].value for who, one in clients.items()}

    held = remembered(f"all signed in to the walk's world at {desk.clock[0]}", sessions)
    for who, session in held.items():
        desk.clients[who] = Client()
        desk.clients[who].cookies[SESSION] = session


def written(desk: Any) -> World:
    records, losing = {}, {}
    for village, (who, party, place) in WHO.items():
        base = desk.write(who, text="旧", doers=(Doer(party),), place=place)
        for text in (SECRETS[village], f"{SECRETS[village]}二"):
            draft = desk.crew.draft(
                id=UUID(desk.form()["id"]), doers=(Doer(party),), place=place, text=text
            )
            outcome = correct_record(
                acting=desk.crew.scope(who), at=desk.pass_time(), of=base.id, draft=draft
            )
            (losing if outcome.conflicts else records)[village] = outcome.written().id
    pairs = {"柏桥村": desk.crew.pairings["swb"], "荷垌村": desk.crew.pairings["lyj"]}
    return World(records, pairs, losing)


def test_every_address_is_placed():
    known = {
        *placed.OPEN,
        *placed.COMMON,
        *placed.ABOUT,
        *placed.WRITES,
        *placed.OWN,
        *placed.DEEDS,
        *placed.KEYED,
    }
    assert set(addresses(get_resolver())) == known


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in(client, world):
    for name in sorted(placed.COMMON | placed.OWN):
        answer = client.get(reverse(name))
        assert answer.status_code in {302, 405}, name
        assert answer.status_code == 405 or answer["Location"].startswith(reverse("desk:sign-in"))
    for name, asked in placed.ABOUT.items():
        with transaction.atomic():  # a room may change who has a part in what: for itself only
            for one in asked(world):
                assert client.get(one.address).status_code == 302, (name, one.address)
            transaction.set_rollback(True)
    for name in placed.WRITES:
        for id_ in world.records.values():
            assert client.post(reverse(name, args=[id_])).status_code == 302, name
    for name, deeds in placed.DEEDS.items():
        for one in deeds(world):
            assert client.post(one.address, one.given).status_code == 302, name


@pytest.mark.parametrize("account", ["office", "swb", "sysadmin"])
def test_what_asks_for_a_key_answers_to_no_session(desk, account):
    """Signed in at the desk is not enough, nor is the header any page of ours could send."""
    reader, before = desk.as_(account), AuditRow.objects.count()
    for name, (method, args) in placed.KEYED.items():
        address = reverse(name, args=args)
        assert getattr(reader, method)(address).status_code == 403, name
        told = getattr(reader, method)(address, headers={"X-Tongxing-Phone": "1"})
        assert (told.status_code, told.json()["code"]) == (401, "no-key"), name
    assert AuditRow.objects.count() == before


def test_no_form_is_taken_without_its_token(desk, world):
    """Whoever may do it, sent from another site it does nothing (CSRF)."""
    deeds = [one for deeds in placed.DEEDS.values() for one in deeds(world)]
    own = [(reverse(name), {}, "office") for name in placed.OWN]
    writes = [
        (reverse(name, args=[world.records["柏桥村"]]), {}, "office") for name in placed.WRITES
    ]
    done = [(one.address, one.given, min(one.doers)) for one in deeds if one.doers]
    strangers = {who: Client(enforce_csrf_checks=True) for who in EVERYBODY}
    for who, client in strangers.items():
        client.force_login(desk.crew.account(who))
    before = AuditRow.objects.count()
    for address, given, who in (*own, *writes, *done):
        answer = strangers[who].post(address, given)
        assert answer.status_code == 403, address
    assert AuditRow.objects.count() == before


def reads(reader: Client, address: str, hidden: dict[str, str]) -> tuple[int, str]:
    """The status and the text of a page, which holds nothing of what is hidden from its reader.

    A picture or a file has no text; who may open it is asked by its status.
    """
    answer = reader.get(address)
    html = answer["Content-Type"].startswith("text/html")
    text = answer.content.decode() if html else ""
    answer.close()
    for village, secret in hidden.items():
        assert secret not in text, f"{village}'s record is read at {address}"
    return answer.status_code, text


def hidden_from(account: str) -> dict[str, str]:
    return {v: secret for v, secret in SECRETS.items() if account not in placed.AROUND[v]}


@pytest.mark.parametrize("account", sorted(EVERYBODY))
def test_what_is_not_in_view_answers_like_what_does_not_exist(desk, world, account):
    """And what is, or is not, says no word of a record that is not theirs."""
    reader, hidden = desk.as_(account), hidden_from(account)
    for name, asked in placed.ABOUT.items():
        with transaction.atomic():  # a room may change who has a part in what: for itself only
            for one in asked(world):
                wanted = 200 if account in one.seers else 404
                status, _ = reads(reader, one.address, hidden)
                assert status == wanted, (name, one.address)
            transaction.set_rollback(True)


@pytest.mark.parametrize("account", sorted(EVERYBODY))
def test_nobody_reads_a_record_that_is_not_theirs(desk, world, account):
    """Follow links from home, as a curious reader would, and look for the secret words.

    A link found on a page must open for who reads the page. Pages about one thing were looked
    through above.
    """
    reader, hidden = desk.as_(account), hidden_from(account)
    waiting = [
        *(reverse(name) for name in sorted(placed.COMMON)),
        *(f"{reverse('desk:ledger:list')}?q={word[-3:]}" for word in SECRETS.values()),
        *(f"{reverse('desk:find')}?q={village}" for village in SECRETS),
        *(reverse(name, args=[i]) for name in placed.WRITES for i in world.losing.values()),
    ]
    most = len(waiting) + LINKS_FOLLOWED
    seen: set[str] = set()
    found_own = False
    linked: dict[str, str] = {}  # where each link was found
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        status, text = reads(reader, address, hidden)
        assert address not in linked or status < 400, (address, linked[address])
        found_own = found_own or any(s in text for s in SECRETS.values())
        links = re.findall(r'\s(?:href|hx-get)="(/[^"#]*)"', text)
        following = [link.replace("&amp;", "&") for link in links if "/static/" not in link]
        linked |= dict.fromkeys(following, address)
        waiting += following
    assert found_own == (account not in {"fl", "neighbour", "sysadmin", "security"}), (
        "the walk must reach what may be seen"
    )


@pytest.mark.parametrize("name", sorted(placed.WRITES))
@pytest.mark.usefixtures("all_in")
def test_nobody_writes_what_is_not_theirs(desk, world, name):
    for village, allowed in placed.WRITES[name].items():
        for account in sorted(EVERYBODY):
            with transaction.atomic():
                wrote = tries(desk, world, account, name, village)
                transaction.set_rollback(True)
            assert wrote == (account in allowed), (account, village)


@pytest.mark.parametrize("name", sorted(placed.DEEDS))
@pytest.mark.usefixtures("all_in")
def test_nobody_does_what_is_not_theirs_to_do(desk, world, name):
    for deed in placed.DEEDS[name](world):
        for account in sorted(EVERYBODY):
            with transaction.atomic():
                before = AuditRow.objects.count()
                answer = desk.as_(account).post(deed.address, deed.given)
                answer.close()  # a file taken away is read from as it is sent
                did = AuditRow.objects.count() > before
                transaction.set_rollback(True)
            assert answer.status_code < 500
            assert did == (account in deed.doers), (account, deed.address)


def tries(desk: Any, world: World, account: str, name: str, village: str) -> bool:
    """Whether a write by `account` about the village's record put anything into the ledger."""
    _, party, place = WHO[village]
    target = world.losing if name.endswith("settle") else world.records
    given = desk.form(doer=[party], place=place, words="核对后处理", text="改过的说明")
    given["rival"] = [str(world.records[village]), str(world.losing[village])]
    before = Record.objects.count()
    answer = desk.as_(account).post(reverse(name, args=[target[village]]), given)
    assert answer.status_code < 500
    return Record.objects.count() > before
