"""Search words in the order a replay gives them, by name of the value: indexed again.

Books written before would otherwise be told to differ from their records, by verify.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import orjson
from django.db import migrations

from tongxing.records.ledger import search

ROWS = 2000


def again(apps: Any, schema_editor: Any) -> None:
    """Everything that can be searched, put into the index anew; erased words stay out."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_search")
    contents = apps.get_model("ledger", "Content").objects.filter(text__isnull=False)
    rows = contents.order_by("pk").values_list("record__book_id", "record__seq", "text")
    found = rows.iterator(chunk_size=ROWS)
    while some := list(islice(found, ROWS)):
        search.index_rows(_words(*row) for row in some)


def _words(book: str, seq: int, text: str) -> tuple[int, str]:
    says = orjson.loads(text)
    return search.position(book, seq), search.words_of(says["text"], says["values"])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_no_replacing")]
    operations = [migrations.RunPython(again, migrations.RunPython.noop)]
