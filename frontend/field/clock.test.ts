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

test("a phone that slept for weeks still knows the day; after two months it asks", () => {
  const known = learned("2026-11-22T12:00:00+08:00", NOON)!;
  for (const [days, sure] of [[1, true], [30, true], [60, true], [61, false], [4000, false]] as const) {
    assert.deepEqual(reckon(known, NOON + days * DAY), { at: NOON + days * DAY, sure }, `${days}`);
  }
});

test("the offset holds for a clock years ahead as for one years behind", () => {
  for (const wrong of ["1970-01-01T00:00:00Z", "2012-03-04T05:06:07Z", "2026-11-22T03:59:00Z", "2038-01-20T00:00:00Z"]) {
    const wall = Date.parse(wrong);
    const known = learned("2026-11-22T12:00:00+08:00", wall);
    assert.deepEqual(reckon(known, wall + 5 * HOUR), { at: NOON + 5 * HOUR, sure: true }, wrong);
  }
});

test("a clock set back by less than an hour is a clock put right, by more one that was turned", () => {
  const known = seen(learned("2026-11-22T12:00:00+08:00", NOON)!, NOON + 5 * HOUR);
  assert.deepEqual(reckon(known, NOON + 4 * HOUR), { at: NOON + 4 * HOUR, sure: true });
  assert.deepEqual(reckon(known, NOON + 4 * HOUR - 1), { at: NOON + 5 * HOUR, sure: false }); // time does not go back
});

test("the server's next word sets everything right again", () => {
  const turned = NOON - 400 * DAY;
  const before = learned("2026-11-22T12:00:00+08:00", NOON)!;
  assert.equal(reckon(before, turned).sure, false);
  const again = learned("2026-11-23T12:00:00+08:00", turned);
  assert.deepEqual(reckon(again, turned + HOUR), { at: NOON + DAY + HOUR, sure: true });
});

test("what the server tells is read with its offset, and nothing that is no moment", () => {
  assert.equal(learned("2026-11-22T04:00:00Z", 1)?.server, NOON);
  assert.deepEqual(learned("2026-11-22T12:00:00+08:00", 7), { server: NOON, wall: 7, seen: 7 });
  for (const nonsense of ["", "2026-13-40T00:00:00Z", "null"]) assert.equal(learned(nonsense, 1), null);
});

test("a day begins at midnight in Beijing, also before 1970 and over the turn of a year", () => {
  const cases: readonly [string, string, number][] = [
    ["2026-11-22T15:59:59.999Z", "2026-11-22", 23],
    ["2026-11-22T16:00:00Z", "2026-11-23", 0],
    ["2026-12-31T16:00:00Z", "2027-01-01", 0],
    ["2024-02-28T20:00:00Z", "2024-02-29", 4],
    ["1969-12-31T10:00:00Z", "1969-12-31", 18],
  ];
  for (const [moment, day, hour] of cases) {
    assert.deepEqual([dayAt(Date.parse(moment)), hourAt(Date.parse(moment))], [day, hour], moment);
  }
});
