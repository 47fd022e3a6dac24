/** 我的待办: what my pairings owe, by pairing, the most pressing first. */

import type { App } from "../app";
import { dayPlus } from "../days";
import { h } from "../dom";
import { daysLeft, dueKey, pressing } from "../entry";
import { sayDay, sayLeft, sayMoment, sayToday } from "../saying";
import type { Due, Pairing, Workbook } from "../shapes";
import { reminderDue, reminderSaid } from "../weekly";
import { installHint } from "./install";
import type { View } from "./view";

const SOON = 7; // days

export function todo(app: App): View {
  return { title: "我的待办", tab: "todo", live: true, plain: true, body: () => list(app) };
}

function list(app: App): Node {
  const { work } = app;
  if (!work) return h("p", { class: "empty" }, "还没有读到您的待办。有信号时会自动读取，也可以先记一笔。");
  const lines = [...work.due].sort((one, other) => daysLeft(one, app.today) - daysLeft(other, app.today));
  const now = lines.filter((one) => pressing(one, app.today));
  const later = lines.filter((one) => !pressing(one, app.today));
  return h(
    "div",
    {},
    h("p", { class: "hint" }, h("span", { class: "whole" }, `${sayToday(app.today)} ·`), " ", h("span", { class: "whole" }, `${sayMoment(app.workAt, app.today)}读取`)),
    !app.now.sure && h("p", { class: "note attention" }, "▲ 手机时间可能不准，期限请以有信号时为准。"),
    returned(app),
    reminder(app, lines),
    installHint(app),
    now.length === 0 && nothing(app),
    ...grouped(now, work.pairings).map(([pairing, due]) => group(app, pairing, due)),
    later.length > 0 && afterwards(app, grouped(later, work.pairings), later.length),
    work.due_more > 0 && h("p", { class: "hint" }, `另有${work.due_more}项，请在电脑上看。`),
    work.books_more > 0 && h("p", { class: "hint", id: "books" }, booksSaid(work)),
  );
}

/** Who oversees a province is told whose 待办 the phone has, and how another county comes to be among them. */
function booksSaid({ books, books_more: more }: Workbook): string {
  return `手机上只带${books.length}个县（市、区）：${books.join("、")}。另外${more}个的待办请在电脑上看；在电脑上替哪个县记过，手机就先带哪个县。`;
}

/** It does not count until it is corrected, and nobody looks for it among what was sent. */
function returned(app: App): Node | null {
  const back = app.returned();
  const [first] = back;
  if (!first) return null;
  const address = back.length > 1 ? "#/mine" : `#/mine/${first.id}`;
  return h("p", { class: "note attention", id: "returned" }, `▲ 有${back.length}条记录被退回，更正后才计入。`, h("a", { href: address }, "去看看"));
}

function nothing(app: App): Node {
  const words = app.work?.pairings.length
    ? "眼下没有到期要做的。做了别的事，随时可以记一笔。"
    : "您名下还没有结对。做了工作照样可以记一笔；结对由县专班建立。";
  return h("div", { class: "empty" }, h("p", {}, words), h("a", { class: "button primary", href: "#/write" }, "记一笔"));
}

function grouped(lines: readonly Due[], pairings: readonly Pairing[]): [Pairing | undefined, Due[]][] {
  const found = new Map<string, Due[]>();
  for (const due of lines) found.set(due.pairing, [...(found.get(due.pairing) ?? []), due]);
  return [...found].map(([key, due]) => [pairings.find((one) => one.key === key), due]);
}

function group(app: App, pairing: Pairing | undefined, lines: readonly Due[]): Node {
  const units = pairing?.actors.map((one) => one.name).join("、") ?? "";
  return h(
    "section",
    { class: "card" },
    h("h2", {}, pairing?.place.name ?? "结对", units && h("small", {}, units)),
    h("ul", { class: "rows" }, ...lines.map((due) => h("li", {}, dueLink(app, due)))),
  );
}

/** What has not begun or has weeks to go is out of the way, and one tap away. */
function afterwards(app: App, groups: readonly [Pairing | undefined, Due[]][], count: number): Node {
  return h(
    "details",
    { class: "fold", id: "later" },
    h("summary", {}, `以后（${count}项）`),
    ...groups.map(([pairing, due]) => group(app, pairing, due)),
  );
}

function dueLink(app: App, due: Due): Node {
  const key = dueKey(due);
  const left = daysLeft(due, app.today);
  const late = due.state === "overdue" || left < 0;
  const written = app.items.some((one) => one.entry.due === key && one.seq === null);
  const there = app.unlisted().some((one) => one.entry.due === key);
  const begun = app.drafts.find((one) => one.due === key && !app.items.some((item) => item.id === one.id));
  const [kind = ""] = due.kinds;
  const css = late ? "late" : left <= SOON && due.period.start <= app.today ? "soon" : "";
  return h(
    "a",
    { class: "due", href: begun ? `#/draft/${begun.id}` : `#/write/${encodeURIComponent(kind)}?due=${encodeURIComponent(key)}`, "data-due": key },
    h("span", { class: "what" }, due.title),
    h("span", { class: `left ${css}` }, leftSaid(due, left, late, app.today)),
    h("span", { class: "more" }, `${due.period.title} · 要${due.need_said}，${due.done_said ? `已有${due.done_said}` : "还没有记"}`),
    written && h("span", { class: "more written" }, "✓ 已写好，待发"),
    there && h("span", { class: "more written" }, "✓ 刚记入台账，还没有算进来"),
    begun && h("span", { class: "more" }, "… 写到一半，点开接着写"),
  );
}

function leftSaid(due: Due, left: number, late: boolean, today: string): string {
  if (due.period.start > today) return `… ${sayDay(due.period.start, today)}起`;
  if (due.state === "overdue") return left >= 0 ? `▲ 逾期，${sayLeft(left)}可补` : "▲ 已过补做期限";
  return late ? `▲ ${sayLeft(left)}` : `○ ${sayLeft(left)}`;
}

/** Once a week, in working hours, on the page and nowhere else; put away with one tap. */
function reminder(app: App, lines: readonly Due[]): Node | null {
  const soon = lines.filter((due) => pressing(due, app.today) && daysLeft(due, app.today) <= SOON);
  const due = app.now.sure && reminderDue({ day: app.today, hour: app.hour }, app.reminded || null, soon.length);
  const [first] = soon;
  if (!due || !first) return null;
  const left = daysLeft(first, app.today);
  const said = reminderSaid({ title: first.title, overdue: first.state === "overdue", left }, soon.length, sayDay(dayPlus(app.today, left), app.today));
  return h(
    "div",
    { class: "note reminder", id: "reminder" },
    h("p", {}, said),
    h("button", { type: "button", id: "reminded", onclick: () => void app.remind() }, "知道了"),
  );
}
