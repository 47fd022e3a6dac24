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

test("adding days and taking them away again comes back, over years and leap days", () => {
  for (const day of ["2024-02-29", "2026-01-01", "2026-12-31", "1999-12-31"]) {
    for (const many of [0, 1, 28, 365, 366, 10_000]) assert.equal(dayPlus(dayPlus(day, many), -many), day);
  }
  assert.equal(dayPlus("2023-02-28", 1), "2023-03-01");
  assert.equal(dayPlus("2024-12-31", 366), "2026-01-01");
});

test("every seventh day is the same weekday, the next day the next", () => {
  for (let n = -400; n < 400; n += 13) {
    const day = dayOf(n);
    assert.equal(weekdayOf(dayOf(n + 7)), weekdayOf(day));
    assert.equal(weekdayOf(dayOf(n + 1)), (weekdayOf(day) % 7) + 1);
  }
});

test("the calendar is held to at its ends", () => {
  assert.equal(dayFrom(2024, 2, 29), "2024-02-29");
  assert.equal(dayFrom(2026, 12, 31), "2026-12-31");
  for (const [month, day] of [[0, 1], [1, 0], [12, 32], [1, -1], [6, 31]]) assert.equal(dayFrom(2026, month!, day!), null);
});
