"""A PostgreSQL of our own: made in a temporary directory, gone when the tests are over."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


class NoPostgreSQL(Exception):  # noqa: N818
    """The server's programs are not on this machine: the tests fail, they are never skipped."""


def binaries() -> Path:
    """The newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise NoPostgreSQL("没有找到 PostgreSQL，请先安装（apt-get install postgresql）再运行测试")


class PrivatePostgreSQL:
    """One server on a free loopback port, with fsync on as in production."""

    def __init__(self) -> None:
        self.bin = binaries()
        self.root = Path(tempfile.mkdtemp(prefix="tongxing-pg-"))
        self.data = self.root / "data"
        self.port = _free_port()

    @property
    def address(self) -> str:
        return f"postgresql://tongxing@127.0.0.1:{self.port}/postgres"

    def address_of(self, database: str) -> str:
        return f"postgresql://tongxing@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.root, "postgres", "postgres")
        self._run("initdb", "-D", self.data, "-U", "tongxing", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8")  # fmt: skip
        options = (
            f"-p {self.port} -k {self.root} -c listen_addresses=127.0.0.1 -c shared_buffers=64MB"
        )
        self._run("pg_ctl", "-D", self.data, "-w", "-o", options, "-l", self.root / "log", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.root, ignore_errors=True)

    def _run(self, program: str, *args: object) -> None:
        command = [str(self.bin / program), *map(str, args)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            raise NoPostgreSQL(f"{program}: {done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
