import assert from "node:assert/strict";
import { test } from "node:test";

import { blank, correction, daysLeft, draftOf, dueKey, makesUpFor, missing, partiesAt, pressing, subjectsAt, usualDoers, within } from "./entry.ts";
import { DUE, HETONG, LABOUR, PAIRING, WORK, entry } from "./samples.ts";

const TODAY = "2026-11-22";

test("a due line brings place, day and oneself for one's own unit", () => {
  const made = entry();
  assert.deepEqual([made.place, made.happened, made.makesUp, made.due], [HETONG.code, TODAY, "", dueKey(DUE)]);
  assert.deepEqual(made.doers, [{ who: "person:a", role: "", of: "org:lyj" }]);
});

test("who holds the pairing for oneself, or for others, is named as such", () => {
  const me = { ...WORK.me, acts_for: [] };
  assert.deepEqual(usualDoers({ ...WORK, me }, PAIRING).map((one) => one.who), ["org:lyj", "org:fl"]);
  const own = { ...PAIRING, actors: [{ id: "person:a", name: "某", role: "" }] };
  assert.deepEqual(usualDoers({ ...WORK, me }, own), [{ who: "person:a", role: "", of: "" }]);
});

test("without a pairing to choose from, only one is taken by itself", () => {
  const made = (pairings: (typeof PAIRING)[]) => blank({ work: { ...WORK, pairings }, kind: LABOUR, id: "x", today: TODAY, started: 1 });
  assert.equal(made([PAIRING]).place, HETONG.code);
  assert.equal(made([PAIRING, { ...PAIRING, key: "p2" }]).place, "");
  assert.deepEqual(made([]).doers, []);
});

test("days run to the last day on time, then to the last day it can be made up", () => {
  assert.equal(daysLeft(DUE, TODAY), 8);
  assert.equal(daysLeft(DUE, "2026-12-02"), -2);
  assert.equal(daysLeft({ ...DUE, state: "overdue" }, "2026-12-10"), 5);
});

test("what is over within two weeks, or late, is for now; what has not begun is not", () => {
  assert.ok(pressing(DUE, TODAY));
  assert.ok(!pressing(DUE, "2026-11-15")); // 15 days to go
  const next = { ...DUE, period: { ...DUE.period, start: "2026-11-23" } };
  assert.ok(!pressing(next, TODAY));
  assert.ok(pressing({ ...next, state: "overdue" }, TODAY));
});

test("after the period what is done makes up for its last day, known from the server or not", () => {
  assert.equal(makesUpFor(DUE, TODAY), "");
  assert.equal(makesUpFor(DUE, "2026-12-01"), "2026-11-30");
  assert.equal(makesUpFor({ ...DUE, makes_up: "2026-11-30" }, TODAY), "2026-11-30");
});

test("what is missing is named at its input, and a day to come is refused", () => {
  assert.deepEqual(missing(entry(), LABOUR, TODAY), {});
  const bare = entry({ place: "", doers: [], happened: "", raw: { people: "  " } });
  assert.deepEqual(Object.keys(missing(bare, LABOUR, TODAY)).sort(), ["doers", "happened", "place", "values.people"]);
  assert.ok(missing(entry({ happened: "2026-11-23" }), LABOUR, TODAY)["happened"]);
  assert.deepEqual(missing(entry({ happened: "2031-01-01" }), LABOUR, ""), {}); // the day is not known
});

test("the draft holds words as typed, trimmed, in one form of characters, without empty fields", () => {
  const draft = draftOf(entry({ raw: { people: " 三十多人 ", sites: "" }, text: " e\u0301 ", about: ["b", "a"], replaces: "old" }));
  assert.deepEqual(draft.values, { people: "三十多人" });
  assert.deepEqual([draft.text, draft.about, draft.replaces, draft.makes_up], ["\u00e9", ["a", "b"], ["old"], null]);
  assert.deepEqual(draftOf(entry()).replaces, []);
});

test("a correction begins with what the ledger says, under a fresh id", () => {
  const version = {
    id: "old", book: "440981", seq: 3, kind: "labour-day", kind_version: 1, title: "集中劳动", place: HETONG,
    happened: "2026-11-20", makes_up: null, recorded: "", recorded_by: "某", about: [], text: "修路", replaces: [],
    doers: [{ who: "org:lyj", name: "市林业局", role: "leader", of: "", of_name: "" }],
    values: [{ id: "people", title: "参加人次", typed: "30多", said: "30多人次" }],
    files: [{ sha256: "f".repeat(64), here: true }],
  };
  const made = correction(version, "new", 5);
  assert.deepEqual([made.id, made.replaces, made.raw["people"], made.text, made.files.length], ["new", "old", "30多", "修路", 1]);
  assert.deepEqual(made.doers, [{ who: "org:lyj", role: "leader", of: "" }]);
});

test("a village lies in its town, a town in its county, and no place in another", () => {
  assert.ok(within(HETONG.code, HETONG.code));
  assert.ok(within(HETONG.code, "440981107000"));
  assert.ok(within(HETONG.code, "440981000000"));
  assert.ok(!within(HETONG.code, "440981108000"));
  assert.ok(!within("", HETONG.code));
});

test("who and whom one may name at a place", () => {
  const names = new Map([["org:x", "外单位"]]);
  const made = entry({ doers: [{ who: "org:x", role: "", of: "" }] });
  assert.deepEqual(partiesAt(WORK, made, names).map((one) => [one.name, one.mine]), [["市林业局", true], ["市妇联", false], ["外单位", false]]);
  const bundle = { ...PAIRING, subjects: [{ id: "household:1", name: "1号户" }] };
  const households = subjectsAt({ ...WORK, pairings: [bundle] }, entry({ about: ["household:9"] }));
  assert.deepEqual(households.map((one) => one.name), ["1号户", "household:9"]);
});
