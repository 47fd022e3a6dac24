"""What is kept, broken one way at a time."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from tests.project.upkeep.checks.conftest import Said
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.seal_audit import seal_audit
from tongxing.project.upkeep import rotation
from tongxing.project.upkeep.checks import holdings
from tongxing.project.upkeep.checks.finding import Level
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Grant
from tongxing.records.evidence import operations as evidence
from tongxing.records.evidence import storage
from tongxing.records.evidence.pictures import Prepared
from tongxing.records.registry.models import Place

NOON = datetime(2025, 6, 12, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_clock_before_the_newest_record_is_wrong(crew: Cast, said: Said) -> None:
    assert said(holdings.clock, crew.at)[0][0] is Level.OK
    ((level, what, _),) = said(holdings.clock, crew.at - timedelta(days=1))
    assert level is Level.BAD
    assert "2025-03-12 10:00" in what


def test_with_nothing_written_any_clock_will_do(db: None, said: Said) -> None:
    assert said(holdings.clock, NOON)[0][0] is Level.OK


@pytest.mark.parametrize(
    ("known", "month", "level"),
    [
        (range(2004, 2026), 6, Level.OK),
        (range(2004, 2026), 11, Level.WARN),
        (range(2004, 2027), 12, Level.OK),
        (range(2004, 2025), 1, Level.BAD),
    ],
)
def test_holidays_of_the_year_and_in_time_of_the_next(
    said: Said, monkeypatch: pytest.MonkeyPatch, known: range, month: int, level: Level
) -> None:
    monkeypatch.setattr(holdings, "known_years", lambda: known)
    assert said(holdings.calendar, NOON.replace(month=month))[0][0] is level


def test_no_book_yet_is_told(db: None, said: Said) -> None:
    assert said(holdings.chains)[0][0] is Level.WARN


def test_a_sound_chain_is_counted_and_a_broken_one_named(crew: Cast, said: Said) -> None:
    append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    assert said(holdings.chains, whole=True)[0][:2] == (
        Level.OK,
        "台账440981：5条，首尾相扣",
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER record_no_update")
        else:
            cursor.execute("ALTER TABLE ledger_record DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_record SET place = %s WHERE seq = 5", [c.HETONG])
    ((level, what, _),) = said(holdings.chains)
    assert level is Level.BAD
    assert "第5号记录" in what


def test_projections_are_compared_only_when_asked(crew: Cast, said: Said) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_recorddoer")
        cursor.execute("DELETE FROM pairings_pairingparty")
    assert said(holdings.chains)[0][0] is Level.OK
    assert said(holdings.chains, whole=True)[0][0] is Level.BAD


def test_the_audit_is_sealed_now_and_then(crew: Cast, said: Said) -> None:
    assert "还没有封存过" in said(holdings.audit)[0][1]
    seal_audit(acting=everything(), at=crew.at)
    assert said(holdings.audit, crew.at)[0][0] is Level.OK
    ((level, what, _),) = said(holdings.audit, crew.at + timedelta(days=20))
    assert (level, what) == (Level.WARN, "审计记录上次封存距今20天")


def test_a_sealed_row_that_was_altered_is_told(crew: Cast, said: Said) -> None:
    seal_audit(acting=everything(), at=crew.at)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_no_update")
        else:
            cursor.execute("ALTER TABLE audit_auditrow DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditrow SET who = 'person:nobody' WHERE verb = 'grant'")
    assert said(holdings.audit, crew.at)[0][0] is Level.OK
    ((level, what, _),) = said(holdings.audit, crew.at, whole=True)
    assert level is Level.BAD
    assert "内容与封存时不符" in what


@pytest.fixture
def kept(db: None, home: Path, at: datetime) -> list[str]:
    """Five files in the evidence folder."""
    data = [f"minutes {n}".encode() for n in range(5)]
    return [evidence.keep(Prepared(one, "text/plain"), at) for one in data]


def test_files_that_are_there_are_counted(kept: list[str], said: Said) -> None:
    assert said(holdings.files)[0] == (Level.OK, "查了5个照片和附件（共5个），都在", "")


@pytest.mark.parametrize("how", ["gone", "altered"])
def test_a_lost_or_altered_file_is_named(kept: list[str], said: Said, how: str) -> None:
    path = storage.path_of(kept[2])
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(b"something else")
    ((level, what, _),) = said(holdings.files)
    assert level is Level.BAD
    assert kept[2][:12] in what


def test_many_files_are_sampled_unless_all_are_asked_for(
    kept: list[str], said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holdings, "SAMPLE", 2)
    assert "查了2个照片和附件（共5个）" in said(holdings.files)[0][1]
    assert "查了5个" in said(holdings.files, whole=True)[0][1]


def test_no_files_are_fine(db: None, said: Said) -> None:
    assert said(holdings.files)[0][0] is Level.OK


def test_places_are_asked_for(db: None, said: Said) -> None:
    assert said(holdings.places)[0][0] is Level.WARN
    Place.objects.create(code="440981000000", name="高州市", level="county", since=c.LONG_AGO)
    assert said(holdings.places)[0] == (Level.OK, "名录里有1个地方", "")


def test_the_three_administrators_are_asked_for(crew: Cast, said: Said, at: datetime) -> None:
    Grant.objects.filter(role__in=("system", "security", "auditor")).delete()
    ((level, what, _),) = said(holdings.administrators, at)
    assert (level, what) == (Level.WARN, "没有系统管理员、安全管理员、审计管理员")
    for role, until in (("system", None), ("security", date(2025, 3, 12)), ("auditor", None)):
        Grant.objects.create(
            account=crew.account("fl"), role=role, place=c.COUNTY, since=c.BEGIN, until=until
        )
    assert said(holdings.administrators, at)[0][1] == "没有安全管理员"  # his time is over
    Grant.objects.filter(role="security").update(until=None)
    assert said(holdings.administrators, at)[0][0] is Level.OK


def test_no_backup_is_told(said: Said, home: Path) -> None:
    assert said(holdings.backups, NOON)[0][0] is Level.WARN


@pytest.mark.parametrize(("days", "level"), [(1, Level.OK), (4, Level.WARN), (12, Level.BAD)])
def test_an_old_backup_is_told(said: Said, home: Path, days: int, level: Level) -> None:
    folder = home / "backups"
    folder.mkdir()
    (folder / rotation.name_at(NOON - timedelta(days=40))).touch()
    (folder / rotation.name_at(NOON - timedelta(days=days))).touch()
    ((found, what, _),) = said(holdings.backups, NOON)
    assert found is level
    assert f"距今{days}天" in what
