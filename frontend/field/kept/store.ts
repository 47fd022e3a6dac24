/** What the phone keeps: one database for each account, and a small one that knows them apart. */

import { openDB } from "idb";
import type { DBSchema, IDBPDatabase } from "idb";

import type { Learned } from "../clock";
import type { Entry } from "../entry";
import { former } from "./former";
import type { Former } from "./former";
import { newest } from "./outbox";
import type { Done, Item, Next } from "./outbox";
import type { Workbook } from "../shapes";

const REGISTRY = "tongxing";
const SENT_KEPT = 60;
const STRICT: IDBTransactionOptions = { durability: "strict" };
const AGAIN = 2000; // milliseconds

/** An account that used this phone; `database` is random, so a name tells nothing. */
export interface Known {
  readonly account: string;
  readonly name: string;
  readonly database: string;
}

/** What concerns the phone, not a person. */
export interface PhoneNotes {
  current: string; // the account that is signed in, "" for none
  leaving: boolean; // signed out while there was no line: the key is still to be ended
  clock: Learned;
  asked: boolean; // whether the browser was asked to keep the storage
  installHint: boolean; // whether the hint was put away
}

interface RegistrySchema extends DBSchema {
  accounts: { key: string; value: Known };
  notes: { key: string; value: PhoneNotes[keyof PhoneNotes] };
}

export interface KeptWork {
  readonly etag: string;
  readonly body: Workbook;
  readonly at: number; // corrected moment it came
  readonly former?: Former;
}

export interface KeptPhoto {
  readonly sha256: string;
  readonly data: Blob;
}

interface AccountSchema extends DBSchema {
  workbook: { key: string; value: KeptWork };
  drafts: { key: string; value: Entry };
  outbox: { key: string; value: Item };
  photos: { key: string; value: KeptPhoto };
  sent: { key: string; value: Done };
  notes: { key: string; value: string };
}

/** Called when another tab holds a newer page: this one has to be opened again. */
export type Outdated = () => void;

/** What the registry tells as the page opens, all of one moment. */
export interface Begun {
  readonly accounts: readonly Known[];
  readonly known: Known | undefined; // who is signed in
  readonly clock: Learned | null;
  readonly asked: boolean;
  readonly installHint: boolean;
}

/** What one look at an account's store shows, all of one moment. */
export interface Look {
  readonly work: KeptWork | undefined;
  readonly items: Item[];
  readonly drafts: Entry[];
  readonly sent: Done[];
  readonly reminded: string;
}

type AccountDB = IDBPDatabase<AccountSchema>;
type RegistryDB = IDBPDatabase<RegistrySchema>;

/** An account's database opened, and looked at, before it is known whether it is the one to show. */
export type Early = Promise<{ readonly db: AccountDB; readonly look: Promise<Look> } | null>;

/** Which accounts this phone knows, and what concerns no account. */
export class Registry {
  private back: () => void = () => undefined;

  private constructor(private db: RegistryDB) {}

  static async open(outdated: Outdated): Promise<Registry> {
    const registry = new Registry(await openRegistry(outdated));
    following(registry.db, () => openRegistry(outdated), (db) => {
      registry.db = db;
      registry.back();
    });
    return registry;
  }

  /** Calls `back` when the registry was opened anew: what lies on the phone may be another's by now, or gone. */
  whenBack(back: () => void): void {
    this.back = back;
  }

  async note<K extends keyof PhoneNotes>(name: K): Promise<PhoneNotes[K] | undefined> {
    return (await this.db.get("notes", name)) as PhoneNotes[K] | undefined;
  }

  async keep<K extends keyof PhoneNotes>(name: K, value: PhoneNotes[K]): Promise<void> {
    await this.db.put("notes", value, name);
  }

  /** Everything the first screen needs of the registry, in one step. */
  async begun(): Promise<Begun> {
    const tx = this.db.transaction(["accounts", "notes"]);
    const notes = tx.objectStore("notes");
    const note = async <K extends keyof PhoneNotes>(name: K) => (await notes.get(name)) as PhoneNotes[K] | undefined;
    const [accounts, current, clock, asked, installHint] = await Promise.all([
      tx.objectStore("accounts").getAll(),
      note("current"),
      note("clock"),
      note("asked"),
      note("installHint"),
    ]);
    const known = current ? accounts.find((one) => one.account === current) : undefined;
    return { accounts, known, clock: clock ?? null, asked: Boolean(asked), installHint: Boolean(installHint) };
  }

  accounts(): Promise<Known[]> {
    return this.db.getAll("accounts");
  }

  /** The account as known here; made known on its first sign-in. */
  async known(account: string, name: string): Promise<Known> {
    const tx = this.db.transaction("accounts", "readwrite", STRICT);
    const before = await tx.store.get(account);
    const database = before?.database ?? `${REGISTRY}-${crypto.randomUUID()}`;
    const known = { account, name, database };
    if (before?.name !== name) await tx.store.put(known);
    await tx.done;
    return known;
  }

  async forget(account: string): Promise<void> {
    await this.db.delete("accounts", account);
  }
}

/** What one account has on this phone. Writes of records are on the disk before they resolve. */
export class Store {
  private constructor(
    readonly known: Known,
    private db: AccountDB,
    private first?: Promise<Look>,
  ) {}

  static async open(known: Known, outdated: Outdated, early?: Early): Promise<Store> {
    const opened = await early;
    const there = opened?.db.name === known.database ? opened : undefined;
    const store = new Store(known, there?.db ?? (await openAccount(known.database, outdated)), there?.look);
    following(store.db, () => openAccount(known.database, outdated), (db) => (store.db = db));
    return store;
  }

  /** Opens a database by its name alone, while the registry is still asked whose it is. */
  static async early(database: string, outdated: Outdated): Early {
    const db = await openAccount(database, outdated);
    return { db, look: look(db) };
  }

  close(): void {
    this.db.close();
  }

  work(): Promise<KeptWork | undefined> {
    return this.db.get("workbook", "work");
  }

  /**
   * Keeps the workbook; what it lists among the records is no longer kept as sent from here. Of the one
   * before stays what only that one tells of what is written here.
   */
  async keepWork(work: KeptWork): Promise<void> {
    const tx = this.db.transaction(["workbook", "sent", "outbox", "drafts"], "readwrite");
    const kept = tx.objectStore("workbook");
    const [before, items, drafts] = await Promise.all([kept.get("work"), tx.objectStore("outbox").getAll(), tx.objectStore("drafts").getAll()]);
    for (const one of work.body.recent) await tx.objectStore("sent").delete(one.id);
    const sent = await tx.objectStore("sent").getAll();
    const entries = [...drafts, ...[...items, ...sent.map((one) => one.item)].map((one) => one.entry)];
    await kept.put({ ...work, former: former(before, work.body, entries) }, "work");
    await tx.done;
  }

  /** What is there now; the first time, what was read as the store was opened early. */
  look(): Promise<Look> {
    const first = this.first;
    this.first = undefined;
    return first ?? look(this.db);
  }

  item(id: string): Promise<Item | undefined> {
    return this.db.get("outbox", id);
  }

  items(): Promise<Item[]> {
    return this.db.getAll("outbox");
  }

  draft(id: string): Promise<Entry | undefined> {
    return this.db.get("drafts", id);
  }

  async keepDraft(entry: Entry): Promise<void> {
    await this.db.put("drafts", entry);
  }

  async dropDraft(id: string): Promise<void> {
    await this.db.delete("drafts", id);
    await this.dropLoosePhotos();
  }

  /** What `id` has become: the item that stands for it now, if it waits here, and whether it has been sent. */
  async latest(id: string): Promise<{ readonly id: string; readonly item: Item | undefined; readonly there: boolean }> {
    const tx = this.db.transaction(["outbox", "sent"]);
    const [items, sent] = await Promise.all([tx.objectStore("outbox").getAll(), tx.objectStore("sent").getAll()]);
    const last = newest(id, [...sent.map((one) => one.item), ...items]);
    const item = items.find((one) => one.id === last);
    return { id: last, item, there: item ? item.seq !== null : sent.some((one) => one.id === last) };
  }

  /**
   * Into the outbox, its draft gone, in one step that is on the disk when this resolves.
   *
   * With `before` false, and nothing done, when that item is not there any more or has been sent:
   * an answer to it came meanwhile.
   */
  async put(item: Item, draft: string, before?: Item): Promise<boolean> {
    const tx = this.db.transaction(["outbox", "drafts"], "readwrite", STRICT);
    const outbox = tx.objectStore("outbox");
    const now = before && (await outbox.get(before.id));
    const same = !before || (now !== undefined && now.seq === before.seq);
    if (same) await Promise.all([outbox.put(item), tx.objectStore("drafts").delete(draft)]);
    await tx.done;
    return same;
  }

  async drop(id: string): Promise<void> {
    await this.db.delete("outbox", id);
    await this.dropLoosePhotos();
  }

  /** Changes items in one step, each as it stands at that moment; `change` waits for nothing. */
  async change(ids: readonly string[], at: number, change: (item: Item) => Next): Promise<void> {
    const tx = this.db.transaction(["outbox", "sent"], "readwrite", STRICT);
    const [outbox, sent] = [tx.objectStore("outbox"), tx.objectStore("sent")];
    for (const id of ids) {
      const item = await outbox.get(id);
      if (!item) continue;
      const next = change(item);
      if ("done" in next) await sent.put({ id, item: next.done, at });
      if ("done" in next || next.id !== id) await outbox.delete(id);
      if (!("done" in next)) await outbox.put(next);
    }
    const kept = await sent.getAll();
    for (const one of kept.sort((a, b) => b.at - a.at).slice(SENT_KEPT)) await sent.delete(one.id);
    await tx.done;
  }

  photo(sha256: string): Promise<KeptPhoto | undefined> {
    return this.db.get("photos", sha256);
  }

  async keepPhoto(photo: KeptPhoto): Promise<void> {
    const tx = this.db.transaction("photos", "readwrite", STRICT);
    await Promise.all([tx.store.put(photo), tx.done]);
  }

  /** Photos no draft and no waiting item names are let go. */
  async dropLoosePhotos(): Promise<void> {
    const tx = this.db.transaction(["photos", "drafts", "outbox"], "readwrite");
    const drafts = await tx.objectStore("drafts").getAll();
    const items = await tx.objectStore("outbox").getAll();
    const named = new Set([...drafts, ...items.map((one) => one.entry)].flatMap((one) => one.files));
    for (const key of await tx.objectStore("photos").getAllKeys()) {
      if (!named.has(key)) await tx.objectStore("photos").delete(key);
    }
    await tx.done;
  }

  async note(name: string): Promise<string> {
    return (await this.db.get("notes", name)) ?? "";
  }

  async keepNote(name: string, value: string): Promise<void> {
    await this.db.put("notes", value, name);
  }

  /** How much of what was written here has not left the phone. */
  async unsent(): Promise<number> {
    const tx = this.db.transaction(["drafts", "outbox"]);
    const [drafts, items] = await Promise.all([tx.objectStore("drafts").getAllKeys(), tx.objectStore("outbox").getAllKeys()]);
    return new Set([...drafts, ...items]).size;
  }

  /** What can be had from the server again is let go; what is unsent stays for its owner. */
  async leave(): Promise<void> {
    const tx = this.db.transaction(["workbook", "sent", "notes"], "readwrite", STRICT);
    await Promise.all([tx.objectStore("workbook").clear(), tx.objectStore("sent").clear(), tx.objectStore("notes").clear(), tx.done]);
  }
}

/** Opens anew, as soon as it can be, what the browser closed by itself: a disk was full, or nobody looked for long. */
function following<Schema extends DBSchema>(db: IDBPDatabase<Schema>, open: () => Promise<IDBPDatabase<Schema>>, took: (db: IDBPDatabase<Schema>) => void): void {
  const again = async (): Promise<void> => {
    try {
      const opened = await open();
      following(opened, open, took);
      took(opened);
    } catch {
      setTimeout(() => void again(), AGAIN);
    }
  };
  db.addEventListener("close", () => void again());
}

function openRegistry(outdated: Outdated): Promise<RegistryDB> {
  return openDB<RegistrySchema>(REGISTRY, 1, {
    upgrade(made) {
      made.createObjectStore("accounts", { keyPath: "account" });
      made.createObjectStore("notes");
    },
    blocking: (_now, _next, event) => {
      (event.target as IDBDatabase).close();
      outdated();
    },
  });
}

function openAccount(database: string, outdated: Outdated): Promise<AccountDB> {
  return openDB<AccountSchema>(database, 1, {
    upgrade(made) {
      made.createObjectStore("workbook");
      for (const name of ["drafts", "outbox", "sent"] as const) made.createObjectStore(name, { keyPath: "id" });
      made.createObjectStore("photos", { keyPath: "sha256" });
      made.createObjectStore("notes");
    },
    blocking: (_now, _next, event) => {
      (event.target as IDBDatabase).close();
      outdated();
    },
  });
}

async function look(db: AccountDB): Promise<Look> {
  const tx = db.transaction(["workbook", "outbox", "drafts", "sent", "notes"]);
  const [work, items, drafts, sent, reminded] = await Promise.all([
    tx.objectStore("workbook").get("work"),
    tx.objectStore("outbox").getAll(),
    tx.objectStore("drafts").getAll(),
    tx.objectStore("sent").getAll(),
    tx.objectStore("notes").get("reminded"),
  ]);
  return { work, items, drafts, sent, reminded: reminded ?? "" };
}
