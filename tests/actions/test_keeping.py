"""Keeping the registry, opening books, putting plans in force."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_registry import add_organizations
from tongxing.actions.keep_registry import add_places
from tongxing.actions.open_book import open_book
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.put_in_force import put_in_force
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import editions_in_force
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Place
from tongxing.rules.plan.shipped import shipped_plan_bytes


def organization(**changes: str) -> Organization:
    given = {"key": "nhj", "name": "市农业农村局", "sort": "unit", "home": c.COUNTY}
    return Organization(since=c.LONG_AGO, **(given | changes))


def adds(crew: Cast, who: str, org: Organization) -> list[Organization]:
    return add_organizations(acting=crew.scope(who), at=crew.at, organizations=[org])


def test_an_organization_is_added_with_its_audit(crew: Cast) -> None:
    adds(crew, "office", organization())
    (row,) = AuditRow.objects.filter(subject="org:nhj")
    assert (row.verb, row.who) == ("add", "person:office")
    assert AuditRow.objects.latest("id") == row


def test_a_wrong_credit_code_is_refused_naming_the_unit(crew: Cast) -> None:
    with pytest.raises(Invalid, match="市农业农村局") as refused:
        adds(crew, "office", organization(credit_code="9144"))
    assert "18位" in refused.value.say()


def test_the_same_key_twice_adds_nothing(crew: Cast) -> None:
    before = AuditRow.objects.count()
    with pytest.raises(Unfitting, match="已有相同"):
        adds(crew, "office", organization(key="swb"))
    assert AuditRow.objects.count() == before


@pytest.mark.parametrize("who", ["swb", "village", "supervisor", "auditor"])
def test_only_the_office_keeps_the_registry(crew: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        adds(crew, who, organization())
    with pytest.raises(NotAllowed):
        open_book(acting=crew.scope(who), at=crew.at, code="440981", name="高州市")


def test_an_office_keeps_to_its_county(crew: Cast) -> None:
    with pytest.raises(NotAllowed):
        adds(crew, "office", organization(home="440783000000"))


def test_a_code_of_twelve_digits(crew: Cast) -> None:
    wrong = Place(code="440981", name="高州", level="county", since=c.LONG_AGO)
    with pytest.raises(Invalid, match="12位"):
        add_places(acting=crew.scope("office"), at=crew.at, places=[wrong])


def test_a_book_is_opened_once(crew: Cast) -> None:
    with pytest.raises(Unfitting, match="已经建立"):
        open_book(acting=crew.scope("office"), at=crew.at, code="440981", name="高州市")


def puts(crew: Cast, change: Callable[[bytes], bytes] = lambda text: text) -> object:
    text, examples = shipped_plan_bytes("440981", "gaozhou-pairing-2024")
    return put_in_force(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), book=c.BOOK,
        text=change(text), examples=examples,
    )  # fmt: skip


def test_the_shipped_plan_is_put_in_force_with_its_very_text(crew: Cast) -> None:
    puts(crew)
    (row,) = editions_in_force(c.BOOK, head_of(c.BOOK).seq)
    assert row.text.encode() == shipped_plan_bytes("440981", "gaozhou-pairing-2024")[0]
    assert (row.plan, row.edition) == ("gaozhou-pairing", "2024")


def test_an_overlapping_edition_is_refused_and_the_same_replaces(crew: Cast) -> None:
    puts(crew)
    puts(crew)
    assert len(editions_in_force(c.BOOK, head_of(c.BOOK).seq)) == 1
    with pytest.raises(Unfitting, match="重叠"):
        puts(crew, lambda text: text.replace(b'"2024"', b'"2024b"', 1))


def test_the_numbers_of_the_plan_warn_and_never_refuse(crew: Cast) -> None:
    puts(crew)
    outcome = open_pairing(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), kind=c.KIND,
        actors=(Doer(c.FL),), place=c.YUANBA, since=c.BEGIN,
    )  # fmt: skip
    assert any("少于方案要求的2个" in warning for warning in outcome.warnings)


def test_a_kind_the_plan_does_not_have(crew: Cast) -> None:
    puts(crew)
    with pytest.raises(Unfitting, match="没有结对种类"):
        open_pairing(
            acting=crew.scope("office"), at=crew.at, id=new_id(crew.at),
            kind="gaozhou-pairing:nothing", actors=(Doer(c.FL),), place=c.YUANBA, since=c.BEGIN,
        )  # fmt: skip
