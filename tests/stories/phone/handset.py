"""A phone: a Chromium with storage of its own that can be switched off at any moment.

It opens the real page by a line that may fail; what it does, it does as a person would, by the
page's own addresses, fields and buttons.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from playwright.sync_api import BrowserContext
from playwright.sync_api import CDPSession
from playwright.sync_api import Dialog
from playwright.sync_api import Error
from playwright.sync_api import Page
from playwright.sync_api import Playwright

from tests.stories.conftest import BROWSERS
from tests.stories.conftest import FLAGS
from tests.stories.on_the_phone import script

ACCOUNT = "市林业局联络员"
SIZE = {"width": 390, "height": 844}
PORT_FILE = "DevToolsActivePort"
START_SECONDS = 60
RENDERER = b"--type=renderer"
BROWSERS_OWN = b"--top-chrome-webui"  # draws the browser itself, not a page
PATIENCE = 30_000  # milliseconds for one thing the page is asked for
# The phone's clock, wrong by as much as the page's own storage says; it may change at any time.
CLOCK = """(() => {
  const Real = Date;
  const wrong = () => { try { return Number(localStorage.getItem("wrong") || 0); } catch { return 0; } };
  class Phone extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + wrong()); }
    static now() { return Real.now() + wrong(); }
  }
  globalThis.Date = Phone;
})()"""
# What the account in charge has on this phone, as its page keeps it.
KEPT = script("""
  const kept = { outbox: [], drafts: [], photos: 0 };
  for (const one of accounts) {
    const db = await open(one.database);
    kept.outbox.push(...(await all(db, "outbox")).map((item) => (
      { id: item.id, state: item.state, text: item.draft.text, say: item.say, left: item.left.length })));
    kept.drafts.push(...(await all(db, "drafts")).map((one) => one.id));
    kept.photos += (await all(db, "photos")).length;
    db.close();
  }
  return kept;
""")


class Handset:
    """Its storage lies in `folder` and outlives every switching off."""

    def __init__(
        self, playwright: Playwright, folder: Path, port: int, *, clock: str = CLOCK
    ) -> None:
        self._playwright = playwright
        self._folder = folder
        self._clock = clock
        self.address = f"http://127.0.0.1:{port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.agreed: list[str] = []  # what the page asked before doing it, in order
        self._browser: Browser
        self.context: BrowserContext

    def switch_on(self) -> None:
        found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        assert found, f"a Chromium is needed: apt-get install {BROWSERS[0]}"
        told = self._folder / PORT_FILE
        told.unlink(missing_ok=True)
        command = [found, *FLAGS, f"--user-data-dir={self._folder}", "--remote-debugging-port=0"]
        command += ["--lang=zh-CN", "--disable-breakpad", "--noerrdialogs", "about:blank"]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(
            command, stdout=quiet, stderr=quiet, start_new_session=True
        )
        address = f"http://127.0.0.1:{_port(told)}"
        self._browser = self._playwright.chromium.connect_over_cdp(address)
        self.context = self._browser.contexts[0]
        self.context.set_default_timeout(PATIENCE)
        if self._clock:
            self.context.add_init_script(self._clock)
        self.context.on("page", lambda page: page.on("dialog", self._agrees))

    def _agrees(self, asked: Dialog) -> None:
        self.agreed.append(asked.message)
        asked.accept()

    def battery_dies(self) -> None:
        """Every process of the browser ends at once."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(20)
        self._process = None

    @property
    def pages(self) -> list[Page]:
        return [one for one in self.context.pages if one.url.startswith(self.address)]

    def page(self) -> Page:
        """A tab with the phone's page: one that is open, else a new one."""
        return self.pages[0] if self.pages else self.new_tab()

    def new_tab(self) -> Page:
        page = self._empty_tab()
        page.set_viewport_size(SIZE)
        page.goto(f"{self.address}/phone/")
        page.wait_for_selector("nav.tabs, main.sign-in")
        return page

    def _empty_tab(self) -> Page:
        """The browser keeps a process ready for the next tab, and may not yet know it crashed."""
        try:
            return self.context.new_page()
        except Error as error:
            if "crashed" not in error.message:
                raise
            return self.context.new_page()

    def enrol(self) -> None:
        """Signs in at the desk's sign-in and makes this phone one's own."""
        for one in self.pages[1:]:
            one.close()
        page = self.pages[0] if self.pages else self.context.new_page()
        page.set_viewport_size(SIZE)
        page.goto(f"{self.address}/phone/enter/")
        if "/sign-in/" in page.url:
            page.get_by_role("button", name=ACCOUNT).first.click()
        page.get_by_role("button", name="在这部手机上使用").click()
        page.wait_for_selector("nav.tabs")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")

    def signal_lost(self) -> None:
        self.context.set_offline(True)

    def signal_back(self) -> None:
        self.context.set_offline(False)

    def clock_is_wrong(self, page: Page, milliseconds: int) -> None:
        page.evaluate("wrong => localStorage.setItem('wrong', wrong)", str(milliseconds))

    def renderers_crash(self) -> None:
        """The tabs' processes end, their worker's too, as when a phone is out of memory.

        The browser lives on with tabs that say so; they are closed, as a person does.
        """
        assert self._process
        crashed = self.context.pages
        for process in _renderers(self._process.pid):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        for page in crashed:
            page.close()

    def everything(self) -> CDPSession:
        """A line to the browser itself, as its developer tools have one."""
        return self._browser.new_browser_cdp_session()

    def shown(self) -> str:
        """What stands on every tab, to be read where something went wrong."""
        return "\n\n".join(f"{one.url}\n{one.inner_text('body')[:600]}" for one in self.pages)

    def kept(self) -> dict[str, Any]:
        """What has not left the phone: items of the outbox, drafts, photos."""
        found: dict[str, Any] = self.page().evaluate(KEPT)
        return found


def _renderers(browser: int) -> list[int]:
    """The processes that run pages and workers, of the browser that leads this process group."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            process = int(entry.name)
            command = (entry / "cmdline").read_bytes()
            if (
                RENDERER in command
                and BROWSERS_OWN not in command
                and os.getpgid(process) == browser
            ):
                found.append(process)
    return found


def _port(told: Path) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(FileNotFoundError, IndexError):
            lines = told.read_text(encoding="ascii").splitlines()
            if len(lines) > 1:
                return lines[0]
        time.sleep(0.02)
    raise AssertionError("the browser did not start")
