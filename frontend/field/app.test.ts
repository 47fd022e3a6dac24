import assert from "node:assert/strict";
import { test } from "node:test";

import { App } from "./app.ts";
import { digest } from "./kept/digest.ts";
import { MemoryDisk } from "./testing/memory_disk.ts";
import { answering, refusing } from "./testing/memory_line.ts";
import type { Call } from "./testing/memory_line.ts";
import type { Item } from "./kept/outbox.ts";
import { WORK, answer, entry, item, listed } from "./testing/samples.ts";
import type { Session } from "./session.ts";
import type { SentItem } from "./shapes.ts";
import { Registry, Store } from "./kept/store.ts";

const ME = { account: "forestry", name: "联络员", database: "tongxing-1" };
Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true, writable: true });
const waits: number[] = [];
Object.assign(globalThis, { window: { setTimeout: (_: () => void, wait: number) => waits.push(wait) } });

/** A page whose session is still that of its store, unless `holds` says otherwise. */
async function page(holds = true) {
  MemoryDisk.insert();
  waits.length = 0;
  const [registry, store] = [await Registry.open(() => assert.fail()), await Store.open(ME, () => assert.fail())];
  const session = { holds: async () => holds, tell: () => undefined } as unknown as Session;
  const app = new App(registry, session, store, () => undefined);
  return { app, store, registry };
}

/** The server: the workbook, and every record written. */
function server({ path, body }: Call): unknown {
  if (path === "work") return Response.json(WORK, { headers: { ETag: '"v1"' } });
  const { items } = JSON.parse(body as string) as { items: SentItem[] };
  return { now: WORK.now, answers: items.map(({ id }) => answer({ id })) };
}

test("the first screen rests on what was read already, and asks nobody", async () => {
  const { app, store, registry } = await page();
  const calls = answering(() => assert.fail());
  await store.keepWork({ etag: "", body: WORK, at: 1 });
  await store.keepNote("reminded", "2026-11-20");
  await registry.keep("clock", { server: Date.parse(WORK.now), wall: Date.now(), seen: Date.now() });
  await app.begin(await registry.begun());
  assert.deepEqual([app.work?.due.length, app.reminded, app.today, app.busy, calls], [1, "2026-11-20", "2026-11-22", false, []]);
});

test("what waits keeps its words when the pairing it was written under has ended", async () => {
  const { app, store } = await page();
  await store.keepWork({ etag: "", body: WORK, at: 1 });
  await store.put(item(), "");
  await store.keepWork({ etag: "", body: { ...WORK, kinds: [], pairings: [], places: [] }, at: 2 });
  await app.look();
  assert.deepEqual([app.kind("labour-day"), app.kindOf("labour-day")?.title], [undefined, "集中劳动"]);
  assert.deepEqual([app.placeName(item().draft.place), app.names().get("org:lyj")], ["荷垌村", "市林业局"]);
  await store.drop("id-1");
  await store.keepWork({ etag: "", body: { ...WORK, kinds: [], pairings: [], places: [] }, at: 3 });
  await app.look();
  assert.equal(app.kindOf("labour-day"), undefined);
});

test("a round sends what waits, then takes the workbook and learns the day", async () => {
  const { app, store, registry } = await page();
  await store.put(item(), "");
  const calls = answering(server);
  await app.sync();
  assert.deepEqual(calls.map((one) => one.path), ["records", "work"]);
  assert.deepEqual([app.work?.me.account, app.items.length, app.sent.length], ["forestry", 0, 1]);
  assert.deepEqual([app.today, app.now.sure, app.trouble, waits], ["2026-11-22", true, "", []]);
  assert.equal((await registry.note("clock"))?.server, Date.parse(WORK.now));
  answering(() => new Response(null, { status: 304 }));
  await app.sync();
  assert.equal(app.work?.me.account, "forestry"); // what is kept still stands
});

test("a record just sent is known while the workbook that lists it is being kept", async () => {
  const { app, store } = await page();
  await store.put(item(), "");
  answering(server);
  await app.sync();
  await store.keepWork({ etag: "v2", body: { ...WORK, recent: [listed("id-1", "counted")] }, at: 2 });
  assert.equal(app.work?.recent.length, 0);
  assert.equal(app.written("id-1")?.seq, 7);
  await app.look();
  assert.deepEqual([app.work?.recent.length, app.written("id-1")], [1, undefined]);
});

test("a phone that was full takes photos again once there is room", async () => {
  const { app } = await page();
  const room = { usage: 990_000_000, quota: 1_000_000_000 };
  Object.assign(navigator, { storage: { estimate: async () => room } });
  await app.measure();
  assert.equal(app.level, "full");
  answering(server);
  room.usage = 10_000_000;
  await app.sync();
  assert.equal(app.level, "fine");
  Object.assign(navigator, { storage: undefined });
});

test("every way a round fails is shown as what it is, and tried again only where that helps", async () => {
  const cases: readonly [() => unknown, string, string, boolean][] = [
    [() => null, "no-line", "", true],
    [() => refusing(503, "系统维护中"), "later", "系统维护中", true],
    [() => refusing(401, "请重新登录"), "signed-out", "请重新登录", false],
    [() => ({ ...WORK, me: { ...WORK.me, account: "women" } }), "signed-out", "", false], // another person's key
  ];
  for (const [given, trouble, say, again] of cases) {
    const { app, store } = await page();
    answering(given);
    await app.sync();
    assert.deepEqual([app.trouble, app.troubleSay, waits.length > 0, app.busy], [trouble, say, again, false]);
    assert.equal(await store.work(), undefined);
  }
});

test("why what waits did not go is said, and no longer once it has gone", async () => {
  const { app, store } = await page();
  await store.put(item(), "");
  for (const [status, trouble, say] of [[403, "later", "您目前没有填报记录的授权"], [401, "signed-out", "另一位同事"], [500, "later", ""]] as const) {
    answering(() => refusing(status, say));
    await app.sync();
    assert.deepEqual([app.trouble, app.troubleSay, app.items.length], [trouble, say, 1]);
  }
  answering(server);
  await app.sync();
  assert.deepEqual([app.trouble, app.troubleSay, app.items.length], ["", "", 0]);
});

test("a photo that does not go keeps neither records nor the workbook back", async () => {
  const { app, store } = await page();
  await store.put(item({ state: "photos", seq: 7, left: ["a"], entry: entry({ files: ["a"] }) }), "");
  await store.keepPhoto({ sha256: "a", data: new Blob(["photo"]) });
  const say = "照片传到后与手机上的不一致，请重新传这张照片。";
  answering((call) => (call.path.startsWith("files/") ? refusing(400, say) : server(call)));
  await app.sync();
  assert.deepEqual([app.trouble, app.troubleSay, app.work?.me.account, waits.length], ["later", say, "forestry", 1]);
  answering((call) => (call.path === "work" ? null : refusing(400, say)));
  await app.sync();
  assert.equal(app.trouble, "no-line");
});

test("failures in a row wait longer, a good round ends them", async () => {
  const { app } = await page();
  answering(() => null);
  for (let round = 0; round < 4; round += 1) await app.sync();
  waits.forEach((wait, n) => assert.ok(wait >= 4000 * 2 ** n && wait <= 8000 * 2 ** n, `${n}: ${wait}`));
  answering(server);
  await app.sync();
  answering(() => null);
  await app.sync();
  assert.deepEqual([waits.length, waits.at(-1)! <= 8000], [5, true]);
});

test("one round at a time; what is asked for meanwhile follows as one more", async () => {
  const { app } = await page();
  const calls = answering(server);
  await Promise.all([app.sync(), app.sync(), app.sync()]);
  while (app.busy) await new Promise((done) => setTimeout(done, 1));
  assert.deepEqual(calls.map((one) => one.path), ["work", "work"]);
});

test("a storage that does not answer for a moment does not end all sending", async () => {
  const { app, store } = await page();
  const { holds } = app.session;
  app.session.holds = () => Promise.reject(new DOMException("", "InvalidStateError"));
  await app.sync();
  assert.equal(app.busy, false);
  app.session.holds = holds;
  await store.put(item(), "");
  answering(server);
  await app.sync();
  assert.equal(app.items.length, 0);
});

test("nothing is asked for a person who is no longer signed in here", async () => {
  const { app } = await page(false);
  const calls = answering(() => assert.fail());
  await app.sync();
  assert.deepEqual([calls, app.busy], [[], false]);
});

test("what is saved waits in the outbox under its own id, its digest that of its draft", async () => {
  const { app, store } = await page(false); // nothing is sent meanwhile
  await store.keepWork({ etag: "", body: WORK, at: 1 });
  await app.look();
  await store.keepDraft(entry());
  await app.save(entry());
  const [kept] = await store.items();
  assert.deepEqual([kept!.id, kept!.state, kept!.title, kept!.placeName], ["id-1", "waiting", "集中劳动", "荷垌村"]);
  assert.equal(kept!.digest, await digest(kept!.draft));
  assert.deepEqual([app.items.length, app.drafts.length], [1, 0]);
});

test("saved again before it went it stays one, in its old place", async () => {
  const { app, store } = await page(false);
  await store.put(item({ made: 5, state: "attention", say: "请核对" }), "");
  await app.save(entry({ text: "改过" }));
  const all = await store.items();
  assert.deepEqual(all.map(({ id, made, state, say }) => [id, made, state, say]), [["id-1", 5, "waiting", ""]]);
  assert.equal(all[0]!.draft.text, "改过");
});

test("what the ledger has is corrected, never written over", async () => {
  for (const there of [item({ state: "photos", seq: 7, left: ["a"] }), null]) {
    const { app, store } = await page(false);
    await store.put(there ?? item(), "");
    if (!there) await store.change(["id-1"], 1, (one) => ({ done: { ...one, seq: 7 } }));
    await app.save(entry({ text: "改过" }));
    const fresh = (await store.items()).find((one) => one.id !== "id-1");
    assert.deepEqual([fresh?.draft.replaces, fresh?.entry.replaces, fresh?.seq], [["id-1"], "id-1", null]);
    assert.match(fresh!.id, /-7[0-9a-f]{3}-/);
    assert.equal((await store.items()).some((one) => one.id === "id-1"), !!there); // its photo still goes
  }
});

test("a form left open while its record went on under another id is saved there, not beside it", async () => {
  const { app, store } = await page(false);
  const moved = { ...item({ id: "id-2", made: 5 }), draft: { ...item().draft, replaces: ["id-1"] }, entry: entry({ id: "id-2", replaces: "id-1" }) };
  await store.put(moved, "");
  await app.save(entry({ text: "改过" })); // still the form of id-1
  const all = await store.items();
  assert.deepEqual(all.map(({ id, draft, made }) => [id, draft.replaces, draft.text, made]), [["id-2", ["id-1"], "改过", 5]]);
  await store.change(["id-2"], 1, (one) => ({ done: { ...one, seq: 8 } }));
  await app.save(entry({ text: "再改" }));
  assert.deepEqual((await store.items()).map(({ draft }) => [draft.replaces, draft.text]), [[["id-2"], "再改"]]);
});

test("an answer that comes while one saves is seen, and the change goes on as a correction", async () => {
  const { app, store } = await page(false);
  await store.put(item(), "");
  const latest = store.latest.bind(store);
  let meanwhile = 0;
  store.latest = async (id) => {
    const found = await latest(id);
    if (!meanwhile++) await store.change(["id-1"], 1, (one) => ({ done: { ...one, seq: 7 } }));
    return found;
  };
  await app.save(entry({ text: "改过" }));
  assert.deepEqual([(await store.items()).map(({ draft }) => draft.replaces), meanwhile], [[["id-1"]], 2]);
});

test("a kind or place the workbook no longer lists is shown by its code", async () => {
  const { app, store } = await page(false);
  await app.save(entry());
  const [kept] = await store.items();
  assert.deepEqual([kept!.title, kept!.placeName], ["labour-day", "440981107203"]);
});

test("what is thrown away is gone, as item and as draft", async () => {
  const { app, store } = await page(false);
  await store.put(item(), "");
  await store.keepDraft(entry());
  await app.discard("id-1");
  assert.deepEqual([app.items, app.drafts, await store.unsent()], [[], [], 0]);
});

test("a settled conflict still sends its photos, else it is done", async () => {
  const { app, store } = await page(false);
  await store.put(item({ id: "a", state: "conflict", left: ["x"] }), "");
  await store.put(item({ id: "b", state: "conflict" }), "");
  await app.settle("a");
  await app.settle("b");
  assert.deepEqual([app.items.map((one) => [one.id, one.state]), app.sent.map((one) => one.id)], [[["a", "photos"]], ["b"]]);
});

test("two versions of which one was chosen at the office need nobody here any more", async () => {
  const { app, store } = await page();
  await store.put(item({ id: "ruled", state: "conflict", seq: 3 }), "");
  await store.put(item({ id: "gone", state: "conflict", seq: 4 }), "");
  await store.put(item({ id: "open", state: "conflict", seq: 5 }), "");
  await store.put(item({ id: "late", state: "conflict", seq: 6 }), "");
  const recent = [listed("ruled", "corrected"), listed("gone", "withdrawn"), listed("open", "conflict"), listed("late", "counted")];
  answering(() => Response.json({ ...WORK, recent }, { headers: { ETag: '"v2"' } }));
  await app.look();
  await app.sync();
  assert.deepEqual(app.items.map((one) => one.id).sort(), ["late", "open"]);
  assert.deepEqual(app.sent, []); // the workbook lists them
});

test("what a record became by corrections sent from here is known before the workbook lists it", async () => {
  const { app, store } = await page();
  const recent = [listed("first", "counted")];
  await store.keepWork({ etag: "", body: { ...WORK, recent }, at: 1 });
  const mended = (id: string, of: string, change: Partial<Item> = {}) => item({ id, draft: { ...item().draft, replaces: [of] }, seq: 8, ...change });
  await store.put(mended("second", "first"), "");
  await store.change(["second"], 1, (one) => ({ done: one }));
  await store.put(mended("third", "second", { state: "photos", left: ["f1"] }), "");
  await store.put(mended("fourth", "third", { seq: null }), "");
  await app.look();
  assert.deepEqual(["first", "second", "third", "other"].map((one) => app.sentAs(one)), ["third", "third", "third", "other"]);
  assert.deepEqual(app.unlisted().map((one) => one.id), ["second", "third"]);
});

test("a returned record is to be corrected until its correction is written, by whoever may", async () => {
  const { app, store } = await page();
  const [mine, others, mended, sent] = ["mine", "others", "mended", "sent"].map((id) => ({ ...listed(id, "returned"), may_correct: id !== "others" }));
  await store.keepWork({ etag: "", body: { ...WORK, recent: [mine!, others!, mended!, sent!, listed("fine", "counted")] }, at: 1 });
  const correcting = (id: string, of: string, seq: number | null) => item({ id, seq, state: seq === null ? "waiting" : "photos", draft: { ...item().draft, replaces: [of] } });
  await store.put(correcting("a", "mended", null), "");
  await store.put(correcting("b", "sent", 9), "");
  await app.look();
  assert.deepEqual(app.returned().map((one) => one.id), ["mine"]);
});

test("the newest is shown first, of items, drafts and what was sent", async () => {
  const { app, store } = await page(false);
  for (const [n, id] of ["a", "b", "c"].entries()) {
    await store.put(item({ id, made: n }), "");
    await store.keepDraft(entry({ id: `draft-${id}`, started: n }));
    await store.put(item({ id: `sent-${id}` }), "");
    await store.change([`sent-${id}`], n, (one) => ({ done: one }));
  }
  await app.look();
  assert.deepEqual(app.items.map((one) => one.id), ["c", "b", "a"]);
  assert.deepEqual(app.drafts.map((one) => one.id), ["draft-c", "draft-b", "draft-a"]);
  assert.deepEqual(app.sent.map((one) => one.id), ["sent-c", "sent-b", "sent-a"]);
});

test("parties are called by the latest names the workbook has", async () => {
  const { app } = await page(false);
  assert.equal(app.names().size, 0);
  const doers = [{ who: "person:z", name: "驻村干部", role: "", of: "org:z", of_name: "市气象局" }];
  app.work = { ...WORK, recent: [{ ...listed("id-1", "counted"), doers }] };
  const names = app.names();
  assert.deepEqual(["person:z", "org:z", "org:fl", "person:a"].map((id) => names.get(id)), ["驻村干部", "市气象局", "市妇联", "联络员"]);
});

test("the reminder of the week is noted, and a server that tells no time teaches none", async () => {
  const { app, store } = await page(false);
  app.learn(WORK.now);
  await app.remind();
  assert.equal(await store.note("reminded"), app.today);
  const before = app.clock;
  app.learn("明天");
  assert.equal(app.clock, before);
});
