import assert from "node:assert/strict";
import { test } from "node:test";

import { dayAt, hourAt, learned, reckon, seen } from "./clock.ts";

const NOON = Date.parse("2026-11-22T12:00:00+08:00");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test("a clock wrong by years gives the right day once the server has spoken", () => {
  const wrong = Date.parse("2019-01-01T00:00:00Z");
  const known = learned("2026-11-22T12:00:00+08:00", wrong);
  assert.deepEqual(reckon(known, wrong + DAY), { at: NOON + DAY, sure: true });
  assert.equal(dayAt(reckon(known, wrong).at), "2026-11-22");
});

test("before that, and when the clock was turned, the day is shown for checking", () => {
  assert.deepEqual(reckon(null, 5), { at: 5, sure: false });
  const known = learned("2026-11-22T12:00:00+08:00", NOON)!;
  assert.deepEqual(reckon(known, NOON - 400 * DAY), { at: NOON, sure: false }); // back behind it
  assert.equal(reckon(known, NOON + 400 * DAY).sure, false); // ahead by more than a phone stays away
  const later = seen(known, NOON + 3 * DAY);
  assert.deepEqual(reckon(later, NOON + DAY), { at: NOON + 3 * DAY, sure: false });
  assert.equal(reckon(later, NOON + 3 * DAY + HOUR).sure, true);
});

test("what the clock was seen to say never goes back, and nonsense teaches nothing", () => {
  const known = learned("2026-11-22T12:00:00+08:00", 100)!;
  assert.equal(seen(known, 50), known);
  assert.equal(seen(known, 200).seen, 200);
  assert.equal(learned("bald", 1), null);
});

test("the day and the hour are those of Beijing", () => {
  const late = Date.parse("2026-11-22T16:30:00Z");
  assert.deepEqual([dayAt(late), hourAt(late)], ["2026-11-23", 0]);
});
