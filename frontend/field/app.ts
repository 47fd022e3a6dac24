/** What the page knows at this moment, and what it does: views read it and call it. */

import { Api, NoLine, Refusal } from "./sent/api";
import { dayAt, hourAt, learned, reckon, seen } from "./clock";
import type { Learned, Reckoned } from "./clock";
import { digest } from "./kept/digest";
import { draftOf } from "./entry";
import type { Entry } from "./entry";
import { NOTHING, namesOf } from "./kept/former";
import type { Former } from "./kept/former";
import { fresh, newest } from "./kept/outbox";
import type { Done, Item, Next } from "./kept/outbox";
import { pause, send } from "./sent/sender";
import type { Round } from "./sent/sender";
import type { Session } from "./session";
import type { Kind, Recent, Workbook } from "./shapes";
import { measured } from "./kept/storage";
import type { Level } from "./kept/storage";
import type { Begun, KeptWork, Registry, Store } from "./kept/store";
import { uuid7 } from "./kept/uuid7";

const STALE = 60_000; // milliseconds after which a look at the page asks for the workbook again
const EVERY = 15 * 60_000; // while the page is open

type Came = Exclude<Round, "aside">; // once the workbook has been asked for
export type Trouble = "" | "signed-out" | "no-line" | "later";

export class App {
  work: Workbook | undefined;
  workAt = 0;
  items: readonly Item[] = [];
  drafts: readonly Entry[] = [];
  sent: readonly Done[] = [];
  sending: ReadonlySet<string> = new Set();
  busy = false;
  trouble: Trouble = "";
  troubleSay = "";
  level: Level = "fine";
  reminded = "";
  clock: Learned | null = null;
  private former: Former = NOTHING;
  private etag = "";
  private failures = 0;
  private timer = 0;
  private asked = 0;
  private again = false;

  constructor(
    readonly registry: Registry,
    readonly session: Session,
    readonly store: Store,
    private readonly changed: () => void,
  ) {}

  get now(): Reckoned {
    return reckon(this.clock, Date.now());
  }

  get today(): string {
    return dayAt(this.now.at);
  }

  get hour(): number {
    return hourAt(this.now.at);
  }

  newId(): string {
    return uuid7(this.now.at);
  }

  /** A kind this account writes by now. */
  kind(id: string): Kind | undefined {
    return this.work?.kinds.find((one) => one.id === id);
  }

  /** A kind something here was written in, though it may be written no more. */
  kindOf(id: string): Kind | undefined {
    return this.kind(id) ?? this.former.kinds.find((one) => one.id === id);
  }

  /** Reads the store again; everything shown comes from there. */
  async look(): Promise<void> {
    const { work, items, drafts, sent, reminded } = await this.store.look();
    this.took(work);
    this.reminded = reminded;
    this.items = items.sort((one, other) => other.made - one.made);
    this.drafts = drafts.sort((one, other) => other.started - one.started);
    this.sent = sent.sort((one, other) => other.at - one.at);
    this.changed();
  }

  private took(work: KeptWork | undefined): void {
    this.work = work?.body;
    this.workAt = work?.at ?? 0;
    this.former = work?.former ?? NOTHING;
    this.etag = work?.etag ?? "";
  }

  /** What the first screen shows: all of it has been read already, or is read in one step. */
  async begin(begun: Begun): Promise<void> {
    this.clock = begun.clock;
    await this.look();
  }

  /** Once the first screen stands: whatever can go is sent, and what changes is followed. */
  attend(): void {
    void this.measure();
    window.addEventListener("online", () => void this.sync());
    document.addEventListener("visibilitychange", () => void this.visible());
    this.session.listen(() => void this.elsewhere());
    this.registry.whenBack(() => void this.elsewhere().then(() => this.sync()));
    setInterval(() => void this.sync(), EVERY);
    void this.store.dropLoosePhotos();
    void this.sync();
  }

  async measure(): Promise<void> {
    const level = await measured();
    if (level === this.level) return;
    this.level = level;
    this.changed();
  }

  private async visible(): Promise<void> {
    if (this.clock) await this.registry.keep("clock", seen(this.clock, Date.now()));
    if (document.visibilityState !== "visible") return;
    void this.measure(); // whoever was told to has made room
    await this.elsewhere();
    if (Date.now() - this.asked > STALE || this.items.length) await this.sync();
  }

  /** Another tab wrote something; or another person signed in, and nothing more is shown here. */
  private async elsewhere(): Promise<void> {
    if (!(await this.session.holds(this.store))) location.reload();
    else await this.look();
  }

  learn(now: string): void {
    const told = learned(now, Date.now());
    if (!told) return;
    this.clock = told;
    void this.registry.keep("clock", told);
  }

  /** Sends what waits, then asks for the workbook; tries again later by itself. */
  async sync(): Promise<void> {
    this.again = this.busy; // what was saved meanwhile goes in one more round
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    if (!(await this.held())) {
      this.busy = false;
      return;
    }
    this.changed();
    let came: Came = "later";
    try {
      const sent = await this.sendAll();
      if (sent === "idle" || sent === "elsewhere") came = await this.refresh();
      else came = sent === "aside" ? await this.refreshAll(this.troubleSay) : sent;
    } finally {
      this.busy = false;
      this.came(came);
      await this.look();
      await this.measure(); // photos that went have made room
      if (this.again) void this.sync();
    }
  }

  /** Whether it is still this person's page; where that cannot be read just now, it is asked in the next round. */
  private async held(): Promise<boolean> {
    try {
      return await this.session.holds(this.store);
    } catch {
      return false;
    }
  }

  private sendAll(): Promise<Round> {
    return send({
      store: this.store,
      api: new Api(this.store.known.account),
      limits: () => this.work?.limits,
      now: () => this.now.at,
      newId: () => this.newId(),
      learn: (now) => this.learn(now),
      sending: (ids) => {
        this.sending = ids;
        this.changed();
      },
      changed: () => {
        this.session.tell();
        void this.look();
      },
      told: (say) => {
        this.troubleSay = say;
      },
    });
  }

  /** As `refresh`, where a photo is still to go: `say` tells why it did not. */
  private async refreshAll(say: string): Promise<Came> {
    const came = await this.refresh();
    if (came !== "idle") return came;
    this.troubleSay = say;
    return "later";
  }

  private async refresh(): Promise<Came> {
    this.asked = Date.now();
    try {
      const found = await new Api(this.store.known.account).work(this.etag);
      this.troubleSay = "";
      if (!found) return "idle";
      if (found.body.me.account !== this.store.known.account) return "signed-out";
      this.learn(found.body.now);
      await this.letRuledGo(found.body);
      await this.store.keepWork({ etag: found.etag, body: found.body, at: this.now.at });
      this.session.tell();
      return "idle";
    } catch (error) {
      if (error instanceof NoLine) return "no-line";
      if (!(error instanceof Refusal)) throw error;
      this.troubleSay = error.message;
      return error.status === 401 ? "signed-out" : "later";
    }
  }

  /** Of two versions the office has chosen, or written a third: nobody is asked any more. */
  private async letRuledGo({ recent }: Workbook): Promise<void> {
    const ended = recent.filter((one) => one.state === "corrected" || one.state === "withdrawn").map((one) => one.id);
    const ruled = this.items.filter((one) => one.state === "conflict" && ended.includes(one.id));
    if (ruled.length) await this.store.change(ruled.map((one) => one.id), this.now.at, settled);
  }

  private came(round: Came): void {
    this.failures = round === "idle" ? 0 : this.failures + 1;
    this.trouble = round === "idle" || round === "elsewhere" ? "" : round;
    const wait = pause(round, this.failures, Math.random());
    if (wait) this.timer = window.setTimeout(() => void this.sync(), wait);
  }

  /** What was begun, kept at every change; 没写完的 lists it from then on. */
  async keepDraft(entry: Entry): Promise<void> {
    await this.store.keepDraft(entry);
    this.drafts = [entry, ...this.drafts.filter((one) => one.id !== entry.id)];
  }

  /**
   * Into the outbox: on the disk when this resolves. What the ledger has already under this id is
   * corrected, never written over; what went on under another id meanwhile is changed there.
   */
  async save(entry: Entry): Promise<void> {
    while (!(await this.put(entry)));
    this.session.tell();
    await this.look();
    void this.sync();
  }

  /** False when an answer came between the look and the step: to be tried again as it stands then. */
  private async put(entry: Entry): Promise<boolean> {
    const { id, item: before, there } = await this.store.latest(entry.id);
    const moved = before && id !== entry.id ? { ...entry, id, replaces: before.entry.replaces } : entry;
    const next = there ? { ...entry, id: this.newId(), replaces: id } : moved;
    const draft = draftOf(next);
    const item = fresh({
      id: next.id,
      digest: await digest(draft),
      draft,
      entry: next,
      title: this.kindOf(next.kind)?.title ?? next.kind,
      placeName: this.placeName(next.place),
      made: before && !there ? before.made : this.now.at,
    });
    return this.store.put(item, entry.id, before);
  }

  /** A record written here, as seen together with the workbook: on the disk one of the two may be newer already. */
  written(id: string): Item | undefined {
    return [...this.sent.map((one) => one.item), ...this.items].find((one) => one.id === id);
  }

  /** What went from here and the workbook does not list yet. */
  unlisted(): Item[] {
    const listed = new Set((this.work?.recent ?? []).map((one) => one.id));
    return this.gone().filter((one) => !listed.has(one.id));
  }

  /** The id under which a record stands after the corrections sent from here, which the workbook may not know yet. */
  sentAs(id: string): string {
    return newest(id, this.gone());
  }

  private gone(): Item[] {
    return [...this.sent.map((one) => one.item), ...this.items.filter((one) => one.seq !== null)];
  }

  /** What of a correction of a record is on this phone and not sent: a second one would contradict it. */
  correctionOf(id: string): { readonly item?: Item | undefined; readonly draft?: Entry | undefined } {
    const item = this.items.find((one) => one.seq === null && one.draft.replaces.includes(id));
    return { item, draft: item ? undefined : this.drafts.find((one) => one.replaces === id) };
  }

  /** What the office handed back and nobody here has written a correction of. */
  returned(): Recent[] {
    const back = (this.work?.recent ?? []).filter((one) => one.state === "returned" && one.may_correct);
    return back.filter((one) => this.sentAs(one.id) === one.id && !this.correctionOf(one.id).item);
  }

  /** Lets go of an item or a draft that was not sent. */
  async discard(id: string): Promise<void> {
    await this.store.drop(id);
    await this.store.dropDraft(id);
    this.session.tell();
    await this.look();
  }

  /** A conflict or refusal that needs nothing more; the item goes to what was sent. */
  async settle(id: string): Promise<void> {
    await this.store.change([id], this.now.at, settled);
    this.session.tell();
    await this.look();
  }

  async remind(): Promise<void> {
    this.reminded = this.today;
    await this.store.keepNote("reminded", this.today);
    this.changed();
  }

  placeName(code: string): string {
    const known = this.names().get(code);
    return known ?? this.items.find((one) => one.draft.place === code)?.placeName ?? code; // signed out and in since
  }

  /** Names of the parties, households and places the workbook mentions, or something here does, by id. */
  names(): Map<string, string> {
    return new Map([...Object.entries(this.former.names), ...(this.work ? namesOf(this.work) : [])]);
  }
}

/** Nothing is left to choose; photos that are still here go on. */
function settled(item: Item): Next {
  return item.left.length ? { ...item, state: "photos" } : { done: item };
}
