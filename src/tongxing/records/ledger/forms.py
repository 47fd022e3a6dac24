"""How a database writes a row of a book's chain as the lines its hash was taken over.

A value that prints as it should but is not what it was (on SQLite a blob for a text, or a zero
byte and what follows; on PostgreSQL a day before our era) is not plain: where rows are written
exactly, its row's lines bear a mark, so that no hash fits them.
"""

from __future__ import annotations


def _columns(happened: str, makes_up: str, recorded: str) -> tuple[str, ...]:
    """The columns of `canonical.ROW` after id and book."""
    return (
        "r.seq", "r.kind", "r.kind_version", "r.doers", "r.place", "r.about",
        happened, makes_up, recorded, "r.recorded_by", "r.content", "r.replaces",
    )  # fmt: skip


def _marked(lines: str, plain: str) -> str:
    return f"{lines}||CASE WHEN {plain} THEN '' ELSE '?' END"


# A moment on a whole second is kept without decimals there.
_RECORDED = "CASE length(r.recorded) WHEN 19 THEN r.recorded||'.000000' ELSE r.recorded END"
_SQLITE = _columns("r.happened", "coalesce(r.makes_up,'')", _RECORDED)
_TEXTS = (
    "r.id", "r.kind", "r.doers", "r.place", "r.about", "r.happened", "r.recorded",
    "r.recorded_by", "r.content", "r.replaces", "r.prev", "r.hash",
)  # fmt: skip
# Every blob comes after everything else in order there, the empty one first of them.
_SQLITE_PLAIN = " AND ".join(
    (
        *(f"{column}<x''" for column in _TEXTS),
        "(r.makes_up IS NULL OR r.makes_up<x'' AND r.makes_up<>'')",
    )
)
# One printf is quicker than many concatenations, but stops at a zero byte.
SQLITE = "printf('{}',{})".format("\n".join(["%%s"] * len(_SQLITE)), ",".join(_SQLITE))
SQLITE_EXACT = _marked("||char(10)||".join(_SQLITE), _SQLITE_PLAIN)

_POSTGRESQL = _columns(
    "to_char(r.happened,'YYYY-MM-DD')",
    "coalesce(to_char(r.makes_up,'YYYY-MM-DD'),'')",
    "to_char(r.recorded AT TIME ZONE 'UTC','YYYY-MM-DD HH24:MI:SS.US')",
)
# These patterns write a year before our era as one of it.
_DAYS = ("r.happened", "coalesce(r.makes_up,r.happened)", "r.recorded")
POSTGRESQL_PLAIN = " AND ".join(f"{day}>='0001-01-02'" for day in _DAYS)
POSTGRESQL_EXACT = _marked("||chr(10)||".join(_POSTGRESQL), POSTGRESQL_PLAIN)
# All a hash is taken over, where the row is plain.
POSTGRESQL_WHOLE = f"concat_ws(chr(10),r.prev||r.id::text,r.book_id,{','.join(_POSTGRESQL)})"
