"""`tongxing ledger verify`, as somebody at the county office runs it."""

from __future__ import annotations

import argparse

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.project.commands import ledger
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.queries import head_of


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    ledger.register(parser.add_subparsers())
    args = parser.parse_args(["ledger", "verify", *words])
    return args.run(args)


def test_a_sound_book(crew: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    head = head_of(c.BOOK)
    assert run() == 0
    assert run("--book", c.BOOK, "--head", f"{head.seq}:{head.hash}", "--chain-only") == 0
    assert f"4条记录完好，末条校验值 {head.hash}" in capsys.readouterr().out


def test_a_broken_book(crew: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    Book.objects.update(head_seq=9)
    assert run("--book", c.BOOK) == 1
    assert "第5号记录起缺失" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [("--book", "999999"), ("--head", "1:a"), ("--book", c.BOOK, "--head", "x")]
)
def test_misuse_is_explained(crew: Cast, words, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 2
    assert capsys.readouterr().out.strip()


@pytest.mark.django_db
def test_nothing_there_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert "还没有任何台账" in capsys.readouterr().out
