"""`tongxing audit seal` and `verify`: whether audit rows were altered or are missing."""

from __future__ import annotations

import argparse
from typing import Any

from django.utils import timezone

from tongxing.actions.seal_audit import seal_audit
from tongxing.project.commands.asking import printer
from tongxing.project.commands.asking import waiting
from tongxing.records.accounts.access import everything
from tongxing.records.audit.models import AuditSeal
from tongxing.records.audit.seals import broken
from tongxing.records.audit.seals import last_seal
from tongxing.records.audit.seals import rows_after


def register(commands: Any) -> None:
    """Add `audit` and its own commands to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("audit", help="审计记录")
    inner = parser.add_subparsers(dest="audit", required=True, metavar="操作")
    sealing = inner.add_parser(
        "seal", help="封存上次封存以来的审计记录，打印校验值，宜每晚运行并把校验值另存一处"
    )
    sealing.set_defaults(run=seal)
    check = inner.add_parser("verify", help="核对封存过的审计记录，指出第一处被改动或缺少的")
    check.add_argument("--head", help="另存的校验值，写成 行号:校验值")
    check.set_defaults(run=verify)


def seal(args: argparse.Namespace) -> int:  # noqa: ARG001 - every command's signature
    """0 always: nothing to seal is no fault."""
    with waiting("封存审计"):
        sealed = seal_audit(acting=everything(), at=timezone.now())
    said = f"已封存到第{sealed.last}行，校验值 {sealed}" if sealed else "没有新的审计记录要封存"
    printer().print(said)
    return 0


def verify(args: argparse.Namespace) -> int:
    """0 when every seal holds, 1 when one does not, 2 for a misuse."""
    console = printer()
    if args.head is not None and not args.head.partition(":")[0].isdecimal():
        console.print("--head 应写成“行号:校验值”，即封存时打印的校验值")
        return 2
    with waiting("核对审计"):
        fault = broken()
    if fault is not None:
        console.print(f"审计记录被改动过。{fault.say()}")
        return 1
    if args.head is not None and not _kept(args.head):
        console.print(f"没有校验值为“{args.head}”的封存，封存本身可能被换过")
        return 1
    console.print(_told())
    return 0


def _kept(head: str) -> bool:
    last, _, sha256 = head.partition(":")
    return AuditSeal.objects.filter(last=int(last), sha256=sha256).exists()


def _told() -> str:
    last = last_seal()
    if last is None:
        return "还没有封存过，无从核对；请先运行 tongxing audit seal"
    after = rows_after(last.last)
    return f"到第{last.last}行为止，都与封存时一致" + (f"；其后{after}行尚未封存" if after else "")
