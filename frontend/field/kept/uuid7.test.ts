import assert from "node:assert/strict";
import { test } from "node:test";

import { uuid7 } from "./uuid7.ts";

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("an id holds its moment, its version and the random rest", () => {
  const ones = new Uint8Array(10).fill(0xff);
  assert.equal(uuid7(0x0123456789ab, ones), "01234567-89ab-7fff-bfff-ffffffffffff");
  assert.equal(uuid7(0, new Uint8Array(10)), "00000000-0000-7000-8000-000000000000");
});

test("a clock that is wrong by years still gives an id", () => {
  for (const now of [-1, -1e15, 2 ** 60, NaN, Infinity, 1.5]) assert.match(uuid7(now), SHAPE);
});

test("ids of one moment differ, and later ones sort after earlier ones", () => {
  const many = new Set(Array.from({ length: 2000 }, () => uuid7(1_760_000_000_000)));
  assert.equal(many.size, 2000);
  for (const id of many) assert.match(id, SHAPE);
  assert.ok(uuid7(1_760_000_000_001) > uuid7(1_760_000_000_000));
});
