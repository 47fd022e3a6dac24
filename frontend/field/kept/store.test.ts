import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryDisk } from "../testing/memory_disk.ts";
import { done } from "../testing/memory_phone.ts";
import type { Item } from "./outbox.ts";
import { WORK, entry, item } from "../testing/samples.ts";
import { Registry, Store } from "./store.ts";
import type { Known } from "./store.ts";

const OTHERS = { account: "women", name: "市妇联", database: "tongxing-2" };
const ME: Known = { account: "forestry", name: "联络员", database: "tongxing-1" };
const never = () => assert.fail("no newer page is about");

async function opened(disk = MemoryDisk.insert()) {
  return { disk, store: await Store.open(ME, never) };
}

function photo(sha256: string) {
  return { sha256, data: new Blob([sha256]) };
}

test("an account has its own database with the tables it needs, and the phone a small one", async () => {
  const { disk } = await opened();
  await Registry.open(never);
  const tables = (name: string) => [...disk.databases.get(name)!.tables].map(([table, { keyPath }]) => `${table}:${keyPath ?? ""}`).sort();
  assert.deepEqual(tables("tongxing"), ["accounts:account", "notes:"]);
  assert.deepEqual(tables("tongxing-1"), ["drafts:id", "notes:", "outbox:id", "photos:sha256", "sent:id", "workbook:"]);
});

test("opening again finds everything where it was", async () => {
  const { disk, store } = await opened();
  await store.put(item(), "");
  await store.keepDraft(entry({ id: "draft" }));
  await store.keepNote("reminded", "2026-11-22");
  await store.keepWork({ etag: "e", body: WORK, at: 5 });
  store.close();
  const again = await Store.open(ME, never);
  assert.deepEqual(await again.items(), [item()]);
  assert.deepEqual(await again.item("id-1"), item());
  assert.deepEqual(await again.draft("draft"), entry({ id: "draft" }));
  assert.equal(await again.note("reminded"), "2026-11-22");
  assert.deepEqual(await again.work(), { etag: "e", body: WORK, at: 5, former: { kinds: [], names: {} } });
  assert.equal(disk.databases.size, 1);
});

test("a store that was never written to is empty, and says so without failing", async () => {
  const { store } = await opened();
  assert.deepEqual(await store.look(), { work: undefined, items: [], drafts: [], sent: [], reminded: "" });
  assert.deepEqual([await store.item("x"), await done(store, "x"), await store.draft("x"), await store.photo("x")], Array(4).fill(undefined));
  assert.deepEqual([await store.note("reminded"), await store.unsent()], ["", 0]);
});

test("into the outbox goes the item, and its draft is gone, in one strict step", async () => {
  const { disk, store } = await opened();
  await store.keepDraft(entry());
  const before = disk.databases.get("tongxing-1")!.durabilities.length;
  await store.put(item(), "id-1");
  assert.deepEqual(disk.databases.get("tongxing-1")!.durabilities.slice(before), ["strict"]);
  const { items, drafts } = await store.look();
  assert.deepEqual([items.map((one) => one.id), drafts], [["id-1"], []]);
});

test("what could be lost is on the disk before it counts as kept", async () => {
  const { disk, store } = await opened();
  const modes = disk.databases.get("tongxing-1")!.durabilities;
  await store.keepPhoto(photo("a"));
  await store.put(item(), "");
  await store.change(["id-1"], 1, (one) => one);
  await store.leave();
  assert.deepEqual(modes, ["strict", "strict", "strict", "strict"]);
});

test("a change sees the item as it stands, and skips what is gone", async () => {
  const { store } = await opened();
  await store.put(item({ tries: 3 }), "");
  const seen: number[] = [];
  await store.change(["gone", "id-1"], 1, (one) => {
    seen.push(one.tries);
    return { ...one, tries: one.tries + 1 };
  });
  assert.deepEqual(seen, [3]);
  assert.equal((await store.item("id-1"))?.tries, 4);
  assert.equal(await store.item("gone"), undefined);
});

test("two changes at once come one after the other, neither lost", async () => {
  const { store } = await opened();
  await store.put(item(), "");
  const once = () => store.change(["id-1"], 1, (one) => ({ ...one, tries: one.tries + 1 }));
  await Promise.all([once(), once(), once()]);
  assert.equal((await store.item("id-1"))?.tries, 3);
});

test("what is done leaves the outbox for what was sent, with its moment", async () => {
  const { store } = await opened();
  await store.put(item(), "");
  await store.change(["id-1"], 77, (one) => ({ done: { ...one, seq: 4 } }));
  assert.deepEqual(await store.items(), []);
  assert.deepEqual(await done(store, "id-1"), { id: "id-1", at: 77, item: item({ seq: 4 }) });
});

test("what the ledger has by now is not written over, whether its photos still wait here or not", async () => {
  for (const come of [(one: Item) => ({ ...one, seq: 7, state: "photos" as const, left: ["a"] }), (one: Item) => ({ done: { ...one, seq: 7 } })]) {
    const { store } = await opened();
    await store.put(item(), "");
    await store.change(["id-1"], 1, come);
    const before = await store.item("id-1");
    assert.equal(await store.put(item({ digest: "d2" }), "", item()), false);
    assert.deepEqual(await store.item("id-1"), before);
  }
});

test("an item that goes on under another id is not kept twice", async () => {
  const { store } = await opened();
  await store.put(item(), "");
  await store.change(["id-1"], 1, (one) => ({ ...one, id: "id-2" }));
  assert.deepEqual((await store.items()).map((one) => one.id), ["id-2"]);
});

test("of what was sent the latest sixty are kept", async () => {
  const { store } = await opened();
  const ids = Array.from({ length: 63 }, (_, n) => `id-${n + 10}`);
  for (const id of ids) await store.put(item({ id }), "");
  for (const [at, id] of ids.entries()) await store.change([id], 1000 - at, (one) => ({ done: one }));
  const { sent } = await store.look();
  assert.equal(sent.length, 60);
  assert.deepEqual(["id-10", "id-69", "id-70", "id-72"].map((id) => sent.some((one) => one.id === id)), [true, true, false, false]);
});

test("what the workbook lists is no longer kept as sent from here, the rest is", async () => {
  const { store } = await opened();
  for (const id of ["a", "b"]) {
    await store.put(item({ id }), "");
    await store.change([id], 1, (one) => ({ done: one }));
  }
  const recent = [{ id: "a" }] as unknown as typeof WORK.recent;
  await store.keepWork({ etag: "", body: { ...WORK, recent }, at: 1 });
  assert.deepEqual((await store.look()).sent.map((one) => one.id), ["b"]);
});

test("photos stay as long as a draft or an item names them", async () => {
  const { disk, store } = await opened();
  for (const sha256 of ["draft's", "item's", "loose"]) await store.keepPhoto(photo(sha256));
  await store.keepDraft(entry({ id: "d", files: ["draft's"] }));
  await store.put(item({ entry: entry({ files: ["item's"] }) }), "");
  await store.dropLoosePhotos();
  assert.deepEqual(disk.keys("tongxing-1", "photos"), ["draft's", "item's"]);
  assert.equal(await (await store.photo("item's"))!.data.text(), "item's");
  await store.drop("id-1");
  assert.deepEqual(disk.keys("tongxing-1", "photos"), ["draft's"]);
  await store.dropDraft("d");
  assert.deepEqual(disk.keys("tongxing-1", "photos"), []);
});

test("a photo two items name goes with the second of them", async () => {
  const { disk, store } = await opened();
  await store.keepPhoto(photo("both"));
  for (const id of ["a", "b"]) await store.put(item({ id, entry: entry({ id, files: ["both"] }) }), "");
  await store.drop("a");
  assert.deepEqual(disk.keys("tongxing-1", "photos"), ["both"]);
  await store.drop("b");
  assert.deepEqual(disk.keys("tongxing-1", "photos"), []);
});

test("unsent is what has not left the phone, a draft of an item counted with it", async () => {
  const { store } = await opened();
  await store.put(item(), "");
  await store.keepDraft(entry()); // the item, opened again
  await store.keepDraft(entry({ id: "other" }));
  assert.equal(await store.unsent(), 2);
});

test("leaving lets go of what can be had again, and of nothing else", async () => {
  const { disk, store } = await opened();
  await store.keepWork({ etag: "e", body: WORK, at: 1 });
  await store.keepNote("reminded", "2026-11-22");
  await store.keepPhoto(photo("a"));
  await store.keepDraft(entry({ id: "d", files: ["a"] }));
  await store.put(item(), "");
  await store.put(item({ id: "sent" }), "");
  await store.change(["sent"], 1, (one) => ({ done: one }));
  await store.leave();
  const left = ["workbook", "sent", "notes", "photos", "drafts", "outbox"].map((table) => disk.keys("tongxing-1", table).length);
  assert.deepEqual(left, [0, 0, 0, 1, 1, 1]);
});

test("a page of a newer version closes this one and says so", async () => {
  let told = 0;
  const disk = MemoryDisk.insert();
  const store = await Store.open(ME, () => (told += 1));
  await Registry.open(() => (told += 1));
  await new Promise((done) => setTimeout(done, 1));
  disk.newerVersion(ME.database);
  disk.newerVersion("tongxing");
  assert.equal(told, 2);
  await assert.rejects(store.items());
});

test("what the browser closed by itself is opened again, as soon as it can be", async () => {
  const disk = MemoryDisk.insert();
  const [registry, store] = [await Registry.open(never), await Store.open(ME, never)];
  let back = 0;
  registry.whenBack(() => (back += 1));
  await store.put(item(), "");
  await registry.keep("current", "forestry");
  const { setTimeout: wait } = globalThis;
  for (const failing of [0, 1]) {
    const { open } = disk;
    let asked = 0;
    disk.open = (name, version) => {
      if (asked++ < 2 * failing) throw new DOMException("", "UnknownError");
      return open.call(disk, name, version);
    };
    globalThis.setTimeout = ((work: () => void) => wait(work, 1)) as typeof setTimeout;
    for (const name of [ME.database, "tongxing"]) disk.lose(name);
    await assert.rejects(store.items());
    while (back <= failing) await new Promise((done) => wait(done, 1));
    await new Promise((done) => wait(done, 10));
    assert.deepEqual([(await store.items()).length, await registry.note("current")], [1, "forestry"]);
  }
  globalThis.setTimeout = wait;
});

// --- who uses this phone -------------------------------------------------------------------

test("an account is known by a random database, the same at every sign-in", async () => {
  MemoryDisk.insert();
  const registry = await Registry.open(never);
  const first = await registry.known("forestry", "联络员");
  assert.match(first.database, /^tongxing-[0-9a-f-]{36}$/);
  assert.ok(!first.database.includes("forestry"));
  assert.deepEqual(await registry.known("forestry", "联络员"), first);
  const renamed = await registry.known("forestry", "新联络员");
  assert.deepEqual(renamed, { ...first, name: "新联络员" });
  assert.deepEqual(await registry.accounts(), [renamed]);
});

test("another account has another database, and one that is forgotten begins anew", async () => {
  MemoryDisk.insert();
  const registry = await Registry.open(never);
  const [one, other] = [await registry.known("forestry", "甲"), await registry.known("women", "乙")];
  assert.notEqual(one.database, other.database);
  await registry.forget("forestry");
  assert.deepEqual(await registry.accounts(), [other]);
  assert.notEqual((await registry.known("forestry", "甲")).database, one.database);
});

test("two accounts on one phone never see each other's", async () => {
  const { store } = await opened();
  const others = await Store.open(OTHERS, never);
  await store.put(item(), "");
  await store.keepPhoto(photo("a"));
  assert.deepEqual(await others.look(), { work: undefined, items: [], drafts: [], sent: [], reminded: "" });
  assert.equal(await others.photo("a"), undefined);
  await others.put(item({ id: "theirs" }), "");
  assert.deepEqual((await store.items()).map((one) => one.id), ["id-1"]);
});

test("notes of the phone keep whatever they are given, also no and nothing", async () => {
  MemoryDisk.insert();
  const registry = await Registry.open(never);
  assert.equal(await registry.note("current"), undefined);
  await registry.keep("current", "");
  await registry.keep("leaving", false);
  await registry.keep("clock", { server: 1, wall: 2, seen: 3 });
  assert.deepEqual([await registry.note("current"), await registry.note("leaving")], ["", false]);
  assert.deepEqual(await registry.note("clock"), { server: 1, wall: 2, seen: 3 });
});

test("what the first screen needs of the registry is read in one step", async () => {
  MemoryDisk.insert();
  const registry = await Registry.open(() => assert.fail());
  assert.deepEqual(await registry.begun(), { accounts: [], known: undefined, clock: null, asked: false, installHint: false });
  const known = await registry.known("forestry", "联络员");
  const clock = { server: 3, wall: 2, seen: 2 };
  await Promise.all([registry.keep("current", "forestry"), registry.keep("clock", clock), registry.keep("asked", true), registry.keep("installHint", true)]);
  assert.deepEqual(await registry.begun(), { accounts: [known], known, clock, asked: true, installHint: true });
  await registry.keep("current", "women"); // let go meanwhile
  assert.equal((await registry.begun()).known, undefined);
});
