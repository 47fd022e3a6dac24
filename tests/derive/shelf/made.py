"""A small book as it is put by, out of rows and no database."""

from __future__ import annotations

from uuid import UUID

from tests.derive.test_chunks import row
from tongxing.derive.chunks import Chunk
from tongxing.derive.registers import PrintedRegisters
from tongxing.derive.shelf.codec import Shelved

CODE = "440981"


def shelved(records: int = 5) -> Shelved:
    registers = PrintedRegisters()
    rows = [
        row(
            n,
            "purchase" if n % 2 else "labour-day",
            doers=[{"who": "person:li", "role": "leader", "of": "org:swb"}],
            about=[f"household:{n % 3}"],
            replaces=[str(UUID(int=n - 1))] * (n == 3),
            values={"amount": {"v": n, "approx": "近"}, "mode": "canteen", "goods": "荔枝干"}
            if n % 2
            else {"people": {"v": n}},
        )
        for n in range(1, records + 1)
    ]
    chunk = Chunk.read(rows, registers, first_row=0)
    return Shelved(records, chunk.hashes[-1], chunk, registers)
