"""Files of packs opened once and read by row group, each known to be what the manifest names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from tongxing.derive.kept import Kept
from tongxing.derive.lake.columns import COUNTED
from tongxing.derive.lake.columns import COUNTS
from tongxing.derive.lake.columns import FORMS
from tongxing.derive.lake.columns import FURTHER
from tongxing.derive.lake.columns import NAMES
from tongxing.derive.lake.columns import NUMBERS
from tongxing.derive.lake.columns import REGISTERS
from tongxing.derive.lake.columns import SCHEMAS
from tongxing.derive.lake.columns import TOLD
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.numbers import taken_up
from tongxing.derive.lake.pack import Origin
from tongxing.derive.lake.storage import Storage
from tongxing.derive.lake.trouble import FETCH_AGAIN
from tongxing.derive.lake.trouble import Foreign
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import Torn
from tongxing.derive.lake.trouble import told_of

# Arrays by the names of NUMBERS, lists by those of TOLD; with its names also FURTHER and NAMES.
Row = dict[str, Any]
FILES_OPEN = 24
_FOOTERS = Kept(2 * FILES_OPEN)  # of files that are never rewritten, by what they must be
_TOLD = frozenset((*TOLD, COUNTS))
_NAMES = frozenset(NAMES)
_JUDGED, _WHOLE = ["told", "numbers"], ["told", "numbers", "names", "further"]


class Files:
    """The Parquet files of one province, the last used kept open."""

    def __init__(self, storage: Storage, manifest: Manifest) -> None:
        self._storage = storage
        self._manifest = manifest
        self._open: OrderedDict[tuple[str, str], pq.ParquetFile] = OrderedDict()

    def table(self, pack: str, table: str, groups: range, columns: Sequence[str]) -> pa.Table:
        """These columns of these row groups. Raises Missing, Torn, Foreign, OutOfReach."""
        file = self.file(pack, table)
        with self._reading(pack, table):
            return file.read_row_groups(list(groups), columns=list(columns), use_threads=False)

    def row(self, pack: str, at: int) -> Row:
        """What `registers` says of one stretch."""
        return self._row(pack, at, _WHOLE)

    def judged_row(self, pack: str, at: int) -> Row:
        """The same without FURTHER and NAMES; parties and subjects are as many nameless ones."""
        return self._row(pack, at, _JUDGED)

    def _row(self, pack: str, at: int, columns: list[str]) -> Row:
        file, said = self.file(pack, REGISTERS), self._said(pack, REGISTERS)
        with self._reading(pack, REGISTERS):
            table = file.read_row_group(at, columns=columns, use_threads=False)
            try:
                return _row(*(table.column(name)[0].as_buffer() for name in columns))
            except (ValueError, LookupError, TypeError, AttributeError) as problem:
                raise Torn(f"{said} 残缺，读不出来", FETCH_AGAIN) from problem

    def file(self, pack: str, table: str) -> pq.ParquetFile:
        """An open file, known by its size and marks to be the one the manifest names."""
        known = self._open.pop((pack, table), None)
        if known is None:
            known = self._opened(pack, table)
            while len(self._open) >= FILES_OPEN:
                self._open.popitem(last=False)
        self._open[pack, table] = known
        return known

    def _opened(self, pack: str, table: str) -> pq.ParquetFile:
        manifest = self._manifest
        origin = Origin(manifest.lake, manifest.province, pack)
        name = origin.file(table)
        said = f"{self._storage.address}/{name}"
        sum_ = manifest.packs.get(pack, {}).get(table)
        if sum_ is None:
            raise Missing(f"清单没有列出 {said}", FETCH_AGAIN)
        with self._reading(pack, table):
            stream = self._storage.opened(name)
            if stream.size() != sum_.size:
                raise Torn(
                    f"{said} 残缺：应为{sum_.size}字节，实有{stream.size()}字节", FETCH_AGAIN
                )
            footer = _FOOTERS.get((said, sum_), lambda: pq.ParquetFile(stream).metadata)
            file = pq.ParquetFile(
                stream,
                metadata=footer,
                pre_buffer=False,
                page_checksum_verification=True,
            )
        schema = file.schema_arrow
        marks = schema.metadata or {}
        if any(marks.get(key) != value for key, value in origin.marks(table).items()):
            raise Foreign(f"{said} 不属于这个数据湖的这个位置", FETCH_AGAIN)
        if schema != SCHEMAS[table]:
            raise Torn(f"{said} 残缺，读不出来", FETCH_AGAIN)
        return file

    def _said(self, pack: str, table: str) -> str:
        return f"{self._storage.address}/{self._manifest.province}/{pack}/{table}"

    @contextmanager
    def _reading(self, pack: str, table: str) -> Iterator[None]:
        said = self._said(pack, table)
        with told_of(said):
            try:
                yield
            except (pa.ArrowException, ValueError, OSError) as problem:
                # what the disk refuses has a number, what a service refuses its name
                if getattr(problem, "errno", None) is None and "AWS Error" not in str(problem):
                    raise Torn(f"{said} 残缺，读不出来", FETCH_AGAIN) from problem
                raise


def _row(told: pa.Buffer, numbers: pa.Buffer, *others: pa.Buffer) -> Row:
    """A row of `registers`; raises ValueError, LookupError, TypeError, AttributeError."""
    row = _parsed(told, _TOLD)
    counts = row.pop(COUNTS)
    row |= _arrays(row.pop(FORMS), numbers, NUMBERS)
    if not others:
        return row | {name: ("",) * counts[name] for name in COUNTED}
    names, further = others
    row |= _parsed(names, _NAMES)
    return row | _arrays(row.pop(FORMS), further, FURTHER)


def _parsed(told: pa.Buffer, wanted: frozenset[str]) -> Row:
    found: Row = orjson.loads(memoryview(told))
    if found.keys() ^ wanted != {FORMS}:
        raise KeyError(*found.keys() ^ wanted)
    return found


def _arrays(forms: Any, data: pa.Buffer, wanted: Mapping[str, np.dtype[Any]]) -> Row:
    found: Row = {}
    at = 0
    for name, kind in wanted.items():
        found[name], at = taken_up(forms[name], data, at, kind)
    return found
