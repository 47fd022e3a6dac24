"""The file of unsent records a phone exports: read whole, or said why it is none."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tongxing.pages.outbox.reading import Read
from tongxing.pages.outbox.reading import Unreadable
from tongxing.pages.outbox.reading import parsed
from tongxing.pages.outbox.reading import read_item

FORMAT, VERSION = "tongxing-unsent", 1
LARGEST = 60_000_000  # bytes
MOST = 500  # records
NONE_OF_OURS = (
    "这不是手机页导出的未发记录文件，或文件已经损坏，没有写入任何内容。"
    "请选择名叫“手机未发记录-日期.json”的那个文件；"
    "没有了就在手机页“待发”里重新导出，直接把文件传过来，不要打开改存。"
)
EMPTY = "文件是空的，没有写入任何内容。请在手机页“待发”里重新导出，等文件存完再传。"
CUT = (
    "这是手机页导出的文件，但后面缺了一截或被改坏了，没有写入任何内容。"
    "请把原来的文件再传一次；没有了就在手机页“待发”里重新导出，手机上的都还在。"
)
BEGINNING = f'{{"format":"{FORMAT}"'.encode()  # as the phone writes it
NEWER = "这个文件由更新的版本导出，本系统还不认识，没有写入任何内容。请联系系统管理员升级。"
NOTHING = "文件里没有未发的记录，没有写入任何内容。"
TOO_MANY = (
    f"文件里的记录超过{MOST}条，没有写入任何内容。请在手机页“待发”里重新导出，会分成几个文件。"
)
TOO_LARGE = (
    f"文件超过{LARGEST // 1_000_000}兆，没有上传。请在手机页“待发”里重新导出，会分成几个文件。"
)


class NotUnsent(ValueError):  # noqa: N818  an answer to whoever sent the file
    """A file that cannot be taken in; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """What stands in the file: whose it says it is, its records, and its photos by sha256.

    `drafts`: what each record says as it stands there, to be read by a person.
    """

    account: str
    person: str
    items: tuple[Read, ...]
    drafts: tuple[Mapping[str, Any], ...]
    photos: Mapping[str, bytes]


def read_unsent(data: bytes) -> Unsent:
    """The file's contents; raises `NotUnsent`."""
    if not data.strip():
        raise NotUnsent(EMPTY)
    try:
        found = parsed(data)
    except Unreadable:
        raise NotUnsent(CUT if data.startswith(BEGINNING) else NONE_OF_OURS) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotUnsent(NONE_OF_OURS)
    if found.get("version") != VERSION:
        raise NotUnsent(NEWER)
    items, files = found.get("items"), found.get("files", {})
    account, person = found.get("account"), found.get("person")
    if not (isinstance(items, list) and isinstance(files, dict)):
        raise NotUnsent(NONE_OF_OURS)
    if not (isinstance(account, str) and isinstance(person, str)):
        raise NotUnsent(NONE_OF_OURS)
    if not items:
        raise NotUnsent(NOTHING)
    if len(items) > MOST:
        raise NotUnsent(TOO_MANY)
    read = tuple(read_item(one) for one in items)
    return Unsent(account, person, read, tuple(_draft(one) for one in items), _photos(files))


def _draft(item: Any) -> Mapping[str, Any]:
    found = item.get("draft") if isinstance(item, dict) else None
    return found if isinstance(found, dict) else {}


def _photos(files: Mapping[str, Any]) -> dict[str, bytes]:
    """Those that are what they are called; a spoilt photo is as one that is not in the file."""
    found: dict[str, bytes] = {}
    for key, text in files.items():
        try:
            data = b64decode(text, validate=True)
        except (NotBase64, ValueError, TypeError):
            continue
        if sha256(data).hexdigest() == key:
            found[key] = data
    return found
