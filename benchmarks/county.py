"""The county of the bench, written twice: into the real tables, and as the peers' flat tables."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.county_database import fill
from benchmarks.flat import write_all
from benchmarks.workload import COUNTY
from benchmarks.workload import calendar_of
from benchmarks.workload import plain_plan
from benchmarks.workload import years

if __name__ == "__main__":
    home, flat = map(Path, sys.argv[1:])
    fill(home, COUNTY)
    write_all(flat, calendar_of(plain_plan()), {"44": years(COUNTY)})
