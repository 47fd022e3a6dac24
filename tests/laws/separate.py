"""A database of its own for laws that need several processes, and running one of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Separate:
    """A database with the cast in it, apart from the suite's own."""

    address: str
    home: Path

    def run(self, task: str, **options: object) -> Any:
        """Run one task of `tests.laws.nursery` in a process of its own; its JSON answer."""
        env = os.environ | {
            "TONGXING_DATABASE": self.address,
            "TONGXING_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "tongxing.project.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.laws.nursery", task, json.dumps(options)],
            cwd=Path(__file__).parents[2],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])
