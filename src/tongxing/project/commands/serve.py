"""`tongxing serve [--port] [--workers]`: get ready what is not, then answer requests."""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from rich.console import Console

from tongxing.actions.tidy_photos import tidy_photos
from tongxing.pages.desk import uploads
from tongxing.project.commands.asking import printer
from tongxing.project.commands.asking import waiting
from tongxing.project.upkeep.page_files import STAMP
from tongxing.project.upkeep.page_files import sources

PORTS = range(1, 65_536)


def register(commands: Any) -> None:
    """Add `serve` to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("serve", help="启动服务")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只限本机")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    parser.add_argument("--workers", type=int, help="进程数，默认与处理器核数相同")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 after an orderly end, 1 when the port is taken, 2 for a misuse."""
    console = printer()
    workers = args.workers if args.workers is not None else os.cpu_count() or 1
    if args.port not in PORTS or workers < 1:
        console.print("端口应在 1 到 65535 之间，进程数至少为 1")
        return 2
    if not is_free(args.host, args.port):
        console.print(
            f"端口 {args.port} 已被占用：可能已有一个同兴在运行；"
            f"也可换一个端口：tongxing serve --port {args.port + 1}"
        )
        return 1
    with waiting("正在准备"):
        prepare(console)
    console.print(f"同兴已启动：http://{args.host}:{args.port}/ （按 Ctrl+C 停止）")
    serve(args.host, args.port, workers)
    return 0


def is_free(host: str, port: int) -> bool:
    """Whether the port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def prepare(console: Console) -> None:
    """Bring the database and the collected static files up to date; says what it did."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
        console.print("数据库已升级到当前版本")
    now = timezone.now()
    tidy_photos(at=now)
    uploads.tidy(now=now.timestamp())
    stamp, seen = Path(settings.STATIC_ROOT) / STAMP, sources()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != seen:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(seen, encoding="ascii")
        console.print("页面文件已更新")


def serve(host: str, port: int, workers: int) -> None:
    """Answer requests until stopped: one blocking thread in each worker (decision 0043)."""
    from granian import Granian
    from granian.constants import Interfaces

    connections.close_all()  # workers open their own
    Granian(
        "tongxing.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        websockets=False,
        log_access=False,
    ).serve()
