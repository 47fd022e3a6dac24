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
