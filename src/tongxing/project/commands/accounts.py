"""`tongxing accounts first | reset`: the three administrators, and who lost every way in."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from tongxing.actions.change_password import reset_password
from tongxing.actions.close_account import unlock_account
from tongxing.actions.errors import Refused
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_accounts import register_and_create
from tongxing.actions.second_factor import drop_second
from tongxing.project.commands.asking import printer
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role
from tongxing.records.registry.queries import holding

# role -> (account name, what its person is called)
FIRST = {
    Role.SYSTEM: ("xitong", "系统管理员"),
    Role.SECURITY: ("anquan", "安全管理员"),
    Role.AUDITOR: ("shenji", "审计管理员"),
}
LEVELS = (2, 4, 6)


def register(commands: Any) -> None:
    """Add `accounts` to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("accounts", help="管理员账号")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="事项")
    first = verbs.add_parser("first", help="开设系统、安全、审计三位管理员的账号")
    first.add_argument(
        "--place", required=True, nargs="+",
        help="管理哪里：省、市或县的区划代码，管几个省的写几个",
    )  # fmt: skip
    first.set_defaults(run=run_first)
    reset = verbs.add_parser("reset", help="给一个账号一次性密码，并解除锁定和第二重验证")
    reset.add_argument("username", metavar="账号", help="要重置的账号")
    reset.set_defaults(run=run_reset)


def run_first(args: argparse.Namespace) -> int:
    """0 when all three are there, 1 when they could not be opened, 2 for a misuse."""
    console, at = printer(), timezone.now()
    codes = [_code(one) for one in args.place]
    if not all(codes):
        console.print("请写省、市或县的区划代码，如 440000、440900 或 440981")
        return 2
    try:
        with transaction.atomic():
            opened = [_open(role, codes) for role in FIRST if not _held(role, codes)]
    except Refused as refused:
        console.print(f"没有开设，数据库未改动。{refused.say()}")
        return 1
    if not opened:
        console.print("三位管理员都已经有了，未作改动；忘记密码用 tongxing accounts reset 账号")
        return 0
    table = Table(
        "岗位", "账号", "一次性密码", title=f"管理员账号（{at:%Y-%m-%d}开设，{'、'.join(codes)}）"
    )
    for row in opened:
        table.add_row(*row)
    console.print(table)
    console.print("密码只显示这一次。请分别交给三个不同的人，首次登录时须改密并添加第二重验证。")
    return 0


def _code(said: str) -> str:
    """The twelve digits of a province, city or county; "" for anything else."""
    place = said.strip().rstrip("0")
    digits = next((one for one in LEVELS if len(place) <= one), 0)
    if not place.isascii() or not place.isdigit() or not digits:
        return ""
    return place.ljust(digits, "0").ljust(12, "0")


def _held(role: Role, codes: Sequence[str]) -> bool:
    """Whether somebody who may sign in holds the role in all of them, or above."""
    held = Grant.objects.filter(holding(timezone.localdate()), role=role, account__is_active=True)
    holders = []
    for code in codes:
        above = [code[:digits].ljust(12, "0") for digits in LEVELS]
        holders.append(set(held.filter(place__in=above).values_list("account", flat=True)))
    return bool(set.intersection(*holders))


def _open(role: Role, codes: Sequence[str]) -> tuple[str, str, str]:
    name, title = FIRST[role]
    taken = set(
        Account.objects.filter(username__startswith=name).values_list("username", flat=True)
    )
    username = next(one for one in _names(name) if one not in taken)
    acting, at, since = everything(), timezone.now(), timezone.localdate()
    opened = register_and_create(
        acting=acting, at=at, username=username, name=title, post=title, home=codes[0]
    )
    for code in codes:
        grant_role(acting=acting, at=at, account=username, role=role, since=since, place=code)
    return title, username, opened.password


def _names(name: str) -> list[str]:
    return [name, *(f"{name}{number}" for number in range(2, 100))]


def run_reset(args: argparse.Namespace) -> int:
    """0 when done, 1 when there is no such account."""
    console: Console = printer()
    acting, at, username = everything(), timezone.now(), args.username
    try:
        with transaction.atomic():
            opened = reset_password(acting=acting, at=at, username=username)
            unlock_account(acting=acting, at=at, username=username)
            if opened.account.factors.filter(until=None).exists():
                drop_second(acting=acting, at=at, username=username, reason="服务器命令行重置")
    except Refused as refused:
        console.print(f"没有重置。{refused.say()}")
        return 1
    console.print(f"账号 {username} 的一次性密码：{opened.password}")
    console.print("只显示这一次；锁定和第二重验证已解除，首次登录时须改密。")
    return 0
