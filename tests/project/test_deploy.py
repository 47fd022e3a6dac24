"""What is shipped for the operator fits together: the page, the units, nginx, the example."""

from __future__ import annotations

import argparse
import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from tongxing.actions.attach_evidence import MOST_FILES
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
    desk, phone = map(int, re.findall(r"client_max_body_size (\d+)m;", NGINX))
    assert desk * 1_000_000 > max(MOST_FILES * LARGEST_SENT, LARGEST_UNSENT)
    assert phone * 1_000_000 > max(LARGEST_BODY, CHUNK)
    assert "add_header" not in NGINX  # the service sends them; twice would be wrong


def test_the_page_and_nginx_name_the_same_example() -> None:
    example = "jiedui.example.gov.cn"
    assert f"DOMAIN={example}" in PAGE
    assert NGINX.count(f"server_name {example};") == 2
