"""What is put by for the search index is taken into it in small lots.

PostgreSQL puts new words by and takes them in when there are 4 MB of them: about once in ten
thousand records an append does that for all the others, for a tenth of a second and more, with
the book locked. Lots of 256 kB take as long in all, and no append longer than a few others.
See docs/decisions/0049.
"""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

LOT = 256  # kB


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_never_the_whole_table")]
    operations = [
        Script(
            "postgresql",
            (f"ALTER INDEX ledger_search_words SET (gin_pending_list_limit = {LOT})",),
            ("ALTER INDEX ledger_search_words RESET (gin_pending_list_limit)",),
        )
    ]
