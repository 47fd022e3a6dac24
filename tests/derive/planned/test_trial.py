"""A draft tried against what happened: whom it would have told, beside the edition in force."""

from __future__ import annotations

from datetime import date

from tests.derive.conftest import County
from tests.derive.planned.conftest import TEXT
from tests.records import cast as c
from tongxing.derive.plans.trial import Trial
from tongxing.derive.plans.trial import trial
from tongxing.derive.plans.trial import year_before
from tongxing.rules.periods import Span
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds

TWICE = TEXT.replace("times = 1", "times = 2").replace('"2024"', '"2025"', 1)


def tried(county: County, text: str, who: str = "office") -> Trial:
    edition, problems = read_edition(text.encode(), file="f", kinds=shipped_kinds())
    assert edition is not None, problems
    return trial(county.scope(who), book=c.BOOK, as_of=county.today, edition=edition)


def test_a_year_before_begins_with_the_month() -> None:
    assert year_before(date(2025, 3, 12)) == Span(date(2024, 3, 1), date(2025, 3, 13))
    assert year_before(date(2024, 2, 29)) == Span(date(2023, 2, 1), date(2024, 3, 1))


def test_the_same_edition_gives_the_same(autumn: County) -> None:
    found = tried(autumn, TEXT)
    assert all(one.draft is not None for one in found.duties)
    for one in found.duties:
        assert one.draft is not None
        assert one.present is not None
        assert (one.draft.kept, one.draft.late, one.draft.missed) == (
            one.present.kept, one.present.late, one.present.missed,
        )  # fmt: skip
    assert all(one.draft == one.present for one in found.steps)


def test_twice_a_month_would_have_told_the_unit_that_holds_one(autumn: County) -> None:
    found = tried(autumn, TWICE)
    labour = next(one for one in found.duties if one.title == "组织一次集中劳动")
    assert labour.present is not None
    assert labour.draft is not None
    assert (labour.present.kept, labour.present.missed) == (6, 12)
    assert (labour.draft.kept, labour.draft.missed) == (0, 18)
    assert found.rungs == (("提醒", 3, 2), ("约谈", 3, 2))
    swb = {one.title: one for one in found.steps if "市委办" in one.pairing.title}
    # September and October close on 6 November, November on 6 December: the Mondays after.
    assert (swb["提醒"].draft, swb["提醒"].present) == (date(2024, 11, 11), None)
    assert (swb["约谈"].draft, swb["约谈"].present) == (date(2024, 12, 9), None)
    assert swb["提醒"].duties == ("组织一次集中劳动",)


def test_a_duty_of_one_edition_only_stands_beside_nothing(autumn: County) -> None:
    dropped = TEXT.replace('[duty.bought]\ntitle   = "采购', '[duty.buys]\ntitle   = "改采购')
    found = {one.title: one for one in tried(autumn, dropped).duties}
    assert found["改采购农产品"].present is None
    assert found["采购农产品"].draft is None


def test_a_plan_nobody_is_paired_under_has_nothing_to_try(autumn: County) -> None:
    other = TEXT.replace('"gaozhou-pairing"', '"other-plan"')
    found = tried(autumn, other)
    assert (found.pairings, found.steps) == (0, ())


def test_a_trial_writes_nothing_and_changes_no_judgement(autumn: County) -> None:
    before = tried(autumn, TEXT).duties
    tried(autumn, TWICE)
    assert tried(autumn, TEXT).duties == before
