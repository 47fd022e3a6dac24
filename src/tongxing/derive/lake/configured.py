"""Where the lake lies and how to get at it, as the settings say."""

from __future__ import annotations

from django.conf import settings

from tongxing.derive.lake.storage import Access


def lake_address(given: str | None) -> str:
    """The address asked for, else the one of the settings."""
    return given or str(settings.LAKE)


def lake_access(*, hurried: bool = False) -> Access:
    """The key to a bucket; empty where the lake is a folder. `hurried`: for a page."""
    return Access(
        endpoint=settings.LAKE_ENDPOINT,
        key=settings.LAKE_KEY,
        secret=settings.LAKE_SECRET,
        region=settings.LAKE_REGION,
        hurried=hurried,
    )
