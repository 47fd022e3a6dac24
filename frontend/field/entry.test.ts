import assert from "node:assert/strict";
import { test } from "node:test";

import { blank, correction, daysLeft, doersAt, draftOf, dueKey, fitted, leftOver, makesUpFor, missing, overlong, partiesAt, pressing, subjectsAt, tooLong, usualDoers, within } from "./entry.ts";
import { DUE, HETONG, LABOUR, PAIRING, WORK, entry } from "./testing/samples.ts";

const TODAY = "2026-11-22";
const TOWN = { code: "440981107000", name: "曹江镇", path: "高州市曹江镇" };

test("a due line brings place, day and oneself for one's own unit", () => {
  const made = entry();
  assert.deepEqual([made.place, made.happened, made.makesUp, made.due], [HETONG.code, TODAY, "", dueKey(DUE)]);
  assert.deepEqual(made.doers, [{ who: "person:a", role: "", of: "org:lyj" }]);
});

test("what only a leader can do is done by the unit's leader, whoever writes it down", () => {
  const due = { ...DUE, role: "leader" };
  const made = blank({ work: { ...WORK, due: [due] }, kind: LABOUR, id: "x", today: TODAY, due, started: 1 });
  assert.deepEqual(made.doers, [{ who: "org:lyj", role: "leader", of: "" }]);
  const me = { ...WORK.me, acts_for: [] };
  const own = { ...PAIRING, actors: [{ id: "person:a", name: "某", role: "" }] };
  const work = { ...WORK, me, pairings: [own] };
  assert.deepEqual(blank({ work, kind: LABOUR, id: "x", today: TODAY, due, started: 1 }).doers, [{ who: "person:a", role: "leader", of: "" }]);
});

test("who holds the pairing for oneself, or for others, is named as such", () => {
  const me = { ...WORK.me, acts_for: [] };
  assert.deepEqual(usualDoers({ ...WORK, me }, PAIRING).map((one) => one.who), ["org:lyj", "org:fl"]);
  const own = { ...PAIRING, actors: [{ id: "person:a", name: "某", role: "" }] };
  assert.deepEqual(usualDoers({ ...WORK, me }, own), [{ who: "person:a", role: "", of: "" }]);
});

test("what was typed into a field the kind has no more is told and not sent", () => {
  const old = { ...entry({ raw: { people: "3", spots: "26处", sort: "ditch", none: " " } }), kindVersion: 1 };
  const now = { ...LABOUR, version: 2, fields: LABOUR.fields.filter((one) => one.id === "people") };
  assert.deepEqual(leftOver(old, now), ["26处", "ditch"]);
  const { kindVersion, raw } = fitted(old, now);
  assert.deepEqual([kindVersion, raw], [2, { people: "3" }]);
  assert.deepEqual(leftOver(entry(), LABOUR), []);
});

test("without a pairing to choose from, only one is taken by itself", () => {
  const made = (pairings: (typeof PAIRING)[]) => blank({ work: { ...WORK, pairings }, kind: LABOUR, id: "x", today: TODAY, started: 1 });
  assert.equal(made([PAIRING]).place, HETONG.code);
  const two = [PAIRING, { ...PAIRING, key: "p2" }];
  assert.equal(made(two).place, HETONG.code); // the only place there is
  assert.equal(blank({ work: { ...WORK, pairings: two, places: [HETONG, TOWN] }, kind: LABOUR, id: "x", today: TODAY, started: 1 }).place, "");
  assert.deepEqual(made([]).doers, []);
});

test("where several are paired with a place nobody is taken for whom it may not be", () => {
  const other = { ...PAIRING, key: "p2", actors: [{ id: "org:swb", name: "市委办", role: "" }] };
  const stranger = { ...WORK, pairings: [PAIRING, other], me: { ...WORK.me, acts_for: [] } };
  const who = (work: typeof WORK) => doersAt(work, HETONG.code)?.map((one) => one.of || one.who);
  assert.deepEqual(who(stranger), []);
  assert.deepEqual(who({ ...stranger, pairings: [other] }), ["org:swb"]);
  assert.deepEqual(who({ ...WORK, pairings: [other, PAIRING] }), ["org:lyj"]);
  assert.equal(doersAt(WORK, "440981102201"), null);
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
  assert.ok(missing(entry({ happened: "2026-11-20", makesUp: "2026-11-22" }), LABOUR, TODAY)["makes_up"]);
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
  const households = subjectsAt({ ...WORK, pairings: [bundle] }, entry({ about: ["household:8", "household:9"] }), new Map([["household:8", "8号户"]]));
  assert.deepEqual(households.map((one) => one.name), ["1号户", "8号户", "household:9"]);
});

test("a text that is too long is told with how much is over, and stays whole", () => {
  assert.equal(tooLong("长".repeat(2000), 2000), "");
  assert.equal(tooLong(` ${"长".repeat(2000)}\n`, 2000), ""); // as it is sent
  assert.equal(tooLong("𠮷".repeat(2000), 2000), ""); // one character, two units of the script
  assert.match(tooLong("长".repeat(2321), 2000), /写了2321字，最多2000字，请再删去321字/);
  const long = entry({ text: "长".repeat(2001), raw: { people: "三十多", sites: "长".repeat(501) } });
  assert.deepEqual(Object.keys(overlong(long, WORK.limits)), ["text", "values.sites"]);
  assert.deepEqual(overlong(entry(), WORK.limits), {});
});

test("a form opened from a kind alone is blank where the person has to choose", () => {
  const pairings = [PAIRING, { ...PAIRING, key: "p2" }];
  const made = blank({ work: { ...WORK, pairings, places: [HETONG, TOWN] }, kind: LABOUR, id: "x", today: "", started: 9 });
  assert.deepEqual(made, {
    id: "x", kind: "labour-day", kindVersion: 1, place: "", happened: "", makesUp: "", doers: [], about: [],
    raw: {}, text: "", files: [], replaces: "", due: "", started: 9,
  });
});

test("the pairing that was chosen goes before the one a due line names, and that before the only one", () => {
  const [pairings, places] = [[PAIRING, { ...PAIRING, key: "p2", place: TOWN }], [HETONG, TOWN]];
  const made = (given: { pairing?: typeof PAIRING; due?: typeof DUE }) =>
    blank({ work: { ...WORK, pairings, places }, kind: LABOUR, id: "x", today: TODAY, started: 1, ...given });
  assert.equal(made({ due: { ...DUE, pairing: "p2" } }).place, TOWN.code);
  assert.equal(made({ due: { ...DUE, pairing: "p2" }, pairing: PAIRING }).place, HETONG.code);
  assert.equal(made({ due: { ...DUE, pairing: "ended" } }).place, ""); // the line outlived its pairing
});

test("the household of a pairing with one is named, of several a person chooses", () => {
  const made = (ids: string[]) => {
    const subjects = ids.map((id) => ({ id, name: id }));
    return blank({ work: WORK, kind: LABOUR, id: "x", today: TODAY, pairing: { ...PAIRING, subjects }, started: 1 }).about;
  };
  assert.deepEqual([made([]), made(["household:1"]), made(["household:1", "household:2"])], [[], ["household:1"], []]);
});

test("a line that is over makes up for its last day; without a day to trust nothing is guessed", () => {
  const made = (today: string) => blank({ work: WORK, kind: LABOUR, id: "x", today, due: DUE, started: 1 }).makesUp;
  assert.deepEqual([made("2026-11-30"), made("2026-12-01"), made("")], ["", "2026-11-30", ""]);
});

test("a clerk who is no person in the ledger speaks as the unit itself", () => {
  const me = { ...WORK.me, person: "" };
  assert.deepEqual(usualDoers({ ...WORK, me }, PAIRING), [{ who: "org:lyj", role: "", of: "" }]);
});

test("who acts for several units of a pairing stands for each of them", () => {
  const me = { ...WORK.me, acts_for: PAIRING.actors.map(({ id, name }) => ({ id, name })) };
  assert.deepEqual(usualDoers({ ...WORK, me }, PAIRING).map((one) => [one.who, one.of]), [["person:a", "org:lyj"], ["person:a", "org:fl"]]);
});

test("a due line is named by pairing, plan, duty and period: another in any of them is another line", () => {
  const keys = [DUE, { ...DUE, pairing: "p2" }, { ...DUE, plan: "q" }, { ...DUE, duty: "q" }, { ...DUE, period: { ...DUE.period, key: "2026-12" } }];
  assert.equal(new Set(keys.map(dueKey)).size, 5);
  assert.equal(dueKey({ ...DUE, state: "done", days_left: 1 }), dueKey(DUE)); // whatever else changes
});

test("an overdue line counts to the last day it can still be made up", () => {
  const overdue = { ...DUE, state: "overdue" } as const;
  assert.deepEqual(["2026-12-15", "2026-12-16"].map((today) => daysLeft(overdue, today)), [0, -1]);
  assert.equal(daysLeft(DUE, "2026-11-30"), 0);
});

test("today is no day to come, and a field that may stay empty is never asked for", () => {
  assert.deepEqual(missing(entry({ happened: TODAY }), LABOUR, TODAY), {});
  assert.deepEqual(missing(entry({ raw: {} }), LABOUR, TODAY), { "values.people": "请填写参加人次。" });
  const chosen = { ...LABOUR, fields: [{ ...LABOUR.fields[0]!, id: "sort", title: "事项类别", type: "choice" as const }] };
  assert.deepEqual(missing(entry(), chosen, TODAY), { "values.sort": "请选择事项类别。" });
  assert.deepEqual(missing(entry({ place: "", doers: [], happened: "" }), LABOUR, TODAY), {
    place: "请选择地点。",
    doers: "请至少选一个单位或本人。",
    happened: "请选择日期。",
  });
  assert.deepEqual(missing(entry({ happened: "2027-01-01" }), LABOUR, TODAY), { happened: "日期还没有到，请核对。" });
});

test("making the draft changes nothing in the form, and says the same each time", () => {
  const made = entry({ about: ["b", "a"], files: ["f"], makesUp: "2026-10-31" });
  const before = structuredClone(made);
  assert.deepEqual(draftOf(made), draftOf(made));
  assert.deepEqual([made, draftOf(made).makes_up, draftOf(made).files], [before, "2026-10-31", ["f"]]);
});

test("a correction of a correction replaces the last one", () => {
  const version = {
    id: "second", replaces: ["first"], kind: "labour-day", kind_version: 2, place: HETONG, happened: "2026-11-20", makes_up: "2026-10-31",
    about: ["household:1"], text: "", doers: [], values: [], files: [],
  } as unknown as Parameters<typeof correction>[0];
  const made = correction(version, "third", 5);
  assert.deepEqual([made.replaces, made.makesUp, made.kindVersion, made.about], ["second", "2026-10-31", 2, ["household:1"]]);
  assert.deepEqual(draftOf(made).replaces, ["second"]);
});

test("codes of places nest at every level, and only along the same line", () => {
  const levels = ["440981107203", "440981107000", "440981000000"];
  for (const [n, inner] of levels.entries()) {
    for (const [m, outer] of levels.entries()) assert.equal(within(inner, outer), n <= m, `${inner} in ${outer}`);
  }
  assert.equal(within("440981107", "440981107000"), true); // written short
  assert.equal(within("440982107203", "440981000000"), false);
});
