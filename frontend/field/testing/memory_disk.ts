/**
 * An IndexedDB in memory, as much of it as the store asks for, for tests.
 *
 * Transactions of a database run one after the other, and end as soon as nothing more is asked of
 * them: whoever waits for something else in the middle of one fails here as in a browser.
 */

type Rows = Map<string, unknown>;
type Names = string | readonly string[];
declare function setImmediate(work: () => void): void; // Node's

class Request extends EventTarget {
  result: unknown;
  error: unknown = null;
  transaction: Transaction | null = null;

  succeed(result: unknown): void {
    this.result = result;
    this.dispatchEvent(new Event("success"));
  }
}

interface Table {
  readonly keyPath: string | undefined;
  readonly rows: Rows;
}

class ObjectStore {
  constructor(
    private readonly tx: Transaction,
    private readonly table: Table,
  ) {}

  get(key: string): Request {
    return this.tx.ask(() => structuredClone(this.table.rows.get(key)));
  }

  getAll(): Request {
    return this.tx.ask(() => this.keys().map((key) => structuredClone(this.table.rows.get(key))));
  }

  getAllKeys(): Request {
    return this.tx.ask(() => this.keys());
  }

  put(value: unknown, key?: string): Request {
    const kept = structuredClone(value);
    const { keyPath, rows } = this.table;
    const under = keyPath === undefined ? key : (kept as Record<string, string>)[keyPath];
    return this.tx.write(() => rows.set(under ?? "", kept));
  }

  delete(key: string): Request {
    return this.tx.write(() => this.table.rows.delete(key));
  }

  clear(): Request {
    return this.tx.write(() => this.table.rows.clear());
  }

  private keys(): string[] {
    return [...this.table.rows.keys()].sort();
  }
}

class Transaction extends EventTarget {
  readonly objectStoreNames: readonly string[];
  private readonly asked: (() => void)[] = [];
  private over = false;

  constructor(
    private readonly files: Files,
    names: Names,
    readonly mode: string,
    readonly durability = "default",
  ) {
    super();
    this.objectStoreNames = typeof names === "string" ? [names] : names;
  }

  objectStore(name: string): ObjectStore {
    const table = this.files.tables.get(name);
    if (!table || !this.objectStoreNames.includes(name)) throw new DOMException(name, "NotFoundError");
    return new ObjectStore(this, table);
  }

  write(work: () => unknown): Request {
    if (this.mode === "readonly") throw new DOMException("", "ReadOnlyError");
    return this.ask(work);
  }

  ask(work: () => unknown): Request {
    if (this.over) throw new DOMException("", "TransactionInactiveError");
    const request = new Request();
    this.asked.push(() => request.succeed(work()));
    return request;
  }

  /** Answers what is asked, one thing a turn, until nobody asks any more. */
  async run(): Promise<void> {
    for (;;) {
      await turn();
      const next = this.asked.shift();
      if (!next) break;
      next();
    }
    this.over = true;
    this.dispatchEvent(new Event("complete"));
  }
}

/** What lies on the disk under one name. */
class Files {
  version = 0;
  readonly tables = new Map<string, Table>();
  readonly open = new Set<Database>();
  readonly durabilities: string[] = []; // of every transaction that wrote
  private last: Promise<void> = Promise.resolve();

  queue(work: () => Promise<void>): void {
    this.last = this.last.then(work);
  }
}

class Database extends EventTarget {
  constructor(
    readonly name: string,
    readonly files: Files,
  ) {
    super();
    files.open.add(this);
  }

  createObjectStore(name: string, options: { readonly keyPath?: string } = {}): void {
    this.files.tables.set(name, { keyPath: options.keyPath, rows: new Map() });
  }

  transaction(names: Names, mode = "readonly", options: { readonly durability?: string } = {}): Transaction {
    if (!this.files.open.has(this)) throw new DOMException("", "InvalidStateError");
    const made = new Transaction(this.files, names, mode, options.durability);
    if (mode !== "readonly") this.files.durabilities.push(made.durability);
    this.files.queue(() => made.run());
    return made;
  }

  close(): void {
    this.files.open.delete(this);
  }
}

export class MemoryDisk {
  readonly databases = new Map<string, Files>();

  /** The disk as `indexedDB`, for whatever runs after. */
  static insert(): MemoryDisk {
    const disk = new MemoryDisk();
    const kinds = { IDBRequest: Request, IDBDatabase: Database, IDBTransaction: Transaction, IDBObjectStore: ObjectStore };
    Object.assign(globalThis, kinds, { IDBIndex: class {}, IDBCursor: class {}, indexedDB: disk });
    return disk;
  }

  open(name: string, version: number): Request {
    const request = new Request();
    const files = this.databases.get(name) ?? new Files();
    this.databases.set(name, files);
    files.queue(async () => {
      await turn();
      const database = new Database(name, files);
      request.result = database;
      if (files.version < version) request.dispatchEvent(new Event("upgradeneeded"));
      files.version = version;
      request.succeed(database);
    });
    return request;
  }

  deleteDatabase(name: string): Request {
    this.databases.delete(name);
    return new Request();
  }

  /** What a page of a newer version does to those that are open. */
  newerVersion(name: string): void {
    for (const one of this.databases.get(name)?.open ?? []) one.dispatchEvent(new Event("versionchange"));
  }

  /** What a browser does by itself where a disk is full, or nobody looked for long. */
  lose(name: string): void {
    for (const one of this.databases.get(name)?.open ?? []) {
      one.close();
      one.dispatchEvent(new Event("close"));
    }
  }

  /** Keys of a table, for looking behind the store's back. */
  keys(name: string, table: string): string[] {
    return [...(this.databases.get(name)?.tables.get(table)?.rows.keys() ?? [])].sort();
  }
}

/** After whatever was promised meanwhile: a turn of the event loop. */
function turn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
