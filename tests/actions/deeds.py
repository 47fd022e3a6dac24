"""Every verb that writes, once, as somebody of the cast who may do it would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import Line
from tongxing.actions.attach_evidence import attach_evidence
from tongxing.actions.correct_record import correct_record
from tongxing.actions.correct_record import settle_conflict
from tongxing.actions.draft import Doer
from tongxing.actions.grant_waiver import end_waiver
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_file import keep_file
from tongxing.actions.keep_registry import add_households
from tongxing.actions.keep_registry import add_organizations
from tongxing.actions.keep_registry import add_people
from tongxing.actions.keep_registry import add_places
from tongxing.actions.keep_registry import add_teams
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.put_in_force import put_in_force
from tongxing.actions.reassign_pairings import reassign_pairings
from tongxing.actions.redact_evidence import redact_evidence
from tongxing.actions.redact_record import redact_record
from tongxing.actions.replay_book import replay_book
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.set_attribute import set_attribute
from tongxing.actions.withdraw_evidence import withdraw_evidence
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.records.evidence.kept import Kept
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Place
from tongxing.records.registry.models import Team
from tongxing.rules.plan.shipped import shipped_plan_bytes

ON = date(2025, 3, 1)
CHANGE = UUID("01958815-0000-7000-8000-000000000001")


@dataclass
class Desk:
    """Somebody at a desk, with one labour day of 市委办 already in the book."""

    crew: Cast
    who: str
    first: Record

    def given(self, **more: object) -> dict[str, Any]:
        return {"acting": self.crew.scope(self.who), "at": self.crew.at} | more

    def fresh(self, **more: object) -> dict[str, Any]:
        return self.given(id=new_id(self.crew.at)) | more

    def draft(self, **changes: object) -> Any:
        return self.crew.draft(id=new_id(self.crew.at), **changes)


def desk(crew: Cast, who: str = "office") -> Desk:
    first = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    return Desk(crew, who, first)


def appends(d: Desk) -> object:
    return append_record(**d.given(draft=d.draft(text="修剪荔枝树")))


def corrects(d: Desk) -> object:
    return correct_record(**d.given(of=d.first.id, draft=d.draft(values={"people": "40"})))


def settles(d: Desk) -> object:
    rivals = [d.draft(values={"people": n}) for n in ("40", "50")]
    for one in rivals:
        correct_record(acting=d.crew.scope("swb"), at=d.crew.at, of=d.first.id, draft=one)
    return settle_conflict(**d.given(of=[r.id for r in rivals], draft=d.draft()))


def withdraws(d: Desk) -> object:
    return withdraw_record(**d.fresh(of=d.first.id, reason="重复登记"))


def returns(d: Desk) -> object:
    return return_record(**d.fresh(of=d.first.id, note="请核对人数"))


def accepts(d: Desk) -> object:
    return accept_record(**d.fresh(of=d.first.id))


def redacts(d: Desk) -> object:
    return redact_record(**d.fresh(of=d.first.id, reason="依本人申请"))


def _kept(d: Desk) -> Kept:
    """A file 市委办 sent in before."""
    data = "到场三十人".encode()
    return keep_file(acting=d.crew.scope("swb"), at=d.crew.at, name="名单.txt", data=data)


def _attached(d: Desk) -> str:
    """The sha256 of a file 市委办 added to its record before."""
    one = _kept(d)
    given = {"acting": d.crew.scope("swb"), "at": d.crew.at, "id": new_id(d.crew.at)}
    attach_evidence(**given, of=d.first.id, files=[one])
    return one.sha256


def adds_a_file(d: Desk) -> object:
    return attach_evidence(**d.fresh(of=d.first.id, files=[_kept(d)]))


def takes_a_file_off(d: Desk) -> object:
    return withdraw_evidence(**d.fresh(of=d.first.id, file=_attached(d), reason="传错了"))


def erases_a_file(d: Desk) -> object:
    return redact_evidence(**d.fresh(of=d.first.id, file=_attached(d), reason="依本人申请"))


def pairs(d: Desk) -> object:
    actors = (Doer(c.FL),)
    return open_pairing(**d.fresh(kind=c.KIND, actors=actors, place=c.YUANBA, since=ON))


def unpairs(d: Desk) -> object:
    key = str(d.crew.pairings["zx"])
    return end_pairing(**d.fresh(pairing=key, until=ON, reason="调整"))


def reassigns(d: Desk) -> object:
    line = Line(c.KIND, ((c.FL, ""),), c.YUANBA, ON)
    assignment = Assignment(c.BOOK, ON, (line,), frozenset({c.KIND}))
    return reassign_pairings(**d.given(id=CHANGE, assignment=assignment, reason="调整分工"))


def waives(d: Desk) -> Record:
    return grant_waiver(
        **d.fresh(
            plan="gaozhou-pairing", since=ON, until=date(2025, 4, 1), reason="防汛",
            basis="三防指挥部通知", approver="县专班", place=c.GENZI,
        )
    )  # fmt: skip


def ends_waiver(d: Desk) -> object:
    waiver = waives(Desk(d.crew, "office", d.first))
    return end_waiver(**d.fresh(waiver=str(waiver.id), until=date(2025, 3, 10), reason="汛情解除"))


def grades(d: Desk) -> object:
    return set_attribute(
        **d.fresh(subjects=(c.HOUSEHOLD,), name="grade", value="general", since=ON)
    )


def puts_in_force(d: Desk) -> object:
    text, examples = shipped_plan_bytes("440981", "gaozhou-pairing-2024")
    return put_in_force(**d.fresh(book=c.BOOK, text=text, examples=examples))


def adds_a_place(d: Desk) -> object:
    village = Place(code="440981104211", name="浮山村", level="village", since=c.LONG_AGO)
    return add_places(**d.given(places=[village]))


def adds_an_organization(d: Desk) -> object:
    org = Organization(key="new", name="市供销社", sort="unit", home=c.COUNTY, since=c.LONG_AGO)
    return add_organizations(**d.given(organizations=[org]))


def adds_a_person(d: Desk) -> object:
    home = Organization.objects.get(key="zx")
    return add_people(
        **d.given(people=[Person(key="new", name="干部", organization=home, since=ON)])
    )


def adds_a_team(d: Desk) -> object:
    team = Team(key="cj", name="驻曹江镇工作队", tier="town", place=c.CAOJIANG, since=ON)
    return add_teams(**d.given(teams=[team]))


def adds_a_household(d: Desk) -> object:
    one = Household(key="new", place=c.YUANBA, label="YB-001", since=ON)
    return add_households(**d.given(households=[one]))


def opens_an_account(d: Desk) -> object:
    return create_account(**d.given(username="zx-2", password="he-dong-2025", person="person:zx"))


def grants(d: Desk) -> object:
    return grant_role(**d.given(account="fl", role="village", since=ON, place=c.YUANBA))


def takes_a_grant_back(d: Desk) -> object:
    grant = d.crew.account("fl").grants.get()
    return end_grant(**d.given(grant=grant.pk, until=ON))


def replays(d: Desk) -> object:
    return replay_book(**d.given(book=c.BOOK))


# deed -> (verb in the audit, sort of its subject)
DEEDS: dict[Callable[[Desk], object], tuple[str, str]] = {
    appends: ("append", "record"),
    corrects: ("correct", "record"),
    settles: ("settle", "record"),
    withdraws: ("withdraw", "record"),
    returns: ("return", "record"),
    accepts: ("accept", "record"),
    redacts: ("redact", "record"),
    adds_a_file: ("attach-evidence", "record"),
    takes_a_file_off: ("withdraw-evidence", "record"),
    erases_a_file: ("redact-evidence", "record"),
    pairs: ("open-pairing", "record"),
    unpairs: ("end-pairing", "record"),
    reassigns: ("reassign-pairings", f"change:{CHANGE}"),
    waives: ("grant-waiver", "record"),
    ends_waiver: ("end-waiver", "record"),
    grades: ("set-attribute", "record"),
    puts_in_force: ("put-in-force", "record"),
    adds_a_place: ("add", "place:440981104211"),
    adds_an_organization: ("add", "org:new"),
    adds_a_person: ("add", "person:new"),
    adds_a_team: ("add", "team:cj"),
    adds_a_household: ("add", "household:new"),
    opens_an_account: ("create-account", "account:zx-2"),
    grants: ("grant", "account:fl"),
    takes_a_grant_back: ("end-grant", "account:fl"),
    replays: ("replay-book", "book:440981"),
}
