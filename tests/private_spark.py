"""A Spark cluster of our own: a master and workers on loopback, ended with the tests."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 120.0  # seconds for the cluster to come up
SMALL = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k"


class NotUp(Exception):  # noqa: N818
    """The cluster did not come up; the text holds what it said."""


class PrivateSpark:
    """One master on a free port; workers are added, and may be killed."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="tongxing-spark-"))
        self.port = free_port()
        self.workers: list[subprocess.Popen[bytes]] = []
        self._master: subprocess.Popen[bytes] | None = None
        self._home = Path(str(find_spec("pyspark").origin)).parent

    @property
    def address(self) -> str:
        return f"spark://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """For whoever asks the cluster: everything on loopback, little memory."""
        conf = {
            "spark.executor.memory": "512m",
            "spark.executor.extraJavaOptions": SMALL,
            "spark.driver.extraJavaOptions": SMALL,
            "spark.network.timeout": "60s",
        }
        told = " ".join(f'--conf "{name}={value}"' for name, value in conf.items())
        return {
            **os.environ,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(self.root / "local"),
            "SPARK_CONF_DIR": str(self.root),
            "PYSPARK_SUBMIT_ARGS": f"--driver-memory 512m {told} pyspark-shell",
        }

    def start(self, workers: int) -> None:
        self._master = self._begun(
            "master", "org.apache.spark.deploy.master.Master",
            "--port", str(self.port), "--webui-port", str(free_port()),
        )  # fmt: skip
        self._wait(lambda: reached(self.port), "master")
        for _ in range(workers):
            self.add_worker()

    def add_worker(self) -> None:
        """One more, of one core; back when the master knows it."""
        name = f"worker-{len(self.workers)}"
        one = self._begun(
            name, "org.apache.spark.deploy.worker.Worker",
            "--cores", "1", "--memory", "512m", "--webui-port", str(free_port()),
            "--work-dir", str(self.root / name), self.address,
        )  # fmt: skip
        self.workers.append(one)
        self._wait(lambda: "Successfully registered with master" in self._said(name), name)

    def kill_worker(self) -> None:
        """The last one with its executor, at once, as when a machine loses its power."""
        one = self.workers.pop()
        os.killpg(one.pid, signal.SIGKILL)
        one.wait()

    def kill(self) -> None:
        """All of it at once."""
        for one in (self._master, *self.workers):
            if one is not None and one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()

    def stop(self) -> None:
        self.kill()
        shutil.rmtree(self.root, ignore_errors=True)

    def _begun(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        command = [str(self._home / "bin/spark-class"), *words[:1], "--host", "127.0.0.1"]
        env = self.environment() | {
            "SPARK_HOME": str(self._home),
            "SPARK_DAEMON_MEMORY": "192m",
            "SPARK_DAEMON_JAVA_OPTS": SMALL,
        }
        env.pop("PYSPARK_SUBMIT_ARGS")
        with (self.root / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [*command, *words[1:]], env=env, stdout=log, stderr=log, start_new_session=True
            )

    def _said(self, name: str) -> str:
        return (self.root / f"{name}.log").read_text("utf-8", "replace")

    def _wait(self, done: Callable[[], bool], name: str) -> None:
        until = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > until:
                raise NotUp(self._said(name))
            time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def reached(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False
