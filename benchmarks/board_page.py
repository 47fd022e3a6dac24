"""A county's board pages with nothing kept in memory, beside stored results.

`python -m benchmarks.board_page` loads the demo county (108 pairings, about 30,000 records) into
an installation of its own, once, and asks for each page through Django's test client: with
everything dropped that a process keeps, so that the book is read, judged and laid out anew, from
the file it was put by in (`derive/shelf`) and the database; the same with that file deleted, so
that every row is read from the database; and with the judgement at hand, so that the board is only
put together and rendered. The first and the last take turns. Milliseconds are processor time.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import inside
from benchmarks.reporting import Goal
from benchmarks.reporting import Line

READER = "gaozhou-office"
PAGES = {"工作台": "/", "台账矩阵": "/matrix/", "全县看板": "/places/440981000000/"}
TIMES_MOST = 1.5
Spent = dict[str, dict[str, float]]  # by page: median seconds of each way, and of `TIMES`
TIMES = "times"  # how many times the stored one a fresh one takes: the median of the pairs


def lines(data: Path, rounds: int, say: Callable[[str], object]) -> Iterator[Line]:
    """What stands in the bench's table."""
    for name, spent in measured(data / "demo-home", rounds, say).items():
        fresh, stored, bare = spent["fresh"], spent["stored"], spent["bare"]
        what = "县看板页面：108对，约2.8万条"
        yield Line(what, f"{name}，取已有的评判结果", f"{1000 * stored:.0f} 毫秒", stored)
        goal = Goal.at_most(spent[TIMES], TIMES_MOST, "倍于取已有结果")
        said = f"{name}，内存全空，由留存的台账文件和数据库"
        yield Line(what, said, f"{1000 * fresh:.0f} 毫秒", fresh, goal=goal)
        said = f"{name}，文件也删去，由数据库逐条（{bare / stored:.1f}倍）"
        yield Line(what, said, f"{1000 * bare:.0f} 毫秒", bare)


def measured(home: Path, rounds: int, say: Callable[[str], object]) -> Spent:
    """Median seconds of each page, in a process of its own."""
    env = inside(home) | {"TONGXING_DEMO": "1"}
    if not (home / "loaded").exists():
        say("县看板页面：载入演示县")
        home.mkdir(parents=True, exist_ok=True)
        tongxing = str(Path(sys.executable).with_name("tongxing"))
        subprocess.run([tongxing, "demo"], env=env, check=True, stdout=subprocess.DEVNULL)
        (home / "loaded").touch()
    say("县看板页面：轮流打开")
    asked = [sys.executable, "-m", "benchmarks.board_page", "--inside", "--rounds", str(rounds)]
    done = subprocess.run(asked, env=env, check=True, stdout=subprocess.PIPE, text=True)
    found: Spent = json.loads(done.stdout.splitlines()[-1])
    return found


def ask(rounds: int) -> Spent:
    """Inside a process whose settings name the database."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from tongxing.derive.standings import BOARDS
    from tongxing.derive.standings import forget_all
    from tongxing.records.accounts.models import Account

    def delete_files() -> None:
        forget_all()
        shutil.rmtree(Path(settings.CACHE, "books"), ignore_errors=True)

    ways = {"fresh": forget_all, "stored": BOARDS.clear, "bare": delete_files}
    client = Client()
    client.force_login(Account.objects.get(username=READER))
    found: Spent = {}
    for name, address in PAGES.items():
        assert client.get(address).status_code == 200
        spent: dict[str, list[float]] = {way: [] for way in ways}
        for way in ("fresh", "stored") * rounds + ("bare",) * rounds:
            ways[way]()
            begun = time.process_time()
            client.get(address)
            spent[way].append(time.process_time() - begun)
        pairs = zip(spent["fresh"], spent["stored"], strict=True)
        found[name] = {way: median(each) for way, each in spent.items()}
        found[name][TIMES] = median(fresh / stored for fresh, stored in pairs)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="县看板页面：由数据库与取已有结果")
    parser.add_argument("--home", type=Path, help="演示县放在哪里，不写则放在临时文件夹")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        print(json.dumps(ask(args.rounds)))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, spent in measured(args.home or Path(folder), args.rounds, print).items():
            fresh, stored, bare = (1000 * spent[way] for way in ("fresh", "stored", "bare"))
            print(
                f"{name:　<6}{fresh:8.1f} 毫秒  已有结果 {stored:8.1f}  {spent[TIMES]:.2f} 倍"
                f"  文件也删去 {bare:8.1f}  {bare / stored:.1f} 倍"
            )


if __name__ == "__main__":
    main()
