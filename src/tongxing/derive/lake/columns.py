"""The four tables of a pack: their columns, and how they are laid down.

`records` is what judging reads of every record; its columns are dictionary-encoded without
compression, which decodes within a third of a plain copy at a sixth of its size. `fields` has a
row group for every "kind.field" of a stretch. `registers` has a row, and so a row group, a
stretch: `told`, lists and facts as JSON with the forms of what is in `numbers`, all numbers one
after the other (`numbers.py`); forty columns would cost a reader forty pages for a few kilobytes.
Who it was stands apart, in `names` and `further`: judging asks for positions alone.
`proof` is never read for judging; what is read bears checksums, for any byte of it makes another
figure, which nobody would see.
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

DEEDS = ("deed_doer_row", "deed_doer", "deed_doer_role", "deed_about_row", "deed_about")
LINKS = ("replacing", "replaced", "returning", "returned", "accepting", "accepted")
PAIRINGS = (
    *("pairing_born", "pairing_died", "pairing_kind", "pairing_since", "pairing_until"),
    *("pairing_first", "party_row", "party", "party_at", "subject_row", "subject", "subject_at"),
)
FACT_PLACES = ("pairing_place", "subject_low", "subject_high")

PROOF_A_GROUP = 50_000
RECORDS_A_GROUP = 1 << 20


def _flat(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, type_, nullable=False) for name, type_ in columns.items()])


# In this order in `numbers`.
NUMBERS: Mapping[str, np.dtype[Any]] = {
    **dict.fromkeys(("deed_place", *FACT_PLACES), np.dtype("<i8")),
    **dict.fromkeys((*DEEDS, *LINKS, *PAIRINGS, "deed_kind", "word_count"), np.dtype("<i4")),
}
# In `told`, beside the forms of `numbers` and how many of each of COUNTED the stretch names.
FACT_LISTS = ("pairing_kinds", "waivers", "attributes", "editions")
TOLD = ("kinds", "roles", "word_fields", "words", *FACT_LISTS)
COUNTED = ("parties", "subjects")
COUNTS = "counts"
FORMS = "forms"
# In `further` and `names`, which judging leaves unread.
FURTHER: Mapping[str, np.dtype[Any]] = {
    "deed_print": np.dtype("<i8"),
    "party_role": np.dtype("<i4"),
}
FACT_NAMES = ("pairing_keys", "fact_parties", "fact_roles", "fact_subjects")
NEVER = -1  # `died` of what lives on
NOBODY = -1  # no pairing, party or subject
NOWHERE = -1  # no place
UNHEARD_OF = np.iinfo(np.int32).max  # a pairing the book does not have
OTHERS = "others"  # the key of each waiver and attribute, and of whom or what it is said
NAMES = (*COUNTED, *FACT_NAMES, OTHERS)

SCHEMAS: Mapping[str, pa.Schema] = {
    RECORDS: _flat(deed=pa.int32(), happened=pa.int32(), makes_up=pa.int32(), received=pa.int32()),
    FIELDS: _flat(row=pa.int32(), value=pa.int64(), approx=pa.bool_()),
    REGISTERS: _flat(told=pa.binary(), numbers=pa.binary(), names=pa.binary(), further=pa.binary()),
    PROOF: _flat(id=pa.binary(16), recorded=pa.int64(), hash=pa.binary(32), row=pa.large_binary()),
}
_ZSTD: Mapping[str, Any] = {"compression": "zstd", "compression_level": 3}
_PLAIN: Mapping[str, Any] = {"compression": "none", "use_dictionary": True}
_SUMMED: Mapping[str, Any] = {"write_page_checksum": True}
WRITTEN: Mapping[str, Mapping[str, Any]] = {
    RECORDS: {**_PLAIN, "data_page_size": 8 << 20, **_SUMMED},
    FIELDS: {**_ZSTD, "use_dictionary": ["value", "approx"], **_SUMMED},
    REGISTERS: {"compression": "lz4", "use_dictionary": False, **_SUMMED},
    PROOF: {**_ZSTD, "use_dictionary": False},
}
