import assert from "node:assert/strict";
import { test } from "node:test";

import { WORK, item } from "../testing/samples.ts";
import { NotCanonical } from "./digest.ts";
import { askToKeep, level, measured } from "./storage.ts";
import { base64, fileName, leftOut, parts, takeout } from "./takeout.ts";
import { sayDay, sayLeft, sayMoment, sayToday, whyNotSaved } from "../saying.ts";

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

test("weeks of photos go into several files, each one the office takes, a record beside its photos", async () => {
  const photos = Array.from({ length: 150 }, (_, n) => ({ sha256: `p${n}`, data: { size: 1_000_000 } as Blob }));
  const items = Array.from({ length: 50 }, (_, n) => item({ id: `id-${n}`, draft: { ...item().draft, files: [0, 1, 2].map((one) => `p${3 * n + one}`) } }));
  const files = parts(items, photos);
  assert.deepEqual(files.flat().map((one) => one.id), items.map((one) => one.id));
  assert.deepEqual(files.map((one) => one.length), [11, 11, 11, 11, 6]); // 1.33 MB a photo, as text
  assert.deepEqual(parts(Array.from({ length: 900 }, () => item()), []).map((one) => one.length), [400, 400, 100]);
  assert.deepEqual([parts([item()], []).length, parts([], []).length], [1, 0]);
  assert.equal(fileName("2026-11-22", 2), "手机未发记录-20261122-2.json");
  const small = { sha256: "p0", data: new Blob([new Uint8Array(3_000_000)]) };
  const one = item({ draft: { ...item().draft, files: ["p0"] } });
  const length = JSON.stringify(await takeout(WORK.me, [one], [small])).length;
  assert.ok(length > 4_000_000 && length < 4_002_000, String(length));
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

test("the file has exactly the parts the office reads, and survives being written", async () => {
  const made = await takeout(WORK.me, [item()], []);
  assert.deepEqual(Object.keys(made), ["format", "version", "account", "person", "items", "files"]);
  assert.deepEqual(Object.keys(made.items[0]!), ["id", "digest", "draft"]);
  const parts = ["kind", "kind_version", "doers", "place", "happened", "makes_up", "about", "values", "text", "files", "replaces"];
  assert.deepEqual(Object.keys(made.items[0]!.draft), parts);
  assert.deepEqual(JSON.parse(JSON.stringify(made)), made);
});

test("nothing the phone keeps for itself goes into the file, nor photos nobody there names", async () => {
  const made = await takeout(WORK.me, [item({ say: "内部提示", tries: 3 })], [photo("loose")]);
  assert.deepEqual(made.files, {});
  assert.equal(JSON.stringify(made).includes("内部提示"), false);
});

test("a photo that is gone from the phone keeps no record out of the file", async () => {
  const waiting = item({ draft: { ...item().draft, files: ["gone", "here"] } });
  const made = await takeout(WORK.me, [waiting], [photo("here")]);
  assert.deepEqual([made.items.length, Object.keys(made.files)], [1, ["here"]]);
});

test("a photo that cannot be read keeps no record out of the file either, and is counted", async () => {
  const waiting = item({ draft: { ...item().draft, files: ["torn", "here", "in the ledger"] } });
  const torn = { sha256: "torn", data: { arrayBuffer: async () => assert.fail("NotReadableError") } as unknown as Blob };
  const photos = [torn, photo("here"), photo("loose")];
  const made = await takeout(WORK.me, [waiting], photos);
  assert.deepEqual([made.items.length, Object.keys(made.files), leftOut(made, [waiting], photos)], [1, ["here"], 1]);
});

test("bytes of every length are written so that anybody reads them back", () => {
  for (const length of [0, 1, 2, 3, 0x7fff, 0x8000, 0x8001]) {
    const bytes = Uint8Array.from({ length }, (_, n) => (n * 7) % 256);
    assert.deepEqual(new Uint8Array(Buffer.from(base64(bytes), "base64")), bytes, `${length}`);
  }
});

test("how full the phone is, at every edge", () => {
  const MB = 1_000_000;
  const cases: readonly [number | undefined, number | undefined, string][] = [
    [0, 1000 * MB, "fine"],
    [800 * MB, 1000 * MB, "fine"], // exactly eight tenths
    [800 * MB + 1, 1000 * MB, "low"],
    [950 * MB, 1000 * MB, "low"],
    [950 * MB + 1, 1000 * MB, "full"],
    [140 * MB, 200 * MB, "fine"], // sixty megabytes left
    [140 * MB + 1, 200 * MB, "low"],
    [0, 12 * MB, "low"],
    [1, 12 * MB, "full"],
    [2000 * MB, 1000 * MB, "full"], // a quota that shrank
    [5, 0, "fine"], // a browser that does not tell
    [undefined, 1000 * MB, "fine"],
    [5, undefined, "fine"],
  ];
  for (const [usage, quota, wanted] of cases) assert.equal(level(usage, quota), wanted, `${usage} of ${quota}`);
});

test("an old browser without storage to measure or to keep troubles nobody", async () => {
  const browser = (storage: unknown) => Object.defineProperty(globalThis, "navigator", { value: { storage }, configurable: true });
  browser(undefined);
  assert.equal(await measured(), "fine");
  await askToKeep();
  browser({ estimate: () => Promise.reject(new Error("no")), persisted: () => Promise.reject(new Error("no")) });
  assert.equal(await measured(), "fine");
  await askToKeep();
  browser({ estimate: async () => ({ usage: 99, quota: 100 }) });
  assert.equal(await measured(), "full");
});

test("the browser is asked to keep what is here only when it does not already", async () => {
  for (const persisted of [true, false]) {
    let asked = 0;
    const storage = { persisted: async () => persisted, persist: async () => (asked += 1) };
    Object.defineProperty(globalThis, "navigator", { value: { storage }, configurable: true });
    await askToKeep();
    assert.equal(asked, persisted ? 0 : 1);
  }
});

test("why a record was not saved is said in Chinese, with what to do", () => {
  assert.match(whyNotSaved(new DOMException("", "QuotaExceededError")), /^手机存储已满.*清理手机存储.*再点保存。$/);
  assert.equal(whyNotSaved(new NotCanonical("含有空字符，请删去后重新输入")), "没有存下，填写的内容都还在：含有空字符，请删去后重新输入，再点保存。");
  const closing = new DOMException("The database connection is closing.", "InvalidStateError");
  assert.equal(whyNotSaved(closing), "没有存下，填写的内容都还在，请再点一次保存。");
});

test("days, weekdays and spans at their edges", () => {
  assert.equal(sayDay("2026-01-01", "2026-12-31"), "1月1日");
  assert.equal(sayDay("2025-12-31", "2026-01-01"), "2025年12月31日");
  const week = ["23", "24", "25", "26", "27", "28", "29"].map((day) => sayToday(`2026-11-${day}`).slice(-1));
  assert.deepEqual(week, [..."一二三四五六日"]);
  assert.deepEqual([1, -1, 365].map(sayLeft), ["还有1天", "已过1天", "还有365天"]);
});

test("a moment is said as of Beijing, whatever the phone's zone; midnight begins the day", () => {
  const said = (moment: string, today: string) => sayMoment(Date.parse(moment), today);
  assert.equal(said("2026-11-21T16:00:00Z", "2026-11-22"), "今天 00:00");
  assert.equal(said("2026-11-21T15:59:00Z", "2026-11-22"), "昨天 23:59");
  assert.equal(said("2026-11-20T10:30:00Z", "2026-11-22"), "11月20日 18:30");
  assert.equal(said("2025-12-31T10:30:00Z", "2026-01-01"), "昨天 18:30"); // over the turn of a year
  assert.equal(said("2025-12-30T10:30:00Z", "2026-01-01"), "2025年12月30日 18:30");
});
