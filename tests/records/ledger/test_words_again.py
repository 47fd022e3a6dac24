"""A book indexed by an earlier version is indexed again when its tables are brought up to date."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.records.ledger import search
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.projections import first_difference

MIGRATION = import_module("tongxing.records.ledger.migrations.0005_words_by_name")


def test_words_in_an_older_order_are_indexed_again(crew: Cast) -> None:
    """The pairings the cast opened say several values each."""
    book = Book.objects.get(code=c.BOOK)
    assert first_difference(book) is None
    search.clear(c.BOOK)
    search.index_rows([(search.position(c.BOOK, 1), "01 09 2024 village unit pairing gaozhou")])
    assert first_difference(book) is not None
    MIGRATION.again(apps, SimpleNamespace(connection=connection))
    assert first_difference(book) is None
