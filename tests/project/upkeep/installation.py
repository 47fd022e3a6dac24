"""An installation of its own: a database, a home and the command line, in other processes.

`python -m tests.project.upkeep.installation TASK` runs inside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).parents[3]
PICTURE = b"a picture of the village road" * 40
FILE = b"%PDF-1.4 minutes of the joint conference"


@dataclass(frozen=True)
class Installation:
    """One machine's Tongxing."""

    address: str
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TONGXING", "DJANGO"))}
        return kept | {
            "TONGXING_DATABASE": self.address,
            "TONGXING_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "tongxing.project.settings",
            "PYTHONUTF8": "1",
        }

    def typed(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Run `tongxing …` on this machine."""
        return self._run("tongxing.project.cli", *words)

    def task(self, name: str, *words: object) -> Any:
        """Run one of `TASKS` on this machine; its JSON answer."""
        done = self._run("tests.project.upkeep.installation", name, *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def _run(self, module: str, *words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def fill() -> dict[str, Any]:
    """The small county with a plan, records, a correction, an erasure, files and audit rows."""
    from django.conf import settings
    from django.core.management import call_command

    from tests.derive.plans import EXAMPLES
    from tests.derive.plans import PLAN
    from tests.laws.drafts import AT
    from tests.records import cast as c
    from tongxing.actions.append_record import append_record
    from tongxing.actions.correct_record import correct_record
    from tongxing.actions.put_in_force import put_in_force
    from tongxing.actions.redact_record import redact_record
    from tongxing.records.accounts.access import everything
    from tongxing.records.evidence import operations as evidence
    from tongxing.records.evidence.pictures import Prepared
    from tongxing.records.ledger.ids import new_id

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    call_command("migrate", verbosity=0, skip_checks=True)
    crew = c.cast(AT)
    put_in_force(
        acting=everything(), at=AT, id=new_id(AT), book=c.BOOK,
        text=PLAN.encode(), examples=EXAMPLES.encode(),
    )  # fmt: skip
    records = []
    for day in (date(2025, 1, 10), date(2025, 2, 12), date(2025, 3, 10)):
        draft = crew.draft(id=new_id(AT), happened=day)
        records.append(append_record(acting=crew.scope("swb"), at=AT, draft=draft))
    again = crew.draft(id=new_id(AT), values={"people": "40"}, text="更正：四十人次")
    correct_record(acting=crew.scope("swb"), at=AT, of=records[0].id, draft=again)
    redact_record(
        acting=crew.scope("office"), at=AT, id=new_id(AT), of=records[1].id,
        reason="文中写了户主姓名",
    )  # fmt: skip
    for data, kind in ((PICTURE, "image/jpeg"), (FILE, "application/pdf")):
        kept = [evidence.Kept(evidence.keep(Prepared(data, kind), AT), "现场")]
        evidence.attach(records[2], records[2], kept, AT)
    return {}


def seen() -> dict[str, Any]:
    """What people see and what stands beside it: boards, search, accounts, files, numbers."""
    from hashlib import sha256

    from django.conf import settings

    from tests.laws.drafts import AT
    from tongxing.project.upkeep.tables import carried
    from tongxing.project.upkeep.taking import heads_now
    from tongxing.records.evidence import storage
    from tongxing.records.evidence.models import StoredFile

    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.ALLOWED_HOSTS = ["testserver"]
    with patch("django.utils.timezone.now", lambda: AT):  # the day may end between two looks
        boards = dict(_pages(("office", "swb")))
    files = StoredFile.objects.order_by("pk").values_list("pk", flat=True)
    return {
        "boards": boards,
        "heads": heads_now(),
        "rows": {t.name: m._base_manager.count() for m, t in carried()},
        "files": {key: sha256(storage.path_of(key).read_bytes()).hexdigest() for key in files},
    }


def _pages(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    from django.test import Client

    from tests.records import cast as c
    from tongxing.records.accounts.models import Account

    for name in names:
        client = Client()
        client.force_login(Account.objects.get(username=name))
        for path in ("/", "/matrix/", f"/places/{c.BAIQIAO}/", "/ledger/?q=村道"):
            answer = client.get(path, {"as_of": "2025-03-12"} if "?" not in path else None)
            assert answer.status_code == 200, (path, answer.status_code)
            yield f"{name} {path}", _without_tokens(answer.content.decode())


def _without_tokens(html: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|"x-csrftoken": "[^"]+"', "", html)


def forbidden() -> dict[str, str]:
    """What the database says to statements it must refuse."""
    from django.db import DatabaseError
    from django.db import connection
    from django.db import transaction

    said = {}
    for sql in (
        "UPDATE ledger_record SET place = ''",
        "DELETE FROM ledger_record",
        "UPDATE ledger_content SET salt = ''",
        "DELETE FROM audit_auditrow",
        "UPDATE audit_auditrow SET who = ''",
    ):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
            said[sql] = ""
        except DatabaseError as error:
            said[sql] = str(error)
    return said


def write_on() -> dict[str, Any]:
    """Write a further record and account: numbers go on where they were."""
    from tests.laws.drafts import AT
    from tests.records import cast as c
    from tongxing.actions.append_record import append_record
    from tongxing.records.audit.models import AuditRow
    from tongxing.records.ledger.ids import new_id
    from tongxing.records.ledger.verify import verify

    crew = c.Cast(AT, {})
    before = AuditRow.objects.count()
    append_record(acting=crew.scope("swb"), at=AT, draft=crew.draft(id=new_id(AT)))
    return {"sound": verify(c.BOOK).sound, "audited": AuditRow.objects.count() - before}


def keep_writing(stop: str) -> dict[str, Any]:
    """Append one record after another until the file `stop` appears."""
    from tests.laws.drafts import AT
    from tests.records import cast as c
    from tongxing.actions.append_record import append_record
    from tongxing.records.ledger.ids import new_id

    crew, written = c.Cast(AT, {}), 0
    while not Path(stop).exists():
        append_record(acting=crew.scope("swb"), at=AT, draft=crew.draft(id=new_id(AT)))
        written += 1
    return {"written": written}


TASKS = {one.__name__: one for one in (fill, seen, forbidden, write_on, keep_writing)}

if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))  # noqa: T201
