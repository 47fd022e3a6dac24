"""A backup restored on another machine, on the same database or the other: everything is there."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.project.upkeep.conftest import Fresh
from tests.project.upkeep.installation import Installation
from tongxing.project.upkeep.archive import Writer
from tongxing.project.upkeep.archive import examined

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def other(fresh: Fresh, backup: Path) -> Installation:
    """The small county on PostgreSQL."""
    made = fresh("postgresql")
    done = made.typed("restore", backup)
    assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.mark.parametrize(
    ("from_", "to"),
    [
        ("sqlite", "postgresql"),
        pytest.param("postgresql", "sqlite", marks=pytest.mark.full),
        pytest.param("sqlite", "sqlite", marks=pytest.mark.full),
        pytest.param("postgresql", "postgresql", marks=pytest.mark.full),
    ],
)
def test_heads_boards_rows_and_files_are_equal_afterwards(
    request: pytest.FixtureRequest, fresh: Fresh, tmp_path: Path, from_: str, to: str
) -> None:
    there: Installation = request.getfixturevalue("county" if from_ == "sqlite" else "other")
    new, path = fresh(to), tmp_path / "a.tar"
    before = there.task("seen")
    taken = there.typed("backup", path)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    restored = new.typed("restore", path)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    after = new.task("seen")
    assert after["heads"] == before["heads"]
    assert after["boards"] == before["boards"]
    assert after["files"] == before["files"]
    assert len(after["files"]) == 2
    rows = dict(before["rows"])
    rows["audit_auditrow"] += 2  # the backup itself is noted here, the restore there
    noted_there = dict(after["rows"])
    noted_there["audit_auditrow"] += 1
    assert noted_there == rows
    for code, head in before["heads"].items():
        assert f"台账 {code} 首部 {head}" in taken.stdout
        assert f"末条校验值 {head.partition(':')[2]}" in restored.stdout
    assert new.typed("ledger", "verify").returncode == 0


@pytest.mark.full
@pytest.mark.parametrize("kind", KINDS)
def test_what_must_not_change_cannot_be_changed_afterwards(
    backup: Path, fresh: Fresh, kind: str
) -> None:
    new = fresh(kind)
    assert new.typed("restore", backup).returncode == 0
    assert all("只增不" in said or "不得" in said for said in new.task("forbidden").values())
    assert new.task("write_on") == {"sound": True, "audited": 1}


@pytest.mark.full
def test_both_databases_write_the_same_parts(
    county: Installation, other: Installation, tmp_path: Path
) -> None:
    """Neutral means neutral: but for the audit of what was done here, byte for byte."""
    parts = []
    for kind, there in (("sqlite", county), ("postgresql", other)):
        path = tmp_path / f"{kind}.tar"
        assert there.typed("backup", path).returncode == 0
        parts.append(examined(path).manifest["parts"])
    one, two = ({n: p["sha256"] for n, p in some.items() if "audit" not in n} for some in parts)
    assert one == two


@pytest.mark.full
def test_a_backup_taken_while_others_write_is_of_one_moment(fresh: Fresh, tmp_path: Path) -> None:
    busy = fresh("sqlite")
    busy.task("fill")
    stop = tmp_path / "stop"
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.project.upkeep.installation", "keep_writing", str(stop)],
        cwd=Path(__file__).parents[3],
        env=busy.environment,
    )
    heads: list[str] = []
    for number in range(8):
        path = tmp_path / f"{number}.tar"
        done = busy.typed("backup", path)
        assert done.returncode == 0, done.stdout + done.stderr
        heads.append(str(examined(path).manifest["heads"]))
        if len(set(heads)) > 2:  # the book grew meanwhile
            break
    stop.touch()
    assert writer.wait(60) == 0
    assert len(set(heads)) > 2
    new = fresh("sqlite")
    done = new.typed("restore", path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_database_that_holds_something_is_left_alone(county: Installation, backup: Path) -> None:
    before = written(county)
    done = county.typed("restore", backup)
    assert done.returncode == 1
    assert "数据库里已有数据" in done.stdout
    assert "另建一个空的数据库" in done.stdout
    assert written(county) == before
    assert any("ledger_record" in line for line in before)


def written(county: Installation) -> list[str]:
    """Every table and row of its database."""
    with closing(sqlite3.connect(county.address)) as database:
        return list(database.iterdump())


def test_an_altered_archive_leaves_the_database_untouched(
    backup: Path, fresh: Fresh, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.tar"
    shutil.copy(backup, torn)
    with tarfile.open(torn) as tar:
        at = tar.getmember("tables/ledger_content.jsonl.gz").offset_data + 40
    data = bytearray(torn.read_bytes())
    data[at] ^= 1
    torn.write_bytes(data)
    new = fresh("sqlite")
    done = new.typed("restore", torn)
    assert done.returncode == 1
    assert "tables/ledger_content.jsonl.gz的内容被改动" in done.stdout
    assert not Path(new.address).exists() or Path(new.address).stat().st_size == 0


def forged(backup: Path, to: Path, *, without: str = " ", **changes: object) -> Path:
    """A backup whose manifest says something else, sealed anew; some parts left out."""
    found = examined(backup)
    with to.open("w+b") as file:
        writer = Writer(file)
        for name in found.manifest["parts"]:
            if without in name:
                continue
            with found.part(name) as source, writer.part(name) as part:
                part.write(source.read())
        about = {k: v for k, v in found.manifest.items() if k != "parts"}
        writer.finish({**about, **changes})
    return to


@pytest.mark.full
def test_heads_that_differ_from_the_manifest_are_refused_and_nothing_stays(
    backup: Path, fresh: Fresh, tmp_path: Path
) -> None:
    other = forged(backup, tmp_path / "forged.tar", heads={"440981": "9:" + "0" * 64})
    new = fresh("sqlite")
    done = new.typed("restore", other)
    assert done.returncode == 1
    assert "与清单所记的台账首部不一致" in done.stdout
    with sqlite3.connect(new.address) as database:
        assert database.execute("SELECT count(*) FROM ledger_record").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM audit_auditrow").fetchone() == (0,)
    assert new.typed("restore", backup).returncode == 0  # and can be filled by a good one


@pytest.mark.full
def test_a_backup_of_a_newer_version_is_refused(backup: Path, fresh: Fresh, tmp_path: Path) -> None:
    migrations = [*examined(backup).manifest["migrations"], ["ledger", "0999_of_the_future"]]
    other = forged(backup, tmp_path / "newer.tar", migrations=migrations)
    done = fresh("sqlite").typed("restore", other)
    assert done.returncode == 1
    assert "ledger.0999_of_the_future" in done.stdout
    assert "更新的版本" in done.stdout


@pytest.mark.full
@pytest.mark.parametrize("kind", KINDS)
def test_killed_in_the_middle_nothing_half_is_taken_for_whole(
    backup: Path, fresh: Fresh, kind: str
) -> None:
    new, patience = fresh(kind), 0.0
    for _ in range(2):
        patience += 1.5
        running = subprocess.Popen(
            [sys.executable, "-m", "tongxing.project.cli", "restore", str(backup)],
            env=new.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(patience)
        running.send_signal(signal.SIGKILL)
        running.wait()
        done = new.typed("restore", backup)
        whole = done.returncode == 0
        assert whole or "数据库里已有数据" in done.stdout, done.stdout + done.stderr
        assert len(new.task("seen")["heads"]) == 1  # whichever came first, it is all there
        if not whole:
            break
        new = fresh(kind)


@pytest.mark.full
def test_without_the_old_key_codes_are_told_to_be_bound_anew(
    county: Installation, backup: Path, fresh: Fresh
) -> None:
    stranger, twin = fresh("sqlite"), fresh("sqlite")
    assert "动态口令不能用" in stranger.typed("restore", backup).stdout
    shutil.copy(county.home / "secret-key", twin.home / "secret-key")
    assert "动态口令" not in twin.typed("restore", backup).stdout


@pytest.mark.full
def test_a_file_missing_on_the_disk_is_told_and_does_not_stop_the_backup(
    fresh: Fresh, backup: Path, tmp_path: Path
) -> None:
    there = fresh("sqlite")
    there.typed("restore", backup)
    lost = next(path for path in (there.home / "evidence").rglob("*") if path.is_file())
    lost.unlink()
    done = there.typed("backup", tmp_path / "a.tar")
    assert done.returncode == 0
    assert lost.name[:12] in done.stdout
    assert examined(tmp_path / "a.tar").manifest["lacking"] == [lost.name]
    assert "备份时已缺1个附件" in fresh("sqlite").typed("restore", tmp_path / "a.tar").stdout


@pytest.mark.full
def test_an_older_backup_is_brought_up_to_this_version(
    backup: Path, fresh: Fresh, tmp_path: Path
) -> None:
    """One of before there were photos: the tables are made as they were, then brought up."""
    found = examined(backup).manifest
    older = forged(
        backup,
        tmp_path / "older.tar",
        without="evidence",
        migrations=[one for one in found["migrations"] if one[0] != "evidence"],
        tables=[one for one in found["tables"] if not one["name"].startswith("evidence")],
    )
    new = fresh("sqlite")
    done = new.typed("restore", older)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = new.task("seen")
    assert (seen["files"], seen["rows"]["evidence_storedfile"]) == ({}, 0)
    assert seen["heads"] == found["heads"]
    assert "数据库是当前版本" in new.typed("doctor").stdout
