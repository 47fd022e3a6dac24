"""A file that was kept and belongs to no record yet, and one the law took away meanwhile."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in storage, with the name and caption it is to be shown under."""

    sha256: str
    name: str
    caption: str = ""


class Gone(Exception):  # noqa: N818  an answer to whoever keeps or attaches it
    """The law had a file of these very bytes taken away, be it at this very moment."""
