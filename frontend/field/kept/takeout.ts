/** What is unsent as a file, to be handed over by any means; the office takes it in at the desk. */

import { asSent } from "./outbox";
import type { Item } from "./outbox";
import type { Me, SentItem } from "../shapes";
import type { KeptPhoto } from "./store";

export interface Takeout {
  readonly format: "tongxing-unsent";
  readonly version: 1;
  readonly account: string;
  readonly person: string;
  readonly items: readonly SentItem[];
  readonly files: Readonly<Record<string, string>>; // sha256 → base64
}

/** Records not in the ledger yet, and photos of any record that are still here and can be read. */
export async function takeout(me: Me, items: readonly Item[], photos: readonly KeptPhoto[]): Promise<Takeout> {
  const named = wanted(items);
  const files: Record<string, string> = {};
  for (const photo of photos) {
    if (!named.has(photo.sha256)) continue;
    try {
      files[photo.sha256] = base64(new Uint8Array(await photo.data.arrayBuffer()));
    } catch {
      // No photo keeps the records out of the file; `leftOut` counts it.
    }
  }
  return { format: "tongxing-unsent", version: 1, account: me.account, person: me.person, items: items.map(asSent), files };
}

/** How many photos that are here, and belong in the file, could not be read. */
export function leftOut(made: Takeout, items: readonly Item[], photos: readonly KeptPhoto[]): number {
  const named = wanted(items);
  return photos.filter(({ sha256 }) => named.has(sha256) && !(sha256 in made.files)).length;
}

function wanted(items: readonly Item[]): Set<string> {
  return new Set(items.flatMap((one) => (one.seq === null ? one.draft.files : one.left)));
}

const FILE_BYTES = 45_000_000; // the office takes 60 MB and 500 records at a time
const FILE_ITEMS = 400;
const ENTRY_BYTES = 100; // around a photo, or a record

/** The items file by file, none larger than the office takes; a record stays beside its photos. */
export function parts(items: readonly Item[], photos: readonly KeptPhoto[]): Item[][] {
  const sizes = new Map(photos.map(({ sha256, data }) => [sha256, Math.ceil(data.size / 3) * 4 + ENTRY_BYTES]));
  const found: Item[][] = [];
  let size = FILE_BYTES;
  for (const item of items) {
    const own = [...wanted([item])].reduce((sum, one) => sum + (sizes.get(one) ?? 0), new Blob([JSON.stringify(asSent(item))]).size + ENTRY_BYTES);
    const last = found.at(-1);
    if (last && size + own <= FILE_BYTES && last.length < FILE_ITEMS) last.push(item);
    else [found[found.length], size] = [[item], 0];
    size += own;
  }
  return found;
}

const PIECE = 0x8000; // characters at a time: a call takes so many arguments

export function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

/** 手机未发记录-20261122.json; the second of several files ends in -2. */
export function fileName(day: string, part = 0): string {
  return `手机未发记录-${day.replaceAll("-", "")}${part ? `-${part}` : ""}.json`;
}
