/** One item of the outbox: where it stands, what to mend, both versions when there are two. */

import type { App } from "../app";
import { h } from "../dom";
import type { Child } from "../dom";
import { told } from "../kept/outbox";
import type { Item } from "../kept/outbox";
import { sayMoment, withdrawnFor } from "../saying";
import { card, itemLines, sideBySide, versionLines } from "./versions";
import type { View } from "./view";

export function itemView(app: App, id: string): View {
  const found = app.items.find((one) => one.id === id);
  return { title: found?.title ?? "待发", tab: "outbox", live: true, body: () => body(app, id) };
}

function body(app: App, id: string): Node {
  const item = app.items.find((one) => one.id === id);
  if (!item) return h("div", { class: "empty" }, h("p", {}, gone(app, id)), h("a", { class: "button", href: "#/mine" }, "看我的记录"));
  const { symbol, word, css } = told(item, app.sending.has(item.id));
  return h(
    "div",
    { "data-item": item.id, "data-state": item.state },
    h("p", { class: `state ${css}` }, `${symbol} ${word}`),
    item.say && h("p", { class: "note attention" }, item.say),
    item.problems.length > 0 && h("ul", { class: "note attention" }, ...item.problems.map((one) => h("li", {}, one.say))),
    ...item.warnings.map((one) => h("p", { class: "note" }, one)),
    ...(item.state === "conflict" ? conflict(app, item) : [card("写了什么", itemLines(app, item)), actions(app, item)]),
    h("p", { class: "hint" }, `${sayMoment(item.made, app.today)}写好`),
  );
}

/** Sent from here, or listed; else it may have been deleted, on another page. */
function gone(app: App, id: string): string {
  const there = [...app.sent, ...(app.work?.recent ?? [])].some((one) => one.id === id) || app.items.some((one) => one.draft.replaces.includes(id));
  return there ? "这一条已经送到，记入了台账。" : "这一条不在待发里了：已经送到，或在手机上删去了。请到“我的记录”里核对。";
}

function actions(app: App, item: Item): Node {
  const there = item.seq !== null;
  const drop = (): void => {
    // No answer may have come through a broken line; one that refused the item leaves no doubt.
    const doubt = item.state === "waiting" ? "如果发送时断过信号，县里可能已经收到；删去只删手机上的。" : "删去后找不回来。";
    if (!confirm(`删去这一条？${doubt}`)) return;
    const here = location.hash; // whoever went on meanwhile is not called back
    void app.discard(item.id).then(() => location.hash === here && (location.hash = "#/outbox"));
  };
  const word = item.state === "attention" ? "改好再发" : there ? "更正" : "修改";
  return h(
    "div",
    { class: "actions" },
    h("a", { class: "button primary", href: `#/edit/${item.id}` }, word),
    !there && h("button", { type: "button", onclick: drop }, "删去"),
  );
}

const KEEP_MINE = "现在算数的是对方写的。保留我的，是按我写的再更正一次；两个版本都留在台账里，县专班看得到。";
const BREAK = "\u200b"; // a heading may go on in a second line here, not within a name
const NOTHING_TO_CHOOSE = "您写的也留在台账里，由县专班裁定。";

/** Conflict → the correction that would keep mine: tapped twice it is the same one. */
const corrections = new Map<string, string>();

/** Mine is in the ledger and does not count. Keeping it is one more correction, of the other. */
function conflict(app: App, item: Item): Child[] {
  // What the workbook tells of it is newer than what was answered as it came in.
  const listed = app.work?.recent.find((one) => one.id === item.id && one.state === "conflict");
  const other = listed ? listed.replaced_by : item.conflicts[0];
  const id = corrections.get(item.id) ?? app.newId();
  corrections.set(item.id, id);
  const theirs = async (): Promise<void> => {
    await app.settle(item.id);
    location.hash = "#/outbox";
  };
  const mine = async (): Promise<void> => {
    if (!other) return;
    await app.save({ ...item.entry, id, replaces: other.id });
    await theirs();
  };
  const versions = other
    ? sideBySide(["我写的", itemLines(app, item)], [`${other.recorded_by || "对方"}${BREAK}写的`, versionLines(app, other)])
    : card("我写的", itemLines(app, item));
  return [
    versions,
    listed?.note && h("p", { class: "note" }, withdrawnFor(listed.note)),
    h("p", { class: "hint" }, other ? KEEP_MINE : NOTHING_TO_CHOOSE),
    h(
      "div",
      { class: "actions either" },
      h("button", { type: "button", class: "primary", onclick: () => void theirs() }, other ? "用对方的" : "知道了"),
      other && h("button", { type: "button", onclick: () => void mine() }, "保留我的"),
    ),
  ];
}
