import assert from "node:assert/strict";
import { test } from "node:test";

import { bytes, readable, text } from "./passkeys.ts";

test("bytes come back as the text they came from", () => {
  const given = new Uint8Array([0, 251, 255, 62, 63]);
  assert.equal(text(given.buffer), "APv_Pj8");
  assert.deepEqual(bytes("APv_Pj8"), given);
});

test("challenge and ids become bytes, the site's own id stays a name", () => {
  const told = { challenge: "AQI", rp: { id: "localhost" }, user: { id: "Aw" }, name: "id" };
  const read = readable(told) as typeof told;
  assert.deepEqual(read.challenge, new Uint8Array([1, 2]));
  assert.deepEqual(read.user.id, new Uint8Array([3]));
  assert.equal(read.rp.id, "localhost");
  assert.equal(read.name, "id");
});
