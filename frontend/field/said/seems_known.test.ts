import assert from "node:assert/strict";
import { test } from "node:test";

import { alike, pairs, seemsKnown } from "./seems_known.ts";
import type { Told } from "./seems_known.ts";

const SENT: Told = {
  id: "a",
  kind: "labour-day",
  place: "440981107205",
  happened: "2026-03-10",
  text: "组织党员清理村口河道，运走杂草两车。",
  values: { people: "30多人次", sites: "2处" },
};

function told(change: Partial<Told>): Told {
  return { ...SENT, id: "b", text: "", values: {}, ...change };
}

function found(change: Partial<Told>): string[] {
  return seemsKnown(told(change), [SENT]).map((one) => one.id);
}

test("another record of the kind, there, on that day seems the same", () => {
  assert.deepEqual(found({}), ["a"]);
  assert.deepEqual(found({ kind: "meeting" }), []);
  assert.deepEqual(found({ place: "440981107206" }), []);
});

test("a day apart, a value or the sentence has to be alike", () => {
  assert.deepEqual(found({ happened: "2026-03-11" }), []);
  assert.deepEqual(found({ happened: "2026-03-11", values: { people: "30多" } }), ["a"]);
  assert.deepEqual(found({ happened: "2026-03-09", values: { people: "３０多人次" } }), ["a"]);
  assert.deepEqual(found({ happened: "2026-03-09", values: { people: "12", sites: "" } }), []);
  assert.deepEqual(found({ happened: "2026-03-11", text: "党员清理村口河道，运走两车杂草" }), ["a"]);
  assert.deepEqual(found({ happened: "2026-03-11", text: "义务修剪果树" }), []);
});

test("two days apart it is another one, and a record is never like itself", () => {
  assert.deepEqual(found({ happened: "2026-03-12", text: SENT.text, values: SENT.values }), []);
  assert.deepEqual(found({ id: "a", text: SENT.text }), []);
});

test("sentences are compared by pairs of characters, whatever stands between them", () => {
  assert.equal(alike("清理河道", "清理，河道。"), 1);
  assert.equal(alike("清理河道", ""), 0);
  assert.equal(alike("植树", "开会"), 0);
  assert.deepEqual([...pairs("种 树。")], ["种树"]);
});

test("how alike two sentences are does not depend on which comes first, and ends at one", () => {
  const sentences = ["清理河道两车杂草", "杂草清理了两车", "开会", "", "清", "清理河道两车杂草。"];
  for (const one of sentences) {
    for (const other of sentences) {
      const found = alike(one, other);
      assert.equal(found, alike(other, one));
      assert.ok(found >= 0 && found <= 1);
    }
  }
  assert.equal(alike("清", "清"), 0); // one character tells nothing
});

test("the order of those found is that they were given in, over the turn of a month too", () => {
  const others = ["2026-03-01", "2026-02-28", "2026-02-27"].map((happened, n) => ({ ...SENT, id: `r${n}`, happened }));
  const draft = told({ happened: "2026-02-28", text: SENT.text });
  assert.deepEqual(seemsKnown(draft, others).map((one) => one.id), ["r0", "r1", "r2"]);
  assert.deepEqual(seemsKnown(draft, []), []);
});

test("a unit or a comma makes no value another; another number does", () => {
  const day = "2026-03-11"; // a day apart
  const alikeTo = (people: string, other: string) =>
    seemsKnown(told({ happened: day, values: { people } }), [{ ...SENT, text: "", values: { people: other } }]).length === 1;
  assert.ok(alikeTo("1,200元", "1200"));
  assert.ok(alikeTo(" 30 户", "30户"));
  assert.ok(!alikeTo("30户", "31户"));
  assert.ok(!alikeTo("30户", "30多户"));
});
