"""PostgreSQL keeps a photo from a phone by one function, so that nothing is locked for a trip.

Its bytes were looked through and lie on the disk already. The function ends the waiting, makes
the photo's row, gives it to every record that waited and writes the audit row: all or nothing.
See docs/decisions on photos from phones.
"""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

FUNCTION = """
CREATE FUNCTION tongxing_keep_photo(
  by_ text, key_ text, media_ text, size_ int, width_ int, height_ int, name_ text,
  at_ timestamptz, verb_ text, subject_ text,
  place_ text, address_ text, account_ text, session_ text, agent_ text  -- of the audit row
) RETURNS TABLE (waited boolean, gone boolean)
LANGUAGE plpgsql AS $$
DECLARE
  records_ uuid[];
  gone_ timestamptz;
BEGIN
  -- Of two at once, or of a photo and an erasure of its record, one comes first.
  WITH taken AS (
    DELETE FROM evidence_awaited WHERE sha256 = key_ AND record_id IN (
      SELECT record_id FROM evidence_awaited WHERE "by" = by_ AND sha256 = key_)
    RETURNING record_id
  ) SELECT array_agg(DISTINCT record_id) INTO records_ FROM taken;
  IF records_ IS NOT NULL THEN
    INSERT INTO evidence_storedfile (sha256, media_type, size, width, height, stored)
    VALUES (key_, media_, size_, width_, height_, at_) ON CONFLICT DO NOTHING;
  END IF;
  SELECT erased INTO gone_ FROM evidence_storedfile WHERE sha256 = key_ FOR UPDATE;
  IF records_ IS NOT NULL AND gone_ IS NULL THEN
    INSERT INTO evidence_attachment
      (record_id, said_by_id, file_id, name, caption, added_by, added)
    SELECT id, id, key_, name_, '', recorded_by, at_ FROM ledger_record
    WHERE id = ANY (records_) ORDER BY id
    ON CONFLICT DO NOTHING;
    INSERT INTO audit_auditrow
      (at, who, verb, subject, detail, place, address, account, session, agent)
    VALUES (at_, by_, verb_, subject_, '', place_, address_, account_, session_, agent_);
  END IF;
  RETURN QUERY SELECT records_ IS NOT NULL, gone_ IS NOT NULL;
END $$
"""
BACK = """
DROP FUNCTION tongxing_keep_photo(text, text, text, int, int, int, text, timestamptz, text, text,
  text, text, text, text, text)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0004_awaited_photos"),
        ("audit", "0004_where_from"),
    ]
    operations = [Script("postgresql", (FUNCTION,), (BACK,))]
