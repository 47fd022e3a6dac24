"""Phones that send at once: requests made beforehand, open connections, each answer timed."""

from __future__ import annotations

import io
import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.measuring import ROOT
from benchmarks.measuring import cpu_of
from benchmarks.measuring import descendants

JSON = "application/json"
OCTETS = "application/octet-stream"
PHOTO_SIDE = 536  # of noise: about 200 kB as JPEG


class Refused(SystemExit):
    """An answer that is not what was asked for: the measurement would be of something else."""


def request(method: str, address: str, key: str, body: bytes, kind: str = JSON) -> bytes:
    """The bytes of one request, as a phone with this key sends it."""
    head = (
        f"{method} {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: phone={key}\r\n"
        f"X-Tongxing-Phone: 1\r\nX-Size: {len(body)}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def send(port: int, bodies: Sequence[Sequence[bytes]]) -> list[float]:
    """Every connection its requests one after the other, all connections at once; seconds each."""
    with ThreadPoolExecutor(len(bodies)) as pool:
        found = pool.map(lambda mine: list(answered(port, mine)), bodies)
        return [one for each in found for one in each]


def answered(port: int, requests: Sequence[bytes]) -> Iterator[float]:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for one in requests:
            begun = time.perf_counter()
            line.sendall(one)
            answer = read_answer(line)
            yield time.perf_counter() - begun
            wrong = b'"refused"' in answer or b'"conflict"' in answer
            if not answer.startswith(b"HTTP/1.1 200") or wrong:
                raise Refused(answer.decode(errors="replace")[:2000])


def read_answer(line: socket.socket) -> bytes:
    """Head and body, as long as told."""
    found = b""
    while b"\r\n\r\n" not in found:
        found += received(line)
    head, _, body = found.partition(b"\r\n\r\n")
    told = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
    if not told:
        raise Refused(found.decode(errors="replace")[:2000])
    while len(body) < int(told):
        body += received(line)
    return head + b"\r\n\r\n" + body


def received(line: socket.socket) -> bytes:
    part = line.recv(65_536)
    if not part:
        raise Refused("the server closed the connection")
    return part


# --- what is sent -----------------------------------------------------------------------


def items(drafts: Sequence[Mapping[str, Any]]) -> bytes:
    """Records as the phone's outbox hands them in: an id and a digest made on the phone."""
    from tongxing.records.ledger.canonical import cleaned
    from tongxing.records.ledger.canonical import written

    found = [
        {"id": fresh_id(), "digest": key_of(written(cleaned(draft)).encode()), "draft": draft}
        for draft in drafts
    ]
    return json.dumps({"items": found}, ensure_ascii=False).encode()


def fresh_id() -> str:
    """A UUIDv7 of this moment."""
    from uuid import UUID

    moment = int(time.time() * 1000) << 80
    return str(UUID(int=moment | 7 << 76 | 2 << 62 | secrets.randbits(60)))


def key_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def picture(number: int) -> bytes:
    """A JPEG of about 200 kB without anything beside the picture, another for each number."""
    from PIL import Image

    grain = Image.effect_noise((PHOTO_SIDE, PHOTO_SIDE), 90 + number % 40)
    out = io.BytesIO()
    grain.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


# --- servers -----------------------------------------------------------------------------


@contextmanager
def served(command: Sequence[str], env: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """(port, process) of a server that answers, ended with its workers afterwards."""
    port = free_port()
    process = subprocess.Popen(
        [*command, str(port)], env=dict(env), cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], patience: float = 90) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise Refused("the server did not start")


def served_cpu(process: int) -> float:
    """Processor seconds of a server and its workers; the database's are not among them."""
    return cpu_of(process) + sum(cpu_of(one) for one in descendants(process))


@dataclass(frozen=True)
class Phone:
    """A phone enrolled by the office of a unit, and whom and where its records are about."""

    key: str
    doer: str
    place: str
    today: str  # by the clock of China


def prepared(home: Path, env: Mapping[str, str], phones: int) -> list[Phone]:
    """Tables, the small cast, and so many enrolled phones; in a process of its own."""
    home.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.phones", str(phones)]
    done = subprocess.run(
        command, env=dict(env), cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [Phone(**one) for one in json.loads(done.stdout.splitlines()[-1])]


def enrol(phones: int) -> list[Phone]:
    """Phones of two units paired with one village, in turn."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from tests.records import cast as c
    from tongxing.actions.phone_keys import enrol_phone

    call_command("migrate", verbosity=0)
    at = datetime.fromtimestamp(time.time(), UTC)
    crew, today, found = c.cast(at), timezone.localdate(at).isoformat(), []
    for number in range(phones):
        name, doer = (("swb", c.SWB), ("zx", c.ZX))[number % 2]
        key = enrol_phone(acting=crew.scope(name), at=at, name=f"手机{number}", days=90)
        found.append(Phone(key, doer, c.BAIQIAO, today))
    return found


if __name__ == "__main__":
    print(json.dumps([asdict(one) for one in enrol(int(sys.argv[1]))]))
