import assert from "node:assert/strict";
import { test } from "node:test";

import { digest } from "../kept/digest.ts";
import { answering, refusing } from "../testing/memory_line.ts";
import type { Call } from "../testing/memory_line.ts";
import { many, phone, states } from "../testing/memory_phone.ts";
import { OTHER_CONTENT } from "../kept/outbox.ts";
import { answer, item } from "../testing/samples.ts";
import { pause, send } from "./sender.ts";
import type { Round } from "./sender.ts";
import type { SentItem } from "../shapes.ts";

const NOW = "2026-11-22T10:00:00+08:00";

function items({ body }: Call): SentItem[] {
  return (JSON.parse(body as string) as { items: SentItem[] }).items;
}

/** An answer to `records`: each item as `by` says, else written. */
function told(call: Call, by: Readonly<Record<string, Parameters<typeof answer>[0]>> = {}): object {
  return { now: NOW, answers: items(call).map(({ id }) => answer({ id, ...by[id] })) };
}

// --- records -----------------------------------------------------------------------------

test("everything that waits goes, at most twenty at a time, the oldest first", async () => {
  const { store, around, seen, round } = await phone(many(45));
  const calls = answering((call) => told(call));
  assert.equal(await round(), "idle");
  assert.deepEqual(calls.map((one) => items(one).length), [20, 20, 5]);
  assert.deepEqual(calls.flatMap(items).map((one) => one.id), many(45).map((one) => one.id));
  assert.deepEqual([await store.items(), (await store.look()).sent.length], [[], 45]);
  assert.deepEqual([seen.learned, seen.changed], [[NOW, NOW, NOW], 3]);
  assert.deepEqual(seen.sending.map((one) => one.length), [20, 20, 5, 0]); // nothing is on its way in the end
  assert.equal(around.limits(), undefined);
});

test("the server's limits hold where they are narrower, never where they are wider", async () => {
  const narrow = await phone(many(7), { items: 3, body: 900_000 });
  const calls = answering((call) => told(call));
  await narrow.round();
  assert.deepEqual(calls.map((one) => items(one).length), [3, 3, 1]);
  const wide = await phone(many(30), { items: 500, body: 9_000_000 });
  const more = answering((call) => told(call));
  await wide.round();
  assert.deepEqual(more.map((one) => items(one).length), [20, 10]);
});

test("a request stays below the bytes the server takes", async () => {
  const { round } = await phone(many(12), { items: 20, body: 3000 });
  const calls = answering((call) => told(call));
  await round();
  assert.ok(calls.length > 1);
  for (const { body } of calls) assert.ok((body as string).length <= 3000);
  assert.equal(calls.flatMap(items).length, 12);
});

test("with nothing to send nothing is asked", async () => {
  const { round } = await phone([item({ state: "attention" }), item({ id: "id-2", state: "conflict", seq: 3 })]);
  const calls = answering(() => assert.fail());
  assert.deepEqual([await round(), calls], ["idle", []]);
});

test("an answer that is lost leaves everything as it was, and the next round doubles nothing", async () => {
  const { store, seen, round } = await phone(many(3));
  const ledger = new Set<string>();
  let line = false;
  answering((call) => {
    const state = (id: string) => (ledger.has(id) ? "repeated" : "written") as "repeated" | "written";
    const answers = items(call).map(({ id }) => answer({ id, state: state(id) }));
    for (const { id } of answers) ledger.add(id);
    return line ? { now: NOW, answers } : null;
  });
  assert.equal(await round(), "no-line");
  assert.deepEqual(await store.items(), many(3));
  assert.deepEqual(seen.sending.at(-1), []);
  line = true;
  assert.equal(await round(), "idle");
  assert.deepEqual([ledger.size, await store.items()], [3, []]);
});

test("what the server cannot say now is tried later, and who is signed out has to sign in", async () => {
  const cases: readonly [number, Round][] = [[401, "signed-out"], [403, "later"], [429, "later"], [500, "later"], [503, "later"]];
  for (const [status, wanted] of cases) {
    const { store, seen, round } = await phone(many(2));
    const calls = answering(() => refusing(status, "稍后再试"));
    assert.equal(await round(), wanted, `${status}`);
    assert.deepEqual(seen.told, ["稍后再试"]);
    assert.deepEqual([calls.length, await store.items()], [1, many(2)]); // untouched, and asked once
  }
});

test("nonsense is no line", async () => {
  for (const nonsense of [{}, { answers: undefined }, "null", "<html>"]) {
    const { store, round } = await phone(many(1));
    answering(() => (typeof nonsense === "string" ? new Response(nonsense) : nonsense));
    assert.equal(await round(), "no-line");
    assert.deepEqual(await store.items(), many(1));
  }
});

test("an item without an answer is not asked again in this round; answers to nobody are nothing", async () => {
  const { store, round } = await phone(many(2));
  const calls = answering(() => ({ now: NOW, answers: [answer({ id: "id-101" }), answer({ id: "stranger" })] }));
  assert.equal(await round(), "idle");
  assert.equal(calls.length, 1);
  assert.deepEqual(await states(store), { "id-100": "waiting", "id-101": "done" });
  assert.equal((await store.item("id-100"))?.tries, 1);
});

test("a bad item is never before the rest", async () => {
  const { store, round } = await phone(many(3));
  answering((call) => told(call, { "id-100": { state: "refused", seq: null, say: "请核对日期" } }));
  assert.equal(await round(), "idle");
  assert.deepEqual(await states(store), { "id-100": "attention", "id-101": "done", "id-102": "done" });
  assert.equal((await store.item("id-100"))?.say, "请核对日期");
});

test("a request that is refused whole goes one by one, and only the one at fault waits for a person", async () => {
  for (const status of [413, 422]) {
    const { store, round } = await phone(many(4));
    const calls = answering((call) => (items(call).some((one) => one.id === "id-102") ? refusing(status, status === 422 ? "内容太长" : "") : told(call)));
    assert.equal(await round(), "idle");
    assert.deepEqual(calls.map((one) => items(one).length), [4, 1, 1, 1, 1]);
    assert.deepEqual(await states(store), { "id-100": "done", "id-101": "done", "id-102": "attention", "id-103": "done" });
    const say = status === 422 ? "内容太长" : "这一条系统读不了，请打开核对后再发。";
    assert.equal((await store.item("id-102"))?.say, say);
  }
});

test("what the server cannot read goes again by itself, and waits for a person only after several rounds", async () => {
  const { store, round } = await phone(many(1));
  let torn = true;
  const calls = answering((call) => (torn ? refusing(400, "没有传完整") : told(call)));
  for (const [state, say] of [["waiting", "没有传完整"], ["waiting", "没有传完整"], ["attention", "这一条系统读不了，请打开核对后再发。"]] as const) {
    assert.equal(await round(), "idle");
    const item = await store.item("id-100");
    assert.deepEqual([item?.state, item?.say], [state, say]);
  }
  assert.deepEqual([calls.length, (await store.item("id-100"))?.tries], [3, 3]);
  torn = false;
  await store.put(many(1)[0]!, ""); // as saved again by the person
  await round();
  assert.deepEqual(await states(store), { "id-100": "done" });
});

test("what was damaged on the way goes again, but not in the same round", async () => {
  const { store, round } = await phone(many(1));
  let damaged = true;
  const calls = answering((call) => told(call, damaged ? { "id-100": { state: "refused", seq: null, code: "damaged", retry: true } } : {}));
  assert.deepEqual([await round(), calls.length, (await store.item("id-100"))?.tries], ["idle", 1, 1]);
  damaged = false;
  await round();
  assert.deepEqual(await states(store), { "id-100": "done" });
});

test("an item changed on its way goes at once as a correction of what arrived", async () => {
  const { store, round } = await phone(many(1));
  const changed = { ...many(1)[0]!.draft, text: "改过" };
  const calls = answering(async (call) => {
    if (calls.length === 1) await store.put(item({ id: "id-100", digest: "d2", draft: changed, made: 0 }), "");
    return told(call);
  });
  assert.equal(await round(), "idle");
  const [, second] = calls.map((one) => items(one)[0]!);
  assert.deepEqual([second!.id, second!.draft.text, second!.draft.replaces], ["new-1", "改过", ["id-100"]]);
  assert.equal(second!.digest, await digest(second!.draft));
  assert.deepEqual([await store.items(), Object.keys(await states(store))], [[], ["new-1"]]);
});

test("where something else lies under the id, it becomes a correction too, its form with it", async () => {
  const { store, round } = await phone(many(1));
  answering((call) => (items(call)[0]!.id === "new-1" ? refusing(503) : told(call, { "id-100": { state: "refused", seq: null, code: OTHER_CONTENT } })));
  assert.equal(await round(), "later");
  const [waiting] = await store.items();
  assert.deepEqual([waiting!.id, waiting!.entry.id, waiting!.entry.replaces, waiting!.state, waiting!.tries], ["new-1", "new-1", "id-100", "waiting", 0]);
});

test("what is changed once more while its correction is made ready is never lost to it", async () => {
  const { store, round } = await phone(many(1));
  const changed = (text: string) => item({ id: "id-100", digest: text, draft: { ...many(1)[0]!.draft, text }, made: 0 });
  const calls = answering(async (call) => {
    if (calls.length === 1) await store.put(changed("改过"), "");
    return told(call);
  });
  const read = store.item.bind(store);
  store.item = async (id) => {
    const found = await read(id);
    if (id === "id-100") await store.put(changed("再改"), "");
    return found;
  };
  await round();
  assert.deepEqual((await store.items()).map(({ id, draft }) => [id, draft.text]), [["id-100", "再改"]]);
});

test("an item thrown away on its way stays away", async () => {
  const { store, round } = await phone(many(2));
  answering(async (call) => {
    await store.drop("id-100");
    return told(call);
  });
  assert.equal(await round(), "idle");
  assert.deepEqual(await states(store), { "id-101": "done" });
});

test("a conflict stays with the version that came first", async () => {
  const { store, round } = await phone(many(1));
  answering((call) => told(call, { "id-100": { state: "conflict", conflicts: [{ id: "first" } as never] } }));
  assert.equal(await round(), "idle");
  assert.deepEqual([await states(store), (await store.item("id-100"))?.conflicts.length], [{ "id-100": "conflict" }, 1]);
});

test("a fault of our own is not taken for a bad line", async () => {
  const { around, seen } = await phone(many(1));
  answering((call) => told(call));
  await assert.rejects(send({ ...around, learn: () => assert.fail("broken") }), /broken/);
  assert.deepEqual(seen.sending.at(-1), []);
});

// --- one at a time -------------------------------------------------------------------------

test("one tab sends at a time; another leaves it to that one", async () => {
  const { round } = await phone(many(1));
  const asked: unknown[] = [];
  let free = false;
  const request = (name: string, options: unknown, work: (lock: object | null) => unknown) => {
    asked.push([name, options]);
    return work(free ? {} : null);
  };
  Object.assign(navigator, { locks: { request } });
  const calls = answering((call) => told(call));
  assert.deepEqual([await round(), calls.length], ["elsewhere", 0]);
  free = true;
  assert.deepEqual([await round(), calls.length], ["idle", 1]);
  assert.deepEqual(asked[0], ["tongxing-1:send", { ifAvailable: true }]); // each account its own
});

test("after a good round, or signed out, only something new is a reason to go on", () => {
  for (const round of ["idle", "signed-out"] as const) assert.equal(pause(round, 9, 0.5), 0);
  for (const round of ["no-line", "later", "elsewhere"] as const) {
    assert.ok(pause(round, 1, 0) >= 4000 && pause(round, 1, 1) <= 8000);
    assert.ok(pause(round, 2, 0.5) > pause(round, 1, 0.5));
    assert.equal(pause(round, 99, 1), 300_000);
  }
});
