"""Any file sent as a plan: an answer in Chinese with located faults, never a fault of ours.

The changed files are those of `tests/rules/plan/test_fuzz.py`, which has ten thousand of them
read; here some go through the page.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.derive.plans import EXAMPLES
from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.rules.plan.test_fuzz import broken
from tongxing.pages.desk.plans.drafts import Draft
from tongxing.pages.desk.plans.drafts import check
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Record

FILES = st.one_of(st.binary(max_size=400), broken(), st.text(max_size=200).map(str.encode))
ONE_DATABASE = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


def sent(desk: Desk, text: bytes, examples: bytes) -> Any:
    files = {
        "text": SimpleUploadedFile("plan.toml", text),
        "examples": SimpleUploadedFile("cases.toml", examples),
    }
    return desk.as_("office").post("/plans/draft/", files, follow=True)


def through_the_page(desk: Desk, text: bytes, examples: bytes, *, tries: bool = True) -> None:
    desk.pass_time(seconds=1)
    before = Record.objects.count(), AuditRow.objects.count()
    answer = sent(desk, text, examples)
    assert answer.status_code in {200, 422}
    page = Page(answer.content.decode())
    assert page.unbalanced == []
    assert page.breaches == []
    if tries and answer.redirect_chain:
        where = answer.redirect_chain[-1][0]
        assert desk.as_("office").get(where + "trial/").status_code in {200, 302}
    assert (Record.objects.count(), AuditRow.objects.count()) == before


@effort(max_examples=15, deadline=None, suppress_health_check=ONE_DATABASE)
@given(text=FILES, examples=st.one_of(FILES, st.just(EXAMPLES.encode())))
def test_any_two_files(desk: Desk, text: bytes, examples: bytes) -> None:
    through_the_page(desk, text, examples)


@effort(max_examples=100, deadline=None)
@given(text=FILES, examples=FILES)
def test_any_two_files_are_checked_and_shown_by_line(text: bytes, examples: bytes) -> None:
    found = check(Draft("", "", text, examples))
    for sheet in found.sheets:
        assert all(line.number >= 1 for line in sheet.lines)
        said = [one for line in sheet.lines for one in line.problems]
        assert all(one.what for one in (*said, *sheet.elsewhere))
    assert found.sound == (found.edition is not None and not any(s.errors for s in found.sheets)
                           and found.cases > 0)  # fmt: skip


@pytest.mark.full
@effort(max_examples=1_000, deadline=None, suppress_health_check=ONE_DATABASE)
@given(text=FILES, examples=st.one_of(FILES, st.just(EXAMPLES.encode())))
def test_a_thousand_files(desk: Desk, text: bytes, examples: bytes) -> None:
    through_the_page(desk, text, examples, tries=False)
