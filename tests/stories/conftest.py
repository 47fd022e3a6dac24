"""A real Chromium before a real server that holds the small demo county.

The server is `tongxing serve` in a process of its own, as a county would run it. A story fails
on any error in the browser's console, a breach of the content policy among them.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import ConsoleMessage
from playwright.sync_api import Page
from playwright.sync_api import Playwright
from playwright.sync_api import expect
from playwright.sync_api import sync_playwright

# The first is Chromium without a browser around it: the same pages, storage and workers, and a
# third less computing than a whole browser needs.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
# What a whole browser would draw or fetch for itself: a second of computing for every window.
# The last list it is given holds, so those of Playwright that matter here stand among them.
SPARED = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
FLAGS = [
    f"--disable-features={','.join(SPARED)}",
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READY_SECONDS = 180
PATIENCE = 30_000  # milliseconds for one thing a page is asked for, on a machine with much to do
TONGXING = str(Path(sys.executable).with_name("tongxing"))


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the small demo county loaded that nobody serves: to be copied, not changed.

    Once for all workers of a run: who comes second waits for who loads it.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    home, whole = shared / "loaded", shared / "loaded-whole"
    with (shared / "loaded-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given up as it is closed
        if not whole.exists():
            environment = {**os.environ, "TONGXING_HOME": str(home), "TONGXING_DEMO": "1"}
            environment.pop("TONGXING_DATABASE", None)
            subprocess.run(
                [TONGXING, "demo", "--small"], env=environment, check=True, capture_output=True
            )
            whole.touch()
    return home


@pytest.fixture(scope="session")
def address(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Tongxing with the small demo county loaded."""
    with served(loaded, tmp_path_factory.mktemp("county")) as at:
        yield at


@pytest.fixture(scope="module")
def own_address(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A county of one file's own: what its stories write is nobody else's last labour day."""
    with served(loaded, tmp_path_factory.mktemp("own-county")) as at:
        yield at


@contextmanager
def served(loaded: Path, folder: Path) -> Iterator[str]:
    """A county of its own, copied from `loaded` into an empty folder and served."""
    home = shutil.copytree(loaded, folder / "home")
    environment = {**os.environ, "TONGXING_HOME": str(home), "TONGXING_DEMO": "1"}
    environment.pop("TONGXING_DATABASE", None)
    port = free_port()
    command = [TONGXING, "serve", "--port", str(port), "--workers", "1"]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        at = f"http://127.0.0.1:{port}"
        wait_for(at, server, home / "log")
        yield at
    finally:
        server.terminate()
        server.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(at: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{at}/sign-in/", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The browsers' driver; one at a time in a process."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found, f"a Chromium is needed: apt-get install {BROWSERS[0]}"
    browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
    yield browser
    browser.close()


def is_error(said: ConsoleMessage) -> bool:
    """An error; a form sent back with what to mend (422) is an answer, not an error."""
    return said.type == "error" and "status of 422" not in said.text


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page of somebody not yet signed in, at the sign-in form."""
    context = chromium.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    made = context.new_page()
    complaints: list[str] = []
    made.on("console", lambda said: is_error(said) and complaints.append(said.text))
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.goto("/")
    yield made
    context.close()
    assert complaints == []
