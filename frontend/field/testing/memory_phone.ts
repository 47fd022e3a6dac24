/** A phone that sends, for tests: its store on a disk in memory, and what it showed meanwhile. */

import { Api } from "../sent/api";
import { MemoryDisk } from "./memory_disk";
import type { Done, Item } from "../kept/outbox";
import { item } from "./samples";
import { send } from "../sent/sender";
import type { Round, Surroundings } from "../sent/sender";
import type { Limits } from "../shapes";
import { Store } from "../kept/store";

const ME = { account: "forestry", name: "联络员", database: "tongxing-1" };

export interface Phone {
  readonly store: Store;
  readonly around: Surroundings;
  readonly seen: { readonly learned: string[]; readonly told: string[]; readonly sending: string[][]; changed: number; ids: number };
  readonly round: () => Promise<Round>;
}

/** A phone with these items waiting, and no locks between tabs. */
export async function phone(items: readonly Item[], limits?: Pick<Limits, "items" | "body">): Promise<Phone> {
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true, writable: true });
  MemoryDisk.insert();
  const store = await Store.open(ME, () => undefined);
  for (const one of items) await store.put(one, "");
  const seen: Phone["seen"] = { learned: [], told: [], sending: [], changed: 0, ids: 0 };
  const around: Surroundings = {
    store,
    api: new Api(ME.account),
    limits: () => limits as Limits | undefined,
    now: () => 1000,
    newId: () => `new-${(seen.ids += 1)}`,
    learn: (now) => seen.learned.push(now),
    sending: (ids) => seen.sending.push([...ids]),
    changed: () => (seen.changed += 1),
    told: (say) => seen.told.push(say),
  };
  return { store, around, seen, round: () => send(around) };
}

/** Items that wait, id-100 the oldest. */
export function many(count: number, change: Partial<Item> = {}): Item[] {
  return Array.from({ length: count }, (_, n) => item({ id: `id-${n + 100}`, made: n, ...change }));
}

/** What was sent from here and is not listed by the workbook yet. */
export async function done(store: Store, id: string): Promise<Done | undefined> {
  return (await store.look()).sent.find((one) => one.id === id);
}

/** What became of every item, by id. */
export async function states(store: Store): Promise<Record<string, string>> {
  const { items, sent } = await store.look();
  return Object.fromEntries([...items.map((one) => [one.id, one.state]), ...sent.map((one) => [one.id, "done"])]);
}
