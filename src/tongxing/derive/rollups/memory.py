"""Memory a process that judges many books keeps for the next book.

A book's arrays are given back before the next one asks for as much again. By itself glibc hands
such large pieces to the system, which zeroes every page anew: an eighth of the time of judging,
and more where two processes do it at once.
"""

from __future__ import annotations

import ctypes

_TRIM_THRESHOLD = -1  # mallopt(3): the options' numbers
_MMAP_THRESHOLD = -3
_LARGEST = 32 << 20  # bytes; glibc takes no more for pieces of their own
_KEPT = 256 << 20  # bytes kept when nothing is in use


def keep_memory() -> bool:
    """Keep what is freed, up to 256 MB, in this process from now on; only glibc can be told so."""
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another C library
        return False
    return bool(set_option(_MMAP_THRESHOLD, _LARGEST) and set_option(_TRIM_THRESHOLD, _KEPT))
