"""`tongxing demo`: loads once, says so the second time, names the cast and its passwords."""

from __future__ import annotations

import argparse
from datetime import date

import pytest
from django.contrib.auth import authenticate

from tongxing.project.commands import demo
from tongxing.project.demo.accounts import members
from tongxing.project.demo.accounts import password_of
from tongxing.records.ledger.models import Record


def args(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    demo.register(parser.add_subparsers())
    return parser.parse_args(["demo", *given])


@pytest.mark.django_db
def test_a_second_run_changes_nothing_and_says_so(capsys):
    given = args("--small", "--until", "2024-09-20")
    assert demo.run(given) == 0
    first = capsys.readouterr().out
    assert "记录截至2024-09-20" in first
    for one in members():
        assert one.username in first
        assert password_of(one.username) in first
    number = Record.objects.count()
    assert demo.run(given) == 0
    assert "已经装入，未作改动" in capsys.readouterr().out
    assert Record.objects.count() == number
    assert authenticate(username="forestry", password=password_of("forestry")) is not None
    assert authenticate(username="forestry", password=password_of("auditor")) is None


def test_small_and_until_are_read():
    given = args("--small", "--until", "2025-03-01", "--seed", "5")
    assert (given.small, given.until, given.seed) == (True, date(2025, 3, 1), 5)
