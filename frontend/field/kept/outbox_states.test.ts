import assert from "node:assert/strict";
import { test } from "node:test";

import { OTHER_CONTENT, after, asSent, backOff, batch, correcting, counts, fresh, photoThere, told } from "./outbox.ts";
import type { Item, Next, State } from "./outbox.ts";
import { answer, item } from "../testing/samples.ts";

const STATES: readonly State[] = ["waiting", "photos", "attention", "conflict"];
const NONE: ReadonlySet<string> = new Set();
const OTHER = { id: "other" } as never;

/** Every answer the server gives, and what becomes of an item that is unchanged since it went. */
const ANSWERS: Readonly<Record<string, { given: Parameters<typeof answer>[0]; becomes: string }>> = {
  "written, nothing missing": { given: { state: "written" }, becomes: "done" },
  "written, photos missing": { given: { state: "written", files_missing: ["a"] }, becomes: "photos" },
  "repeated, nothing missing": { given: { state: "repeated" }, becomes: "done" },
  "repeated, photos missing": { given: { state: "repeated", files_missing: ["a"] }, becomes: "photos" },
  "another correction came first": { given: { state: "conflict", conflicts: [OTHER] }, becomes: "conflict" },
  "that, and photos missing": { given: { state: "conflict", conflicts: [OTHER], files_missing: ["a"] }, becomes: "conflict" },
  "refused for what it says": { given: { state: "refused", seq: null, code: "invalid" }, becomes: "attention" },
  "damaged on the way": { given: { state: "refused", seq: null, code: "damaged", retry: true }, becomes: "waiting" },
  "something else is there": { given: { state: "refused", seq: null, code: OTHER_CONTENT }, becomes: "superseded" },
  "something else, try again": { given: { state: "refused", seq: null, code: OTHER_CONTENT, retry: true }, becomes: "superseded" },
};

function name(next: Next | "superseded"): string {
  if (next === "superseded") return next;
  return "done" in next ? "done" : next.state;
}

function still(next: Next | "superseded"): Item {
  assert.ok(next !== "superseded" && !("done" in next));
  return next;
}

test("every answer decides alone what becomes of an item, whatever it was before", () => {
  for (const [what, { given, becomes }] of Object.entries(ANSWERS)) {
    for (const state of STATES) assert.equal(name(after(item({ state }), "d1", answer(given))), becomes, `${state}: ${what}`);
  }
});

test("an item changed meanwhile goes on as a correction when it is there, and stays as it is when refused", () => {
  for (const [what, { given }] of Object.entries(ANSWERS)) {
    for (const state of STATES) {
      const changed = item({ state, digest: "d2", say: "改过" });
      const next = after(changed, "d1", answer(given));
      if (given?.state === "refused") assert.equal(next, changed, what); // not even its words
      else assert.equal(next, "superseded", what);
    }
  }
});

test("the same answer a second time changes nothing more", () => {
  for (const { given } of Object.values(ANSWERS).filter((one) => one.given?.state !== "refused")) {
    const once = after(item(), "d1", answer(given));
    if (once === "superseded" || "done" in once) continue;
    assert.deepEqual(after(once, "d1", answer(given)), once);
  }
});

test("an item keeps what was typed through every answer", () => {
  for (const { given } of Object.values(ANSWERS)) {
    const before = item({ left: ["a"], title: "集中劳动" });
    const next = after(before, "d1", answer(given));
    if (next === "superseded") continue;
    const kept = "done" in next ? next.done : next;
    for (const part of ["id", "digest", "draft", "entry", "title", "placeName", "made"] as const) {
      assert.equal(kept[part], before[part], part);
    }
  }
});

test("only refusals count as tries, and a refusal tells why", () => {
  const problems = [{ field: "place", say: "没有这个地点。" }];
  const refused = still(after(item({ tries: 4 }), "d1", answer({ state: "refused", seq: null, say: "没有写入", problems })));
  assert.deepEqual([refused.tries, refused.say, refused.problems, refused.seq], [5, "没有写入", problems, null]);
  const there = still(after(refused, "d1", answer({ files_missing: ["a"], warnings: ["与另一条相近"], say: "已写入" })));
  assert.deepEqual([there.tries, there.say, there.problems, there.warnings], [5, "已写入", [], ["与另一条相近"]]);
});

test("what was done carries the words of the server for the list of what was sent", () => {
  const next = after(item({ say: "旧" }), "d1", answer({ say: "", warnings: ["同一天另有一条"] }));
  assert.ok(next !== "superseded" && "done" in next);
  assert.deepEqual([next.done.say, next.done.warnings, next.done.seq, next.done.left], ["", ["同一天另有一条"], 7, []]);
});

test("only those photos are left that the server names", () => {
  const next = still(after(item({ left: ["old"] }), "d1", answer({ files_missing: ["a", "b"] })));
  assert.deepEqual(next.left, ["a", "b"]);
});

test("a conflict holds its photos and both versions", () => {
  const next = still(after(item(), "d1", answer({ state: "conflict", seq: 9, conflicts: [OTHER], files_missing: ["a"] })));
  assert.deepEqual([next.state, next.seq, next.left, next.conflicts], ["conflict", 9, ["a"], [OTHER]]);
});

// --- photos ------------------------------------------------------------------------------

test("a photo that arrives settles an item only when it waited for photos and this was the last", () => {
  const cases: readonly [State, readonly string[], string, readonly string[]][] = [
    ["photos", ["a"], "done", []],
    ["photos", ["a", "b"], "photos", ["b"]],
    ["photos", ["b"], "photos", ["b"]], // another one's
    ["conflict", ["a"], "conflict", []],
    ["attention", ["a"], "attention", []],
    ["waiting", [], "waiting", []],
  ];
  for (const [state, left, becomes, remains] of cases) {
    const next = photoThere(item({ state, left }), "a");
    assert.equal(name(next), becomes, `${state} ${left.join()}`);
    assert.deepEqual(("done" in next ? next.done : next).left, remains);
  }
});

test("photos may arrive in any order, and twice", () => {
  for (const order of [["a", "b", "c"], ["c", "a", "b"], ["b", "b", "c", "a"]]) {
    let next: Next = item({ state: "photos", left: ["a", "b", "c"] });
    for (const sha256 of order) {
      assert.ok(!("done" in next), order.join());
      next = photoThere(next, sha256);
    }
    assert.ok("done" in next, order.join());
  }
});

// --- batches -----------------------------------------------------------------------------

function many(count: number): Item[] {
  return Array.from({ length: count }, (_, n) => item({ id: `id-${String(n).padStart(3, "0")}`, made: n }));
}

test("a batch holds no more than asked for, and the rest goes in the next", () => {
  const [tried, sizes] = [new Set<string>(), [] as number[]];
  for (;;) {
    const chosen = batch(many(45), tried, 20, 1e9);
    if (!chosen.length) break;
    sizes.push(chosen.length);
    for (const one of chosen) tried.add(one.id);
  }
  assert.deepEqual([sizes, tried.size], [[20, 20, 5], 45]);
});

test("a batch never weighs more than the bytes allowed, unless a single item does", () => {
  const items = many(10);
  for (const bytes of [1, 500, 1000, 2000, 3000, 1e6]) {
    const chosen = batch(items, NONE, 20, bytes);
    const size = new TextEncoder().encode(JSON.stringify({ items: chosen.map(asSent) })).length;
    assert.ok(chosen.length === 1 || size <= bytes, `${size} in ${bytes}`);
  }
});

test("bytes are counted as they go over the line, a Chinese character as three", () => {
  const wordy = (text: string) => many(2).map((one) => ({ ...one, draft: { ...one.draft, text } }));
  assert.equal(batch(wordy("x".repeat(400)), NONE, 20, 2000).length, 2);
  assert.equal(batch(wordy("山".repeat(400)), NONE, 20, 2000).length, 1);
});

test("the oldest goes first; of the same moment the smaller id; whatever the order they are found in", () => {
  const items = [item({ id: "b", made: 5 }), item({ id: "c", made: 1 }), item({ id: "a", made: 5 })];
  for (const order of [items, [...items].reverse()]) {
    assert.deepEqual(batch(order, NONE, 20, 1e6).map((one) => one.id), ["c", "a", "b"]);
  }
});

test("only what waits and was not tried goes, and nothing at all from nothing", () => {
  const items = STATES.map((state) => item({ id: state, state }));
  assert.deepEqual(batch(items, NONE, 20, 1e6).map((one) => one.id), ["waiting"]);
  assert.deepEqual(batch(items, new Set(["waiting"]), 20, 1e6), []);
  assert.deepEqual(batch([], NONE, 20, 1e6), []);
});

test("choosing a batch leaves the list it chose from alone", () => {
  const items = [item({ id: "b", made: 2 }), item({ id: "a", made: 1 })];
  batch(items, NONE, 20, 1e6);
  assert.deepEqual(items.map((one) => one.id), ["b", "a"]);
});

test("over the line go the id, the digest and the draft, and nothing the phone keeps for itself", () => {
  assert.deepEqual(Object.keys(asSent(item())), ["id", "digest", "draft"]);
});

// --- the rest ----------------------------------------------------------------------------

test("a fresh item waits, untried, without words of the server", () => {
  const { state, tries, seq, say, problems, warnings, conflicts, left } = fresh(item({ state: "attention", tries: 3, seq: 4, say: "x" }));
  assert.deepEqual([state, tries, seq, say, problems, warnings, conflicts, left], ["waiting", 0, null, "", [], [], [], []]);
});

test("a correction replaces what went before, and only that", () => {
  const draft = { ...item().draft, replaces: ["older"] };
  assert.deepEqual(correcting(draft, "id-1"), { ...draft, replaces: ["id-1"] });
  assert.deepEqual(draft.replaces, ["older"]);
});

test("every item is counted once, and conflicts want a person as refusals do", () => {
  assert.deepEqual(counts([]), { waiting: 0, photos: 0, attention: 0 });
  const items = STATES.flatMap((state, n) => Array.from({ length: n + 1 }, () => item({ state })));
  const found = counts(items);
  assert.deepEqual(found, { waiting: 1, photos: 2, attention: 7 });
  assert.equal(found.waiting + found.photos + found.attention, items.length);
});

test("what wants a person says so even while something is sent", () => {
  const words = (state: State, sending: boolean) => told(item({ state }), sending).word;
  assert.deepEqual(STATES.map((state) => words(state, false)), ["待发", "已记入台账，照片还在手机上", "需要修改", "有两个版本"]);
  assert.deepEqual(STATES.map((state) => words(state, true)), ["正在发送", "正在发送", "需要修改", "有两个版本"]);
});

test("the wait doubles up to five minutes, and chance takes at most half of it away", () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 7].map((failures) => backOff(failures, 1));
  assert.deepEqual(longest, [4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000]);
  for (let failures = 0; failures < 40; failures += 1) {
    assert.equal(backOff(failures, 0), backOff(failures, 1) / 2);
    assert.ok(backOff(failures, 0.5) > backOff(failures, 0) && backOff(failures, 0.5) < backOff(failures, 1));
  }
  assert.equal(backOff(5000, 0), 150_000); // a phone that failed for months
});
