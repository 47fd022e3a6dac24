"""The demo county: what the seeds' papers say, and a believable span of records around it.

`gaozhou` and `towns` make steps (`steps.Step`) out of the catalogue's data and a seed, without
any database; `load` performs them through the actions, each at its own historical moment.
"""

from __future__ import annotations
