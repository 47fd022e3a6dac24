"""PostgreSQL appends to a book by one function, so that the book is locked for no trip at all.

What it is given was checked before; it takes the book's lock, finishes the chain and writes
record, content, projections and audit row. An append writes few indexes and checks no key that
cannot fail: the function writes record and content together, records are never deleted, and a
book that has records refuses to go. See docs/decisions/0039.
"""

from __future__ import annotations

from django.db import migrations
from django.db import models
from django.db.models import deletion

from tongxing.records.scripts import Script

FUNCTION = r"""
CREATE FUNCTION tongxing_append(
  book_ text,      -- code
  verb_ text,      -- of the audit rows
  origin_ json,    -- address, account, session, agent
  ids_ uuid[],
  lines_ text,     -- rows of the chain apart by \x1e, \x1f where the seq belongs
  first_ timestamptz,  -- `recorded` of the first row, and of the last
  last_ timestamptz,
  rows_ json,      -- what the tables hold beside; all lists are in the order of ids_
  doers_ json,
  subjects_ json,  -- null for none
  replaced_ json   -- null for none
) RETURNS TABLE (head_seq bigint, head_hash text, not_before timestamptz, hashes text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
-- No row: there is no such book. `hashes` null: nothing was written, since an id is known
-- already or, with `not_before`, since the clock is behind the book's head. Else the head
-- before, and the hashes of the new rows, 64 characters each.
DECLARE
  line text;
  link text;
  links text[] := '{}';
  n int := 0;
  newest timestamptz;
BEGIN
  SELECT b.head_seq, b.head_hash, b.head_recorded INTO head_seq, head_hash, newest
  FROM ledger_book b WHERE b.code = book_ FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  IF EXISTS (SELECT FROM ledger_record r WHERE r.id = ANY (ids_)) THEN
    RETURN NEXT; RETURN;
  END IF;
  IF newest > first_ THEN
    not_before := newest; RETURN NEXT; RETURN;
  END IF;
  link := head_hash;
  FOREACH line IN ARRAY string_to_array(lines_, E'\x1e') LOOP
    n := n + 1;
    link := encode(sha256(convert_to(
      link || replace(line, E'\x1f', (head_seq + n)::text), 'UTF8')), 'hex');
    links := links || link;
  END LOOP;
  WITH given AS MATERIALIZED (
    SELECT ids_[n] AS id, r.* FROM ROWS FROM (json_to_recordset(rows_) AS (
      kind text, kind_version smallint, doers text, place text, about text, happened date,
      makes_up date, at timestamptz, recorded timestamptz, recorded_by text, content text,
      replaces text, salt text, text text, words tsvector
    )) WITH ORDINALITY AS r(
      kind, kind_version, doers, place, about, happened, makes_up, at, recorded, recorded_by,
      content, replaces, salt, text, words, n
    )
  ), records AS (
    INSERT INTO ledger_record (
      id, book_id, seq, kind, kind_version, doers, place, about, happened, makes_up, recorded,
      recorded_by, content, replaces, prev, hash
    ) SELECT id, book_, head_seq + n, kind, kind_version, doers, place, about, happened,
      makes_up, recorded, recorded_by, content, replaces, coalesce(links[n - 1], head_hash),
      links[n] FROM given
  ), contents AS (
    INSERT INTO ledger_content (record_id, salt, text) SELECT id, salt, text FROM given
  ), found AS (
    INSERT INTO ledger_search (rowid, words)
    SELECT (book_::bigint << 40) | (head_seq + n), words FROM given WHERE words IS NOT NULL
  ), parties AS (
    INSERT INTO ledger_recorddoer (record_id, party, role, "of")
    SELECT ids_[n], who, role, "of"
    FROM json_to_recordset(doers_) AS d(n int, who text, role text, "of" text)
  )
  INSERT INTO audit_auditrow (
    at, who, verb, subject, detail, place, address, account, session, agent
  ) SELECT at, recorded_by, verb_, 'record:' || id, '', book_,
    o.address, o.account, o.session, o.agent
  FROM given, json_to_record(origin_) AS o(address text, account text, session text, agent text);
  IF subjects_ IS NOT NULL THEN
    INSERT INTO ledger_recordabout (record_id, subject)
    SELECT ids_[n], subject FROM json_to_recordset(subjects_) AS s(n int, subject text);
  END IF;
  IF replaced_ IS NOT NULL THEN
    INSERT INTO ledger_replacement (record_id, replaced_id)
    SELECT ids_[n], old FROM json_to_recordset(replaced_) AS s(n int, old uuid);
  END IF;
  UPDATE ledger_book b SET head_seq = tongxing_append.head_seq + n, head_hash = link,
    head_recorded = last_ WHERE b.code = book_;
  hashes := array_to_string(links, '');
  RETURN NEXT;
END $$
"""
KEPT = r"""
CREATE FUNCTION tongxing_book_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM ledger_record r WHERE r.book_id = OLD.code)
    AND (TG_OP = 'DELETE' OR NEW.code <> OLD.code)
  THEN RAISE EXCEPTION '台账已有记录，不得删除' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
BOOK_KEPT = """
CREATE TRIGGER book_kept BEFORE DELETE OR UPDATE OF code ON ledger_book
FOR EACH ROW EXECUTE FUNCTION tongxing_book_kept()
"""
HAS_RECORDS = "EXISTS (SELECT 1 FROM ledger_record r WHERE r.book_id = OLD.code)"
KEPT_ON_SQLITE = (
    f"""CREATE TRIGGER book_no_delete BEFORE DELETE ON ledger_book WHEN {HAS_RECORDS}
    BEGIN SELECT RAISE(ABORT, '台账已有记录，不得删除'); END""",
    f"""CREATE TRIGGER book_no_renaming BEFORE UPDATE OF code ON ledger_book
    WHEN NEW.code <> OLD.code AND {HAS_RECORDS}
    BEGIN SELECT RAISE(ABORT, '台账已有记录，不得改号'); END""",
)
# Each is the beginning of another, or was made for LIKE, which nothing asks.
WITHOUT_INDEXES = tuple(
    f"DROP INDEX IF EXISTS {name}"
    for name in (
        "ledger_record_book_id_fd80e346",
        "ledger_record_book_id_fd80e346_like",
        "ledger_recorddoer_party_c0198645_like",
        "ledger_recorddoer_of_4c6ea2bd_like",
    )
)
WITHOUT_KEYS = tuple(
    f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {key}"
    for table, key in (
        ("ledger_record", "ledger_record_book_id_fd80e346_fk_ledger_book_code"),
        ("ledger_content", "ledger_content_record_id_1fdf582e_fk_ledger_record_id"),
        ("ledger_recorddoer", "ledger_recorddoer_record_id_da692304_fk_ledger_record_id"),
    )
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_words_by_name"), ("audit", "0004_where_from")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                Script("sqlite", (*WITHOUT_INDEXES, *KEPT_ON_SQLITE)),
                Script("postgresql", (*WITHOUT_INDEXES, FUNCTION, KEPT, BOOK_KEPT, *WITHOUT_KEYS)),
            ],
            state_operations=[
                migrations.AlterField(
                    "record",
                    "book",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=deletion.PROTECT,
                        related_name="records",
                        to="ledger.book",
                    ),
                ),
                migrations.AlterField(
                    "content",
                    "record",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=deletion.PROTECT,
                        primary_key=True,
                        related_name="body",
                        serialize=False,
                        to="ledger.record",
                    ),
                ),
                migrations.AlterField(
                    "recorddoer",
                    "record",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=deletion.CASCADE,
                        related_name="doer_rows",
                        to="ledger.record",
                    ),
                ),
            ],
        ),
    ]
