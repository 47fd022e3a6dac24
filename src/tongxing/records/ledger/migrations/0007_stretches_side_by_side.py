"""One message appends what several requests hand in at once, each with an origin of its own.

As in migration 0006 but for `from_`: verb and origin stood once for all rows. All lists are in
the order of `ids_`. See docs/decisions/0043.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import migrations

BEFORE = import_module("tongxing.records.ledger.migrations.0006_append_in_one_message")
DROP = "DROP FUNCTION tongxing_append({})"
OLD = "text, text, json, uuid[], text, timestamptz, timestamptz, json, json, json, json"
NEW = "text, text[], uuid[], text, timestamptz, timestamptz, json, json, json, json"
FUNCTION = r"""
CREATE FUNCTION tongxing_append(
  book_ text,      -- code
  from_ text[],    -- for each stretch verb, address, account, session, agent of its audit rows
  ids_ uuid[],
  lines_ text,     -- rows of the chain apart by \x1e, \x1f where the seq belongs
  first_ timestamptz,  -- `recorded` of the first row, and of the last
  last_ timestamptz,
  rows_ json,      -- what the tables hold beside, and where in from_ its stretch stands
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
      replaces text, salt text, text text, words tsvector, o int
    )) WITH ORDINALITY AS r(
      kind, kind_version, doers, place, about, happened, makes_up, at, recorded, recorded_by,
      content, replaces, salt, text, words, o, n
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
  ) SELECT at, recorded_by, from_[o + 1], 'record:' || id, '', book_,
    from_[o + 2], from_[o + 3], from_[o + 4], from_[o + 5]
  FROM given;
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


def forwards(apps: Any, schema_editor: Any) -> None:
    del apps
    _replace(schema_editor, OLD, FUNCTION)


def backwards(apps: Any, schema_editor: Any) -> None:
    del apps
    _replace(schema_editor, NEW, BEFORE.FUNCTION)


def _replace(schema_editor: Any, known: str, function: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(DROP.format(known))
            cursor.execute(function)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_append_in_one_message")]
    operations = [migrations.RunPython(forwards, backwards)]
