"""Which database the suite runs on: SQLite, or a private PostgreSQL.

`TONGXING_TEST_DATABASE=postgresql pytest …` runs the same tests on PostgreSQL, those that ask
a database anything; for the others it makes no difference. A missing server fails the run;
nothing is skipped.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest

from tests.private_postgresql import NoPostgreSQL
from tests.private_postgresql import PrivatePostgreSQL
from tests.records.cast import Cast
from tests.records.cast import cast
from tests.remembered import remembered

# A busy machine is no fault of the code: no deadline, and slow drawing fails nothing.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
# The quick tier draws the same examples in every run: what fails, fails again, and for whomever.
hypothesis.settings.register_profile(
    "quick", hypothesis.settings.get_profile("house"), max_examples=40, derandomize=True
)

SERVER = "TONGXING_TEST_SERVER"  # address of the server, told to xdist's workers
HERE = Path(__file__).parent
BROWSING = frozenset({"playwright"})  # waits for a browser, one story after the other
APART = frozenset({"separate", "fresh"})  # starts processes of its own, on its own databases
LESS_URGENT = 5  # steps of the machine's own scale
DATABASE = frozenset({"db", "transactional_db"})  # what pytest-django gives it by
_started: list[PrivatePostgreSQL] = []
_gave_way: list[int] = []  # once in a process
_evidence = tempfile.TemporaryDirectory(prefix="tongxing-evidence-")
_cache = tempfile.TemporaryDirectory(prefix="tongxing-cache-")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    quick = "not full" in config.option.markexpr
    hypothesis.settings.load_profile("quick" if quick else "house")
    # Playwright's plain interface keeps a loop running in the tests' own thread, which Django
    # would take for asynchronous code in every test that follows a story.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

    settings.EVIDENCE = _evidence.name  # photos and files of the tests, gone afterwards
    settings.CACHE = _cache.name
    settings.LAKE = f"{_cache.name}/lake"  # there is none: whoever develops may have synced one
    if sys.pycache_prefix:  # where Python's own lies, templates once compiled serve all workers
        _templates_beside(Path(sys.pycache_prefix))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    settings.PASSWORD_DAYS = 0  # the cast chose theirs in March 2025; who asks for days sets them
    if not on_postgresql():
        return
    if SERVER not in os.environ:
        try:
            server = PrivatePostgreSQL()
            server.start()
        except NoPostgreSQL as error:
            pytest.exit(str(error), returncode=1)
        _started.append(server)
        os.environ[SERVER] = server.address
    _use(os.environ[SERVER])


def _templates_beside(bytecode: Path) -> None:
    shared = bytecode / "tongxing-tests"
    shared.mkdir(mode=0o700, parents=True, exist_ok=True)
    (Path(_cache.name) / "templates").symlink_to(shared)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Each worker loads the tests from a place of its own on, so that each file is compiled once.

    In one order all would compile everything, side by side; in a fresh clone that took fifteen
    seconds of processor time a worker. What does not load is told as it is collected.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        return
    names = [one for arg in session.config.args for one in modules_in(Path(arg).resolve())]
    begin = len(names) * int(worker.removeprefix("gw")) // workers()
    for name in (*names[begin:], *names[:begin]):
        with suppress(Exception):
            import_module(name)


def modules_in(room: Path) -> Iterator[str]:
    """Names of the test modules that are part of the package `tests`."""
    for path in sorted(room.rglob("test_*.py")):
        if (path.parent / "__init__.py").exists():
            yield ".".join(path.relative_to(HERE.parent).with_suffix("").parts)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Who has the stories waits for a browser: the others compute when it does not."""
    among_others = "PYTEST_XDIST_WORKER" in os.environ
    if among_others and not _gave_way and not takes_any(item, BROWSING):
        _gave_way.append(os.nice(LESS_URGENT))


def _use(address: str) -> None:
    """Point Django at another database before any connection is opened."""
    from django.conf import settings
    from django.db import connections

    from tongxing.project.settings import _database

    settings.DATABASES["default"] = {**_database(address), "CONN_MAX_AGE": 0}
    connections.__dict__.pop("settings", None)
    connections._settings = None
    with suppress(AttributeError):  # none was made yet
        del connections["default"]  # loading the models makes one, of the database before
    _stay_connected()


def _stay_connected() -> None:
    """Closing an answer ends its request, where Django drops a connection in a transaction.

    Every test is one transaction: its rows would be gone. In memory SQLite stays by itself.
    """
    from tongxing.project.postgresql.base import DatabaseWrapper

    drops = DatabaseWrapper.close_if_unusable_or_obsolete

    def close_if_unusable_or_obsolete(line: DatabaseWrapper) -> None:
        if not line.in_atomic_block:
            drops(line)

    DatabaseWrapper.close_if_unusable_or_obsolete = close_if_unusable_or_obsolete


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if on_postgresql():
        config.hook.pytest_deselected(items=[one for one in items if not asks_a_database(one)])
        items[:] = [one for one in items if asks_a_database(one)]
    items[:] = in_order(items, workers())


def in_order(items: list[pytest.Item], count: int) -> list[pytest.Item]:
    """What takes longest from its beginning to its end first, so that no core is idle at the end.

    Each worker begins with an equal run of the tests. One has the stories, a chain that nothing
    can shorten; what starts processes of its own is what another begins with.
    """
    browsing = [one for one in items if takes_any(one, BROWSING)]
    apart = [one for one in items if takes_any(one, APART)]
    rest = [one for one in items if not takes_any(one, BROWSING | APART)]
    second = max(0, len(items) // count - len(browsing)) if count > 1 else 0
    return [*browsing, *rest[:second], *apart, *rest[second:]]


def workers() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))


def takes_any(item: pytest.Item, fixtures: frozenset[str]) -> bool:
    return not fixtures.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is there now stays to the end: looking for garbage in it took a tenth of the time."""
    gc.collect()
    gc.freeze()


def on_postgresql() -> bool:
    return os.environ.get("TONGXING_TEST_DATABASE", "sqlite") == "postgresql"


def asks_a_database(item: pytest.Item) -> bool:
    """Whether the test, or a fixture of it, is given the suite's database."""
    return item.get_closest_marker("django_db") is not None or takes_any(item, DATABASE)


def pytest_unconfigure(config: pytest.Config) -> None:
    _evidence.cleanup()
    _cache.cleanup()
    while _started:
        _started.pop().stop()
        os.environ.pop(SERVER, None)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server; its absence is a failure."""
    if SERVER in os.environ:
        yield os.environ[SERVER]
        return
    own = PrivatePostgreSQL()
    own.start()
    yield own.address
    own.stop()


@pytest.fixture
def at() -> datetime:
    """Ten in the morning of a Wednesday, when the cast is at work."""
    return datetime(2025, 3, 12, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def crew(db: None, at: datetime) -> Cast:
    """The named cast of one small county, in the database."""
    return remembered(f"the cast at {at}", lambda: cast(at))
