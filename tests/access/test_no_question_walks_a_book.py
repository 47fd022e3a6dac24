"""On SQLite, which keeps no statistics, no page's question goes through a book record by record.

A book grows for years and a page may not wait for all of it: a question about few things begins
with those, not with the records of the book. PostgreSQL counts its rows and finds that out by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db import transaction
from django.urls import reverse

from tests.access import placed
from tests.access.test_every_address import world  # noqa: F401

# A step of a plan that finds records by their book alone; one that says from where on, reads on.
WALK = re.compile(r"SEARCH (ledger_record|r) .*\(book_id=\?( AND seq<\?)?\)")
SORTED = "USE TEMP B-TREE FOR ORDER BY"  # a limit is then no limit


def walks(sql: str, parameters: Any) -> bool:
    if connection.vendor == "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        steps = [step for *_, step in cursor.fetchall()]
    limited = "LIMIT" in sql and SORTED not in steps
    return any(map(WALK.match, steps)) and not limited


def test_no_question_of_any_page_walks_a_book(desk: Any, world: Any) -> None:  # noqa: F811
    reader, asked = desk.as_("office"), dict[str, tuple[str, Any]]()
    address = ""

    def noting(execute: Callable[..., Any], sql: str, parameters: Any, *others: Any) -> Any:
        if sql.lstrip().startswith(("SELECT", "WITH")):
            asked.setdefault(sql, (address, parameters))
        return execute(sql, parameters, *others)

    with connection.execute_wrapper(noting), transaction.atomic():
        about = [one.address for found in placed.ABOUT.values() for one in found(world)]
        for address in (*(reverse(name) for name in sorted(placed.COMMON)), *about):
            reader.get(address).close()
        transaction.set_rollback(True)
    assert len(asked) > len(placed.COMMON)
    walking = [(where, sql) for sql, (where, given) in asked.items() if walks(sql, given)]
    assert not walking, "\n".join(f"{where}: {sql[-300:]}" for where, sql in walking)
