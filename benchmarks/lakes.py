"""The data the bench measures on: made by `tongxing synth` in one folder, once, and kept there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import inside

NATION, PROVINCE, COUNTY = "全国", "44", "440981"


@dataclass(frozen=True)
class Data:
    """One synthetic lake, and what the peers read, made when first asked for."""

    folder: Path  # of all lakes
    name: str
    pairings: int
    place: str = PROVINCE
    each: int = 100  # records a pairing and year
    years: int = 1
    general: bool = False

    @property
    def lake(self) -> Path:
        return self.folder / self.name / "lake"

    @property
    def flat(self) -> Path:
        return self.folder / self.name / "flat"

    def made(self, say: Callable[[str], object]) -> str:
        """The lake's address; `tongxing synth` leaves alone what is written already."""
        say(f"{self.name}：合成{self.pairings}对")
        where = ["--nation"] if self.place == NATION else ["--place", self.place]
        command = [str(Path(sys.executable).with_name("tongxing")), "synth", *where]
        command += ["--pairings", str(self.pairings), "--each", str(self.each)]
        command += ["--years", str(self.years), "--lake", str(self.lake)]
        command += ["--general"] if self.general else []
        env = inside(self.folder / "home")
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"合成数据没有做成：{done.stdout}{done.stderr}")
        return str(self.lake)

    def flattened(self, say: Callable[[str], object]) -> str:
        """The peers' folder; made in a process of its own, so that this one stays small."""
        address = self.made(say)
        if not (self.flat / "written.json").exists():
            say(f"{self.name}：写出各对照方案所读的表")
            command = [sys.executable, "-m", "benchmarks.flatten", address, str(self.flat)]
            subprocess.run(command, env=inside(self.folder / "home"), check=True)
        return str(self.flat)
