"""One pack being written: four files, a book's stretches side by side in each.

Nothing of a pack counts until the province's manifest names it, which is the last thing done.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from contextlib import ExitStack
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from tongxing.derive.lake.columns import COUNTED
from tongxing.derive.lake.columns import COUNTS
from tongxing.derive.lake.columns import FIELDS
from tongxing.derive.lake.columns import FORMS
from tongxing.derive.lake.columns import FURTHER
from tongxing.derive.lake.columns import NAMES
from tongxing.derive.lake.columns import NUMBERS
from tongxing.derive.lake.columns import PROOF
from tongxing.derive.lake.columns import PROOF_A_GROUP
from tongxing.derive.lake.columns import RECORDS
from tongxing.derive.lake.columns import RECORDS_A_GROUP
from tongxing.derive.lake.columns import REGISTERS
from tongxing.derive.lake.columns import SCHEMAS
from tongxing.derive.lake.columns import TOLD
from tongxing.derive.lake.columns import WRITTEN
from tongxing.derive.lake.manifest import Identity
from tongxing.derive.lake.numbers import Form
from tongxing.derive.lake.numbers import laid_down
from tongxing.derive.lake.storage import Sink
from tongxing.derive.lake.storage import Storage
from tongxing.derive.lake.storage import Sum

EXTENSION = "parquet"


@dataclass(frozen=True, slots=True)
class Origin:
    """What every file of a pack says of itself, so that it is known wherever it lies."""

    lake: str
    province: str
    pack: str

    def marks(self, table: str) -> dict[bytes, bytes]:
        return {
            b"tongxing.lake": self.lake.encode(),
            b"tongxing.province": self.province.encode(),
            b"tongxing.pack": self.pack.encode(),
            b"tongxing.table": table.encode(),
        }

    def file(self, table: str) -> str:
        return f"{self.province}/{self.pack}/{table}.{EXTENSION}"


@dataclass
class _Table:
    """One open file of a pack."""

    writer: pq.ParquetWriter
    sink: Sink
    groups: int = 0

    def write(self, columns: Mapping[str, Any], schema: pa.Schema, most: int) -> tuple[int, int]:
        """Append rows as whole row groups; which they are."""
        table = pa.table([columns[one.name] for one in schema], schema=schema)
        first = self.groups
        if table.num_rows:
            self.writer.write_table(table, row_group_size=most)
            self.groups += -(-table.num_rows // most)
        return first, self.groups


@dataclass
class Pack:
    """Writes the tables of one pack; `close` gives the sums of its files."""

    storage: Storage
    origin: Origin
    _stack: ExitStack = field(default_factory=ExitStack)
    _open: dict[str, _Table] = field(default_factory=dict)

    @classmethod
    def begun(cls, storage: Storage, identity: Identity, province: str, number: str) -> Pack:
        pack = cls(storage, Origin(identity.id, province, number))
        for table in SCHEMAS:
            pack._begin(table)
        return pack

    def _begin(self, table: str) -> None:
        sink = self._stack.enter_context(self.storage.writing(self.origin.file(table)))
        schema = SCHEMAS[table].with_metadata(self.origin.marks(table))
        writer = pq.ParquetWriter(
            pa.PythonFile(sink, mode="w"), schema, write_statistics=False, **WRITTEN[table]
        )
        self._open[table] = _Table(writer, sink)

    def records(self, **columns: Any) -> tuple[int, int]:
        """Row groups of these records."""
        return self._write(RECORDS, columns, RECORDS_A_GROUP)

    def proof(self, **columns: Any) -> tuple[int, int]:
        """Row groups of this part of a proof; parts of one stretch follow each other."""
        return self._write(PROOF, columns, PROOF_A_GROUP)

    def field(self, **columns: Any) -> int:
        """The row group of one "kind.field"."""
        first, _ = self._write(FIELDS, columns, max(1, len(columns["row"])))
        return first

    def register(self, row: Mapping[str, Any]) -> int:
        """The row group of `registers` that describes a stretch."""
        first, _ = self._write(REGISTERS, registered(row), 1)
        return first

    def _write(self, table: str, columns: Mapping[str, Any], most: int) -> tuple[int, int]:
        return self._open[table].write(columns, SCHEMAS[table], most)

    def close(self) -> dict[str, Sum]:
        """Finish every file; their sums."""
        for one in self._open.values():
            one.writer.close()
        self._stack.close()
        return {table: one.sink.sum for table, one in self._open.items()}

    def abandon(self, problem: BaseException) -> None:
        """Leave what was written as an orphan: no manifest names it."""
        for one in self._open.values():
            one.sink.drop()  # a writer that is let go of would end its file
        with suppress(type(problem)):
            self._stack.__exit__(type(problem), problem, problem.__traceback__)


def registered(row: Mapping[str, Any]) -> dict[str, list[bytes]]:
    """A stretch's names, facts and numbers as the columns of `registers`."""
    forms, numbers = _together(row, NUMBERS)
    further_forms, further = _together(row, FURTHER)
    told = {
        **{name: row[name] for name in TOLD},
        COUNTS: {name: len(row[name]) for name in COUNTED},
        FORMS: forms,
    }
    names = {**{name: row[name] for name in NAMES}, FORMS: further_forms}
    return {
        "told": [orjson.dumps(told, option=orjson.OPT_SORT_KEYS)],
        "numbers": [numbers],
        "names": [orjson.dumps(names, option=orjson.OPT_SORT_KEYS)],
        "further": [further],
    }


def _together(row: Mapping[str, Any], wanted: Iterable[str]) -> tuple[dict[str, Form], bytes]:
    """Columns of numbers one after the other, and the form of each."""
    laid = {name: laid_down(row[name]) for name in wanted}
    forms = {name: form for name, (form, _) in laid.items()}
    return forms, b"".join(data for _, data in laid.values())
