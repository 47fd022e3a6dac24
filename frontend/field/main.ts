/** Opens the page from the phone's own storage; nothing here waits for a network. */

import "./field.css";

import { App } from "./app";
import { byId, fill } from "./dom";
import { Router } from "./router";
import { Session, earlyStore } from "./session";
import { install } from "./shell";
import { askToKeep } from "./kept/storage";
import { Registry } from "./kept/store";
import type { Begun, Store } from "./kept/store";
import { readHint } from "./views/install";
import { outdatedNotice, signIn, unopenedNotice } from "./views/sign_in";

const ENTERED = "#entered";
const FRAME_MOST = 1000; // milliseconds

/** The registry, and the store shown last, are opened side by side before anything else is done. */
async function start(): Promise<void> {
  const outdated = () => void placed().then((root) => fill(root, outdatedNotice()));
  const opening = Registry.open(outdated);
  const early = earlyStore(outdated);
  early.catch(() => undefined); // whoever waits for it is told
  const registry = await opening;
  const session = new Session(registry, outdated);
  const entered = location.hash === ENTERED;
  if (entered) {
    history.replaceState(null, "", "#/todo");
    await session.entering();
  }
  const begun = await registry.begun();
  const [store, root] = [await session.resume(begun, early), await placed()];
  if (store) await open(root, registry, session, store, begun);
  else await fillSignIn(root, registry, session, entered);
}

/** Where the page is drawn; this script does not wait for the document, nor for its style. */
async function placed(): Promise<HTMLElement> {
  while (document.readyState === "loading") await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  const found = byId("app");
  if (!found) throw new Error("a shell without its place");
  return found;
}

async function fillSignIn(root: HTMLElement, registry: Registry, session: Session, entered: boolean): Promise<void> {
  const waiting = await session.waitingForOwners();
  const arrived = async (store: Store) => open(root, registry, session, store, await registry.begun());
  fill(root, signIn({ session, waiting, entered, arrived: (store) => void arrived(store) }));
  await painted();
  performance.mark("usable");
}

async function open(root: HTMLElement, registry: Registry, session: Session, store: Store, begun: Begun): Promise<void> {
  let router: Router | undefined;
  const app = new App(registry, session, store, () => router?.refresh());
  readHint(begun.installHint);
  await app.begin(begun);
  router = new Router(app, root);
  router.go();
  await painted();
  performance.mark("usable"); // it is seen, and every tap on it is answered
  app.attend();
  void install(() => router?.newVersion());
  if (!begun.asked) {
    await registry.keep("asked", true);
    await askToKeep();
  }
}

/** After the next frame has been drawn; a page nobody looks at draws none. */
function painted(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, FRAME_MOST);
    requestAnimationFrame(() => setTimeout(done));
  });
}

/** Without its storage the page has nothing to show; whoever opens it reads why instead of waiting. */
async function unopened(error: unknown): Promise<void> {
  fill(await placed(), unopenedNotice(error instanceof DOMException && error.name === "VersionError"));
}

start().catch(unopened);
