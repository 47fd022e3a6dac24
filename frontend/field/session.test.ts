import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { MemoryDisk } from "./testing/memory_disk.ts";
import { answering, refusing } from "./testing/memory_line.ts";
import { WORK, entry, item } from "./testing/samples.ts";
import { Session, earlyStore } from "./session.ts";
import { Registry, Store } from "./kept/store.ts";

/** Tabs of one browser, told of each other's changes at once. */
const tabs = new Set<EventTarget>();
const told: unknown[] = [];

class Channel extends EventTarget {
  constructor(readonly name: string) {
    super();
    tabs.add(this);
  }

  postMessage(message: unknown): void {
    told.push(message);
    for (const one of tabs) if (one !== this) one.dispatchEvent(new Event("message"));
  }
}

globalThis.BroadcastChannel = Channel as unknown as typeof BroadcastChannel;
afterEach(() => {
  tabs.clear();
  told.length = 0;
});

/** What a browser keeps beside its databases. */
const notes = new Map<string, string>();
Object.defineProperty(globalThis, "localStorage", {
  value: {
    getItem: (name: string) => notes.get(name) ?? null,
    setItem: (name: string, value: string) => notes.set(name, value),
    removeItem: (name: string) => notes.delete(name),
  },
  configurable: true,
  writable: true,
});

async function opened() {
  notes.clear();
  const disk = MemoryDisk.insert();
  const registry = await Registry.open(() => assert.fail());
  return { disk, registry, session: new Session(registry, () => assert.fail()) };
}

function workOf(account: string, name = "联络员") {
  return { ...WORK, me: { ...WORK.me, account, name } };
}

/** Signs in as `account`; the store that is open then. */
async function signedIn(session: Session, account: string): Promise<Store> {
  answering(() => workOf(account));
  const came = await session.arrive();
  assert.ok(typeof came === "object" && "as" in came);
  return came.as;
}

test("on a new phone nobody is signed in, and nobody's items wait", async () => {
  const { registry, session } = await opened();
  assert.deepEqual([await session.resume(await registry.begun()), await session.waitingForOwners()], [null, 0]);
});

test("who arrives is known from then on, without a line", async () => {
  const { registry, session } = await opened();
  answering(() => Response.json(workOf("forestry"), { headers: { ETag: '"v1"' } }));
  const came = await session.arrive();
  assert.ok(typeof came === "object" && "as" in came);
  assert.deepEqual([came.work, came.etag, came.as.known.account], [workOf("forestry"), '"v1"', "forestry"]);
  assert.equal((await registry.note("clock"))?.server, Date.parse(WORK.now));
  answering(() => null);
  assert.deepEqual((await session.resume(await registry.begun()))?.known, came.as.known);
});

test("asking whose key this is names no account", async () => {
  const { registry, session } = await opened();
  const calls = answering(() => workOf("forestry"));
  await session.arrive();
  assert.deepEqual(calls.map(({ path, headers }) => [path, "X-Tongxing-Account" in headers]), [["work", false]]);
});

test("who cannot arrive is told the way: no line, sign in, or the server's words", async () => {
  const cases: readonly [() => unknown, unknown][] = [
    [() => null, "no-line"],
    [() => new Response("<html>"), "no-line"],
    [() => refusing(401), "sign-in"],
    [() => new Response(null, { status: 304 }), "sign-in"],
    [() => refusing(403, "账号已停用，请联系管理员。"), { say: "账号已停用，请联系管理员。" }],
  ];
  for (const [answer, wanted] of cases) {
    const { registry, session } = await opened();
    answering(answer);
    assert.deepEqual(await session.arrive(), wanted);
    assert.equal(await session.resume(await registry.begun()), null);
  }
});

test("another person sees nothing of the first, and finds their own again", async () => {
  const { registry, session } = await opened();
  const first = await signedIn(session, "forestry");
  await first.put(item(), "");
  await first.keepWork({ etag: "", body: WORK, at: 1 });
  await session.entering();
  assert.equal(await session.resume(await registry.begun()), null); // between two persons the page shows nobody's
  const second = await signedIn(session, "women");
  assert.notEqual(second.known.database, first.known.database);
  assert.deepEqual(await second.look(), { work: undefined, items: [], drafts: [], sent: [], reminded: "" });
  assert.deepEqual([await session.holds(first), await session.holds(second)], [false, true]);
  const back = await signedIn(session, "forestry");
  assert.deepEqual((await back.items()).map((one) => one.id), ["id-1"]);
});

test("who leaves with nothing unsent leaves nothing", async () => {
  const { disk, registry, session } = await opened();
  const store = await signedIn(session, "forestry");
  await store.keepWork({ etag: "", body: WORK, at: 1 });
  const calls = answering(() => ({}));
  await session.leave(store);
  assert.deepEqual([await registry.accounts(), [...disk.databases.keys()]], [[], ["tongxing"]]);
  assert.deepEqual(calls.map(({ path, headers }) => [path, headers["X-Tongxing-Account"]]), [["leave", "forestry"]]);
  assert.deepEqual([await session.resume(await registry.begun()), await registry.note("leaving")], [null, false]);
});

test("what is unsent stays for its owner when somebody leaves, and only its number is shown", async () => {
  const { registry, session } = await opened();
  const store = await signedIn(session, "forestry");
  await store.put(item(), "");
  await store.keepDraft(entry({ id: "draft" }));
  answering(() => ({}));
  await session.leave(store);
  assert.deepEqual([await session.resume(await registry.begun()), await session.waitingForOwners()], [null, 2]);
  const again = await signedIn(session, "forestry");
  assert.deepEqual((await again.items()).map((one) => one.id), ["id-1"]);
});

test("who leaves without a line is out at once; the key is ended before anybody arrives again", async () => {
  const { registry, session } = await opened();
  const store = await signedIn(session, "forestry");
  answering(() => null);
  await session.leave(store);
  assert.deepEqual([await session.resume(await registry.begun()), await registry.note("leaving")], [null, true]);
  assert.equal(await session.arrive(), "no-line"); // not signed in by the old key
  const calls = answering(() => workOf("forestry"));
  assert.equal(await session.arrive(), "sign-in");
  assert.deepEqual(calls.map((one) => one.path), ["leave"]);
  assert.equal(await registry.note("leaving"), false);
});

test("a key that has ended already needs no ending", async () => {
  const { registry, session } = await opened();
  const store = await signedIn(session, "forestry");
  answering(() => refusing(401));
  await session.leave(store);
  assert.equal(await registry.note("leaving"), false);
  const other = await signedIn(session, "women");
  answering(() => refusing(500));
  await session.leave(other); // the server is in trouble: leaving goes on, the key is ended later
  assert.equal(await registry.note("leaving"), true);
});

test("a fresh sign-in is not undone by an old leave that had no line", async () => {
  const { registry, session } = await opened();
  const store = await signedIn(session, "forestry");
  answering(() => null);
  await session.leave(store);
  await session.entering(); // the server has given a new key
  assert.equal((await signedIn(session, "women")).known.account, "women");
});

test("other tabs hear of whatever changes, this one does not", async () => {
  const { registry, session } = await opened();
  const other = new Session(registry, () => assert.fail());
  const heard: string[] = [];
  session.listen(() => heard.push("here"));
  other.listen(() => heard.push("there"));
  session.tell();
  assert.deepEqual(heard, ["there"]);
  const store = await signedIn(session, "forestry");
  answering(() => ({}));
  await session.leave(store);
  assert.deepEqual([heard, told.length], [["there", "there", "there"], 3]);
});

test("the store shown last is opened and read before the registry says whose it is", async () => {
  const { registry, session } = await opened();
  assert.equal(await earlyStore(() => assert.fail()), null); // a new phone
  const store = await signedIn(session, "forestry");
  await store.put(item(), "");
  await store.keepNote("reminded", "2026-11-20");
  store.close();
  const early = earlyStore(() => assert.fail());
  const read = (await early)!.look;
  const resumed = await session.resume(await registry.begun(), early);
  assert.deepEqual([resumed?.known.account, (await resumed!.look()).reminded], ["forestry", "2026-11-20"]);
  await resumed!.drop("id-1");
  assert.deepEqual([(await read).items.length, (await resumed!.look()).items.length], [1, 0]); // read anew from then on
});

test("a store opened early that is not the one to show is closed unread, and an empty one is gone", async () => {
  const { disk, registry, session } = await opened();
  const first = await signedIn(session, "forestry");
  await signedIn(session, "women");
  notes.set("database", first.known.database); // as before a power cut
  const resumed = await session.resume(await registry.begun(), earlyStore(() => assert.fail()));
  assert.deepEqual([resumed?.known.account, notes.get("database")], ["women", resumed?.known.database]);
  assert.ok(disk.databases.has(first.known.database));
  const before = [...disk.databases.keys()];
  assert.equal((await session.resume(await registry.begun(), Store.early("tongxing-gone", () => assert.fail())))?.known.account, "women");
  assert.deepEqual([...disk.databases.keys()], before);
});

test("who leaves is not opened early again", async () => {
  const { session } = await opened();
  const store = await signedIn(session, "forestry");
  assert.equal(notes.get("database"), store.known.database);
  answering(() => ({}));
  await session.leave(store);
  assert.equal(notes.size, 0);
});

test("where the browser keeps no notes the page opens one step later", async () => {
  const { registry, session } = await opened();
  const denied = { get: () => { throw new DOMException("", "SecurityError"); }, configurable: true };
  const kept = Object.getOwnPropertyDescriptor(globalThis, "localStorage")!;
  Object.defineProperty(globalThis, "localStorage", denied);
  await signedIn(session, "forestry");
  const early = earlyStore(() => assert.fail());
  assert.deepEqual([await early, (await session.resume(await registry.begun(), early))?.known.account], [null, "forestry"]);
  Object.defineProperty(globalThis, "localStorage", kept);
});
