"""`tongxing ledger open`: a county begins its book."""

from __future__ import annotations

import pytest

from tests.project.commands.typed import ran
from tests.records import cast as c
from tongxing.project.commands import ledger
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Book
from tongxing.records.registry.models import Place


def run(*words: str) -> int:
    return ran(ledger, "ledger", "open", *words)


@pytest.fixture
def county(db: None) -> Place:
    return Place.objects.create(code=c.COUNTY, name="高州市", level="county", since=c.LONG_AGO)


def test_a_book_bears_the_name_of_its_county(
    county: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--book", "440981") == 0
    assert capsys.readouterr().out == "已建立高州市的台账（440981）\n"
    book = Book.objects.get(pk="440981")
    assert (book.name, book.head_seq) == ("高州市", 0)
    assert AuditRow.objects.filter(verb="open-book", subject="book:440981").exists()


def test_a_second_book_is_refused(county: Place, capsys: pytest.CaptureFixture[str]) -> None:
    run("--book", "440981")
    assert run("--book", "440981") == 1
    assert "已经建立" in capsys.readouterr().out
    assert Book.objects.count() == 1


@pytest.mark.parametrize("code", ["440982", "高州", ""])
def test_a_county_nobody_knows_is_refused(
    county: Place, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--book", code) == 1
    assert "tongxing places load" in capsys.readouterr().out
    assert not Book.objects.exists()


def test_a_town_has_no_book_of_its_own(county: Place, capsys: pytest.CaptureFixture[str]) -> None:
    Place.objects.create(code=c.GENZI, name="根子镇", level="town", since=c.LONG_AGO)
    assert run("--book", c.GENZI) == 1
    assert "六位县级代码" in capsys.readouterr().out
