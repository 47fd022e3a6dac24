"""`tongxing backup`: where it writes, what it says, what it keeps, what it refuses."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.project.commands.typed import ran
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.errors import NotAllowed
from tongxing.actions.note_upkeep import note_backed_up
from tongxing.actions.note_upkeep import note_restored
from tongxing.project.commands import backup
from tongxing.project.commands import restore
from tongxing.project.upkeep import taking
from tongxing.project.upkeep.archive import examined
from tongxing.records.accounts.access import everything
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.queries import head_of


def run(*words: object) -> int:
    return ran(backup, "backup", *words)


@pytest.fixture
def folder(crew: Cast, tmp_path: Path, settings: Any) -> Path:
    """Where backups of the small county go."""
    settings.EVIDENCE = str(tmp_path / "evidence")
    settings.BACKUPS = str(tmp_path / "backups")
    append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    return tmp_path / "backups"


def test_a_file_is_written_and_its_head_and_sum_are_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.tar"
    assert run(path) == 0
    said = capsys.readouterr().out
    head = head_of("440981")
    assert f"已备份到 {path}" in said
    assert f"台账 440981 首部 {head.seq}:{head.hash}" in said
    assert sha256(path.read_bytes()).hexdigest() in said
    tables = {one["name"]: one for one in examined(path).manifest["tables"]}
    assert tables["ledger_record"]["rows"] == head.seq


def test_the_audit_notes_who_took_what(folder: Path, tmp_path: Path) -> None:
    run(tmp_path / "a.tar")
    row = AuditRow.objects.get(verb="backup")
    assert (row.who, row.subject) == ("person:system", "installation")
    assert json.loads(row.detail) == {
        "archive": "a.tar",
        "sha256": sha256((tmp_path / "a.tar").read_bytes()).hexdigest(),
    }


def test_without_a_place_it_goes_into_the_folder_set(folder: Path) -> None:
    assert run() == 0
    (path,) = folder.iterdir()
    assert path.name.startswith("tongxing-2")
    assert folder.stat().st_mode & 0o077 == 0


def test_only_the_newest_are_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    for day in range(4):
        monkeypatch.setattr(timezone, "now", lambda day=day: at + timedelta(days=day))
        assert run("--keep", 2) == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "tongxing-20250314-100000.tar",
        "tongxing-20250315-100000.tar",
    ]


def test_a_failed_backup_lets_none_go(
    folder: Path, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert run("--keep", 1) == 0
    before = list(folder.iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(days=1))
    monkeypatch.setattr(taking, "_write_table", full)
    assert run("--keep", 1) == 1
    assert list(folder.iterdir()) == before


@pytest.mark.parametrize("words", [("--keep", 0), ("--keep", -1)])
def test_to_keep_none_is_a_misuse(folder: Path, words: tuple[object, ...]) -> None:
    assert run(*words) == 2
    assert not folder.exists()


def test_keeping_some_is_for_folders(folder: Path, tmp_path: Path) -> None:
    assert run(tmp_path / "a.tar", "--keep", 3) == 2


def test_a_backup_there_is_not_written_over(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.tar"
    path.write_bytes(b"the only one")
    assert run(path) == 1
    assert "已经存在" in capsys.readouterr().out
    assert path.read_bytes() == b"the only one"
    assert not AuditRow.objects.filter(verb="backup").exists()


def test_a_folder_that_is_not_there_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "none" / "a.tar") == 1
    assert f"没有文件夹 {tmp_path / 'none'}" in capsys.readouterr().out


def test_an_older_database_is_brought_up_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(taking.MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert run() == 1
    assert "还不是当前版本" in capsys.readouterr().out


def test_a_restore_over_a_county_is_refused_in_words(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path / "a.tar")
    parser = argparse.ArgumentParser()
    restore.register(parser.add_subparsers())
    args = parser.parse_args(["restore", str(tmp_path / "a.tar")])
    assert args.run(args) == 1
    assert "数据库里已有数据" in capsys.readouterr().out


@pytest.mark.parametrize("who", ["office", "auditor", "swb"])
def test_only_who_keeps_the_server_notes_upkeep(crew: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        note_backed_up(acting=crew.scope(who), at=crew.at, archive="a.tar", sha256="0")
    with pytest.raises(NotAllowed):
        note_restored(acting=crew.scope(who), at=crew.at, archive="a.tar", made="2025")
    note_restored(acting=everything(), at=crew.at, archive="a.tar", made="2025")
    assert AuditRow.objects.filter(verb="restore").count() == 1
