import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { NotCanonical, canonical, digest } from "./digest.ts";
import type { Json } from "./digest.ts";

// Python holds itself against the same file: tests/records/ledger/test_shared_forms.py.
const SHARED = JSON.parse(readFileSync("../tests/records/ledger/canonical.json", "utf8")) as {
  written: { value: Json; written: string; sha256: string }[];
  refused: { value: Json; why: string }[];
};

test("what the phone writes is what the server writes, to the byte", async () => {
  assert.ok(SHARED.written.length > 30);
  for (const { value, written, sha256 } of SHARED.written) {
    assert.equal(canonical(value), written);
    assert.equal(await digest(value), sha256);
  }
});

test("what the server could not write is refused on the phone", () => {
  for (const { value, why } of SHARED.refused) {
    assert.throws(
      () => canonical(value),
      (error) => error instanceof NotCanonical && error.message.includes(why),
      why,
    );
  }
});

test("a number too large for a page is refused", () => {
  assert.throws(() => canonical(2 ** 53), NotCanonical);
});
