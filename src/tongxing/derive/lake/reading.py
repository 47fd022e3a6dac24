"""Files of packs opened once and read by row group, each known to be what the manifest names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tongxing.derive.lake.columns import NUMBERS
from tongxing.derive.lake.columns import OTHERS
from tongxing.derive.lake.columns import REGISTERS
from tongxing.derive.lake.columns import SCHEMAS
from tongxing.derive.lake.columns import STRETCHES_A_GROUP
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.pack import Origin
from tongxing.derive.lake.storage import Storage
from tongxing.derive.lake.trouble import Foreign
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import Torn
from tongxing.derive.lake.trouble import told_of

FILES_OPEN = 24
GROUPS_KEPT = 4  # books are asked for in order: the last ones are enough
_AGAIN = "请从备份或另一份湖取回这个文件，或新建一个湖重新同步"


class Files:
    """The Parquet files of one province, the last used kept open."""

    def __init__(self, storage: Storage, manifest: Manifest) -> None:
        self._storage = storage
        self._manifest = manifest
        self._open: OrderedDict[tuple[str, str], pq.ParquetFile] = OrderedDict()
        self._groups: OrderedDict[tuple[str, int], Group] = OrderedDict()

    def table(self, pack: str, table: str, groups: range, columns: Sequence[str]) -> pa.Table:
        """These columns of these row groups. Raises Missing, Torn, Foreign, OutOfReach."""
        file = self.file(pack, table)
        with self._reading(pack, table):
            return file.read_row_groups(list(groups), columns=list(columns), use_threads=False)

    def row(self, pack: str, at: int) -> Row:
        """What `registers` says of one stretch."""
        number, place = divmod(at, STRETCHES_A_GROUP)
        group = self._groups.get((pack, number))
        if group is None:
            file = self.file(pack, REGISTERS)
            with self._reading(pack, REGISTERS):
                group = Group(file.read_row_group(number, use_threads=False))
            while len(self._groups) >= GROUPS_KEPT:
                self._groups.popitem(last=False)
            self._groups[pack, number] = group
        return Row(group, place)

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
            raise Missing(f"清单没有列出 {said}", _AGAIN)
        with self._reading(pack, table):
            stream = self._storage.opened(name)
            if stream.size() != sum_.size:
                raise Torn(f"{said} 残缺：应为{sum_.size}字节，实有{stream.size()}字节", _AGAIN)
            file = pq.ParquetFile(stream, pre_buffer=False)
        marks = file.schema_arrow.metadata or {}
        if any(marks.get(key) != value for key, value in origin.marks(table).items()):
            raise Foreign(f"{said} 不属于这个数据湖的这个位置", _AGAIN)
        return file

    @contextmanager
    def _reading(self, pack: str, table: str) -> Iterator[None]:
        said = f"{self._storage.address}/{self._manifest.province}/{pack}/{table}"
        with told_of(said):
            try:
                yield
            except (pa.ArrowException, OSError) as problem:
                # what the disk refuses has a number, what a service refuses its name
                if getattr(problem, "errno", None) is None and "AWS Error" not in str(problem):
                    raise Torn(f"{said} 残缺，读不出来", _AGAIN) from problem
                raise


class Group:
    """A row group of `registers`; a column is laid open when somebody asks for it."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._columns: dict[str, pa.Array] = {}

    def at(self, name: str, row: int) -> Any:
        if name not in self._columns:
            self._columns[name] = self._table.column(name).chunk(0)  # a row group is one chunk
        value = self._columns[name][row]
        if name in NUMBERS:
            return np.frombuffer(value.as_buffer(), NUMBERS[name])
        if name == OTHERS:
            return value.as_py()
        return value.values.to_numpy(zero_copy_only=False).tolist()


class Row(Mapping[str, Any]):
    """What `registers` says of one stretch: arrays, lists of names, bytes."""

    __slots__ = ("_at", "_group")

    def __init__(self, group: Group, at: int) -> None:
        self._group = group
        self._at = at

    def __getitem__(self, name: str) -> Any:
        return self._group.at(name, self._at)

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS[REGISTERS].names)

    def __len__(self) -> int:
        return len(SCHEMAS[REGISTERS])
