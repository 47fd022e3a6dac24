"""What is kept: chains, files, places, administrators, the clock, the calendar, backups."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from tongxing.project.upkeep import rotation
from tongxing.project.upkeep.checks.finding import Asked
from tongxing.project.upkeep.checks.finding import Finding
from tongxing.project.upkeep.checks.finding import bad
from tongxing.project.upkeep.checks.finding import ok
from tongxing.project.upkeep.checks.finding import warn
from tongxing.records.accounts.access import ADMINISTRATORS
from tongxing.records.accounts.models import Grant
from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.seals import broken
from tongxing.records.audit.seals import last_seal
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.storage import path_of
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.verify import verify
from tongxing.records.registry.models import Place
from tongxing.rules.periods.workdays import known_years

SAMPLE = 200  # files looked at, unless all are asked for
MOST_NAMED = 3
SLACK = timedelta(minutes=2)
LATE_IN_YEAR = 11  # next year's holidays are announced about November
FRESH, STALE = timedelta(days=2), timedelta(days=8)


def clock(asked: Asked) -> Iterator[Finding]:
    """The clock is not before what was written last."""
    newest = [
        AuditRow.objects.aggregate(at=Max("at"))["at"],
        Book.objects.aggregate(at=Max("head_recorded"))["at"],
    ]
    last = max((one for one in newest if one), default=None)
    if last and asked.at + SLACK < last:
        yield bad(
            f"本机时间比最近一条记录（{last.astimezone(rotation.HERE):%Y-%m-%d %H:%M}）还早",
            "请校准时间并启用自动对时（timedatectl set-ntp true），再继续使用",
        )
    else:
        yield ok("本机时间不早于最近的记录")


def calendar(asked: Asked) -> Iterator[Finding]:
    """Working days are known for this year and, late in the year, for the next."""
    known, year = known_years(), asked.at.astimezone(rotation.HERE).year
    update = "节假日安排公布后请升级同兴；在此之前，周一至周五按工作日计算"
    if year not in known:
        yield bad(f"没有{year}年的节假日安排，工作日期限可能算错", update)
    elif year + 1 not in known and asked.at.month >= LATE_IN_YEAR:
        yield warn(f"还没有{year + 1}年的节假日安排", update)
    else:
        yield ok(f"节假日安排到{known[-1]}年")


def chains(asked: Asked) -> Iterator[Finding]:
    """Every book's chain holds; asked thoroughly, its contents and tables too."""
    books = list(Book.objects.order_by("pk").values_list("pk", flat=True))
    for book in books:
        verdict = verify(book, contents=asked.whole)
        if verdict.sound:
            yield ok(f"台账{book}：{verdict.records}条，首尾相扣")
        else:
            yield bad(verdict.say(), "请停止录入，保留现场，运行 tongxing ledger verify 查明")
    if not books:
        yield warn("还没有任何台账", "初次设置请按 docs/production.md 进行")


def audit(asked: Asked) -> Iterator[Finding]:
    """The audit is sealed now and then, and asked thoroughly, no sealed row was altered."""
    if asked.whole and (fault := broken()):
        yield bad(f"审计记录被改动过。{fault.say()}", "请保留现场，从备份中对照查明")
        return
    last = last_seal()
    if last is None or asked.at - last.at > STALE:
        said = "还没有封存过" if last is None else f"上次封存距今{(asked.at - last.at).days}天"
        yield warn(f"审计记录{said}", "请运行 tongxing audit seal，并设好每日定时（随备份进行）")
    else:
        yield ok(f"审计记录封存到第{last.last}行")


def files(asked: Asked) -> Iterator[Finding]:
    """Photos and files are there and unaltered: a sample, or all of them."""
    keys = list(StoredFile.objects.filter(erased=None).values_list("pk", flat=True))
    looked = keys if asked.whole or len(keys) <= SAMPLE else random.sample(keys, SAMPLE)
    wrong = [key for key in sorted(looked) if not _whole(key)]
    if wrong:
        named = "、".join(key[:12] for key in wrong[:MOST_NAMED])
        yield bad(
            f"抽查{len(looked)}个照片和附件，{len(wrong)}个缺失或被改动（{named}）",
            "请从备份中取回，放到附件文件夹的原处",
        )
    elif looked:
        yield ok(f"查了{len(looked)}个照片和附件（共{len(keys)}个），都在")
    else:
        yield ok("还没有照片和附件")


def _whole(key: str) -> bool:
    try:
        return sha256(path_of(key).read_bytes()).hexdigest() == key
    except OSError:
        return False


def places(_: Asked) -> Iterator[Finding]:
    """There are places to record something in."""
    count = Place.objects.count()
    if count:
        yield ok(f"名录里有{count}个地方")
    else:
        yield warn("名录里还没有地方", "请在“管理—地方”里导入本省的区划")


def administrators(asked: Asked) -> Iterator[Finding]:
    """Somebody can open accounts, give grants and read the audit."""
    day = asked.at.astimezone(rotation.HERE).date()
    rows = Grant.objects.filter(role__in=ADMINISTRATORS, account__is_active=True, since__lte=day)
    there = {row.role for row in rows if row.until is None or row.until > day}
    titles = {"system": "系统管理员", "security": "安全管理员", "auditor": "审计管理员"}
    missing = [title for role, title in titles.items() if role not in there]
    if missing:
        yield warn(f"没有{'、'.join(missing)}", "三员须由不同的人担任，见 docs/production.md")
    else:
        yield ok("系统、安全、审计三员都有")


def backups(asked: Asked) -> Iterator[Finding]:
    """The newest backup in the folder is not old."""
    folder = Path(settings.BACKUPS)
    there = rotation.kept(folder)
    if not there:
        yield warn(f"{folder} 里没有备份", "请运行 tongxing backup，并设好每日定时备份")
        return
    age = asked.at - rotation.taken_at(there[-1])
    said = f"最近的备份是 {there[-1].name}，距今{age.days}天"
    if age > STALE:
        yield bad(said, "请查看定时备份为何没有运行（systemctl status tongxing-backup）")
    elif age > FRESH:
        yield warn(said, "请查看定时备份是否正常")
    else:
        yield ok(said)
