import assert from "node:assert/strict";
import { test } from "node:test";

import type { MemoryDisk } from "../testing/memory_disk.ts";
import { answering, refusing } from "../testing/memory_line.ts";
import type { Call } from "../testing/memory_line.ts";
import { done, many, phone, states } from "../testing/memory_phone.ts";
import type { Phone } from "../testing/memory_phone.ts";
import type { Item } from "../kept/outbox.ts";
import { CHUNK } from "../kept/photos.ts";
import { answer, entry, item } from "../testing/samples.ts";
import type { SentItem } from "../shapes.ts";

/** What the server has of each photo; a photo of `SIZE` goes in three chunks. */
type Kept = Map<string, Set<number>>;
const SIZE = 2 * CHUNK + 7;

/** Answers as the server does, keeping chunks in `kept`. */
function server(kept: Kept, call: Call): object {
  if (call.path === "records") {
    const { items } = JSON.parse(call.body as string) as { items: SentItem[] };
    return { now: "", answers: items.map(({ id }) => answer({ id })) };
  }
  const [, sha256 = "", n] = call.path.split("/");
  const have = kept.get(sha256) ?? new Set();
  kept.set(sha256, have);
  if (n !== undefined) have.add(Number(n));
  return { size: SIZE, have: [...have], whole: have.size === 3 };
}

function named(files: readonly string[], change: Partial<Item> = {}): Item {
  return item({ state: "photos", seq: 7, left: files, entry: entry({ files }), ...change });
}

/** A phone whose photos `a`, `b`, `c` are there unless left out. */
async function withPhotos(items: readonly Item[], photos: readonly string[] = ["a", "b", "c"]): Promise<Phone> {
  const made = await phone(items);
  for (const sha256 of photos) await made.store.keepPhoto({ sha256, data: new Blob([new Uint8Array(SIZE)]) });
  return made;
}

function asked(calls: readonly Call[]): string[] {
  return calls.map(({ method, path }) => `${method} ${path.replace("files/", "")}`);
}

test("a photo goes chunk by chunk, then its record is done and the photo let go", async () => {
  const { store, seen, round } = await withPhotos([named(["a"])], ["a"]);
  const kept: Kept = new Map();
  const calls = answering((call) => server(kept, call));
  assert.equal(await round(), "idle");
  assert.deepEqual(asked(calls), ["GET a", "PUT a/0", "PUT a/1", "PUT a/2"]);
  assert.deepEqual(calls.slice(1).map(({ body, headers }) => [(body as Blob).size, headers["X-Size"]]), [[CHUNK, `${SIZE}`], [CHUNK, `${SIZE}`], [7, `${SIZE}`]]);
  assert.deepEqual(await states(store), { "id-1": "done" });
  assert.equal(await store.photo("a"), undefined);
  assert.deepEqual(seen.sending, [["id-1"], []]);
});

test("only what the server has not yet is sent, in whatever order it got there", async () => {
  const cases: readonly [readonly number[], readonly string[]][] = [
    [[0], ["GET a", "PUT a/1", "PUT a/2"]],
    [[1], ["GET a", "PUT a/0", "PUT a/2"]],
    [[2, 0], ["GET a", "PUT a/1"]],
    [[0, 1, 2], ["GET a"]], // whole through somebody else's record
  ];
  for (const [have, wanted] of cases) {
    const { store, round } = await withPhotos([named(["a"])]);
    const kept: Kept = new Map([["a", new Set(have)]]);
    const calls = answering((call) => server(kept, call));
    assert.equal(await round(), "idle");
    assert.deepEqual(asked(calls), wanted);
    assert.deepEqual(await states(store), { "id-1": "done" });
  }
});

test("a line that breaks costs no more than the chunk that was on its way", async () => {
  const { store, round } = await withPhotos([named(["a"])]);
  const kept: Kept = new Map();
  let broken = true;
  const calls = answering((call) => (broken && call.path === "files/a/1" ? null : server(kept, call)));
  assert.equal(await round(), "no-line");
  assert.deepEqual(await states(store), { "id-1": "photos" });
  assert.ok(await store.photo("a"));
  broken = false;
  calls.length = 0;
  assert.equal(await round(), "idle");
  assert.deepEqual(asked(calls), ["GET a", "PUT a/1", "PUT a/2"]);
});

test("records go before photos, and a record written meanwhile before the rest of them", async () => {
  const { store, round } = await withPhotos([named(["a"], { made: 1 }), item({ id: "id-2", made: 9 })]);
  const kept: Kept = new Map();
  const calls = answering(async (call) => {
    if (call.path === "files/a/0") await store.put(item({ id: "id-3", made: 10 }), "");
    return server(kept, call);
  });
  assert.equal(await round(), "idle");
  assert.deepEqual(asked(calls), ["POST records", "GET a", "PUT a/0", "POST records", "GET a", "PUT a/1", "PUT a/2"]);
  assert.deepEqual(await states(store), { "id-1": "done", "id-2": "done", "id-3": "done" });
});

test("photos follow the record they belong to, those of the oldest record first", async () => {
  const { round } = await withPhotos([named(["b"], { id: "id-2", made: 2 }), named(["a", "c"], { made: 1 })]);
  const kept: Kept = new Map();
  const calls = answering((call) => server(kept, call));
  await round();
  assert.deepEqual(asked(calls).filter((one) => one.startsWith("GET")), ["GET a", "GET c", "GET b"]);
});

test("a photo that two records name goes once and settles both", async () => {
  const { store, round } = await withPhotos([named(["a"]), named(["a", "b"], { id: "id-2", made: 2 })]);
  const kept: Kept = new Map();
  const calls = answering((call) => server(kept, call));
  await round();
  assert.equal(asked(calls).filter((one) => one === "PUT a/0").length, 1);
  assert.deepEqual(await states(store), { "id-1": "done", "id-2": "done" });
});

test("the photos of a conflict go too, and the conflict stays", async () => {
  const { store, round } = await withPhotos([named(["a"], { state: "conflict" })]);
  const kept: Kept = new Map();
  answering((call) => server(kept, call));
  assert.equal(await round(), "idle");
  assert.deepEqual([await states(store), (await store.item("id-1"))?.left], [{ "id-1": "conflict" }, []]);
});

test("a photo that is no photo to the server is given up, and its record says why", async () => {
  for (const [say, wanted] of [["照片里还有拍摄信息", "照片里还有拍摄信息"], ["", "照片不合要求"]]) {
    const { store, round } = await withPhotos([named(["a", "b"])]);
    const kept: Kept = new Map();
    answering((call) => (call.path === "files/a/2" ? refusing(422, say) : server(kept, call)));
    assert.equal(await round(), "idle");
    assert.equal((await done(store, "id-1"))?.item.say, `记录已记入台账，有一张照片没有收下：${wanted}`);
  }
});

test("a photo the law had taken away is given up too, and its record says why", async () => {
  const { store, round } = await withPhotos([named(["a", "b"])]);
  const kept: Kept = new Map();
  answering((call) => (call.path === "files/a" ? refusing(409, "这张照片此前已依法删除，不能再次添加", "erased") : server(kept, call)));
  assert.equal(await round(), "idle");
  assert.equal((await done(store, "id-1"))?.item.say, "记录已记入台账，有一张照片没有收下：这张照片此前已依法删除，不能再次添加");
  assert.equal(await store.photo("a"), undefined);
});

test("a photo the server does not want now waits for another round, the others go on", async () => {
  for (const status of [404, 409, 413]) {
    const { store, round } = await withPhotos([named(["a", "b"]), named(["c"], { id: "id-2", made: 2 })]);
    const kept: Kept = new Map();
    const calls = answering((call) => (call.path === "files/a" ? refusing(status, "已满") : server(kept, call)));
    assert.equal(await round(), "idle");
    assert.equal(asked(calls).filter((one) => one === "GET a").length, 1);
    assert.deepEqual(await states(store), { "id-1": "photos", "id-2": "done" });
    assert.deepEqual([(await store.item("id-1"))?.left, !!(await store.photo("a"))], [["a"], true]);
  }
});

test("a photo damaged on its way goes again in another round, the others go on", async () => {
  for (const say of ["照片传到后与手机上的不一致，请重新传这张照片。", ""]) {
    const { store, seen, round } = await withPhotos([named(["a", "b"]), named(["c"], { id: "id-2", made: 2 })]);
    const kept: Kept = new Map();
    let damaged = true;
    answering((call) => (damaged && call.path === "files/a/2" ? refusing(400, say) : server(kept, call)));
    assert.equal(await round(), "aside");
    assert.deepEqual(await states(store), { "id-1": "photos", "id-2": "done" });
    assert.deepEqual([(await store.item("id-1"))?.left, seen.told], [["a"], [say || "有一张照片没有传完整，稍后再传；记录已记入台账。"]]);
    damaged = false;
    assert.equal(await round(), "idle");
    assert.deepEqual(await states(store), { "id-1": "done", "id-2": "done" });
  }
});

test("a photo the phone cannot read just now is no broken line, and is kept", async () => {
  const { store, seen, round, around } = await withPhotos([named(["a"]), named(["b"], { id: "id-2", made: 2 })]);
  const photo = store.photo.bind(store);
  let broken = true;
  const unread = Object.assign(new Blob(["?"]), { slice: () => ({ arrayBuffer: async () => assert.fail("NotReadableError") }) });
  around.store.photo = async (sha256) => (broken && sha256 === "a" ? { sha256, data: unread as unknown as Blob } : photo(sha256));
  const kept: Kept = new Map();
  answering((call) => server(kept, call));
  assert.equal(await round(), "aside");
  assert.deepEqual(await states(store), { "id-1": "photos", "id-2": "done" });
  assert.deepEqual(seen.told, ["有一张照片现在读不出来，稍后再试；记录已记入台账。"]);
  broken = false;
  assert.equal(await round(), "idle");
  assert.deepEqual(await states(store), { "id-1": "done", "id-2": "done" });
});

test("a server in trouble, or a key that ended, stops the round with nothing lost", async () => {
  for (const [status, wanted] of [[500, "later"], [503, "later"], [401, "signed-out"]] as const) {
    const { store, round } = await withPhotos([named(["a"])]);
    answering(() => refusing(status));
    assert.equal(await round(), wanted);
    assert.deepEqual([await states(store), !!(await store.photo("a"))], [{ "id-1": "photos" }, true]);
  }
});

test("a photo that is never whole ends the round all the same", async () => {
  const { store, round } = await withPhotos([named(["a"])]);
  const calls = answering(() => ({ size: SIZE, have: [], whole: false }));
  assert.equal(await round(), "idle");
  assert.deepEqual([calls.length, await states(store)], [4, { "id-1": "photos" }]);
});

test("a photo that is gone from the phone is told, and the record is done without it", async () => {
  const { store, round } = await withPhotos([named(["a"])], []);
  const calls = answering(() => assert.fail());
  assert.equal(await round(), "idle");
  assert.deepEqual([calls, (await done(store, "id-1"))?.item.left], [[], []]);
  assert.match((await done(store, "id-1"))!.item.say, /^记录已记入台账，有一张照片已不在手机上/);
});

test("a record that goes with photos keeps them until they are there", async () => {
  const files = ["a", "b"];
  const { store, round } = await withPhotos(many(1, { entry: entry({ files }), draft: { ...item().draft, files } }));
  const kept: Kept = new Map([["a", new Set([0, 1, 2])]]);
  let line = false;
  answering((call) => {
    if (call.path === "records") return { now: "", answers: [answer({ id: "id-100", files_missing: ["b"] })] };
    return line ? server(kept, call) : null;
  });
  assert.equal(await round(), "no-line");
  assert.deepEqual(await states(store), { "id-100": "photos" });
  assert.ok(await store.photo("b"));
  line = true;
  assert.equal(await round(), "idle");
  assert.deepEqual(await states(store), { "id-100": "done" });
});

test("photos let go are off the disk, those of a draft are not", async () => {
  const { store, round } = await withPhotos([named(["a"])]);
  await store.keepDraft(entry({ id: "draft", files: ["b"] }));
  const kept: Kept = new Map();
  answering((call) => server(kept, call));
  await round();
  const disk = (globalThis as unknown as { indexedDB: MemoryDisk }).indexedDB;
  assert.deepEqual(disk.keys("tongxing-1", "photos"), ["b"]);
});
