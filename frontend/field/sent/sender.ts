/** Sends what waits: one tab at a time, records before photos, a bad item never before the rest. */

import { NoLine, Refusal } from "./api";
import type { Api } from "./api";
import { digest } from "../kept/digest";
import { after, asSent, backOff, batch, correcting, photoThere } from "../kept/outbox";
import type { Item } from "../kept/outbox";
import { chunk, missing } from "../kept/photos";
import type { Answer, Limits } from "../shapes";
import type { Store } from "../kept/store";

const LIMITS = { items: 20, body: 900_000 };
const ROOM = 1000; // bytes left free in a request
const ERASED = "erased"; // the law had these very bytes taken away: nothing waits for them any more
const TURNS = 3; // rounds in which the server may fail to read an item

/** What came of a round: all that can go has gone, or all but a photo; no line; sign in again; busy, later. */
export type Round = "idle" | "aside" | "no-line" | "signed-out" | "later" | "elsewhere";

export interface Surroundings {
  readonly store: Store;
  readonly api: Api;
  readonly limits: () => Limits | undefined;
  readonly now: () => number; // the corrected moment
  readonly newId: () => string;
  readonly learn: (now: string) => void; // the server's clock
  readonly sending: (ids: ReadonlySet<string>) => void; // what is on its way just now
  readonly changed: () => void; // the store changed
  readonly told: (say: string) => void; // why it did not go, in the server's words; "" for none
}

/** One round of sending; another tab that is at it already is left to it. */
export async function send(around: Surroundings): Promise<Round> {
  return alone(around.store.known.database, async () => {
    try {
      return await round(around);
    } catch (error) {
      if (error instanceof Refusal) around.told(error.message);
      return cameTo(error);
    } finally {
      around.sending(new Set());
    }
  });
}

/** How long to wait before the next round; 0 when only something new is a reason for one. */
export function pause(came: Round, failures: number, random: number): number {
  return came === "idle" || came === "signed-out" ? 0 : backOff(failures, random);
}

async function alone(name: string, work: () => Promise<Round>): Promise<Round> {
  // Without locks (an old browser) two tabs may send the same: the ledger keeps one of it.
  if (!("locks" in navigator)) return work();
  return navigator.locks.request(`${name}:send`, { ifAvailable: true }, (lock) => (lock ? work() : "elsewhere"));
}

function cameTo(error: unknown): Round {
  if (error instanceof NoLine) return "no-line";
  if (!(error instanceof Refusal)) throw error;
  return error.status === 401 ? "signed-out" : "later";
}

/** Photos set aside in this round; `again` says why one of them may go in the next, "" for none. */
interface Aside {
  readonly photos: Set<string>;
  again: string;
}

async function round(around: Surroundings): Promise<Round> {
  const tried = new Set<string>();
  const aside: Aside = { photos: new Set(), again: "" };
  for (;;) {
    await sendRecords(around, tried);
    const item = nextWithPhotos(await around.store.items(), aside.photos);
    if (!item) break;
    await sendPhotos(around, item, aside, () => somethingNew(around.store, tried));
  }
  if (!aside.again) return "idle";
  around.told(aside.again);
  return "aside";
}

async function somethingNew(store: Store, tried: ReadonlySet<string>): Promise<boolean> {
  return batch(await store.items(), tried, 1, LIMITS.body).length > 0;
}

async function sendRecords(around: Surroundings, tried: Set<string>): Promise<void> {
  for (;;) {
    const limits = around.limits() ?? LIMITS;
    const items = batch(await around.store.items(), tried, Math.min(limits.items, LIMITS.items), limits.body - ROOM);
    if (!items.length) return;
    for (const one of items) tried.add(one.id);
    around.sending(new Set(items.map((one) => one.id)));
    await handIn(around, items);
    around.changed();
  }
}

/** Sends items together; what cannot be taken as a whole goes one by one, so none blocks another. */
async function handIn(around: Surroundings, items: readonly Item[]): Promise<void> {
  try {
    const told = await around.api.records(items.map(asSent));
    around.learn(told.now);
    await applied(around, items, told.answers);
  } catch (error) {
    if (!(error instanceof Refusal) || ![400, 413, 422].includes(error.status)) throw error;
    if (items.length > 1) for (const one of items) await handIn(around, [one]);
    else await refusedWhole(around, items, error);
  }
}

/** What the server could not read may have been torn on its way: a person is asked only after some turns. */
async function refusedWhole(around: Surroundings, items: readonly Item[], error: Refusal): Promise<void> {
  const torn = error.status === 400;
  const say = (!torn && error.message) || "这一条系统读不了，请打开核对后再发。";
  await around.store.change(items.map((one) => one.id), around.now(), (item) => {
    const tries = item.tries + 1;
    return torn && tries < TURNS ? { ...item, tries, say: error.message } : { ...item, tries, state: "attention", say };
  });
}

/** Takes over every answer in one step; what was changed here meanwhile goes on as a correction. */
async function applied(around: Surroundings, sent: readonly Item[], answers: readonly Answer[]): Promise<void> {
  const told = new Map(answers.map((one) => [one.id, one]));
  const digests = new Map(sent.map((one) => [one.id, one.digest]));
  const ready = new Map<string, { readonly of: string; readonly item: Item }>();
  for (const { id } of sent) {
    const item = await around.store.item(id); // hashing waits, a step of the store must not
    if (item) ready.set(id, { of: item.digest, item: await asCorrection(item, around.newId()) });
  }
  await around.store.change([...digests.keys()], around.now(), (item) => {
    const answer = told.get(item.id);
    if (!answer) return { ...item, tries: item.tries + 1 };
    const next = after(item, digests.get(item.id) ?? "", answer);
    if (next !== "superseded") return next;
    const made = ready.get(item.id);
    return made?.of === item.digest ? made.item : item;
  });
  await around.store.dropLoosePhotos();
}

async function asCorrection(item: Item, id: string): Promise<Item> {
  const draft = correcting(item.draft, item.id);
  const entry = { ...item.entry, id, replaces: item.id };
  return { ...item, id, draft, entry, digest: await digest(draft), state: "waiting", tries: 0, say: "", problems: [] };
}

function nextWithPhotos(items: readonly Item[], refused: ReadonlySet<string>): Item | undefined {
  return items
    .filter((one) => one.left.some((sha256) => !refused.has(sha256)))
    .sort((one, other) => one.made - other.made)[0];
}

/** Sends the photos of one item, a chunk at a time; gives way when a record has come to wait. */
async function sendPhotos(
  around: Surroundings,
  item: Item,
  aside: Aside,
  interrupted: () => Promise<boolean>,
): Promise<void> {
  around.sending(new Set([item.id]));
  for (const sha256 of item.left.filter((one) => !aside.photos.has(one))) {
    const kept = await around.store.photo(sha256);
    if (!kept) {
      await photoGone(around, sha256, "有一张照片已不在手机上，没有送到；手边还有的话，请在电脑上补上。");
      continue;
    }
    const whole = await sendPhoto(around, sha256, kept.data, aside, interrupted);
    if (whole === "interrupted") return;
    if (whole === "whole") await photoArrived(around, sha256);
  }
}

async function photoArrived(around: Surroundings, sha256: string): Promise<void> {
  const named = (await around.store.items()).filter((one) => one.left.includes(sha256));
  await around.store.change(named.map((one) => one.id), around.now(), (item) => photoThere(item, sha256));
  await around.store.dropLoosePhotos();
  around.changed();
}

async function sendPhoto(
  around: Surroundings,
  sha256: string,
  data: Blob,
  aside: Aside,
  interrupted: () => Promise<boolean>,
): Promise<"whole" | "interrupted" | "refused"> {
  try {
    let state = await around.api.file(sha256);
    for (const n of missing(data.size, state.have)) {
      if (state.whole) break;
      if (await interrupted()) return "interrupted";
      state = await around.api.chunk(sha256, n, await read(chunk(data, n)), data.size);
    }
    if (state.whole) return "whole";
  } catch (error) {
    const again = mayGoAgain(error);
    if (again) aside.again = again;
    else if (error instanceof Refusal && [404, 409, 413, 422].includes(error.status)) await photoRefused(around, sha256, error);
    else throw error;
  }
  aside.photos.add(sha256);
  return "refused";
}

/** What the phone cannot read of its own storage just now. */
class Unreadable extends Error {}

/** Read before it is sent: what cannot be read would look like a broken line. */
async function read(data: Blob): Promise<Blob> {
  try {
    return new Blob([await data.arrayBuffer()]);
  } catch {
    throw new Unreadable();
  }
}

/** Why one photo did not go though others may, damaged on its way or unread; "" for anything else. */
function mayGoAgain(error: unknown): string {
  if (error instanceof Unreadable) return "有一张照片现在读不出来，稍后再试；记录已记入台账。";
  if (!(error instanceof Refusal) || error.status !== 400) return "";
  return error.message || "有一张照片没有传完整，稍后再传；记录已记入台账。";
}

/** A photo that is never taken: its record stands, and a person is told. */
async function photoRefused(around: Surroundings, sha256: string, error: Refusal): Promise<void> {
  if (error.status !== 422 && error.code !== ERASED) return;
  await photoGone(around, sha256, `有一张照片没有收下：${error.message || "照片不合要求"}`);
}

/** Nothing waits for this photo any more; its records say why. */
async function photoGone(around: Surroundings, sha256: string, why: string): Promise<void> {
  const named = (await around.store.items()).filter((one) => one.left.includes(sha256));
  const say = `记录已记入台账，${why}`;
  await around.store.change(named.map((one) => one.id), around.now(), (item) => photoThere({ ...item, say }, sha256));
  around.changed();
}
