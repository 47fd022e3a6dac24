"""The plans that come with Tongxing: each is read without a word and says what the paper says."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.plan.texts import gaozhou
from tongxing.rules.periods import Span
from tongxing.rules.plan import NotShippedError
from tongxing.rules.plan import read_cases
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan import shipped_plan_bytes
from tongxing.rules.plan import shipped_plans
from tongxing.rules.plan.model import Score
from tongxing.rules.plan.pairing_reader import is_personal
from tongxing.rules.plan.shipped import every_version


@pytest.mark.parametrize(("place", "name"), shipped_plans())
def test_a_shipped_plan_is_read_without_a_word(place, name):
    plan, examples = shipped_plan_bytes(place, name)
    edition, problems = read_edition(plan, file=f"{name}.toml", kinds=shipped_kinds())
    assert problems == ()
    assert edition is not None
    assert edition.place == place
    assert f"{edition.plan}-{edition.edition}" == name
    cases, problems = read_cases(examples, file=f"{name}.examples.toml")
    assert problems == ()
    assert len(cases) >= 3
    assert {case.duty for case in cases} <= set(edition.duties)
    counted = {kind for duty in edition.duties.values() for kind in duty.counts}
    assert {record.kind for case in cases for record in case.records} <= counted


def test_six_plans_are_shipped():
    assert shipped_plans() == (
        ("440705", "daze-review-2021"),
        ("440883", "wangcungang-team-2021"),
        ("440981", "gaozhou-hook-2023"),
        ("440981", "gaozhou-pairing-2024"),
        ("441825", "taibao-circle-2022"),
        ("451027", "lingyun-cooperation-2024"),
    )


def test_a_plan_that_is_not_shipped():
    with pytest.raises(NotShippedError):
        shipped_plan_bytes("440981", "../kinds/purchase")


def test_every_version_of_a_kind_is_there_from_the_first_on():
    for name, latest in shipped_kinds().items():
        versions = every_version(name)
        assert [one.version for one in versions] == list(range(1, latest.version + 1))
        assert versions[-1] == latest
    assert every_version("no-such-kind") == ()


def test_the_five_ones_of_gaozhou():
    plan = gaozhou()
    assert plan.effective == Span(date(2024, 9, 1), date(2028, 1, 1))
    assert plan.lock_days == 45
    rhythms = {duty.id: duty.rhythm for duty in plan.duties.values()}
    assert {name: one.unit for name, one in rhythms.items()} == {
        "labour-day": "month",
        "project": "quarter",
        "livelihood": "month",
        "courtyard": "month",
        "visitors": "week",
        "visitors-leader": "month",
        "research": "month",
    }
    assert rhythms["visitors"].grace_workdays == 2
    assert rhythms["project"].grace_days == 15
    assert plan.duties["visitors-leader"].where.by_role == "leader"
    assert all(duty.of == "gaozhou-pairing:unit-village" for duty in plan.duties.values())


def test_the_score_of_gaozhou_in_hundredths():
    score = gaozhou().score
    assert isinstance(score, Score)
    assert score.max == 10_000
    assert [item.points for item in score.items] == [6000, 1500, 1500, 1000, 0, 0]
    assert score.items[1].full_at == 5_000_000  # 分
    assert (score.items[4].each, score.items[4].cap) == (100, 500)
    assert (score.items[5].each, score.items[5].cap) == (-200, -1000)
    assert score.late_counts_as == 50
    assert (score.bands[0].title, score.bands[0].from_) == ("好", 9000)
    assert score.quota is not None
    assert score.quota.at_most == 2000
    assert score.ranking.show == "none"


def test_the_ladder_of_gaozhou():
    remind, talk = gaozhou().ladder
    assert (remind.title, remind.issued_by, remind.missed_in_row) == ("提醒", "system", 2)
    assert (talk.title, talk.issued_by, talk.after, talk.cure_days) == (
        "约谈",
        "person",
        "remind",
        30,
    )


def test_households_are_looked_after_by_two():
    bundle = gaozhou().pairings["household-bundle"]
    assert [(one.sort, one.number) for one in bundle.actors] == [
        ("unit-member", 1),
        ("village-member", 1),
    ]
    assert (bundle.target, bundle.targets_min, bundle.targets_max) == ("household", 1, 10)
    assert is_personal(bundle)
    assert gaozhou().pairings["unit-village"].per_target == (2, None)
