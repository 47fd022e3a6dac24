"""What is shipped for the operator fits together: the page, the units, nginx, the example."""

from __future__ import annotations

import argparse
import re
import subprocess
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse

from tongxing.actions.attach_evidence import MOST_FILES
from tongxing.documents.intake.reading import LARGEST as LARGEST_SHEET
from tongxing.pages.api.phone.limits import LARGEST_BODY
from tongxing.pages.desk.records.unsent import LARGEST as LARGEST_UNSENT
from tongxing.project.cli import COMMANDS
from tongxing.records.evidence.parts import CHUNK
from tongxing.records.evidence.pictures import LARGEST_SENT

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh ?(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
NGINX = (ROOT / "deploy" / "nginx" / "tongxing.conf").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())


def unit(name: str) -> str:
    return (ROOT / "deploy" / "systemd" / name).read_text(encoding="utf-8")


def accepted(words: list[str]) -> bool:
    """Whether the command line takes these words."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for name in COMMANDS:
        import_module(f"tongxing.project.commands.{name}").register(commands)
    return bool(parser.parse_args(words).run)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_every_block_is_shell(number: int) -> None:
    kind, text = BLOCKS[number]
    assert kind in {"", "build", "server"}
    done = subprocess.run(
        ["bash", "-n"], input=text, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def test_there_is_something_to_follow() -> None:
    kinds = [kind for kind, _ in BLOCKS]
    assert kinds.count("build") == 1
    assert kinds.count("server") > 15


def test_every_shipped_file_named_is_there_and_every_one_there_is_named() -> None:
    named = set(re.findall(r"release/(deploy/[\w./-]+)", PAGE))
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "deploy").rglob("*")}
    there = {name for name in there if (ROOT / name).is_file()}
    assert named == there


def test_every_link_leads_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link


def commands_typed() -> list[str]:
    lines = "\n".join(text for _, text in BLOCKS).splitlines()
    return [line for line in lines if line.startswith("tongxing ")]


@pytest.mark.parametrize("line", commands_typed())
def test_every_command_of_the_page_is_one(line: str) -> None:
    words = line.replace("|| true", "").replace('"', "").split()[1:]
    if words[0] == "--database":
        words = words[2:]
    assert accepted(words)


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".service"])
def test_every_command_of_the_units_is_one(path: Path) -> None:
    lines = re.findall(
        r"^ExecStart(?:Pre)?=\S+/tongxing (.*)$", path.read_text("utf-8"), re.MULTILINE
    )
    assert lines
    assert all(accepted(line.split()) for line in lines)


def test_units_write_where_the_example_says_and_nowhere_else() -> None:
    example = (ROOT / "deploy" / "tongxing.env").read_text(encoding="utf-8")
    given = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    writing = {
        name: re.findall(r"^ReadWritePaths=(.*)$", unit(name), re.MULTILINE)[0].split()
        for name in ("tongxing.service", "tongxing-backup.service", "tongxing-lake.service")
    }
    home, backups = given["TONGXING_HOME"], given["TONGXING_BACKUPS"]
    assert writing["tongxing.service"] == writing["tongxing-lake.service"] == [home]
    assert writing["tongxing-backup.service"] == [home, backups]
    for name in writing:
        assert "ProtectSystem=strict" in unit(name)
        assert "NoNewPrivileges=yes" in unit(name)
        assert "UMask=0077" in unit(name)


def test_nginx_hands_on_what_the_service_believes() -> None:
    port = re.findall(r"--port (\d+)", unit("tongxing.service"))[0]
    assert f"proxy_pass http://127.0.0.1:{port};" in NGINX
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in NGINX
    assert "proxy_set_header Host $host;" in NGINX
    assert "$proxy_add_x_forwarded_for" in NGINX


def test_nginx_lets_the_largest_forms_through_and_adds_no_headers() -> None:
    others, files, phone = map(int, re.findall(r"client_max_body_size (\d+)m;", NGINX))
    assert files * 1_000_000 > max(MOST_FILES * LARGEST_SENT, LARGEST_UNSENT, LARGEST_SHEET)
    assert others * 1_000_000 > settings.DATA_UPLOAD_MAX_MEMORY_SIZE  # of a form without files
    assert phone * 1_000_000 > max(LARGEST_BODY, CHUNK)
    assert "add_header" not in NGINX  # the service sends them; twice would be wrong


RECORD = UUID(int=7)
WITH_FILES = {  # by the page that has the form: the addresses it is sent to
    "records/form.jinja": ["ledger:new"],
    "records/files.jinja": ["ledger:files-add"],
    "records/unsent.jinja": ["ledger:unsent"],
    "manage/pairings/start.jinja": ["manage:pairings:import", "manage:pairings:reassign"],
    "plans/upload.jinja": ["plans:new"],
}
WITHOUT = [
    ("home",), ("sign-in",), ("sign-in-second",), ("phone-enter",), ("me:password",),
    ("ledger:list",), ("ledger:grid",), ("ledger:readback",), ("ledger:unsent-check", "a"),
    ("ledger:record", RECORD), ("ledger:correct", RECORD), ("ledger:files-withdraw", RECORD),
    ("manage:pairings:check", "a"), ("manage:pairings:one", "a"), ("plans:draft", "a", "b"),
]  # fmt: skip


def test_nginx_lets_files_through_where_forms_send_them_and_nowhere_else() -> None:
    """Whoever has not signed in has all of it written to the disk, too."""
    room = ROOT / "src/tongxing/pages/desk/jinja2/desk"
    forms = [one for one in room.rglob("*.jinja") if "multipart/" in one.read_text("utf-8")]
    assert {one.relative_to(room).as_posix() for one in forms} == WITH_FILES.keys()
    (place,) = re.findall(r"location ~ (\S+) \{\s+client_max_body_size 840m;", NGINX)
    for name in (one for names in WITH_FILES.values() for one in names):
        args = [RECORD] if name == "ledger:files-add" else []
        assert re.search(place, reverse(f"desk:{name}", args=args)), name
    for name, *args in WITHOUT:
        assert not re.search(place, reverse(f"desk:{name}", args=args)), name
    assert not re.search(place, reverse("field:shell"))


def test_the_page_and_nginx_name_the_same_example() -> None:
    example = "jiedui.example.gov.cn"
    assert f"DOMAIN={example}" in PAGE
    assert NGINX.count(f"server_name {example};") == 2
