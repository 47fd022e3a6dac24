"""How the service is set: secret key, switches, names, TLS, page files, unknown variables."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from tongxing.project.upkeep.checks.finding import Asked
from tongxing.project.upkeep.checks.finding import Finding
from tongxing.project.upkeep.checks.finding import bad
from tongxing.project.upkeep.checks.finding import ok
from tongxing.project.upkeep.checks.finding import warn
from tongxing.project.upkeep.page_files import STAMP
from tongxing.project.upkeep.page_files import sources
from tongxing.project.upkeep.variables import VARIABLES

ALIKE = 0.85  # how near a misspelt variable must be to what was meant
SHORTEST_KEY = 32
DIFFERENT_SIGNS = 10
OTHERS_MAY = 0o077
OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]"}
ENTRY = "desk/desk.css"  # what the build of the front end always makes
RUN_SERVE = "请运行 tongxing serve，启动时会收集"


def public() -> bool:
    """Whether others than this machine are meant to reach the site."""
    return not set(settings.ALLOWED_HOSTS) <= OWN_MACHINE


def secret_key(_: Asked) -> Iterator[Finding]:
    """The key is long enough, and only its owner can read it."""
    key, kept = settings.SECRET_KEY, settings.HOME / "secret-key"
    if len(key) < SHORTEST_KEY or len(set(key)) < DIFFERENT_SIGNS:
        yield bad(
            "密钥太短或太简单，登录状态可能被伪造",
            f"请删去 TONGXING_SECRET_KEY，让程序自己生成；或换成{SHORTEST_KEY}位以上的随机字符",
        )
    elif kept.exists() and kept.stat().st_mode & OTHERS_MAY:
        yield bad(f"密钥文件 {kept} 其他用户也能读", f"请运行 chmod 600 {kept}")
    else:
        yield ok("密钥长度和权限合适")


def switches(_: Asked) -> Iterator[Finding]:
    """Demo and debugging are off where others come in."""
    for name, on, harm in (
        ("TONGXING_DEMO", settings.DEMO, "登录页列出演示账号，谁都能进"),
        ("TONGXING_DEBUG", settings.DEBUG, "出错时会把内部信息显示给来访者"),
    ):
        if not on:
            yield ok(f"{name} 未开")
        elif public():
            yield bad(f"{name} 开着：{harm}", f"正式使用前请去掉 {name}，重启服务")
        else:
            yield warn(f"{name} 开着：{harm}", "只在本机试用时可以，正式使用前请去掉")


def hosts(_: Asked) -> Iterator[Finding]:
    """The names the site answers to are named, and not every name there is."""
    named = [host for host in settings.ALLOWED_HOSTS if host not in OWN_MACHINE]
    loose = [host for host in named if host.startswith((".", "*")) or not host.strip()]
    if loose:
        yield bad(
            f"TONGXING_HOSTS 写了“{'、'.join(loose)}”，会应答任意域名", "请逐个写明本站的域名"
        )
    elif not public():
        yield warn("只应答本机访问", "供他人使用时，把域名写进 TONGXING_HOSTS")
    else:
        yield ok(f"应答的域名：{'、'.join(named)}")


def https(_: Asked) -> Iterator[Finding]:
    """Where others come in, nothing goes unencrypted."""
    if settings.SECURE:
        yield ok("按加密连接（HTTPS）设置")
    elif public():
        yield bad(
            "没有按加密连接设置，密码会明文传输",
            "请在 nginx 上配好证书，并设 TONGXING_HTTPS=1（见 docs/production.md）",
        )
    else:
        yield ok("只限本机，未用加密连接")


def front_end(_: Asked) -> Iterator[Finding]:
    """The pages' styles and programs are built, and collected as they are now."""
    if not finders.find(ENTRY):
        yield bad("页面的样式和程序还没有构建", "请装由 wheel 包装好的版本，或运行 python3 dev run")
        return
    yield ok("页面的样式和程序已构建")
    stamp = Path(settings.STATIC_ROOT) / STAMP
    if not stamp.exists():
        yield warn("页面文件还没有收集", RUN_SERVE)
    elif stamp.read_text(encoding="ascii") != sources():
        yield warn("页面文件有更新，尚未收集", f"请重启服务；{RUN_SERVE}")
    else:
        yield ok("页面文件已收集")


def variables(_: Asked) -> Iterator[Finding]:
    """A variable nobody reads is probably a misspelt one."""
    unknown = sorted(name for name in os.environ if _ours(name) and name not in VARIABLES)
    for name in unknown:
        near = difflib.get_close_matches(name, VARIABLES, 1, ALIKE)
        yield warn(
            f"不认识环境变量 {name}，它不起作用",
            f"是否想写 {near[0]}" if near else "请对照 docs/settings.md",
        )
    if not unknown:
        yield ok("环境变量都认识")


def _ours(name: str) -> bool:
    return name.startswith("TONGXING_") and not name.startswith("TONGXING_TEST_")
