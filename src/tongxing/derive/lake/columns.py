"""The four tables of a pack: their columns, and how they are laid down.

`records` is what judging reads of every record; its columns are dictionary-encoded without
compression, which decodes within a third of a plain copy at a sixth of its size. `fields` has a
row group for every "kind.field" of a stretch. `registers` has a row, and so a row group, a
stretch, in two columns: `told`, names and facts as JSON with the forms of what is in `numbers`,
all numbers one after the other (`numbers.py`). Thirty columns would cost a reader thirty pages for
a few kilobytes. Its pages bear checksums: of a text any byte makes another fact. `proof` is never
read for judging.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

RECORDS = "records"
FIELDS = "fields"
REGISTERS = "registers"
PROOF = "proof"

# Places of a registers' names in which a stretch's own begin after those of earlier stretches.
NAMES = ("kinds", "parties", "roles", "subjects", "word_fields", "words")
FACT_NAMES = ("pairing_keys", "pairing_kinds", "fact_parties", "fact_roles", "fact_subjects")
DEEDS = ("deed_doer_row", "deed_doer", "deed_doer_role", "deed_about_row", "deed_about")
LINKS = ("replacing", "replaced", "returning", "returned", "accepting", "accepted")
PAIRINGS = (
    *("pairing_born", "pairing_died", "pairing_kind", "pairing_since", "pairing_until"),
    *("party_row", "party", "party_role", "subject_row", "subject"),
)
PLACES = ("deed_place", "pairing_place")
OTHERS = "others"  # waivers, editions and attributes: few, and read one by one anyway

PROOF_A_GROUP = 50_000
RECORDS_A_GROUP = 1 << 20


def _flat(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, type_, nullable=False) for name, type_ in columns.items()])


# In this order in `numbers`.
NUMBERS: Mapping[str, np.dtype[Any]] = {
    **dict.fromkeys((*PLACES, "deed_print"), np.dtype("<i8")),
    **dict.fromkeys((*DEEDS, *LINKS, *PAIRINGS, "deed_kind", "word_count"), np.dtype("<i4")),
}
TOLD = (*NAMES, *FACT_NAMES, OTHERS)
FORMS = "forms"  # of the numbers, by name


SCHEMAS: Mapping[str, pa.Schema] = {
    RECORDS: _flat(deed=pa.int32(), happened=pa.int32(), makes_up=pa.int32(), received=pa.int32()),
    FIELDS: _flat(row=pa.int32(), value=pa.int64(), approx=pa.bool_()),
    REGISTERS: _flat(told=pa.binary(), numbers=pa.binary()),
    PROOF: _flat(id=pa.binary(16), recorded=pa.int64(), hash=pa.binary(32), row=pa.large_binary()),
}
_ZSTD: Mapping[str, Any] = {"compression": "zstd", "compression_level": 3}
WRITTEN: Mapping[str, Mapping[str, Any]] = {
    RECORDS: {"compression": "none", "use_dictionary": True, "data_page_size": 8 << 20},
    FIELDS: {**_ZSTD, "use_dictionary": ["value", "approx"]},
    REGISTERS: {"compression": "lz4", "use_dictionary": False, "write_page_checksum": True},
    PROOF: {**_ZSTD, "use_dictionary": False},
}
