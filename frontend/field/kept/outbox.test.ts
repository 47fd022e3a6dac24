import assert from "node:assert/strict";
import { test } from "node:test";

import { after, asSent, backOff, batch, correcting, counts, newest, photoThere, told } from "./outbox.ts";
import { answer, item } from "../testing/samples.ts";

const NONE: ReadonlySet<string> = new Set();

test("what was written, or was there already, is done and knows its number", () => {
  for (const state of ["written", "repeated"] as const) {
    const next = after(item(), "d1", answer({ state }));
    assert.ok(typeof next === "object" && "done" in next);
    assert.equal(next.done.seq, 7);
  }
});

test("a record whose photos are missing stays until the last of them has gone", () => {
  const next = after(item(), "d1", answer({ files_missing: ["a", "b"] }));
  assert.ok(typeof next === "object" && !("done" in next));
  assert.equal(next.state, "photos");
  const one = photoThere(next, "a");
  assert.ok(!("done" in one) && one.left.length === 1);
  assert.ok("done" in photoThere(one, "b"));
});

test("a photo that arrives does not settle a conflict", () => {
  const lost = item({ state: "conflict", left: ["a"], seq: 7 });
  const next = photoThere(lost, "a");
  assert.ok(!("done" in next) && next.state === "conflict");
});

test("a refusal waits for a person, unless the very same may go again", () => {
  const problems = [{ field: "values.people", say: "请填整数" }];
  const next = after(item(), "d1", answer({ state: "refused", seq: null, say: "没有写入", problems }));
  assert.deepEqual(typeof next === "object" && !("done" in next) && [next.state, next.say, next.problems], ["attention", "没有写入", problems]);
  const again = after(item(), "d1", answer({ state: "refused", seq: null, code: "damaged", retry: true }));
  assert.ok(typeof again === "object" && !("done" in again) && again.state === "waiting" && again.tries === 1);
});

test("what was changed here while it was on its way goes on as a correction", () => {
  assert.equal(after(item({ digest: "d2" }), "d1", answer()), "superseded");
  assert.equal(after(item(), "d1", answer({ state: "refused", seq: null, code: "conflict" })), "superseded");
  const kept = item({ digest: "d2" });
  assert.equal(after(kept, "d1", answer({ state: "refused", seq: null, code: "invalid" })), kept);
  assert.deepEqual(correcting(kept.draft, "id-1").replaces, ["id-1"]);
});

test("another correction that came first is a conflict that stays with both versions", () => {
  const other = { id: "o" } as never;
  const next = after(item(), "d1", answer({ state: "conflict", conflicts: [other] }));
  assert.ok(typeof next === "object" && !("done" in next));
  assert.deepEqual([next.state, next.conflicts.length, next.seq], ["conflict", 1, 7]);
});

test("the oldest go first, as many as fit, and none twice in a round", () => {
  const many = [3, 1, 2].map((made) => item({ id: `id-${made}`, made }));
  assert.deepEqual(batch(many, NONE, 2, 1e6).map((one) => one.id), ["id-1", "id-2"]);
  assert.deepEqual(batch(many, new Set(["id-1"]), 9, 1e6).map((one) => one.id), ["id-2", "id-3"]);
  const size = JSON.stringify(asSent(many[0]!)).length;
  assert.equal(batch(many, NONE, 9, size).length, 1); // one that is too large alone still goes
  assert.deepEqual(batch([item({ state: "attention" }), item({ state: "photos" })], NONE, 9, 1e6), []);
});

test("counts and words tell the states apart without colour", () => {
  const all = [item(), item({ state: "photos" }), item({ state: "attention" }), item({ state: "conflict" })];
  assert.deepEqual(counts(all), { waiting: 1, photos: 1, attention: 2 });
  const words = all.map((one) => told(one, false));
  assert.equal(new Set(words.map((one) => one.symbol)).size, 4);
  assert.equal(told(item(), true).word, "正在发送");
});

test("waiting grows with failures, differs by chance, and ends at five minutes", () => {
  assert.ok(backOff(1, 0) < backOff(3, 0));
  assert.ok(backOff(2, 0) < backOff(2, 1));
  assert.equal(backOff(99, 1), 300_000);
});

test("what was changed on its way is found under its newest id", () => {
  const after = (id: string, replaced: string) => item({ id, draft: { ...item().draft, replaces: [replaced] } });
  const all = [after("c", "b"), item({ id: "x" }), after("b", "a")];
  assert.deepEqual(["a", "b", "c", "x", "elsewhere"].map((id) => newest(id, all)), ["c", "c", "c", "x", "elsewhere"]);
});
