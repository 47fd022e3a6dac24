/** 记一笔: the form of one record. What is typed is kept at every change, sent or not. */

import type { App } from "../app";
import { dayAt } from "../clock";
import { dayPlus } from "../days";
import { byId, fill, h } from "../dom";
import { blank, correction, dueKey, fitted, leftOver, missing, overlong } from "../entry";
import type { Entry } from "../entry";
import { sayDay, whyNotSaved } from "../saying";
import type { Kind, Problem } from "../shapes";
import { spanIn } from "../said/spans_said";
import { isFull } from "../kept/storage";
import { itemView } from "./item";
import { fieldInput, mistakePlace, reading, showMistakes } from "./fields";
import { photoField } from "./photo_field";
import { saved } from "./saved";
import { seemsKnown } from "./seems";
import { sentenceInput } from "./sentence";
import type { View } from "./view";
import { whereAndWho } from "./who";

interface Opened {
  readonly title: string;
  readonly entry: Entry;
  readonly back: string;
  readonly note?: string;
  readonly problems?: readonly Problem[];
  readonly known?: boolean; // saved before, and compared with the others then
}

/** A new record of a kind; a due line or a sentence written before brings what it can. */
export function newForm(app: App, id: string, asked: URLSearchParams): View {
  const { work } = app;
  const kind = app.kind(id);
  if (!work || !kind) return gone("没有可以由您记的这一类。");
  const due = work.due.find((one) => dueKey(one) === asked.get("due"));
  const { at, sure } = app.now;
  const today = sure ? app.today : "";
  const pairing = work.pairings.find((one) => one.key === asked.get("pairing"));
  const made = blank({ work, kind, id: app.newId(), today, due, pairing, started: at });
  const text = asked.get("text") ?? "";
  return form(app, kind, { title: kind.title, entry: { ...made, text }, back: "#/todo" });
}

/** What was begun and not saved. */
export async function draftForm(app: App, id: string): Promise<View> {
  const entry = await app.store.draft(id);
  const kind = entry && app.kindOf(entry.kind);
  if (!entry) return gone("这条草稿已经不在了：保存过，或删去了。请到“待发”或“记录”里核对。");
  if (!kind) return gone("您现在不能记这一类。这条草稿没有发出，还留在手机上，请联系县专班。");
  if (entry.replaces) return form(app, kind, { title: `更正：${kind.title}`, entry, back: `#/mine/${entry.replaces}`, note: returnedWith(app, entry.replaces) });
  return form(app, kind, { title: kind.title, entry, back: "#/outbox" });
}

/** An item of the outbox, with what the server said is to be mended. */
export async function editForm(app: App, id: string): Promise<View> {
  const [item, draft] = await Promise.all([app.store.item(id), app.store.draft(id)]);
  const kind = item && app.kindOf(item.entry.kind);
  if (!item) return gone("这一条已经发出，要改请到“我的记录”里更正。");
  if (!kind) return gone("您现在不能记这一类。这一条还在待发里，请联系县专班，或在待发里导出成文件交给县专班。");
  return form(app, kind, { title: `修改：${kind.title}`, entry: draft ?? item.entry, back: `#/item/${id}`, note: item.say, problems: item.problems, known: true });
}

/** A correction: a new record that takes the place of one in the ledger. */
export async function correctForm(app: App, id: string): Promise<View> {
  const last = app.sentAs(id);
  if (last !== id) return correctForm(app, last); // a second correction of the same would contradict the first
  if (app.items.some((one) => one.id === id && one.state === "conflict")) return itemView(app, id);
  const begun = app.correctionOf(id);
  if (begun.item) return editForm(app, begun.item.id);
  if (begun.draft) return draftForm(app, begun.draft.id);
  const recent = app.work?.recent.find((one) => one.id === id);
  const item = recent ? undefined : app.written(id);
  const made = recent
    ? correction(recent, app.newId(), app.now.at)
    : item && { ...item.entry, id: app.newId(), replaces: item.id, started: app.now.at };
  const kind = made && app.kind(made.kind);
  if (!made || !kind) return gone("这一条现在不能在手机上更正，请到电脑上办理。");
  const note = returnedWith(app, id);
  return form(app, kind, { title: `更正：${kind.title}`, entry: made, back: `#/mine/${id}`, note });
}

/** What the office wrote as it returned a record; "" where it did not. */
function returnedWith(app: App, id: string): string {
  const recent = app.work?.recent.find((one) => one.id === id);
  return recent?.state === "returned" ? recent.note : "";
}

function gone(said: string): View {
  const body = () => h("div", { class: "empty" }, h("p", {}, said), h("a", { class: "button", href: "#/todo" }, "回到待办"));
  return { title: "没有找到", tab: "", live: false, body };
}

function form(app: App, kind: Kind, opened: Opened): View {
  return { title: opened.title, tab: "write", live: false, body: () => new Form(app, kind, opened).element };
}

const NO_MORE = "您现在名下没有这一类。当时做的可以照旧写完、保存；发出去没有收下的，请在“待发”里导出成文件交给县专班。";

/** What stays behind as it is saved; a choice is an id, which says nothing to a person. */
function outgrown(entry: Entry, kind: Kind): HTMLElement | null {
  const left = leftOver(entry, kind);
  const typed = left.filter((one) => !/^[a-z][a-z0-9:-]*$/.test(one)).join("、");
  const said = `这一类的表已经更新，原来填的有${left.length}项没有对应的格${typed && `（${typed}）`}，保存时不再带上；需要的请写进一句话说明。`;
  return left.length ? h("p", { class: "note attention" }, `▲ ${said}`) : null;
}

class Form {
  readonly element: HTMLFormElement;
  private entry: Entry;
  private warned = false;
  private spared = ""; // the day to make up for, while the one it was done on needs none
  private closing = false; // saved or given up: no draft comes back
  private drawing: Promise<boolean> | null = null; // photos chosen and not yet kept; whether all have been taken
  private readonly over = h("div", { class: "over" });
  private readonly unkept = h("p", { class: "note attention", role: "alert", hidden: true });
  private dayChosen = false; // by a person, in this form
  private readonly doubtful = h("p", { class: "hint", id: "i-happened-doubt", role: "status" });
  private readonly intime = h("p", { class: "hint", role: "status" });
  private readonly where = h("div", {});
  private readonly fields = h("div", {});

  constructor(
    private readonly app: App,
    private readonly kind: Kind,
    private readonly opened: Opened,
  ) {
    this.entry = opened.entry;
    this.element = h("form", { class: "entry", novalidate: true, onsubmit: (event) => this.submit(event) }, ...this.parts());
    this.filled(true);
    if (opened.problems?.length) this.show(Object.fromEntries(opened.problems.map((one) => [one.field, one.say])));
  }

  private readonly set = (change: Partial<Entry>): void => {
    this.entry = { ...this.entry, ...change };
    if (change.happened !== undefined) this.madeUp();
    if (!this.closing) void this.keep();
  };

  /** What was done by the last day of the period, and only not recorded, makes up for nothing. */
  private madeUp(): void {
    const { happened, makesUp } = this.entry;
    const back = makesUp || this.spared;
    if (!back || !happened) return;
    this.spared = happened <= back ? back : "";
    this.entry = { ...this.entry, makesUp: this.spared ? "" : back };
    fill(this.intime, this.spared && "这一天还在那一期里，不算补做，“补做哪一天的”已清空。");
    const input = byId("i-makes-up") as HTMLInputElement | null;
    if (input) input.value = this.entry.makesUp;
  }

  /** Where what is typed cannot be kept, whoever types is told before they leave. */
  private async keep(): Promise<void> {
    try {
      await this.app.keepDraft(this.entry);
      this.unkept.hidden = true;
      this.stands();
    } catch (error) {
      const [why, what] = isFull(error) ? ["手机存储已满，", "清理手机存储后再点保存"] : ["", "点保存再试一次"];
      fill(this.unkept, `▲ ${why}刚填写的还没有存下。请先不要离开这一页，${what}。`);
      this.unkept.hidden = false;
    }
  }

  /** Once something is kept, the form's address is that of what is kept: going back to it, or opening it anew, goes on. */
  private stands(): void {
    if (this.element.isConnected && !this.opened.known) history.replaceState(null, "", `#/draft/${this.entry.id}`);
  }

  private parts(): (Node | null)[] {
    const { app, kind, entry, opened } = this;
    return [
      opened.note ? h("p", { class: "note attention" }, `▲ ${opened.note}`) : null,
      app.kind(kind.id) ? outgrown(entry, kind) : h("p", { class: "note attention" }, `▲ ${NO_MORE}`),
      this.where,
      this.dateInput(),
      sentenceInput(app, kind, () => this.entry, this.set, (place) => this.filled(place), () => this.doubtDay()),
      this.fields,
      photoField(app, entry.files, (files) => this.set({ files }), (taken) => this.draws(taken)),
      this.over,
      this.unkept,
      h(
        "div",
        { class: "actions" },
        h("button", { type: "submit", class: "primary", id: "save" }, "保存"),
        h("button", { type: "button", onclick: () => void this.abandon() }, "不记了"),
      ),
    ];
  }

  private draws(taken: Promise<boolean>): void {
    const all = Promise.all([this.drawing, taken]).then((each) => !each.includes(false));
    this.drawing = all;
    void all.then(() => this.drawing === all && (this.drawing = null));
  }

  private filled(place: boolean): void {
    if (place) fill(this.where, whereAndWho(this.app, this.kind, () => this.entry, this.set));
    this.drawFields();
  }

  /** Asked fields first; the others, and 补做, in a fold that is open when something is in it. */
  private drawFields(): void {
    const { kind, entry } = this;
    const choices = {
      places: (this.app.work?.places ?? []).map((one) => ({ id: one.code, name: one.name })),
      parties: [...this.app.names()].map(([id, name]) => ({ id, name })),
    };
    const input = (field: Kind["fields"][number]): HTMLElement =>
      fieldInput(field, this.entry.raw[field.id] ?? "", choices, (raw) =>
        this.set({ raw: { ...this.entry.raw, [field.id]: raw } }),
      );
    const more = kind.fields.filter((one) => one.optional);
    const open = Boolean(entry.makesUp) || more.some((one) => this.entry.raw[one.id]);
    fill(
      this.fields,
      ...kind.fields.filter((one) => !one.optional).map(input),
      h("details", { class: "field fold", open }, h("summary", {}, "补充内容（可不填）"), h("div", { class: "inside" }, ...more.map(input), this.makesUpInput())),
    );
  }

  /** Where the sentence speaks of another time, and nobody has looked at the day the form brought along. */
  private doubtDay(): void {
    const { happened, started, text } = this.entry;
    const brought = !this.dayChosen && happened === dayAt(started);
    const words = brought ? spanIn(text, happened) : "";
    fill(this.doubtful, words && `您说的是“${words}”，请核对日期。`);
  }

  private dateInput(): HTMLElement {
    const { app } = this;
    const input = h("input", { type: "date", id: "i-happened" });
    input.value = this.entry.happened;
    const chosen = (): void => {
      this.dayChosen = true;
      this.set({ happened: input.value });
      this.doubtDay();
    };
    input.addEventListener("input", chosen);
    const chip = (word: string, ago: number): HTMLElement => {
      const choose = (): void => {
        input.value = dayPlus(app.today, -ago); // a form may stand open past midnight
        chosen();
      };
      return h("button", { type: "button", class: "quick", onclick: choose }, word);
    };
    const shown = sayDay(dayAt(Date.now()), ""); // its own, not what is reckoned from the server's
    const doubt = `▲ 手机时间可能不准（手机上是${shown}），请选对日期。`;
    return h(
      "div",
      { class: "field" },
      h("label", { for: "i-happened" }, "日期", h("span", { class: "must" }, "必填")),
      h("div", { class: "side" }, input, ...(app.now.sure ? [chip("今天", 0), chip("昨天", 1)] : [])),
      !app.now.sure && h("p", { class: "note attention" }, doubt),
      this.doubtful,
      this.intime,
      mistakePlace("happened"),
    );
  }

  private makesUpInput(): HTMLElement {
    const input = h("input", { type: "date", id: "i-makes-up", "aria-describedby": "i-makes-up-h" });
    input.value = this.entry.makesUp;
    input.addEventListener("input", () => {
      this.spared = "";
      this.set({ makesUp: input.value });
    });
    return h(
      "div",
      { class: "field" },
      h("label", { for: "i-makes-up" }, "补做哪一天的"),
      input,
      h("p", { class: "hint", id: "i-makes-up-h" }, "补上一期没做的，填那一期里的任意一天；不是补做就留空。"),
      mistakePlace("makes_up"),
    );
  }

  private mistakes(): Record<string, string> {
    const found = missing(this.entry, this.kind, this.app.now.sure ? this.app.today : "");
    if (this.app.work) Object.assign(found, overlong(this.entry, this.app.work.limits));
    for (const field of this.kind.fields) {
      const { ok, say } = reading(field, this.entry.raw[field.id] ?? "");
      if (!ok) found[`values.${field.id}`] = say;
    }
    return found;
  }

  private show(mistakes: Readonly<Record<string, string>>): void {
    const others = showMistakes(this.element, mistakes);
    fill(this.over, ...others.map((one) => h("p", { class: "mistake", role: "alert" }, one)));
    const first = this.element.querySelector<HTMLElement>("[aria-invalid]");
    first?.closest("details")?.setAttribute("open", "");
    first?.focus();
  }

  private submit(event: Event): void {
    event.preventDefault();
    const mistakes = this.mistakes();
    this.show(mistakes);
    if (Object.keys(mistakes).length) return;
    const alike = this.warned || this.opened.known ? null : seemsKnown(this.app, this.entry, () => this.element.requestSubmit());
    this.warned = true;
    if (alike) {
      fill(this.over, alike);
      alike.querySelector("button")?.focus();
      return;
    }
    void this.save();
  }

  private async save(): Promise<void> {
    const button = byId("save") as HTMLButtonElement | null;
    if (button) button.disabled = true;
    if (!(await this.photosTaken())) {
      if (button) button.disabled = false;
      return;
    }
    this.closing = true;
    try {
      await this.app.save(fitted(this.entry, this.kind));
    } catch (error) {
      this.closing = false;
      if (button) button.disabled = false;
      fill(this.over, h("p", { class: "mistake", role: "alert" }, whyNotSaved(error)));
      return;
    }
    if (this.element.isConnected) saved(this.app, this.entry); // whoever went on is not called back
  }

  /** Photos still being drawn belong to the record; where one cannot be taken, whoever chose it decides. */
  private async photosTaken(): Promise<boolean> {
    if (!this.drawing) return true;
    fill(this.over, h("p", { class: "hint", role: "status" }, "照片处理好就保存，请稍候。"));
    const taken = await this.drawing;
    if (!taken) fill(this.over, h("p", { class: "mistake", role: "alert" }, "有照片没有收下，原因写在照片旁边。不要这张了就再点保存。"));
    return taken;
  }

  private async abandon(): Promise<void> {
    const began = await this.app.store.draft(this.entry.id);
    if (began && !confirm("不记了？刚才填写的内容会删去。")) return;
    this.closing = true;
    await this.app.store.dropDraft(this.entry.id);
    await this.app.look();
    location.hash = this.opened.back;
  }
}
