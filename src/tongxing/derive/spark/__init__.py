"""The engine of a cluster: the judging of one book, mapped over the books of a lake by Spark."""

from __future__ import annotations
