"""Further refusals, each with the very words its person reads, and nothing changed behind it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from typing import Any

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_history import Past
from tongxing.actions.append_history import append_history
from tongxing.actions.append_record import append_record
from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import Line
from tongxing.actions.change_organization import correct_organization
from tongxing.actions.change_organization import end_organization
from tongxing.actions.change_person import correct_person
from tongxing.actions.change_person import end_person
from tongxing.actions.change_person import move_person
from tongxing.actions.checks import MOST_DOERS
from tongxing.actions.checks import MOST_SUBJECTS
from tongxing.actions.correct_record import settle_conflict
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_accounts import register_and_create
from tongxing.actions.keep_registry import add_households
from tongxing.actions.keep_registry import add_places
from tongxing.actions.keep_teams import end_team
from tongxing.actions.note_upkeep import note_backed_up
from tongxing.actions.note_upkeep import note_restored
from tongxing.actions.reassign_pairings import MOST_LINES
from tongxing.actions.reassign_pairings import reassign_pairings
from tongxing.actions.register_organization import OrganizationGiven
from tongxing.actions.register_person import PersonGiven
from tongxing.actions.replay_book import replay_book
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.reveal_phone import reveal_phone
from tongxing.actions.seal_audit import seal_audit
from tongxing.actions.set_attribute import AttributeSet
from tongxing.actions.set_attribute import set_attribute
from tongxing.actions.team_membership import seat_member
from tongxing.actions.team_membership import unseat_member
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Grant
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Place

TODAY = date(2025, 3, 12)
PRIVATE = "本人身份证号440981198001011234"
PERSON = PersonGiven("市委办联络员", "swb", "联络员", c.LONG_AGO, "")


def who(crew: Cast, name: str = "office", /, **more: Any) -> dict[str, Any]:
    return {"acting": crew.scope(name), "at": crew.at, **more}


def writes(crew: Cast, name: str = "swb", /, **changes: Any) -> Record:
    return append_record(**who(crew, name), draft=crew.draft(**changes))


def grants(crew: Cast, name: str = "office", **changes: Any) -> Grant:
    given = {"account": "fl", "role": "unit", "party": c.FL, "since": TODAY}
    return grant_role(**who(crew, name, **given | changes))


def own_grant(name: str) -> int:
    return Grant.objects.get(account__username=name).pk


def households(crew: Cast, label: str) -> Household:
    given = Household(key="bq-9", place=c.BAIQIAO, label=label, since=TODAY)
    return add_households(acting=everything(), at=crew.at, households=[given])[0]


def reassigns(crew: Cast, number: int = 1, place: str = c.BAIQIAO, book: str = c.BOOK) -> Any:
    lines = (Line(c.KIND, ((c.SWB, ""),), place, TODAY),) * number
    return reassign_pairings(
        acting=everything(), at=crew.at, id=new_id(crew.at), reason="调整分工",
        assignment=Assignment(book, TODAY, lines),
    )  # fmt: skip


def attribute(crew: Cast, **changes: Any) -> AttributeSet:
    given = {
        "id": new_id(crew.at), "subjects": (f"place:{c.BAIQIAO}",), "name": "grade", "value": "甲",
        "since": TODAY,
    }  # fmt: skip
    return set_attribute(**who(crew, **given | changes))


def corrects_person(crew: Cast, **changes: Any) -> Any:
    given = PersonGiven(**{name: getattr(PERSON, name) for name in PERSON.__slots__} | changes)
    return correct_person(**who(crew, key="swb", given=given))


def corrects_unit(crew: Cast, **changes: Any) -> Any:
    given = {"name": "高州市政协", "short": "市政协", "sort": "unit", "home": c.COUNTY,
             "since": c.LONG_AGO}  # fmt: skip
    return correct_organization(**who(crew, key="zx", given=OrganizationGiven(**given | changes)))


def city(crew: Cast) -> Record:
    """A record of a whole city: wider than any book."""
    place = Place(code="440900000000", name="茂名市", level="city", since=c.LONG_AGO)
    add_places(acting=everything(), at=crew.at, places=[place])
    return append_record(acting=everything(), at=crew.at, draft=crew.draft(place="440900000000"))


Deed = Callable[[Cast], object]
CASES: Mapping[str, tuple[Deed, type[Refused], str]] = {
    "a unit without a name": (
        lambda o: corrects_unit(o, name=""), Invalid, "没有填写"),
    "a unit that exists already under another key": (
        lambda o: corrects_unit(o, name="高州市林业局", short="市林业局"),
        Unfitting, "名录中已有“高州市林业局”，请核对是否重复登记"),
    "a unit's end with somebody's number in the reason": (
        lambda o: end_organization(**who(o, key="fl", until=TODAY, reason=PRIVATE)),
        Invalid, "身份证号"),
    "a person without a name": (lambda o: corrects_person(o, name=""), Invalid, "没有填写姓名"),
    "nobody of that key": (
        lambda o: end_person(**who(o, key="nobody", until=TODAY, reason="离任")),
        NotFound, "名录中没有这个人"),
    "an end of office with somebody's number in the reason": (
        lambda o: end_person(**who(o, key="fl", until=TODAY, reason=PRIVATE)),
        Invalid, "身份证号"),
    "a phone looked at with somebody's number in the reason": (
        lambda o: reveal_phone(**who(o, key="swb", reason=PRIVATE)), Invalid, "身份证号"),
    "a phone nobody registered": (
        lambda o: reveal_phone(**who(o, key="zx", reason="通知开会")),
        Unfitting, "此人没有登记联系电话"),
    "a team's end with somebody's number in the reason": (
        lambda o: end_team(**who(o, key="genzi", until=TODAY, reason=PRIVATE)),
        Invalid, "身份证号"),
    "a team that is not there": (
        lambda o: end_team(**who(o, key="nowhere", until=TODAY, reason="期满")),
        NotFound, "名录中没有这支队伍"),
    "a seat of no such role": (
        lambda o: seat_member(**who(o, team="genzi", person="fl", role="cook", since=TODAY)),
        Invalid, "没有选择角色"),
    "a seat for nobody": (
        lambda o: seat_member(**who(o, team="genzi", person="x", role="member", since=TODAY)),
        NotFound, "请先登记人员"),
    "who sits in no seat leaves none": (
        lambda o: unseat_member(**who(o, team="genzi", person="fl", until=TODAY)),
        NotFound, "此人不在这支队伍中"),
    "a household under what could be a name": (
        lambda o: households(o, "张某某家"), Invalid, "张某某家"),
    "a record of a whole city": (city, Invalid, "地点须在某一个县以内"),
    "too many doers": (
        lambda o: writes(o, "office", doers=tuple(Doer(f"org:{n}") for n in range(MOST_DOERS + 1))),
        Invalid, f"参加方过多（{MOST_DOERS + 1}个）"),
    "too many subjects": (
        lambda o: writes(o, about=tuple(f"household:{n}" for n in range(MOST_SUBJECTS + 1))),
        Invalid, f"涉及对象过多（{MOST_SUBJECTS + 1}个）"),
    "a settlement of one": (
        lambda o: settle_conflict(**who(o, of=[new_id(o.at)], draft=o.draft())),
        Unfitting, "裁定须同时指明"),
    "a history of a county without a book": (
        lambda o: append_history(
            acting=everything(), items=[Past(o.at, "person:swb", o.draft(place=c.NEIGHBOUR))]),
        NotFound, "尚未建立“440881”的台账"),
    "the replay of no book": (
        lambda o: replay_book(acting=everything(), at=o.at, book="440881"),
        NotFound, "没有“440881”的台账"),
    "too many pairings at once": (
        lambda o: reassigns(o, MOST_LINES + 1), Unfitting, "一次最多调整5000对"),
    "pairings of two counties at once": (
        lambda o: reassigns(o, place=c.NEIGHBOUR), Unfitting, "一次只能调整一个县的结对关系"),
    "an attribute of nothing": (lambda o: attribute(o, name=""), Invalid, "名称或取值过长或为空"),
    "an attribute too long": (
        lambda o: attribute(o, value="长" * 121), Invalid, "名称或取值过长或为空"),
    "an account that is spelt wrongly": (
        lambda o: create_account(**who(o, "sysadmin", username="a b", person="person:fl")),
        Invalid, "账号应为2到40个"),
    "an account that is taken": (
        lambda o: create_account(**who(o, "sysadmin", username="zx", person="person:fl")),
        Unfitting, "账号“zx”已被使用，请换一个"),
    "an account for nobody": (
        lambda o: create_account(**who(o, "sysadmin", username="new", person="person:x")),
        NotFound, "名录中没有这个人，请先登记"),
    "an account with a weak password": (
        lambda o: create_account(
            **who(o, "sysadmin", username="new", person="person:fl", password="12345678")),
        Invalid, "请换一个密码"),
    "somebody without a name": (
        lambda o: register_and_create(**who(o, "sysadmin", username="new", name=" ", post="")),
        Invalid, "没有填写姓名或称呼"),
    "somebody with a post too long": (
        lambda o: register_and_create(
            **who(o, "sysadmin", username="new", name="某某", post="长" * 61)),
        Invalid, "职务过长（61字）"),
    "somebody by an identity number": (
        lambda o: register_and_create(
            **who(o, "sysadmin", username="new", name="某某 440981199001011234", post="")),
        Invalid, "姓名或称呼中像是有身份证号"),
    "somebody by a phone number": (
        lambda o: register_and_create(
            **who(o, "sysadmin", username="new", name="某某", post="文书 13812341234")),
        Invalid, "职务中像是有手机号"),
    "an account opened by who opens none": (
        lambda o: register_and_create(
            **who(o, "swb", username="new", name="某某", post="", home=c.COUNTY)),
        NotAllowed, "只能在本人管理的范围内开设账号"),
    "a grant without where": (lambda o: grants(o, party=""), Unfitting, "取其一"),
    "a grant of two things": (lambda o: grants(o, place=c.BAIQIAO), Unfitting, "取其一"),
    "a grant of no role": (lambda o: grants(o, role="mayor"), Unfitting, "授权须写明角色"),
    "a grant that ends before it begins": (
        lambda o: grants(o, until=TODAY), Unfitting, "止日须晚于起日"),
    "a grant to no account": (lambda o: grants(o, account="x"), NotFound, "没有账号“x”"),
    "a grant to oneself": (
        lambda o: grants(o, account="office"), NotAllowed, "不能给自己授权"),
    "a grant by who grants nothing": (
        lambda o: grants(o, "swb"), NotAllowed, "的授权只能由该地的县专班或安全管理员办理"),
    "an administrator who is to report": (
        lambda o: grants(o, account="sysadmin"),
        Unfitting, "这个账号在同一时间已是“系统管理员”，管理员账号不兼任其他岗位"),
    "an office that is to administer": (
        lambda o: grants(
            o, "security", account="office", role="auditor", party="", place=c.COUNTY),
        Unfitting, "系统、安全、审计三种管理员和县专班须由不同的人担任"),
    "the end of no grant": (
        lambda o: end_grant(**who(o, grant=0, until=TODAY)), NotFound, "没有这项授权"),
    "the end of one's own grant": (
        lambda o: end_grant(**who(o, "security", grant=own_grant("security"), until=TODAY)),
        NotAllowed, "不能收回自己的授权"),
    "an end before the beginning": (
        lambda o: end_grant(**who(o, grant=own_grant("fl"), until=date(2019, 12, 31))),
        Unfitting, "止日不能早于起日"),
    "a backup by who keeps no server": (
        lambda o: note_backed_up(**who(o, "sysadmin", archive="a.tar", sha256="00")),
        NotAllowed, "只有管理这台服务器的人可以备份和恢复"),
    "a restore by who keeps no server": (
        lambda o: note_restored(**who(o, archive="a.tar", made="2025-03-01")),
        NotAllowed, "只有管理这台服务器的人可以备份和恢复"),
    "a seal by who does not audit": (
        lambda o: seal_audit(**who(o, "swb")), NotAllowed, "只有审计管理员可以封存审计"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_refused_in_these_words(crew: Cast, case: str) -> None:
    deed, kind, words = CASES[case]
    head, audited = head_of(c.BOOK), AuditRow.objects.exclude(subject__startswith="place:").count()
    with pytest.raises(Refused) as refused:
        deed(crew)
    assert type(refused.value) is kind
    assert words in refused.value.say()
    assert refused.value.say().endswith("。")
    assert head_of(c.BOOK) == head
    assert AuditRow.objects.exclude(subject__startswith="place:").count() == audited


def test_an_ended_grant_is_not_lengthened(crew: Cast) -> None:
    grant = own_grant("fl")
    end_grant(**who(crew, grant=grant, until=date(2025, 6, 1)))
    with pytest.raises(Unfitting) as refused:
        end_grant(**who(crew, grant=grant, until=date(2025, 6, 2)))
    assert refused.value.say() == "这项授权到2025年5月31日为止，不能延长，请另行授权。"
    end_grant(**who(crew, grant=grant, until=date(2025, 5, 1)))  # sooner is allowed
    assert Grant.objects.get(pk=grant).until == date(2025, 5, 1)


def test_after_a_move_the_first_day_stays_what_it_was(crew: Cast) -> None:
    move_person(**who(crew, key="swb", organization="zx", post="联络员", since=date(2025, 3, 1)))
    with pytest.raises(Unfitting) as refused:
        corrects_person(crew, since=date(2021, 1, 1))
    assert refused.value.say() == "已有职务变动记录，起日不能再改。"


@pytest.mark.parametrize("verb", [return_record, accept_record])
def test_a_decision_sent_again_is_answered_as_the_first_time(
    crew: Cast, verb: Callable[..., Record]
) -> None:
    old = writes(crew, happened=date(2025, 3, 10))
    given = {"id": new_id(crew.at), "of": old.id, "note": "请补充人数"}
    first = verb(**who(crew, **given))
    head = head_of(c.BOOK)
    later = crew.at + timedelta(days=3)
    again = verb(acting=crew.scope("office"), at=later, **given)
    assert again == first
    assert head_of(c.BOOK) == head


def test_a_returned_record_waits_and_is_returned_by_another_decision_too(crew: Cast) -> None:
    old = writes(crew)
    for note in ("请补充人数", "请补充地点"):
        return_record(**who(crew, id=new_id(crew.at), of=old.id, note=note))
    assert Record.objects.filter(kind="record-returned").count() == 2


@pytest.mark.parametrize(
    ("subject", "book", "place"),
    [
        (f"place:{c.HETONG}", "", c.HETONG),
        (c.HOUSEHOLD, "", c.BAIQIAO),
        (c.SWB, c.BOOK, c.COUNTY),
        (c.TEAM, c.BOOK, c.COUNTY),
    ],
)
def test_an_attribute_lies_where_its_subject_does(
    crew: Cast, subject: str, book: str, place: str
) -> None:
    (record,) = attribute(crew, subjects=(subject,), book=book).records
    assert record.place == place


def test_an_attribute_of_what_is_nowhere(crew: Cast) -> None:
    for subject in ("place:999999999999", "household:x", c.SWB, "org:x", "x", ""):
        with pytest.raises(Refused) as refused:
            attribute(crew, subjects=(subject,))
        assert refused.value.say().endswith("。")
    assert not Record.objects.filter(kind="attribute-set").exists()


def test_what_was_done_to_the_installation_stands_in_the_audit(crew: Cast) -> None:
    note_backed_up(acting=everything(), at=crew.at, archive="同兴-20250312.tar", sha256="ab" * 32)
    note_restored(acting=everything(), at=crew.at, archive="同兴-20250301.tar", made="2025-03-01")
    rows = AuditRow.objects.filter(subject="installation").order_by("pk")
    assert [one.verb for one in rows] == ["backup", "restore"]
    assert "同兴-20250312.tar" in rows[0].detail
    assert "2025-03-01" in rows[1].detail
