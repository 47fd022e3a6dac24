/** What is unsent as a file, to be handed over by any means; the office takes it in at the desk. */

import { asSent } from "./outbox";
import type { Item } from "./outbox";
import type { Me, SentItem } from "./shapes";
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

const PIECE = 0x8000; // characters at a time: a call takes so many arguments

export function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

/** 手机未发记录-20261122.json */
export function fileName(day: string): string {
  return `手机未发记录-${day.replaceAll("-", "")}.json`;
}
