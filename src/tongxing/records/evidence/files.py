"""Files that are no pictures: told by what they hold, kept as they are, only ever downloaded."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

LARGEST_FILE = 20_000_000  # bytes
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
TEXT = "text/plain"
TYPES = {".pdf": PDF, ".docx": WORD, ".xlsx": SHEET, ".txt": TEXT}
PARTS = {WORD: "word/document.xml", SHEET: "xl/workbook.xml"}
MOST_PARTS = 5_000  # a document of more parts than this is none a person made


class Unusable(ValueError):  # noqa: N818  an answer to whoever sent the file
    """A file that cannot be kept; the text says why and what to do, in Chinese."""


def type_of(name: str, data: bytes) -> str:
    """The media type of a document whose name and contents agree; raises `Unusable`."""
    wanted = TYPES.get(PurePath(name).suffix.lower())
    if wanted is None:
        raise Unusable("附件只收 pdf、docx、xlsx、txt，照片只收 jpg、png、webp、bmp；请另存后再传")
    if len(data) > LARGEST_FILE:
        raise Unusable("文件超过20MB，请压缩或分成几个再传")
    if wanted == PDF:
        fits = data.startswith(b"%PDF-")
    elif wanted == TEXT:
        fits = _plain(data)
    else:
        fits = _document(data, PARTS[wanted])
    if not fits:
        raise Unusable("文件内容与名称的后缀不符，可能没有传完或改过名，请核对后重新上传")
    return wanted


def _plain(data: bytes) -> bool:
    if b"\0" in data:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _document(data: bytes, part: str) -> bool:
    """Whether this is an office document without macros; nothing in it is unpacked."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise Unusable("文件带有宏，为安全起见不能收，请另存为不带宏的 docx 或 xlsx 再传")
    return len(names) <= MOST_PARTS and part in names and "[Content_Types].xml" in names
