/** What waits on the phone, and what becomes of it: pure, so that every way can be tested. */

import type { Entry } from "../entry";
import type { Answer, Draft, Problem, SentItem, Version } from "../shapes";

/**
 * waiting: goes when there is a line. photos: in the ledger, its photos still here. attention:
 * refused, a person has to look. conflict: in the ledger, but another correction came first.
 */
export type State = "waiting" | "photos" | "attention" | "conflict";

export interface Item {
  readonly id: string;
  readonly digest: string;
  readonly draft: Draft;
  readonly entry: Entry; // as typed, so that it can be mended
  readonly title: string; // of the kind, for lists
  readonly placeName: string;
  readonly made: number;
  readonly state: State;
  readonly tries: number; // times it was refused, or answered without a word of it
  readonly seq: number | null;
  readonly say: string;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  readonly conflicts: readonly Version[];
  readonly left: readonly string[]; // photos the server has not whole
}

/** What was handed in and is out of the phone's care; shown until the workbook lists it. */
export interface Done {
  readonly id: string;
  readonly item: Item;
  readonly at: number;
}

/** The code of a refusal that says: something else is in the ledger under this id. */
export const OTHER_CONTENT = "conflict";

/** What becomes of an item: it stays as it says, or it is out of the phone's care. */
export type Next = Item | { readonly done: Item };

export function fresh(item: Omit<Item, "state" | "tries" | "seq" | "say" | "problems" | "warnings" | "conflicts" | "left">): Item {
  return { ...item, state: "waiting", tries: 0, seq: null, say: "", problems: [], warnings: [], conflicts: [], left: [] };
}

export function asSent(item: Item): SentItem {
  return { id: item.id, digest: item.digest, draft: item.draft };
}

/** The next to send, oldest first: at most `most`, in at most `bytes`, none that was `tried`. */
export function batch(items: readonly Item[], tried: ReadonlySet<string>, most: number, bytes: number): Item[] {
  const chosen: Item[] = [];
  let size = 20;
  const waiting = items.filter((one) => one.state === "waiting" && !tried.has(one.id));
  for (const item of waiting.sort((one, other) => one.made - other.made || (one.id < other.id ? -1 : 1))) {
    size += new TextEncoder().encode(JSON.stringify(asSent(item))).length + 1;
    if (chosen.length && (chosen.length >= most || size > bytes)) break;
    chosen.push(item);
  }
  return chosen;
}

/**
 * The item after the server's answer; `done` when nothing is left to do for it.
 *
 * "superseded": what was sent is in the ledger, but the item was changed here meanwhile, so that
 * what stands here now has to go as a correction of it.
 */
export function after(item: Item, digest: string, answer: Answer): Next | "superseded" {
  const there = answer.state !== "refused";
  if (item.digest !== digest) return there ? "superseded" : item;
  if (!there && answer.code === OTHER_CONTENT) return "superseded";
  if (!there) {
    const state = answer.retry ? "waiting" : "attention";
    return { ...item, state, tries: item.tries + 1, say: answer.say, problems: answer.problems };
  }
  const told = { ...item, seq: answer.seq, say: answer.say, warnings: answer.warnings, problems: [] };
  const next = { ...told, left: answer.files_missing };
  if (answer.state === "conflict") return { ...next, state: "conflict", conflicts: answer.conflicts };
  return next.left.length ? { ...next, state: "photos" } : { done: next };
}

/** The item once a photo of it is whole on the other side. */
export function photoThere(item: Item, sha256: string): Next {
  const left = item.left.filter((one) => one !== sha256);
  const next = { ...item, left };
  return item.state === "photos" && !left.length ? { done: next } : next;
}

/** The id under which what was `id` stands now: what was changed while it was on its way goes on under another. */
export function newest(id: string, all: readonly Item[]): string {
  const next = new Map(all.flatMap((one) => one.draft.replaces.map((replaced) => [replaced, one.id] as const)));
  let found = id;
  for (let after = next.get(found); after !== undefined; after = next.get(found)) found = after;
  return found;
}

/** The draft as a correction of what went under `id` before. */
export function correcting(draft: Draft, id: string): Draft {
  return { ...draft, replaces: [id] };
}

export interface Counts {
  readonly waiting: number;
  readonly photos: number;
  readonly attention: number; // conflicts too: both want a person
}

export function counts(items: readonly Item[]): Counts {
  const of = (...states: State[]) => items.filter((one) => states.includes(one.state)).length;
  return { waiting: of("waiting"), photos: of("photos"), attention: of("attention", "conflict") };
}

/** What a person reads beside an item; the symbol so that colour is never the only sign. */
export function told(item: Item, sending: boolean): { symbol: string; word: string; css: string } {
  if (item.state === "attention") return { symbol: "▲", word: "需要修改", css: "attention" };
  if (item.state === "conflict") return { symbol: "≠", word: "有两个版本", css: "attention" };
  if (sending) return { symbol: "↑", word: "正在发送", css: "going" };
  if (item.state === "photos") return { symbol: "◐", word: "已记入台账，照片还在手机上", css: "going" };
  return { symbol: "○", word: "待发", css: "waiting" };
}

/** How long to wait before trying again after `failures` in a row, in milliseconds. */
export function backOff(failures: number, random: number): number {
  const longest = Math.min(300_000, 4000 * 2 ** Math.min(failures, 10));
  return Math.round(longest * (0.5 + random / 2));
}
