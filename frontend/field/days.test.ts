import assert from "node:assert/strict";
import { test } from "node:test";

import { dayFrom, dayNumber, dayOf, dayPlus, weekdayOf } from "./days.ts";

test("days go there and back, before 1970 too", () => {
  for (const day of ["1969-12-31", "1970-01-01", "2024-02-29", "2026-12-31"]) {
    assert.equal(dayOf(dayNumber(day)), day);
  }
  assert.equal(dayPlus("2024-02-28", 1), "2024-02-29");
  assert.equal(dayPlus("2026-01-01", -1), "2025-12-31");
});

test("weekdays run from Monday, 1, to Sunday, 7", () => {
  assert.deepEqual(["2026-03-09", "2026-03-14", "2026-03-15", "1969-12-28"].map(weekdayOf), [1, 6, 7, 7]);
});

test("a day the calendar does not have is none", () => {
  assert.equal(dayFrom(2026, 3, 5), "2026-03-05");
  assert.equal(dayFrom(2026, 2, 29), null);
  assert.equal(dayFrom(2026, 13, 1), null);
  assert.equal(dayFrom(2026, 4, 31), null);
});
