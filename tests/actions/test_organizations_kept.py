"""Organizations registered, corrected, renamed and ended; nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.change_organization import correct_organization
from tongxing.actions.change_organization import end_organization
from tongxing.actions.change_organization import rename_organization
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_registry import add_organizations
from tongxing.actions.register_organization import OrganizationGiven
from tongxing.actions.register_organization import RegisteredOrganization
from tongxing.actions.register_organization import register_organization
from tongxing.records.accounts.access import everything
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import FormerName
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.queries import revision

GOOD = "1144098100708B6135"
GIVEN = OrganizationGiven(
    name="高州市供销合作联社", short="市供销社", sort="unit", home=c.COUNTY, since=c.BEGIN
)


def registers(crew: Cast, who: str = "office", **changes: object) -> RegisteredOrganization:
    given = replace(GIVEN, **changes)  # type: ignore[arg-type]
    return register_organization(acting=crew.scope(who), at=crew.at, given=given)


def audits() -> int:
    return AuditRow.objects.count()


def test_a_unit_is_registered_with_a_readable_key(crew: Cast) -> None:
    outcome = registers(
        crew, credit_code="１１４４０９８１ 00708b6135", name=" 高州市供销合作联社 "
    )
    row = Organization.objects.get(key="440981-sgxs")
    assert outcome.added
    assert outcome.organization == row
    assert (row.name, row.credit_code) == ("高州市供销合作联社", GOOD)
    assert AuditRow.objects.latest("id").subject == "org:440981-sgxs"


def test_the_same_unit_again_changes_nothing(crew: Cast) -> None:
    first = registers(crew, credit_code=GOOD)
    before = audits()
    for again in (registers(crew), registers(crew, credit_code=GOOD), registers(crew, short="")):
        assert not again.added
        assert again.organization == first.organization
    assert audits() == before


def test_two_units_of_one_short_name_have_two_keys(crew: Cast) -> None:
    registers(crew)
    other = registers(crew, name="高州市供销社总公司")
    assert other.organization.key == "440981-sgxs-2"


def test_a_code_of_another_unit_is_refused_naming_it(crew: Cast) -> None:
    registers(crew, credit_code=GOOD)
    with pytest.raises(Unfitting, match="已登记在“高州市供销合作联社”名下"):
        registers(crew, name="高州市农业农村局", credit_code=GOOD)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 81}, "name"),
        ({"name": "联络人440981198001011234"}, "name"),
        ({"short": "13812341234"}, "short"),
        ({"sort": "club"}, "sort"),
        ({"credit_code": GOOD.replace("B", "8")}, "credit_code"),
        ({"since": date(2025, 3, 13)}, "since"),
        ({"since": date(1900, 1, 1)}, "since"),
        ({"keeper": "440981999000"}, "keeper"),
    ],
)
def test_each_fault_is_told_at_its_field(crew: Cast, changes: object, field: str) -> None:
    before = audits()
    with pytest.raises(Invalid) as refused:
        registers(crew, **changes)  # type: ignore[arg-type]
    assert [one.field for one in refused.value.problems] == [field]
    assert audits() == before


def test_a_place_nobody_knows(crew: Cast) -> None:
    given = replace(GIVEN, home="440981999000")
    with pytest.raises(Invalid, match="没有选择所在地"):
        register_organization(acting=everything(), at=crew.at, given=given)


def test_a_unit_of_another_county_is_registered_where_it_helps(crew: Cast) -> None:
    with pytest.raises(NotAllowed):
        registers(crew, home=c.NEIGHBOUR)
    row = registers(crew, home=c.NEIGHBOUR, keeper=c.COUNTY).organization
    assert (row.home, row.kept_at) == (c.NEIGHBOUR, c.COUNTY)
    with pytest.raises(NotAllowed):
        rename_organization(
            acting=crew.scope("neighbour"), at=crew.at, key=row.key, name="甲", short="",
            since=date(2025, 1, 1),
        )  # fmt: skip
    own = registers(crew, name="高州市商会", keeper=c.COUNTY).organization
    assert own.keeper == "", "at home it is kept anyway"


@pytest.mark.parametrize("who", ["swb", "village", "team", "supervisor", "auditor", "neighbour"])
def test_only_the_office_of_the_county_registers(crew: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        registers(crew, who)


def corrects(crew: Cast, key: str = "swb", **changes: object) -> Organization:
    row = Organization.objects.get(key=key)
    given = OrganizationGiven(row.name, row.sort, row.home, row.since, row.short, row.credit_code)
    given = replace(given, **changes)  # type: ignore[arg-type]
    return correct_organization(acting=crew.scope("office"), at=crew.at, key=key, given=given)


def test_a_correction_keeps_what_stood_there_in_the_audit_only(crew: Cast) -> None:
    corrects(crew, short="市委办公室", credit_code=GOOD.lower())
    row = Organization.objects.get(key="swb")
    assert (row.short, row.credit_code) == ("市委办公室", GOOD)
    assert not FormerName.objects.exists()
    noted = AuditRow.objects.latest("id")
    assert (noted.verb, noted.subject) == ("correct", "org:swb")
    assert '"short":["市委办","市委办公室"]' in noted.detail


def test_a_correction_that_changes_nothing_or_doubles_another(crew: Cast) -> None:
    with pytest.raises(Unfitting, match="没有改动"):
        corrects(crew)
    with pytest.raises(Unfitting, match="是否重复登记"):
        corrects(crew, name="高州市政协")


def renames(crew: Cast, name: str, since: date, short: str = "") -> Organization:
    return rename_organization(
        acting=crew.scope("office"), at=crew.at, key="lyj", name=name, short=short, since=since
    )


def test_a_rename_keeps_the_former_name_with_its_span(crew: Cast) -> None:
    before = revision()
    renames(crew, "高州市林业和草原局", date(2024, 10, 1), "市林草局")
    renames(crew, "高州市自然资源局", date(2025, 2, 1), "市资源局")
    row = Organization.objects.get(key="lyj")
    assert (row.name, row.short) == ("高州市自然资源局", "市资源局")
    spans = [(one.short, one.since, one.until) for one in row.former_names.order_by("since")]
    assert spans == [
        ("市林业局", c.LONG_AGO, date(2024, 10, 1)),
        ("市林草局", date(2024, 10, 1), date(2025, 2, 1)),
    ]
    assert revision() > before, "pages with the old name are stale"


@pytest.mark.parametrize(
    ("name", "since", "what"),
    [
        ("高州市自然资源局", date(2020, 1, 1), "须晚于现名称的起日（2020年1月1日）"),
        ("高州市自然资源局", date(2025, 3, 13), "日期还没有到"),
        ("", date(2025, 1, 1), "没有填写名称"),
    ],
)
def test_a_rename_out_of_order(crew: Cast, name: str, since: date, what: str) -> None:
    with pytest.raises(Invalid, match=what):
        renames(crew, name, since)
    assert not FormerName.objects.exists()


def test_a_rename_to_the_same_name(crew: Cast) -> None:
    with pytest.raises(Unfitting, match="没有更名"):
        renames(crew, "高州市林业局", date(2025, 1, 1), "市林业局")


def test_after_a_rename_the_beginning_stays(crew: Cast) -> None:
    renames(crew, "高州市自然资源局", date(2025, 2, 1))
    with pytest.raises(Unfitting, match="起日不能再改"):
        corrects(crew, "lyj", since=date(2021, 1, 1))


def ends(crew: Cast, key: str, until: date = date(2025, 3, 1), reason: str = "并入") -> None:
    end_organization(acting=crew.scope("office"), at=crew.at, key=key, until=until, reason=reason)


def idle(crew: Cast) -> Organization:
    row = Organization(key="idle", name="某站", sort="unit", home=c.COUNTY, since=c.LONG_AGO)
    return add_organizations(acting=everything(), at=crew.at, organizations=[row])[0]


def test_what_still_runs_is_named_and_nothing_ends(crew: Cast) -> None:
    with pytest.raises(Unfitting) as refused:
        ends(crew, "swb")
    said = refused.value.say()
    assert "与高州市根子镇柏桥村的结对（2024年9月1日起）" in said
    assert "账号“swb”的“结对单位”授权" in said
    assert "根子工作队的牵头单位" in said
    assert not Organization.objects.exclude(until=None).exists()


def test_its_people_leave_with_it(crew: Cast) -> None:
    home = idle(crew)
    Person.objects.create(key="idle", name="联络员", organization=home, since=c.LONG_AGO)
    ends(crew, "idle")
    assert Organization.objects.get(key="idle").until == date(2025, 3, 1)
    assert Person.objects.get(key="idle").until == date(2025, 3, 1)
    told = AuditRow.objects.filter(verb="end").values_list("subject", flat=True)
    assert set(told) == {"org:idle", "person:idle"}
    with pytest.raises(Unfitting, match="已经撤销或合并"):
        ends(crew, "idle")


def test_an_end_needs_a_reason_and_a_day_that_has_come(crew: Cast) -> None:
    idle(crew)
    with pytest.raises(NoReason):
        ends(crew, "idle", reason=" ")
    with pytest.raises(Unfitting, match="还没有到"):
        ends(crew, "idle", until=date(2025, 3, 13))
    with pytest.raises(Unfitting, match="须晚于起日"):
        ends(crew, "idle", until=c.LONG_AGO)
    with pytest.raises(NotFound):
        ends(crew, "nobody")
    with pytest.raises(Invalid, match="身份证号"):
        ends(crew, "idle", reason="负责人440981198001011234退休")


def test_once_ended_the_name_is_free_again(crew: Cast) -> None:
    idle(crew)
    ends(crew, "idle")
    again = registers(crew, name="某站", short="")
    assert again.added
    assert again.organization.key != "idle"
