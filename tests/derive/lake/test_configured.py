"""Where the lake lies, as settings and command line say together."""

from __future__ import annotations

import pytest

from tongxing.derive.lake.configured import lake_access
from tongxing.derive.lake.configured import lake_address
from tongxing.derive.lake.storage import Access


@pytest.mark.parametrize(
    ("given", "address"),
    [
        (None, "/srv/tongxing/lake"),
        ("", "/srv/tongxing/lake"),
        ("/mnt/other", "/mnt/other"),
        ("s3://桶/湖", "s3://桶/湖"),
    ],
)
def test_the_address_asked_for_goes_before_the_settings(
    settings, given: str | None, address: str
) -> None:
    settings.LAKE = "/srv/tongxing/lake"
    assert lake_address(given) == address


def test_a_bucket_of_the_settings(settings) -> None:
    settings.LAKE = "s3://tongxing/lake"
    settings.LAKE_ENDPOINT, settings.LAKE_REGION = "http://127.0.0.1:9000", "cn-north-1"
    settings.LAKE_KEY, settings.LAKE_SECRET = "key", "secret"
    assert lake_address(None) == "s3://tongxing/lake"
    assert lake_access() == Access("http://127.0.0.1:9000", "key", "secret", "cn-north-1")


def test_nothing_set_is_no_access(settings) -> None:
    for name in ("ENDPOINT", "KEY", "SECRET", "REGION"):
        setattr(settings, f"LAKE_{name}", "")
    assert lake_access() == Access()
