"""Every refusal by its code and in its words; what was refused has changed nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import timedelta

import pytest

from tests.actions.deeds import ON
from tests.actions.deeds import Desk
from tests.actions.deeds import desk
from tests.actions.deeds import pairs
from tests.actions.deeds import redacts
from tests.actions.deeds import waives
from tests.actions.deeds import withdraws
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.correct_record import correct_record
from tongxing.actions.correct_record import settle_conflict
from tongxing.actions.draft import Doer
from tongxing.actions.errors import ChainBroken
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Locked
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.errors import WrongCode
from tongxing.actions.errors import WrongPassword
from tongxing.actions.grant_waiver import end_waiver
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_file import UnusableFile
from tongxing.actions.keep_photo import Damaged
from tongxing.actions.keep_photo import NoRoom
from tongxing.actions.keep_registry import add_places
from tongxing.actions.open_book import open_book
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.put_in_force import put_in_force
from tongxing.actions.redact_record import redact_record
from tongxing.actions.return_record import return_record
from tongxing.actions.set_attribute import set_attribute
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.records.accounts.models import Grant
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of
from tongxing.records.registry.models import Place
from tongxing.rules.plan.shipped import shipped_plan_bytes


def the_code_of_each_refusal() -> dict[type[Refused], str]:
    return {
        Invalid: "invalid", NotAllowed: "not-allowed", NotFound: "not-found",
        Conflict: "conflict", NoReason: "no-reason", Unfitting: "unfitting",
        ChainBroken: "chain-broken", WrongPassword: "wrong-password", WrongCode: "wrong-code",
        Locked: "locked", UnusableFile: "unusable-file",
        NoRoom: "quota", Damaged: "damaged",
    }  # fmt: skip


def test_every_refusal_has_a_code_of_its_own() -> None:
    assert {one: one.code for one in Refused.__subclasses__()} == the_code_of_each_refusal()


def attribute(d: Desk, **changes: object) -> object:
    given = {"subjects": (c.HOUSEHOLD,), "name": "grade", "value": "general", "since": ON}
    return set_attribute(**d.fresh(**given | changes))


def waiver(d: Desk, **changes: object) -> object:
    given = {
        "plan": "gaozhou-pairing", "since": ON, "until": date(2025, 4, 1), "reason": "防汛",
        "basis": "三防指挥部通知", "approver": "县专班", "place": c.GENZI,
    }  # fmt: skip
    return grant_waiver(**d.fresh(**given | changes))


def shortened(d: Desk, until: date, reason: str = "汛情解除", key: str = "") -> object:
    key = key or str(waives(d).id)
    return end_waiver(**d.fresh(waiver=key, until=until, reason=reason))


def ended(d: Desk, until: date, reason: str = "调整", key: str = "") -> object:
    key = key or str(d.crew.pairings["zx"])
    return end_pairing(**d.fresh(pairing=key, until=until, reason=reason))


def opened(d: Desk, **changes: object) -> object:
    given = {"kind": c.KIND, "actors": (Doer(c.FL),), "place": c.YUANBA, "since": ON}
    return open_pairing(**d.fresh(**given | changes))


def plan(d: Desk, change: Callable[[bytes], bytes], book: str = c.BOOK) -> object:
    text, examples = shipped_plan_bytes("440981", "gaozhou-pairing-2024")
    return put_in_force(**d.fresh(book=book, text=change(text), examples=examples))


def redacts_the_redacted(d: Desk) -> object:
    redacts(d)
    return redacts(d)


def returns_the_withdrawn(d: Desk) -> object:
    withdraws(d)
    return return_record(**d.fresh(of=d.first.id, note="请核对"))


def settles_what_is_elsewhere(d: Desk) -> object:
    return settle_conflict(**d.given(of=[d.first.id, new_id(d.crew.at)], draft=d.draft()))


def corrects_into_nonsense(d: Desk) -> object:
    return correct_record(**d.given(of=d.first.id, draft=d.draft(values={"people": "无数"})))


def withdraws_a_pairing(d: Desk) -> object:
    return withdraw_record(**d.fresh(of=d.crew.pairings["zx"], reason="误"))


def grant_of_the_other_county(d: Desk) -> object:
    account = d.crew.account("fl")
    grant = Grant.objects.create(account=account, role="office", place="440783000000", since=ON)
    return end_grant(**d.given(grant=grant.pk, until=date(2025, 4, 1)))


def ends_a_grant(d: Desk, until: date) -> object:
    return end_grant(**d.given(grant=d.crew.account("fl").grants.get().pk, until=until))


# what was tried -> (how, the class of the refusal, its words)
REFUSED: dict[str, tuple[Callable[[Desk], object], type[Refused], str]] = {
    "a withdrawal without a reason": (lambda d: withdraw_record(**d.fresh(of=d.first.id, reason=" ")), NoReason, "请写明撤回原因。"),
    "a withdrawal of a pairing": (withdraws_a_pairing, Unfitting, "这是系统登记的事项，请通过相应的管理功能办理。"),
    "a return without a note": (lambda d: return_record(**d.fresh(of=d.first.id, note="")), NoReason, "请写明退回说明。"),
    "a return with an endless note": (lambda d: return_record(**d.fresh(of=d.first.id, note="长" * 201)), NoReason, "退回说明请缩短到200字以内。"),
    "a return of what was withdrawn": (returns_the_withdrawn, Unfitting, "这条记录已被更正或撤回，请对最新的一版办理。"),
    "a correction into nonsense": (corrects_into_nonsense, Invalid, "“参加人次”无法识别"),
    "settling with one that is nowhere": (settles_what_is_elsewhere, NotFound, "没有这条记录，或不在您的查看范围内。"),
    "an erasure without a reason": (lambda d: redact_record(**d.fresh(of=d.first.id, reason="")), NoReason, "请写明删减原因。"),
    "a second erasure": (redacts_the_redacted, Unfitting, "这条记录此前已依法删减。"),
    "a pairing in a place nobody knows": (lambda d: opened(d, place="440981999999"), Invalid, "该日没有这个地方。请从地名中选择。"),
    "a pairing before the village was": (lambda d: opened(d, since=date(2019, 1, 1)), Invalid, "该日没有这个地方。"),
    "a pairing of nobody": (lambda d: opened(d, actors=()), Invalid, "没有写明由谁结对。请至少选择一个单位、队伍或个人。"),
    "a pairing with a stranger": (lambda d: opened(d, actors=(Doer("org:no"),)), Invalid, "名录中没有“org:no”。请先在管理中登记。"),
    "a pairing with a household nobody knows": (lambda d: opened(d, subjects=("household:no",)), Invalid, "名录中没有“household:no”。请先登记该户。"),
    "a pairing that ends before it begins": (lambda d: opened(d, until=ON), Invalid, "止日不晚于起日。止日是不再有效的第一天，须晚于起日。"),
    "a pairing of no plan": (lambda d: opened(d, kind=":x"), Unfitting, "结对种类应写成“方案:种类”，请从列表中选择。"),
    "ending a pairing that is none": (lambda d: ended(d, ON, key="no"), NotFound, "没有这对结对关系。"),
    "ending a pairing on its first day": (lambda d: ended(d, c.BEGIN), Unfitting, "结束日须晚于开始日（2024年9月1日）；登记有误的请撤回。"),
    "ending a pairing for no reason": (lambda d: ended(d, ON, " "), NoReason, "请写明结束原因。"),
    "a waiver without an end": (lambda d: waiver(d, until=None), NoReason, "豁免须有结束日期。"),
    "a waiver that is over at once": (lambda d: waiver(d, until=ON), Invalid, "止日不晚于起日"),
    "a waiver without a basis": (lambda d: waiver(d, basis=""), NoReason, "请写明豁免依据。"),
    "a waiver nobody approved": (lambda d: waiver(d, approver=" "), NoReason, "请写明批准人或单位。"),
    "a waiver of nothing": (lambda d: waiver(d, place=""), Unfitting, "豁免须指明一对结对关系，或一个地方，二者取一。"),
    "a waiver nowhere": (lambda d: waiver(d, place="440981999999"), NotFound, "没有代码为“440981999999”的地方。"),
    "ending a waiver that is none": (lambda d: shortened(d, ON, key="no"), NotFound, "没有这项豁免。"),
    "lengthening a waiver": (lambda d: shortened(d, date(2025, 4, 2)), Unfitting, "豁免的最后一天须在2025年3月1日至2025年3月31日之间。"),
    "ending a waiver before it began": (lambda d: shortened(d, ON), Unfitting, "豁免的最后一天须在2025年3月1日至"),
    "ending a waiver for no reason": (lambda d: shortened(d, date(2025, 3, 9), ""), NoReason, "请写明结束原因。"),
    "a grade of nobody": (lambda d: attribute(d, subjects=("household:no",)), NotFound, "名录中没有“household:no”，或未指明所属县。"),
    "a role of a person of no county": (lambda d: attribute(d, subjects=("person:zx",)), NotFound, "名录中没有“person:zx”，或未指明所属县。"),
    "an attribute without a name": (lambda d: attribute(d, name=""), Invalid, "名称或取值过长或为空。请缩短。"),
    "an endless value": (lambda d: attribute(d, value="长" * 121), Invalid, "名称或取值过长或为空。请缩短。"),
    "an attribute of no day": (lambda d: attribute(d, until=ON), Invalid, "止日不晚于起日"),
    "an attribute that cannot be written": (lambda d: attribute(d, value="坏\ud800"), Invalid, "残缺字符"),
    "a plan that is none": (lambda d: plan(d, lambda _: b"schema = 1\n"), Invalid, "方案"),
    "a plan of another county": (lambda d: plan(d, lambda text: text, "440783"), NotAllowed, "只有该县的县专班可以办理此事。"),
    "a book for no county": (lambda d: open_book(**d.given(code="440981104", name="镇")), Unfitting, "台账代码应为六位县级代码。"),
    "a book twice": (lambda d: open_book(**d.given(code=c.BOOK, name="高州市")), Unfitting, "“440981”的台账已经建立。"),
    "a place twice": (lambda d: add_places(**d.given(places=[Place(code=c.YUANBA, name="元坝", level="village", since=c.LONG_AGO)])), Unfitting, "名录中已有相同代码或编号的条目，或起止日期不成立，未作任何登记。"),
    "a place that ends before it begins": (lambda d: add_places(**d.given(places=[Place(code="440981104299", name="某村", level="village", since=ON, until=ON)])), Unfitting, "起止日期不成立"),
    "an account of nobody": (lambda d: create_account(**d.given(username="new", password="he-dong-2025", person="person:no")), NotFound, "名录中没有这个人，请先登记。"),
    "an account with a weak password": (lambda d: create_account(**d.given(username="new", password="12345678", person="person:zx")), Invalid, "大写字母、小写字母、数字、符号中至少要有三种"),
    "an account of one letter": (lambda d: create_account(**d.given(username="a", password="he-dong-2025", person="person:zx")), Invalid, "账号应为2到40个汉字、字母、数字或“.”“-”“_”。请重新填写。"),
    "an account already taken": (lambda d: create_account(**d.given(username="zx", password="he-dong-2025", person="person:zx")), Unfitting, "账号“zx”已被使用，请换一个。"),
    "a grant to nobody": (lambda d: grant_role(**d.given(account="no", role="village", since=ON, place=c.YUANBA)), NotFound, "没有账号“no”。"),
    "a grant in two scopes": (lambda d: grant_role(**d.given(account="fl", role="unit", since=ON, place=c.YUANBA, party=c.FL)), Unfitting, "授权须写明角色，并在一个地方、一个单位或队伍中取其一。"),
    "a unit's grant by place": (lambda d: grant_role(**d.given(account="fl", role="unit", since=ON, place=c.YUANBA)), Unfitting, "单位和队伍的授权写明单位或队伍，其他角色的授权写明地方。"),
    "a grant in another county": (lambda d: grant_role(**d.given(account="fl", role="office", since=ON, place="440783000000")), NotAllowed, "“县专班”的授权只能由该地的安全管理员办理。"),
    "taking back a grant that is none": (lambda d: end_grant(**d.given(grant=0, until=ON)), NotFound, "没有这项授权。"),
    "taking back another county's grant": (grant_of_the_other_county, NotAllowed, "“县专班”的授权只能由该地的安全管理员办理。"),
    "taking back a grant before it began": (lambda d: ends_a_grant(d, c.LONG_AGO - timedelta(days=1)), Unfitting, "止日不能早于起日。"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refused(crew: Cast, what: str) -> None:
    how, refusal, words = REFUSED[what]
    with pytest.raises(refusal) as refused:
        how(desk(crew))
    assert words in refused.value.say()
    assert refused.value.code == the_code_of_each_refusal()[refusal]
    told = set(AuditRow.objects.values_list("subject", flat=True))  # no row for what is not there
    recorded = {f"record:{id_}" for id_ in Record.objects.values_list("id", flat=True)}
    assert {one for one in told if one.startswith("record:")} == recorded
    assert head_of(c.BOOK).seq == len(recorded)


def test_a_pairing_is_refused_with_everything_that_is_wrong(crew: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        opened(desk(crew), place="440981999999", actors=(), subjects=("household:no",))
    assert [p.field for p in refused.value.problems] == ["place", "actors", "subjects"]
    assert len(refused.value.say().splitlines()) == 3


def test_a_kind_unknown_to_the_plan_in_force_is_told_the_kinds_there_are(crew: Cast) -> None:
    d = desk(crew)
    plan(d, lambda text: text)
    with pytest.raises(Unfitting, match="可用：") as refused:
        opened(d, kind="gaozhou-pairing:sisters")
    assert c.KIND in refused.value.say()
    assert pairs(d)
