"""The machine itself: Python, disk, folders, clock zone, fonts."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tongxing.project.upkeep.checks.finding import Asked
from tongxing.project.upkeep.checks.finding import Finding
from tongxing.project.upkeep.checks.finding import bad
from tongxing.project.upkeep.checks.finding import ok
from tongxing.project.upkeep.checks.finding import warn

LEAST_PYTHON = (3, 11)
LEAST_FREE, FEW_FREE = 1_000_000_000, 5_000_000_000  # bytes
OTHERS_MAY = 0o077
LOCAL_TIME = Path("/etc/localtime")
BEIJING = {"Shanghai", "Chongqing", "Chungking", "Harbin", "PRC"}
FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
CHINESE_FONTS = ("*CJK*", "*SourceHan*", "*simsun*", "*fang*", "*wqy*", "*msyh*", "*FZ*")


def python(_: Asked) -> Iterator[Finding]:
    """Python is recent enough."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < LEAST_PYTHON:
        yield bad(f"Python 是 {version}", "请安装 Python 3.11 或更高版本，并重建虚拟环境")
    else:
        yield ok(f"Python {version}")


def folders(_: Asked) -> Iterator[Finding]:
    """The home and the evidence folder can be written, and others cannot look into them."""
    folders = [("数据文件夹", Path(settings.HOME))]
    evidence = Path(settings.EVIDENCE)
    if not evidence.is_relative_to(settings.HOME):
        folders.append(("附件文件夹", evidence))
    for name, folder in folders:
        nearest = _nearest(folder)
        if not os.access(nearest, os.W_OK | os.X_OK):
            yield bad(f"{name} {folder} 不能写入", f"请让运行服务的用户可以写 {nearest}")
        elif nearest == folder and nearest.stat().st_mode & OTHERS_MAY:
            yield warn(f"{name} {folder} 其他用户也能进入", f"请运行 chmod 700 {folder}")
        else:
            yield ok(f"{name} {folder} 可以写入")


def disk(_: Asked) -> Iterator[Finding]:
    """There is room where data and backups go; one line for each disk."""
    seen = set()
    for folder in (settings.HOME, settings.EVIDENCE, settings.BACKUPS):
        nearest = _nearest(Path(folder))
        if (device := nearest.stat().st_dev) in seen:
            continue
        seen.add(device)
        free = shutil.disk_usage(nearest).free
        said = f"{folder} 所在磁盘还有 {free / 1e9:.1f} GB"
        if free < LEAST_FREE:
            yield bad(said, "空间将满，写入会失败：请清理或扩容")
        elif free < FEW_FREE:
            yield warn(said, "请留意，及早清理或扩容")
        else:
            yield ok(said)


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest above it that is there."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def time_zone(_: Asked) -> Iterator[Finding]:
    """Timers and logs go by the machine's zone; Tongxing itself always goes by Beijing time."""
    zone = LOCAL_TIME.resolve().name if LOCAL_TIME.exists() else "UTC"
    if zone in BEIJING:
        yield ok("本机时区是北京时间")
    else:
        yield warn(
            f"本机时区是 {zone}，定时备份和日志的时间与北京时间不同",
            "请运行 timedatectl set-timezone Asia/Shanghai",
        )


def fonts(_: Asked) -> Iterator[Finding]:
    """Documents made on this machine need a Chinese font."""
    if any(next(place.rglob(form), None) for place in FONTS for form in CHINESE_FONTS):
        yield ok("有中文字体")
    else:
        yield warn(
            "没有找到中文字体，在本机生成的文档会缺字", "请运行 apt-get install fonts-noto-cjk"
        )
