"""Under what a judgement is kept: everything it depends on, in one digest.

The key names the book and the chain's hash at the known seq, every edition by its sha256, the
kinds' versions, this program and the day. Equal keys mean equal answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

import orjson

import tongxing
from tongxing.derive.editions import kind_versions
from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts

# What decides an answer, of this program's own files. `lake` makes the kernel's tables too, and
# what stands for the hash of a synthetic book's chain says what was asked for, not by whom made.
_DECIDING = (
    "rules/**/*.py",
    "derive/*.py",
    "derive/lake/*.py",
    "derive/rollups/*.py",
    "derive/shelf/*.py",
    "derive/synth/*.py",
    "catalogue/kinds/*.toml",
)
_MONTH = 31  # days


# An edition in force, by what of it changes a judgement: plan, edition, sha256, since, until.
EditionKey = tuple[str, str, str, date, date | None]


def full_key(
    *, code: str, name: str, seq: int, head: str, editions: Iterable[EditionKey], as_of: date
) -> str:
    """The sha256 over all a judgement of this book depends on; the editions in any order."""
    parts = (
        *(code, name, seq, head),
        sorted(editions, key=orjson.dumps),
        *(kind_versions(), program(), as_of),
    )
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def editions_key(facts: Facts) -> list[EditionKey]:
    """The editions of a book's facts, as its key names them."""
    return [edition_key(one) for one in facts.editions]


def edition_key(one: EditionFact) -> EditionKey:
    return one.plan, one.edition, one.sha256, one.since, one.until


@lru_cache(maxsize=1)
def program() -> str:
    """The version of this program, and a digest of the files that decide how a book is judged.

    What is kept on disk outlives a change of the program under the same version.
    """
    here = Path(tongxing.__file__).parent
    digest = hashlib.sha256()
    for pattern in _DECIDING:
        for path in sorted(here.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{tongxing.__version__}-{digest.hexdigest()[:16]}"


def days_ahead(as_of: date) -> int:
    """Days to look ahead: to the year's end, so that a year's matrix is whole, or a month."""
    return max(_MONTH, (date(as_of.year, 12, 31) - as_of).days)
