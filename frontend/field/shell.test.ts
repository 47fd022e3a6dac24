import assert from "node:assert/strict";
import { test } from "node:test";

import { install, update } from "./shell.ts";

/** A service worker that may be installing, installed or waiting. */
class Version extends EventTarget {
  state = "installing";
  readonly heard: unknown[] = [];

  postMessage(message: unknown): void {
    this.heard.push(message);
  }

  becomes(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }
}

class Registration extends EventTarget {
  waiting: Version | null = null;
  installing: Version | null = null;
}

/** A browser with a worker in charge or none; what it was asked to register. */
function browser(controller: object | null, register?: () => Promise<never>) {
  const registration = new Registration();
  const asked: unknown[] = [];
  const container = Object.assign(new EventTarget(), {
    controller,
    register: async (...all: unknown[]) => {
      asked.push(all);
      return register ? register() : registration;
    },
    getRegistration: async () => registration,
  });
  let reloads = 0;
  Object.defineProperty(globalThis, "navigator", { value: { serviceWorker: container }, configurable: true });
  Object.assign(globalThis, { location: { reload: () => (reloads += 1) } });
  return { registration, container, asked, reloads: () => reloads };
}

test("the worker is installed for the phone's pages alone, and asked for afresh", async () => {
  const { asked } = browser(null);
  await install(() => assert.fail());
  assert.deepEqual(asked, [["/phone/sw.js", { scope: "/phone/", updateViaCache: "none" }]]);
});

test("without a worker, or without a line, the page goes on as it is", async () => {
  browser(null, () => Promise.reject(new TypeError("failed")));
  await install(() => assert.fail());
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  await install(() => assert.fail());
});

test("a version that waits, or comes to wait, is told once; the very first is not", async () => {
  for (const [controller, wanted] of [[{}, 1], [null, 0]] as const) {
    const { registration } = browser(controller);
    let told = 0;
    await install(() => (told += 1));
    registration.installing = new Version();
    registration.dispatchEvent(new Event("updatefound"));
    registration.installing.becomes("installed");
    registration.installing.becomes("activated");
    assert.equal(told, wanted);
  }
  const { registration } = browser({});
  registration.waiting = new Version();
  let told = 0;
  await install(() => (told += 1));
  assert.equal(told, 1);
});

test("the new version takes over before the page opens anew", async () => {
  const { registration, container, reloads } = browser({});
  registration.waiting = new Version();
  await update();
  assert.deepEqual([registration.waiting.heard, reloads()], [["take-over"], 0]);
  container.dispatchEvent(new Event("controllerchange"));
  container.dispatchEvent(new Event("controllerchange"));
  assert.equal(reloads(), 1);
});

test("where nothing waits any more the page just opens anew", async () => {
  const { reloads } = browser({});
  await update();
  assert.equal(reloads(), 1);
});
