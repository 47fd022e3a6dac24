/**
 * The service worker: keeps the shell and nothing else.
 *
 * The server writes what is kept before this script (`KEEPS`). A new version takes its place
 * when the old one is no longer open, or when its page says so.
 */

interface Keeps {
  readonly shell: string;
  readonly files: readonly string[];
  readonly version: string;
}

interface Worker extends EventTarget {
  readonly KEEPS: Keeps;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
}

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

/** Newer browsers take what is kept themselves, before a worker has been started. */
interface Installing extends Waiting {
  addRoutes?(routes: readonly Route[]): Promise<void>;
}

interface Route {
  readonly condition: { readonly requestMethod: string; readonly urlPattern: { readonly pathname: string; readonly search: string } };
  readonly source: { readonly cacheName: string };
}

interface Fetching extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as Worker;
const { shell, files, version } = worker.KEEPS;
const PREFIX = "shell-";
// The addresses of the files hold hashes of what is in them.
const NAME = PREFIX + version;

worker.addEventListener("install", (event) => {
  (event as Installing).waitUntil(keepShell());
  (event as Installing).waitUntil(shortCut(event as Installing));
});
worker.addEventListener("activate", (event) => (event as Waiting).waitUntil(takeOver()));
worker.addEventListener("message", (event) => {
  if ((event as MessageEvent).data === "take-over") void worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const { request, respondWith } = event as Fetching;
  const key = keptUnder(request);
  if (key) respondWith.call(event, answer(key, request));
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(NAME);
  await cache.addAll([shell, ...files].map((address) => new Request(address, { cache: "no-cache" })));
}

/** What has no route, or is not found by it, comes to `fetch` below or goes to the network. */
async function shortCut(event: Installing): Promise<void> {
  const routes = [shell, ...files].map((pathname) => ({
    condition: { requestMethod: "get", urlPattern: { pathname, search: "" } },
    source: { cacheName: NAME },
  }));
  try {
    await event.addRoutes?.(routes);
  } catch {
    // An earlier form of routes: the worker answers, a little later.
  }
}

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  await worker.clients.claim();
}

/** The address a request is kept under; "" for what always goes to the network. */
function keptUnder(request: Request): string {
  const asked = new URL(request.url);
  if (request.method !== "GET" || asked.origin !== worker.location.origin) return "";
  if (asked.pathname === shell) return shell;
  return files.includes(asked.pathname) ? asked.pathname : "";
}

async function answer(key: string, request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  return (await cache.match(key)) ?? fetch(request);
}
