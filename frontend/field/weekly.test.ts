import assert from "node:assert/strict";
import { test } from "node:test";

import { reminderDue, reminderSaid } from "./weekly.ts";

const WEDNESDAY = "2026-03-11";

test("a reminder comes once a week, when something is due", () => {
  const now = { day: WEDNESDAY, hour: 9 };
  assert.equal(reminderDue(now, null, 2), true);
  assert.equal(reminderDue(now, null, 0), false);
  assert.equal(reminderDue(now, "2026-03-09", 2), false); // Monday of this week
  assert.equal(reminderDue(now, WEDNESDAY, 2), false);
  assert.equal(reminderDue(now, "2026-03-08", 2), true); // Sunday of the last one
});

test("evenings, nights and week-ends are quiet", () => {
  for (const hour of [0, 7, 18, 23]) assert.equal(reminderDue({ day: WEDNESDAY, hour }, null, 1), false);
  for (const hour of [8, 17]) assert.equal(reminderDue({ day: WEDNESDAY, hour }, null, 1), true);
  assert.equal(reminderDue({ day: "2026-03-13", hour: 9 }, null, 1), true); // Friday
  assert.equal(reminderDue({ day: "2026-03-14", hour: 9 }, null, 1), false);
  assert.equal(reminderDue({ day: "2026-03-15", hour: 9 }, null, 1), false);
});

test("weeks run over the turn of a year", () => {
  const first = { day: "2026-01-02", hour: 9 }; // a Friday
  assert.equal(reminderDue(first, "2025-12-29", 1), false);
  assert.equal(reminderDue(first, "2025-12-28", 1), true);
});

test("a last reminder in the future was noted by a wrong clock and silences nothing", () => {
  assert.equal(reminderDue({ day: WEDNESDAY, hour: 9 }, "2031-01-01", 1), true);
});

test("it says the last day that still counts, and which one that is", () => {
  const first = { title: "组织一次集中劳动", overdue: false, left: 3 };
  assert.equal(reminderSaid(first, 1, "3月14日"), "本周提醒：组织一次集中劳动快到期限，最近的是3月14日。");
  assert.equal(reminderSaid(first, 2, "3月14日"), "本周提醒：组织一次集中劳动等2项快到期限，最近的是3月14日。");
  assert.equal(reminderSaid({ ...first, overdue: true }, 1, "3月14日"), "本周提醒：组织一次集中劳动要抓紧，最近的已逾期，可以补到3月14日。");
  assert.equal(reminderSaid({ ...first, left: -2 }, 1, "3月9日"), "本周提醒：组织一次集中劳动已过期限，最近的是3月9日。");
});
