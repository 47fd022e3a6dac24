"""Documents are told by what they hold and what they are called; both must agree."""

from __future__ import annotations

import pytest

from tests.records.evidence.drawn import document
from tongxing.records.evidence.files import LARGEST_FILE
from tongxing.records.evidence.files import PDF
from tongxing.records.evidence.files import SHEET
from tongxing.records.evidence.files import TEXT
from tongxing.records.evidence.files import WORD
from tongxing.records.evidence.files import Unusable
from tongxing.records.evidence.pictures import prepared

KEPT = {
    "签到表.pdf": (b"%PDF-1.7\n...", PDF),
    "纪要.docx": (document(), WORD),
    "名单.XLSX": (document("xl/workbook.xml"), SHEET),
    "说明.txt": ("到场三十人".encode(), TEXT),
    "旧说明.txt": ("到场三十人".encode("gb18030"), TEXT),
}
REFUSED = {
    "程序.exe": (b"MZ\x90", "只收"),
    "页.html": (b"<html>", "只收"),
    "无后缀": (b"abc", "只收"),
    "装作.pdf": (b"<html>%PDF-", "不符"),
    "装作.docx": (document("xl/workbook.xml"), "不符"),
    "半个.docx": (document()[:60], "不符"),
    "装作.txt": (b"MZ\x00\x01", "不符"),
    "乱码.txt": (b"\xff\xff\xfe\xff", "不符"),
    "带宏.docx": (document("word/document.xml", "word/vbaProject.bin"), "宏"),
    "太大.pdf": (b"%PDF-" + b"0" * LARGEST_FILE, "20MB"),
    "零件太多.docx": (document("word/document.xml", *(f"{n}" for n in range(5000))), "不符"),
}


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_document_is_kept_as_it_is(name):
    data, media_type = KEPT[name]
    ready = prepared(name, data)
    assert (ready.data, ready.media_type) == (data, media_type)
    assert ready.width is ready.likeness is None


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_no_document_is_refused_with_a_remedy(name):
    data, said = REFUSED[name]
    with pytest.raises(Unusable, match=said) as refused:
        prepared(name, data)
    assert "请" in str(refused.value)
