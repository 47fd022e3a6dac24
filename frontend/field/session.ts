/** Who uses this phone now: signed in once, shown to nobody else, kept when signed out. */

import { Api, NoLine, Refusal } from "./sent/api";
import { learned } from "./clock";
import type { Workbook } from "./shapes";
import { last, remember } from "./kept/last";
import { Store } from "./kept/store";
import type { Begun, Early, Known, Outdated, Registry } from "./kept/store";

export const ENTER = "/phone/enter/";
const CHANNEL = "tongxing";

/** What came of asking who this phone's key belongs to. */
export type Arrival =
  | { readonly as: Store; readonly work: Workbook; readonly etag: string }
  | "no-line"
  | "sign-in"
  | { readonly say: string };

/** The store shown last, opened at once; whether it is still the one to show, `resume` finds. */
export function earlyStore(outdated: Outdated): Early {
  const database = last();
  return database ? Store.early(database, outdated) : Promise.resolve(null);
}

export class Session {
  private readonly channel = new BroadcastChannel(CHANNEL);

  constructor(
    private readonly registry: Registry,
    private readonly outdated: Outdated,
  ) {}

  /** Calls `changed` when another tab wrote something or another person has arrived. */
  listen(changed: () => void): void {
    this.channel.addEventListener("message", changed);
  }

  tell(): void {
    this.channel.postMessage("changed");
  }

  /** The store of who is signed in; null when nobody is. Needs no line. */
  async resume(begun: Begun, early?: Early): Promise<Store | null> {
    const { known } = begun;
    if (early) await this.forgetOther(begun, early);
    if (!known) return null;
    const store = await Store.open(known, this.outdated, early);
    remember(known.database);
    return store;
  }

  /** A database opened early that is not the one to show; one nobody here has is an empty new one. */
  private async forgetOther({ known, accounts }: Begun, early: Early): Promise<void> {
    const opened = await early;
    if (!opened || opened.db.name === known?.database) return;
    await opened.look;
    opened.db.close();
    if (!accounts.some((one) => one.database === opened.db.name)) indexedDB.deleteDatabase(opened.db.name);
  }

  /** Whether `store` is still the one to show. */
  async holds(store: Store): Promise<boolean> {
    return (await this.registry.note("current")) === store.known.account;
  }

  /** Behind the sign-in: nobody's items are shown until the server has said whose key this is. */
  async entering(): Promise<void> {
    await this.registry.keep("current", "");
    await this.registry.keep("leaving", false);
  }

  /** Asks whose key this phone has, and opens that person's store. */
  async arrive(): Promise<Arrival> {
    try {
      const api = new Api("");
      if (await this.registry.note("leaving")) {
        await this.end(api);
        return "sign-in";
      }
      const found = await api.work("");
      if (!found) return "sign-in";
      const clock = learned(found.body.now, Date.now());
      if (clock) await this.registry.keep("clock", clock);
      const { account, name } = found.body.me;
      const known = await this.registry.known(account, name);
      await this.registry.keep("current", account);
      remember(known.database);
      this.tell();
      return { as: await Store.open(known, this.outdated), work: found.body, etag: found.etag };
    } catch (error) {
      if (error instanceof NoLine) return "no-line";
      if (!(error instanceof Refusal)) throw error;
      return error.status === 401 ? "sign-in" : { say: error.message };
    }
  }

  /** Signs out: what can be had again is let go; what is unsent stays for its owner. */
  async leave(store: Store): Promise<void> {
    remember("");
    await this.registry.keep("leaving", true);
    await this.registry.keep("current", "");
    await store.leave();
    const left = await store.unsent();
    store.close();
    if (!left) {
      indexedDB.deleteDatabase(store.known.database);
      await this.registry.forget(store.known.account);
    }
    this.tell();
    try {
      await this.end(new Api(store.known.account));
    } catch (error) {
      if (!(error instanceof NoLine) && !(error instanceof Refusal)) throw error;
    }
  }

  /** How many items of people who are not signed in wait here; never what they are. */
  async waitingForOwners(): Promise<number> {
    let sum = 0;
    for (const known of await this.registry.accounts()) sum += await this.unsentOf(known);
    return sum;
  }

  private async unsentOf(known: Known): Promise<number> {
    const store = await Store.open(known, this.outdated);
    const found = await store.unsent();
    store.close();
    return found;
  }

  private async end(api: Api): Promise<void> {
    try {
      await api.leave();
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 401)) throw error;
    }
    await this.registry.keep("leaving", false);
  }
}
