import assert from "node:assert/strict";
import { test } from "node:test";

const ORIGIN = "https://office.example";
const SHELL = "/phone/";
const KEEPS = { shell: SHELL, files: ["/static/field.1a.js", "/static/field.2b.css"], version: "v2" };

/** The caches of a browser, and what was asked of the network. */
const kept = new Map<string, Map<string, Response>>([["shell-v1", new Map()], ["desk", new Map()]]);
const network: string[] = [];
const done = { skipped: 0, claimed: 0 };
let line = true;

function address(asked: Request | string): string {
  return new URL(typeof asked === "string" ? asked : asked.url, ORIGIN).pathname;
}

async function opened(name: string) {
  const entries = kept.get(name) ?? new Map<string, Response>();
  kept.set(name, entries);
  return {
    match: async (key: string) => entries.get(key)?.clone(),
    addAll: async (all: readonly Request[]) => {
      const found = await Promise.all(all.map(async (one) => [address(one), await fetch(one)] as const));
      for (const [key, response] of found) entries.set(key, response);
    },
  };
}

class Asking extends Request {
  constructor(asked: string, init?: RequestInit) {
    super(new URL(asked, ORIGIN), init);
  }
}

const worker = Object.assign(new EventTarget(), {
  KEEPS,
  location: new URL(ORIGIN),
  clients: { claim: async () => void (done.claimed += 1) },
  skipWaiting: async () => void (done.skipped += 1),
});
Object.assign(globalThis, {
  self: worker,
  Request: Asking,
  caches: { open: opened, keys: async () => [...kept.keys()], delete: async (name: string) => kept.delete(name) },
  fetch: async (asked: Request) => {
    network.push(`${asked.method} ${address(asked)} ${asked.cache}`);
    if (!line) throw new TypeError("fetch failed");
    return new Response(`from the network: ${address(asked)}`);
  },
});
await import("./sw.js");

/** What the worker promised to do on an event. */
async function happens(type: string, more: object = {}): Promise<void> {
  const promised: Promise<unknown>[] = [];
  worker.dispatchEvent(Object.assign(new Event(type), { waitUntil: (work: Promise<unknown>) => promised.push(work), ...more }));
  await Promise.all(promised);
}

/** What it answers to a request; "" when it leaves it to the browser. */
async function answered(asked: string, init?: RequestInit): Promise<string> {
  let answer: Promise<Response> | undefined;
  const request = new Asking(asked, init);
  worker.dispatchEvent(Object.assign(new Event("fetch"), { request, respondWith: (given: Promise<Response>) => (answer = given) }));
  return answer ? (await answer).text() : "";
}

const routes: unknown[] = [];

test("the whole shell is kept when it is installed, fresh from the server", async () => {
  await happens("install", { addRoutes: async (given: readonly unknown[]) => routes.push(...given) });
  assert.deepEqual(network, [SHELL, ...KEEPS.files].map((one) => `GET ${one} no-cache`));
  assert.deepEqual([...kept.get("shell-v2")!.keys()], [SHELL, ...KEEPS.files]);
});

test("a browser that can takes the shell from what is kept without starting the worker", async () => {
  const route = (pathname: string) => ({
    condition: { requestMethod: "get", urlPattern: { pathname, search: "" } },
    source: { cacheName: "shell-v2" },
  });
  assert.deepEqual(routes, [SHELL, ...KEEPS.files].map(route));
  await happens("install", { addRoutes: () => Promise.reject(new TypeError("another form")) }); // and one that cannot installs all the same
  await happens("install");
});

test("a new version waits until the page says so", async () => {
  assert.equal(done.skipped, 0);
  await happens("message", { data: "something" });
  assert.equal(done.skipped, 0);
  await happens("message", { data: "take-over" });
  assert.equal(done.skipped, 1);
});

test("taking over throws away older shells, and what is not its own stays", async () => {
  await happens("activate");
  assert.deepEqual([[...kept.keys()].sort(), done.claimed], [["desk", "shell-v2"], 1]);
});

test("the shell opens without a line, whatever the address asks of it", async () => {
  [line, network.length] = [false, 0];
  for (const asked of [SHELL, "/phone/?from=desk", "/phone/#/outbox"]) {
    assert.equal(await answered(asked), "from the network: /phone/");
  }
  assert.equal(await answered("/static/field.1a.js"), "from the network: /static/field.1a.js");
  assert.deepEqual(network, []);
});

test("nothing else is ever answered from what is kept", async () => {
  for (const asked of ["/api/phone/work", "/phone/enter/", "/phone/sw.js", "/records/", "/static/field.9z.js", "https://elsewhere.example/phone/"]) {
    assert.equal(await answered(asked), "", asked);
  }
  assert.equal(await answered(SHELL, { method: "POST" }), "");
});

test("a file the browser has thrown away comes from the network", async () => {
  line = true;
  kept.get("shell-v2")!.delete("/static/field.2b.css");
  assert.equal(await answered("/static/field.2b.css"), "from the network: /static/field.2b.css");
  assert.equal(network.length, 1);
});
