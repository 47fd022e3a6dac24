import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { MemoryDisk } from "./memory_disk.ts";
import { answering, refusing } from "./memory_line.ts";
import { WORK, entry, item } from "./samples.ts";
import { Session } from "./session.ts";
import { Registry, Store } from "./store.ts";

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

async function opened() {
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
  const { session } = await opened();
  assert.deepEqual([await session.resume(), await session.waitingForOwners()], [null, 0]);
});

test("who arrives is known from then on, without a line", async () => {
  const { registry, session } = await opened();
  answering(() => Response.json(workOf("forestry"), { headers: { ETag: '"v1"' } }));
  const came = await session.arrive();
  assert.ok(typeof came === "object" && "as" in came);
  assert.deepEqual([came.work, came.etag, came.as.known.account], [workOf("forestry"), '"v1"', "forestry"]);
  assert.equal((await registry.note("clock"))?.server, Date.parse(WORK.now));
  answering(() => null);
  assert.deepEqual((await session.resume())?.known, came.as.known);
});

test("asking whose key this is names no account", async () => {
  const { session } = await opened();
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
    const { session } = await opened();
    answering(answer);
    assert.deepEqual(await session.arrive(), wanted);
    assert.equal(await session.resume(), null);
  }
});

test("another person sees nothing of the first, and finds their own again", async () => {
  const { session } = await opened();
  const first = await signedIn(session, "forestry");
  await first.put(item(), "");
  await first.keepWork({ etag: "", body: WORK, at: 1 });
  await session.entering();
  assert.equal(await session.resume(), null); // between two persons the page shows nobody's
  const second = await signedIn(session, "women");
  assert.notEqual(second.known.database, first.known.database);
  assert.deepEqual(await second.look(), { work: undefined, items: [], drafts: [], sent: [] });
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
  assert.deepEqual([await session.resume(), await registry.note("leaving")], [null, false]);
});

test("what is unsent stays for its owner when somebody leaves, and only its number is shown", async () => {
  const { session } = await opened();
  const store = await signedIn(session, "forestry");
  await store.put(item(), "");
  await store.keepDraft(entry({ id: "draft" }));
  answering(() => ({}));
  await session.leave(store);
  assert.deepEqual([await session.resume(), await session.waitingForOwners()], [null, 2]);
  const again = await signedIn(session, "forestry");
  assert.deepEqual((await again.items()).map((one) => one.id), ["id-1"]);
});

test("who leaves without a line is out at once; the key is ended before anybody arrives again", async () => {
  const { registry, session } = await opened();
  const store = await signedIn(session, "forestry");
  answering(() => null);
  await session.leave(store);
  assert.deepEqual([await session.resume(), await registry.note("leaving")], [null, true]);
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
  const { session } = await opened();
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
