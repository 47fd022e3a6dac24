"""The phone page's shell: the same for everybody, kept by hash, never in a session's way."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tongxing.pages.field import views

ADDRESSES = ("field:shell", "field:worker", "field:manifest")
BUILT = "self.addEventListener('install', keepShell);"


@pytest.fixture(autouse=True)
def collected(settings, tmp_path):
    """Static files by their plain names, and a worker as the build leaves it."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    (tmp_path / "field").mkdir()
    (tmp_path / "field" / "sw.js").write_text(BUILT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def member(crew):
    """Somebody of a paired unit, signed in at the desk."""
    client = Client()
    client.force_login(crew.account("lyj"))
    return client


def body(answer) -> str:
    return answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ADDRESSES)
def test_everybody_gets_the_same_bytes_without_a_cookie(client, member, name):
    stranger = client.get(reverse(name))
    known = member.get(reverse(name))
    assert stranger.status_code == known.status_code == 200
    assert stranger.content == known.content
    assert not stranger.cookies
    assert "Cookie" not in stranger.get("Vary", "")
    assert stranger["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_did_not_change_is_not_sent_again(client, name):
    first = client.get(reverse(name))
    again = client.get(reverse(name), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_is_written_there(client, name):
    assert client.post(reverse(name)).status_code == 405


def test_the_shell_names_its_script_and_no_person(client):
    shell = body(client.get(reverse("field:shell")))
    assert re.search(r'<script async src="[^"]*field/field[^"]*\.js">', shell)
    assert re.search(r'<link rel="stylesheet" href="[^"]*field/field[^"]*\.css">', shell)
    assert "<style" not in shell
    assert " style=" not in shell
    assert "脚本功能" in shell


def test_the_worker_says_what_it_keeps_before_its_own_code(client):
    answer = client.get(reverse("field:worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    first, _, rest = body(answer).partition("\n")
    keeps = json.loads(first.removeprefix("self.KEEPS = ").removesuffix(";"))
    assert keeps["shell"] == "/phone/"
    assert keeps["files"] == [
        "/static/field/field.css",
        "/static/field/field.js",
        "/static/field/icon-192.png",
        "/static/field/icon-512.png",
    ]
    assert rest == BUILT


def test_a_changed_shell_is_a_changed_worker(client, monkeypatch):
    before = body(client.get(reverse("field:worker")))
    monkeypatch.setattr(views, "_shell", lambda: "<!doctype html>另一个")
    assert body(client.get(reverse("field:worker"))) != before


def test_the_worker_is_read_from_the_build_while_nothing_is_collected(
    client, collected, tmp_path, monkeypatch
):
    built = (collected / "field" / "sw.js").rename(tmp_path / "elsewhere.js")
    monkeypatch.setattr(finders, "find", lambda name: str(built) if name == views.WORKER else None)
    assert body(client.get(reverse("field:worker"))).endswith(BUILT)


def test_a_missing_build_is_said_plainly(client, collected, monkeypatch):
    (collected / "field" / "sw.js").unlink()
    monkeypatch.setattr(finders, "find", lambda _: None)
    with pytest.raises(FileNotFoundError, match="npm --prefix frontend run build"):
        client.get(reverse("field:worker"))


def test_the_home_screen_is_told_in_chinese(client):
    answer = client.get(reverse("field:manifest"))
    assert answer["Content-Type"] == "application/manifest+json"
    told = json.loads(body(answer))
    assert told["short_name"] == "同兴"
    assert told["lang"] == "zh-CN"
    assert told["start_url"] == told["scope"] == "/phone/"
    assert [one["sizes"] for one in told["icons"]] == ["192x192", "512x512"]


@pytest.mark.django_db
def test_a_session_that_is_over_does_not_stand_in_the_way(member):
    session = member.session
    session["since"] = session["seen"] = (timezone.now() - timedelta(hours=3)).timestamp()  # noqa: TID251
    session.save()
    assert member.get(reverse("field:worker")).status_code == 200
    assert member.get(reverse("phone-api:work")).status_code != 302
    assert member.get(reverse("desk:home")).status_code == 302
