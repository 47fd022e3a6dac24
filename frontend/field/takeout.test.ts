import assert from "node:assert/strict";
import { test } from "node:test";

import { WORK, item } from "./samples.ts";
import { level } from "./storage.ts";
import { base64, fileName, takeout } from "./takeout.ts";
import { sayDay, sayLeft, sayMoment, sayToday } from "./saying.ts";

const photo = (sha256: string) => ({ sha256, data: new Blob([sha256]) });

test("the file holds every unsent item as sent, and the photos that are not in the ledger", async () => {
  const waiting = item({ draft: { ...item().draft, files: ["a"] } });
  const there = item({ id: "id-2", seq: 3, state: "photos", draft: { ...item().draft, files: ["b", "c"] }, left: ["c"] });
  const made = await takeout(WORK.me, [waiting, there], [photo("a"), photo("b"), photo("c")]);
  assert.deepEqual([made.format, made.version, made.account, made.person], ["tongxing-unsent", 1, "forestry", "person:a"]);
  assert.deepEqual(made.items.map((one) => [one.id, one.digest]), [["id-1", "d1"], ["id-2", "d1"]]);
  assert.deepEqual(made.files, { a: btoa("a"), c: btoa("c") });
});

test("a large photo is written whole", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, n) => n % 256);
  assert.equal(base64(bytes), Buffer.from(bytes).toString("base64"));
  assert.equal(fileName("2026-11-22"), "手机未发记录-20261122.json");
});

test("the phone warns early, then takes no photos; an unknown size troubles nobody", () => {
  const MB = 1_000_000;
  assert.equal(level(10 * MB, 1000 * MB), "fine");
  assert.equal(level(85 * MB, 100 * MB), "low");
  assert.equal(level(850 * MB, 1000 * MB), "low");
  assert.equal(level(960 * MB, 1000 * MB), "full");
  assert.equal(level(90 * MB, 100 * MB), "full"); // 10 MB left
  assert.equal(level(undefined, undefined), "fine");
});

test("days are said as an office says them", () => {
  assert.equal(sayDay("2026-03-05", "2026-11-22"), "3月5日");
  assert.equal(sayDay("2025-03-05", "2026-11-22"), "2025年3月5日");
  assert.equal(sayToday("2026-11-22"), "11月22日 星期日");
  assert.deepEqual([0, 3, -2].map(sayLeft), ["今天到期", "还有3天", "已过2天"]);
  const at = Date.parse("2026-11-22T09:05:00+08:00");
  assert.deepEqual(["2026-11-22", "2026-11-23", "2026-11-30"].map((day) => sayMoment(at, day)), ["今天 09:05", "昨天 09:05", "11月22日 09:05"]);
});
