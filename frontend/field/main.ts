/** Opens the page from the phone's own storage; nothing here waits for a network. */

import "./field.css";

import { App } from "./app";
import { byId, fill } from "./dom";
import { Router } from "./router";
import { Session } from "./session";
import { install } from "./shell";
import { askToKeep } from "./storage";
import { Registry } from "./store";
import type { Store } from "./store";
import { readHint } from "./views/install";
import { outdatedNotice, signIn } from "./views/sign_in";

const ENTERED = "#entered";

async function start(): Promise<void> {
  const root = byId("app");
  if (!root) return;
  const outdated = () => fill(root, outdatedNotice());
  const registry = await Registry.open(outdated);
  const session = new Session(registry, outdated);
  const entered = location.hash === ENTERED;
  if (entered) {
    history.replaceState(null, "", "#/todo");
    await session.entering();
  }
  const store = await session.resume();
  if (store) await open(root, registry, session, store);
  else await fillSignIn(root, registry, session, entered);
}

async function fillSignIn(root: HTMLElement, registry: Registry, session: Session, entered: boolean): Promise<void> {
  const waiting = await session.waitingForOwners();
  const arrived = (store: Store) => void open(root, registry, session, store);
  fill(root, signIn({ session, waiting, entered, arrived }));
  performance.mark("usable");
}

async function open(root: HTMLElement, registry: Registry, session: Session, store: Store): Promise<void> {
  let router: Router | undefined;
  const app = new App(registry, session, store, () => router?.refresh());
  router = new Router(app, root);
  await readHint(app);
  await app.begin();
  router.go();
  performance.mark("usable");
  void install(() => router?.newVersion());
  if (!(await registry.note("asked"))) {
    await registry.keep("asked", true);
    await askToKeep();
  }
}

void start();
