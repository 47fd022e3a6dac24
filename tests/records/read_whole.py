"""How often PostgreSQL read all of a table in this transaction."""

from __future__ import annotations

from django.db import connection

SQL = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = %s"


def read_whole(table: str) -> int:
    """SQLite keeps no such count: nought."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(SQL, [table])
        return int(cursor.fetchone()[0])
