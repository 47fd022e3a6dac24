"""What a process needs to run: settings, addresses, commands."""

from __future__ import annotations

THREADS = 4  # of a process that serves: what several hand in at once is written together
