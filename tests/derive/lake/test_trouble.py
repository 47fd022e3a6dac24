"""What a disk or a service refuses, in words for the operator."""

from __future__ import annotations

import errno

import pytest

from tongxing.derive.lake.storage import Access
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import OutOfReach
from tongxing.derive.lake.trouble import refused
from tongxing.derive.lake.trouble import told_of

SAID = {
    "磁盘已满": OSError(errno.ENOSPC, "No space left on device"),
    "没有权限读写": PermissionError(errno.EACCES, "Permission denied"),
    "所在的不是文件夹": NotADirectoryError(errno.ENOTDIR, "Not a directory"),
    "名称太长": OSError(errno.ENAMETOOLONG, "File name too long"),
    "超过了允许的大小": OSError(errno.EFBIG, "File too large"),
    "对象存储拒绝了访问": OSError(
        "When reading: AWS Error SIGNATURE_DOES_NOT_MATCH during HeadObject"
    ),
    "没有这个桶": OSError("When uploading: AWS Error NO_SUCH_BUCKET during CreateMultipartUpload"),
    "连不上对象存储": OSError(
        "When reading: AWS Error NETWORK_CONNECTION during HeadObject: curlCode: 7"
    ),
    "请核对 TONGXING_LAKE_ENDPOINT": OSError(
        "When reading: AWS Error  during HeadObject: Custom endpoint `http://[::1` was not a valid URI"
    ),
    "对象存储没有办成": OSError("When reading: AWS Error INTERNAL_FAILURE during HeadObject"),
    "出错：": OSError(errno.EIO, "Input/output error"),
}


@pytest.mark.parametrize("said", SAID)
def test_it_is_said_where_and_what_to_do(said: str) -> None:
    with pytest.raises(OutOfReach) as refused, told_of("s3://桶/湖/44"):
        raise SAID[said]
    assert said in refused.value.say()
    assert "s3://桶/湖/44" in refused.value.say()
    assert refused.value.remedy


def test_what_is_not_there_and_what_is_no_trouble_of_ours() -> None:
    with pytest.raises(Missing, match="缺少 湖/44"), told_of("湖/44"):
        raise FileNotFoundError(errno.ENOENT, "No such file")
    known = LakeTrouble("湖坏了")
    with pytest.raises(LakeTrouble) as refused, told_of("湖/44"):
        raise known
    assert refused.value is known
    with pytest.raises(ZeroDivisionError), told_of("湖/44"):
        raise ZeroDivisionError


def test_a_key_never_stands_in_a_message() -> None:
    assert repr(Access("http://s3", "AKIA", "secret")) == "Access(endpoint='http://s3')"


def test_why_a_disk_keeps_nothing_in_a_word_or_two() -> None:
    codes = (errno.ENOSPC, errno.EROFS, errno.EIO)
    said = [refused(OSError(one, "Input/output error")) for one in codes]
    assert said == ["磁盘已满", "没有权限", "Input/output error"]
