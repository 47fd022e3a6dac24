"""People by office: registered, corrected, moved, ended; a phone is revealed one at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.change_person import correct_person
from tongxing.actions.change_person import end_person
from tongxing.actions.change_person import move_person
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.register_person import PersonGiven
from tongxing.actions.register_person import RegisteredPerson
from tongxing.actions.register_person import register_person
from tongxing.actions.reveal_phone import reveal_phone
from tongxing.actions.team_membership import seat_member
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import TeamMember

GIVEN = PersonGiven("市政协包户党员", "zx", "包户党员", c.BEGIN, "138 1234 1234")


def registers(crew: Cast, who: str = "office", **changes: object) -> RegisteredPerson:
    given = replace(GIVEN, **changes)  # type: ignore[arg-type]
    return register_person(acting=crew.scope(who), at=crew.at, given=given)


def test_somebody_is_registered_under_a_key_that_tells_no_name(crew: Cast) -> None:
    outcome = registers(crew)
    assert (outcome.person.key, outcome.added) == ("zx-p-2", True)
    assert outcome.person.phone == "13812341234"
    noted = AuditRow.objects.latest("id")
    assert (noted.verb, noted.subject) == ("add", "person:zx-p-2")
    assert "138" not in noted.detail


def test_the_same_person_again_changes_nothing(crew: Cast) -> None:
    first = registers(crew).person
    before = AuditRow.objects.count()
    again = registers(crew, name=" 市政协包户党员 ")
    assert (again.person, again.added) == (first, False)
    assert AuditRow.objects.count() == before
    assert registers(crew, post="联络员").person.key == "zx-p-3"


@pytest.mark.parametrize(
    ("changes", "field", "what"),
    [
        ({"name": ""}, "name", "没有填写姓名或称呼"),
        ({"post": ""}, "post", "没有填写职务"),
        ({"name": "某某440981198001011234"}, "name", "不收集身份证号"),
        ({"post": "联络员 44098119800101123X"}, "post", "不收集身份证号"),
        ({"phone": "440981198001011234"}, "phone", "不收集身份证号"),
        ({"post": "联络员13812341234"}, "post", "只填在人员的“联系电话”栏"),
        ({"phone": "6661234"}, "phone", "带区号的座机"),
        ({"since": date(2025, 3, 13)}, "since", "日期还没有到"),
    ],
)
def test_each_fault_is_told_at_its_field(
    crew: Cast, changes: object, field: str, what: str
) -> None:
    with pytest.raises(Invalid) as refused:
        registers(crew, **changes)  # type: ignore[arg-type]
    assert what in refused.value.say()
    assert [one.field for one in refused.value.problems] == [field]


def test_where_somebody_may_be_registered(crew: Cast) -> None:
    with pytest.raises(NotFound):
        registers(crew, organization="nobody")
    for who in ("zx", "village", "neighbour", "auditor"):
        with pytest.raises(NotAllowed):
            registers(crew, who)
    Organization.objects.filter(key="zx").update(until=date(2025, 1, 1))
    with pytest.raises(Unfitting, match="接续的单位"):
        registers(crew)


def moves(crew: Cast, organization: str, post: str, since: date, key: str = "swb") -> Person:
    return move_person(
        acting=crew.scope("office"), at=crew.at, key=key,
        organization=organization, post=post, since=since,
    )  # fmt: skip


def test_a_move_keeps_the_old_post_with_its_span(crew: Cast) -> None:
    moves(crew, "swb", "帮扶组长", date(2024, 10, 1))
    moves(crew, "zx", "联络员", date(2025, 2, 1))
    row = Person.objects.get(key="swb")
    assert (str(row.organization), row.post) == ("市政协", "联络员")
    told = [
        (str(one.organization), one.post, one.since, one.until)
        for one in row.former_posts.order_by("since")
    ]
    assert told == [
        ("市委办", "", c.LONG_AGO, date(2024, 10, 1)),
        ("市委办", "帮扶组长", date(2024, 10, 1), date(2025, 2, 1)),
    ]
    noted = AuditRow.objects.latest("id")
    assert (noted.verb, '"organization":["swb","zx"]' in noted.detail) == ("move", True)


def test_what_was_done_before_a_move_stands_as_done_for_the_former_unit(crew: Cast) -> None:
    """A phone's record may come, and a desk's be mended, when its writer serves elsewhere."""
    for unit, since in (
        ("zx", date(2024, 10, 1)),
        ("swb", date(2025, 1, 1)),
        ("zx", date(2025, 3, 1)),
    ):
        moves(crew, unit, "联络员", since)
    doers = (Doer("person:swb", "", c.SWB),)
    then = crew.draft(id=new_id(crew.at), doers=doers, happened=date(2025, 2, 28))
    assert append_record(acting=crew.scope("office"), at=crew.at, draft=then).doers
    mended = replace(then, id=new_id(crew.at), text="清理村道两侧")
    outcome = correct_record(acting=crew.scope("office"), at=crew.at, of=then.id, draft=mended)
    assert outcome.record is not None
    for day in (date(2024, 12, 31), date(2025, 3, 1)):
        wrong = replace(then, id=new_id(crew.at), happened=day)
        with pytest.raises(Invalid, match="不是该单位的人"):
            append_record(acting=crew.scope("office"), at=crew.at, draft=wrong)


def test_a_move_out_of_order_or_to_the_same(crew: Cast) -> None:
    moves(crew, "zx", "联络员", date(2025, 2, 1))
    with pytest.raises(Invalid, match="须晚于现职务的起日（2025年2月1日）"):
        moves(crew, "fl", "联络员", date(2025, 2, 1))
    with pytest.raises(Unfitting, match="没有变化"):
        moves(crew, "zx", "联络员", date(2025, 3, 1))
    with pytest.raises(Invalid, match="没有填写职务"):
        moves(crew, "fl", " ", date(2025, 3, 1))


def corrects(crew: Cast, **changes: object) -> Person:
    row = Person.objects.get(key="swb")
    given = PersonGiven(row.name, "", row.post or "联络员", row.since, row.phone)
    given = replace(given, **changes)  # type: ignore[arg-type]
    return correct_person(acting=crew.scope("office"), at=crew.at, key="swb", given=given)


def test_a_corrected_phone_is_noted_without_the_number(crew: Cast) -> None:
    corrects(crew, phone="0668-6661234")
    noted = AuditRow.objects.latest("id")
    assert Person.objects.get(key="swb").phone == "0668-6661234"
    assert (noted.verb, "6661234" in noted.detail, "154" in noted.detail) == (
        "correct", False, False,
    )  # fmt: skip
    assert '"phone":"changed"' in noted.detail
    with pytest.raises(Unfitting, match="没有改动"):
        corrects(crew)


def ends(crew: Cast, key: str) -> Person:
    return end_person(
        acting=crew.scope("office"), at=crew.at, key=key, until=date(2025, 3, 1), reason="退休"
    )


def test_who_still_holds_a_grant_or_a_seat_cannot_leave_yet(crew: Cast) -> None:
    seat_member(
        acting=crew.scope("office"), at=crew.at, team="genzi", person="swb", role="leader",
        since=date(2025, 1, 1),
    )  # fmt: skip
    with pytest.raises(Unfitting) as refused:
        ends(crew, "swb")
    assert "账号“swb”的“结对单位”授权" in refused.value.say()
    assert "市委办联络员任根子工作队队长" in refused.value.say()
    assert Person.objects.get(key="swb").until is None


def test_somebody_leaves_office_once(crew: Cast) -> None:
    key = registers(crew).person.key
    ends(crew, key)
    assert Person.objects.get(key=key).until == date(2025, 3, 1)
    with pytest.raises(Unfitting, match="已登记离任"):
        ends(crew, key)
    assert registers(crew).added, "the next one in that post is somebody new"


def reveals(crew: Cast, who: str, key: str = "swb", reason: str = "通知周五会议") -> str:
    return reveal_phone(acting=crew.scope(who), at=crew.at, key=key, reason=reason)


@pytest.mark.parametrize("who", ["office", "swb"])
def test_the_office_and_ones_own_unit_may_ask_for_a_number(crew: Cast, who: str) -> None:
    assert reveals(crew, who) == c.PHONES["swb"]
    noted = AuditRow.objects.latest("id")
    assert (noted.who, noted.verb, noted.subject) == (f"person:{who}", "reveal", "person:swb")
    assert "通知周五会议" in noted.detail
    assert c.PHONES["swb"] not in noted.detail


@pytest.mark.parametrize(
    "who", ["zx", "lyj", "village", "team", "supervisor", "auditor", "neighbour"]
)
def test_nobody_else_may(crew: Cast, who: str) -> None:
    before = AuditRow.objects.count()
    with pytest.raises(NotAllowed):
        reveals(crew, who)
    assert AuditRow.objects.count() == before


def test_a_team_may_call_its_own_people_while_they_serve(crew: Cast) -> None:
    row = seat_member(
        acting=crew.scope("office"), at=crew.at, team="genzi", person="lyj", role="member",
        since=date(2025, 1, 1),
    )  # fmt: skip
    assert reveals(crew, "team", "lyj") == c.PHONES["lyj"]
    TeamMember.objects.filter(pk=row.pk).update(until=date(2025, 3, 1))
    with pytest.raises(NotAllowed):
        reveals(crew, "team", "lyj")


def test_a_number_is_not_told_without_a_reason(crew: Cast) -> None:
    before = AuditRow.objects.count()
    for reason in ("", "  ", "长" * 201):
        with pytest.raises(NoReason):
            reveals(crew, "office", reason=reason)
    with pytest.raises(Unfitting, match="没有登记联系电话"):
        reveals(crew, "office", "zx")
    with pytest.raises(NotFound):
        reveals(crew, "office", "nobody")
    assert AuditRow.objects.count() == before
