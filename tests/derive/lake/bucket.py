"""A real S3 server on this machine whose authentication is switched on."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tongxing.derive.lake.storage import Access

BUCKET = "tongxing"
REGION = "cn-north-1"
_SERVE = "from moto.server import main; main(['-H', '127.0.0.1', '-p', '{port}'])"
_POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
    }
)


@dataclass(frozen=True)
class Served:
    """A server with one bucket, and the only key to it."""

    access: Access

    @property
    def address(self) -> str:
        return f"s3://{BUCKET}/lake"


@contextmanager
def served() -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE.format(port=port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        endpoint = f"http://127.0.0.1:{port}"
        _await(endpoint)
        yield Served(_locked(endpoint))
    finally:
        server.terminate()
        server.wait()


def _await(endpoint: str) -> None:
    until = time.monotonic() + 60
    while not _answers(endpoint):
        assert time.monotonic() < until, "对象存储的测试服务没有起来"
        time.sleep(0.2)


def _answers(endpoint: str) -> bool:
    try:
        urllib.request.urlopen(f"{endpoint}/moto-api/", timeout=5).close()
    except OSError:
        return False
    return True


def _locked(endpoint: str) -> Access:
    """Make a bucket and a user with a key; from then on nothing is done without it."""
    import boto3

    first = {
        "endpoint_url": endpoint,
        "region_name": REGION,
        "aws_access_key_id": "first",
        "aws_secret_access_key": "first",
    }
    place = {"LocationConstraint": REGION}
    boto3.client("s3", **first).create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    iam = boto3.client("iam", **first)
    iam.create_user(UserName="office")
    iam.put_user_policy(UserName="office", PolicyName="lake", PolicyDocument=_POLICY)
    key = iam.create_access_key(UserName="office")["AccessKey"]
    asked = urllib.request.Request(
        f"{endpoint}/moto-api/reset-auth",
        data=b"0",
        headers={"Content-Type": "text/plain"},
        method="POST",
    )
    urllib.request.urlopen(asked, timeout=5).close()
    return Access(endpoint, key["AccessKeyId"], key["SecretAccessKey"], REGION)
