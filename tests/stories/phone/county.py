"""The county's server as a process that can be killed, and its ledger read beside it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.stories.conftest import TONGXING
from tests.stories.conftest import free_port
from tests.stories.conftest import wait_for

WRITTEN = """
    SELECT r.id, r.kind, r.place, r.happened, c.text,
        (SELECT count(*) FROM ledger_replacement p WHERE p.replaced_id = r.id),
        (SELECT count(*) FROM evidence_attachment a WHERE a.record_id = r.id),
        (SELECT count(*) FROM evidence_awaited w WHERE w.record_id = r.id)
    FROM ledger_record r JOIN ledger_content c ON c.record_id = r.id
    WHERE c.text LIKE {mark} ORDER BY r.book_id, r.seq
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A record as it stands in the ledger."""

    id: str
    kind: str
    place: str
    happened: str
    text: str
    values: dict[str, Any]
    files: int  # photos it names
    replaced: int  # corrections of it
    attached: int
    awaited: int

    def text_has(self, marks: tuple[str, ...]) -> bool:
        return any(mark in self.text for mark in marks)


class County:
    """`tongxing serve` over a home; the same port at every start."""

    def __init__(self, home: Path, database: str = "") -> None:
        self.home, self.database = home, database
        self.environment = {**os.environ, "TONGXING_HOME": str(home), "TONGXING_DEMO": "1"}
        self.environment.pop("TONGXING_DATABASE", None)
        if database:
            self.environment["TONGXING_DATABASE"] = database
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [TONGXING, "serve", "--port", str(self.port), "--workers", "1"]
        log = self.home / "log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=out, stderr=out, start_new_session=True
            )
        wait_for(f"http://127.0.0.1:{self.port}", self.process, log)

    def kill(self) -> None:
        """As a power cut does: nobody is asked to finish."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
            self.process = None

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [TONGXING, *command],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ends_phone_keys(self) -> None:
        """As the system administrator does it for a lost phone."""
        self._do("UPDATE accounts_phonekey SET until = CURRENT_TIMESTAMP")

    def written(self, mark: str) -> list[Written]:
        """Every record whose sentence holds `mark`, in the order of the ledger."""
        place = "%s" if self.database else "?"
        rows = self._ask(WRITTEN.format(mark=place), f"%{mark}%")
        return [_written(row) for row in rows]

    def _ask(self, sql: str, *given: object) -> list[tuple[Any, ...]]:
        if self.database:
            with psycopg.connect(self.database) as postgresql:
                return postgresql.execute(sql, given).fetchall()  # type: ignore[call-overload,no-any-return]
        with closing(sqlite3.connect(self.home / "tongxing.db", timeout=20)) as sqlite:
            return sqlite.execute(sql, given).fetchall()

    def _do(self, sql: str) -> None:
        if self.database:
            with psycopg.connect(self.database) as postgresql:
                postgresql.execute(sql)  # type: ignore[call-overload]
            return
        with closing(sqlite3.connect(self.home / "tongxing.db", timeout=20)) as sqlite, sqlite:
            sqlite.execute(sql)


def _written(row: tuple[Any, ...]) -> Written:
    id_, kind, place, happened, content, replaced, attached, awaited = row
    told = json.loads(content)
    files = len(told.get("files", ()))
    return Written(
        str(id_).replace("-", ""), kind, place, str(happened), told["text"], told["values"], files,
        replaced, attached, awaited,
    )  # fmt: skip
