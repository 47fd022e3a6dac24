"""The one written form of a record, and the hashes taken over it.

A content is orjson with sorted keys of `{"text", "values"}`, and `"files"` where files belong
to it: strings in NFC, whole numbers only, no lone surrogates. A row of the chain is its fourteen
columns as lines of text, in the order of `ROW`; no column can hold a line break (JSON escapes
it), so the lines are unambiguous and a database can write them as fast as it can read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from tongxing.rules.characters import FEW
from tongxing.rules.characters import normal
from tongxing.rules.characters import piled_up

ROW = (
    "id",
    "book",
    "seq",
    "kind",
    "kind_version",
    "doers",
    "place",
    "about",
    "happened",
    "makes_up",
    "recorded",
    "recorded_by",
    "content",
    "replaces",
)
GENESIS = "0" * 64  # the `prev` of a book's first record
LARGEST = 2**63 - 1
DEEPEST = 8


class NotCanonicalError(ValueError):
    """Something that has no one written form; the text says what and how to mend it."""


def cleaned(value: Any, where: str = "内容", depth: int = 0) -> Any:
    """`value` with every string in NFC; raises `NotCanonicalError` on what cannot be written."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonicalError(f"{where}的数字过大，请核对单位后重填")
        return value
    if depth > DEEPEST:
        raise NotCanonicalError(f"{where}嵌套过深，请改用平铺的字段")
    if isinstance(value, Mapping):
        return {
            _text(_key(k, where), where): cleaned(v, f"{where}.{k}", depth + 1)
            for k, v in value.items()
        }
    if isinstance(value, list | tuple):
        return [cleaned(v, where, depth + 1) for v in value]
    if isinstance(value, float):
        raise NotCanonicalError(f"{where}是小数，请改用带单位的文字（如“1.2万元”）或整数")
    raise NotCanonicalError(f"{where}的类型 {type(value).__name__} 无法写入台账")


def _key(key: Any, where: str) -> str:
    if not isinstance(key, str):
        raise NotCanonicalError(f"{where}的字段名必须是文字")
    return key


def _text(value: str, where: str) -> str:
    if value.isascii() and "\0" not in value:
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotCanonicalError(f"{where}含有残缺字符，请删去后重新输入") from None
    if "\0" in value:
        raise NotCanonicalError(f"{where}含有空字符，请删去后重新输入")
    if piled_up(value):
        raise NotCanonicalError(f"{where}里有字符叠加了过多符号，请删去后重新输入")
    return normal(value)


def written(value: Any) -> str:
    """Canonical JSON of a value that is already `cleaned`."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def plainly(value: Any, where: str = "内容") -> str:
    """`written(cleaned(value))` of what was read from JSON, in a tenth of the time."""
    return _settled(value) or written(cleaned(value, where))


def _settled(value: Any) -> str | None:
    """Canonical JSON of what is in its one form already, as nearly everything is.

    Nothing is looked at piece by piece: a string begins after a quotation mark, with which no
    mark joins, so what is NFC as a whole is so in every string. None where there is doubt.
    """
    try:
        text = orjson.dumps(value, option=PLAIN).decode()
    except TypeError:
        return None
    deep = text.count("[") + text.count("{") > DEEPEST
    settled = text.isascii() or (len(text) <= FEW and unicodedata.is_normalized("NFC", text))
    if not settled or deep or ZERO in text or DOUBTFUL.search(text):
        return None
    return text


PLAIN = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
# Perhaps a fraction, perhaps too large a number, perhaps a zero byte: `cleaned` knows. Apart, and
# beginning with one set of characters, they are looked for a third as long as in one.
DOUBTFUL = re.compile(r"[0-9](?:[.e]|[0-9]{18})")
ZERO = "\\u0000"


def content_text(text: str, values: Mapping[str, Any], files: Sequence[str] = ()) -> str:
    """The canonical JSON of a record's content; `files` are sha256 of photos and files, if any."""
    content = {"text": text, "values": values}
    if files:
        content["files"] = sorted(files)
    found = _settled(content)
    if found is not None and "null" not in found:  # which may have been what no number is
        return found
    content |= {"text": cleaned(text, "说明"), "values": cleaned(values)}
    return written(content)


def content_hash(salt: str, content: str) -> str:
    """Sha256 of the salt and the canonical content, in hex."""
    return sha256((salt + content).encode()).hexdigest()


def stamp(at: datetime) -> str:
    """A moment as the chain writes it: UTC, always six decimals."""
    return at.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def row_text(  # noqa: PLR0913, PLR0917  the columns of ROW, in order
    id: UUID,  # noqa: A002
    book: str,
    seq: int | str,
    kind: str,
    kind_version: int,
    doers: str,
    place: str,
    about: str,
    happened: date,
    makes_up: date | None,
    recorded: datetime,
    recorded_by: str,
    content: str,
    replaces: str,
) -> str:
    """One row of the chain as fourteen lines."""
    return "\n".join(
        (
            str(id),
            book,
            str(seq),
            kind,
            str(kind_version),
            doers,
            place,
            about,
            happened.isoformat(),
            makes_up.isoformat() if makes_up else "",
            stamp(recorded),
            recorded_by,
            content,
            replaces,
        )
    )


def row_hash(prev: str, row: str) -> str:
    """Sha256 of the previous hash and the row's lines, in hex."""
    return sha256((prev + row).encode()).hexdigest()
