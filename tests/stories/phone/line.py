"""The line between a phone and the server: a loopback relay that can fail as real ones do.

It can be down, drop an answer after the request went through, be slow and lose packets (each
lost one stalls its direction, as a retransmission does), and cut every connection at a moment.
"""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

SEGMENT = 1460  # bytes in a packet
PIECE = 65_536
HANDING_IN = (b"POST /api/phone/records", b"PUT /api/phone/files/")
RESET = struct.pack("ii", 1, 0)  # closing sends a reset at once


@dataclass(frozen=True, slots=True)
class Shape:
    """`bytes_per_second` each way, all connections together; a share of packets is lost."""

    bytes_per_second: int
    loss: float
    stall_seconds: float = 0.3
    resets: float = 0.0  # share of packets that end their connection


class Line:
    """Listens on `port` and relays to `to`; `shape` may be set at any time."""

    def __init__(self, to: int, seed: int = 0) -> None:
        self.to = to
        self.up = True
        self.shape: Shape | None = None
        self.sent = 0  # bytes that went towards the server
        self.lost = 0  # answers dropped
        self.handed_in: list[str] = []  # what was asked for, by its first line, in order
        self._to_lose = 0
        self._cut_at: int | None = None
        self._random = random.Random(seed)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._pace = {True: 0.0, False: 0.0}  # when each direction is free again
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def _start(self, work: Callable[..., None], *args: object) -> None:
        threading.Thread(target=work, args=args, daemon=True).start()

    def goes_down(self) -> None:
        """No connection holds and none is made."""
        self.up = False
        self.cut()

    def comes_up(self) -> None:
        self.up = True

    def loses_answers(self, count: int = 1) -> None:
        """The next answers to what is handed in are dropped, with their connections."""
        self._to_lose = count

    def cuts_after(self, sent: int) -> None:
        """Everything is cut, and the line down, once so many bytes more went to the server."""
        self._cut_at = self.sent + sent

    def cut(self) -> None:
        with self._lock:
            sockets, self._open = self._open, set()
        for one in sockets:
            _reset(one)

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                phone, _ = self._listener.accept()
            except OSError:
                return
            if not self.up:
                _reset(phone)
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.to), timeout=5)
            except OSError:
                _reset(phone)
                continue
            server.settimeout(None)
            with self._lock:
                self._open |= {phone, server}
            asked = threading.Event()  # something was handed in on this connection
            self._start(self._pump, phone, server, asked, True)
            self._start(self._pump, server, phone, asked, False)

    def _pump(
        self, source: socket.socket, target: socket.socket, asked: threading.Event, out: bool
    ) -> None:
        with suppress(OSError):
            while data := source.recv(SEGMENT if self.shape else PIECE):
                if out and data.startswith(HANDING_IN):
                    asked.set()
                    self.handed_in.append(data.partition(b"\r\n")[0].decode("ascii"))
                if not out and asked.is_set():
                    asked.clear()
                    if self._loses():
                        break
                if not self._passes(len(data), out=out):
                    break
                target.sendall(data)
                if out:
                    self._count(len(data))
        for one in (source, target):
            _reset(one)
            with self._lock:
                self._open.discard(one)

    def _loses(self) -> bool:
        with self._lock:
            if self._to_lose <= 0:
                return False
            self._to_lose -= 1
            self.lost += 1
        return True

    def _count(self, sent: int) -> None:
        self.sent += sent
        if self._cut_at is not None and self.sent >= self._cut_at:
            self._cut_at = None
            self.goes_down()

    def _passes(self, size: int, *, out: bool) -> bool:
        """Waits as long as the shape asks for; False when the packet ends its connection."""
        shape = self.shape
        if shape is None:
            return self.up
        with self._lock:
            stalls = 0
            while self._random.random() < shape.loss:
                stalls += 1
            ends = self._random.random() < shape.resets
            takes = size / shape.bytes_per_second
            now = time.monotonic()
            free = max(now, self._pace[out]) + takes
            self._pace[out] = free
        time.sleep(max(0.0, free - now) + stalls * shape.stall_seconds)
        return self.up and not ends


def _reset(one: socket.socket) -> None:
    with suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
