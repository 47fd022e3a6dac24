/** 我的记录: what was sent from here and what the ledger lists, with what became of it. */

import type { App } from "../app";
import { h } from "../dom";
import type { Item } from "../kept/outbox";
import { sayDay, withdrawnFor } from "../saying";
import type { Recent } from "../shapes";
import { card, itemLines, versionLines } from "./versions";
import type { View } from "./view";

const STATES: Readonly<Record<Recent["state"], readonly [symbol: string, word: string, css: string]>> = {
  counted: ["✓", "已计入", "fine"],
  corrected: ["↺", "已更正", ""],
  withdrawn: ["×", "已撤回", ""],
  returned: ["▲", "退回待改", "attention"],
  conflict: ["≠", "有两个版本，待县专班裁定", "attention"],
};

export function mine(app: App): View {
  return { title: "我的记录", tab: "mine", live: true, body: () => body(app) };
}

function body(app: App): Node {
  const listed = app.work?.recent ?? [];
  const gone = app.unlisted();
  if (!gone.length && !listed.length) return h("div", { class: "empty" }, h("p", {}, "还没有发出的记录。写好发出以后，在这里看结果。"), h("a", { class: "button primary", href: "#/write" }, "记一笔"));
  const returned = listed.filter((one) => one.state === "returned");
  const others = listed.filter((one) => one.state !== "returned");
  return h(
    "div",
    {},
    app.workAt > 0 && h("p", { class: "hint" }, `列出近来的记录，更早的请在电脑上查。`),
    h(
      "ul",
      { class: "rows card" },
      ...returned.map((one) => recentRow(app, one)),
      ...gone.map((one) => goneRow(app, one)),
      ...others.map((one) => recentRow(app, one)),
    ),
  );
}

const IN_LEDGER = ["✓", "已记入台账", "fine"] as const;

/** What became of it, a correction sent from here counted in before the workbook tells of it. */
function stateOf(app: App, one: Recent): (typeof STATES)[Recent["state"]] {
  if (app.sentAs(one.id) !== one.id) return STATES.corrected;
  return one.state === "counted" && one.note ? IN_LEDGER : STATES[one.state];
}

function recentRow(app: App, one: Recent): Node {
  const [symbol, word, css] = stateOf(app, one);
  const waiting = one.files.some((file) => !file.here);
  const said = [sayDay(one.happened, app.today), one.place.name, one.text || one.values.map((value) => value.said).join("、")];
  return h(
    "li",
    { "data-record": one.id },
    h(
      "a",
      { class: "item", href: `#/mine/${one.id}` },
      h("span", { class: "what" }, one.title),
      h("span", { class: `state ${css}` }, `${symbol} ${word}`),
      h("span", { class: "more" }, said.filter(Boolean).join(" · ")),
      one.note && h("span", { class: "more say" }, one.note),
      waiting && h("span", { class: "more" }, "◐ 照片还在手机上"),
      app.correctionOf(one.id).item && h("span", { class: "more" }, "○ 更正在待发里"),
    ),
  );
}

function pageOf(app: App, id: string): string {
  return app.items.some((one) => one.id === id) ? `#/item/${id}` : `#/mine/${id}`;
}

function goneRow(app: App, item: Item): Node {
  const word = item.state === "conflict" ? STATES.conflict : IN_LEDGER;
  return h(
    "li",
    { "data-record": item.id },
    h(
      "a",
      { class: "item", href: pageOf(app, item.id) },
      h("span", { class: "what" }, item.title),
      h("span", { class: `state ${word[2]}` }, `${word[0]} ${word[1]}`),
      h("span", { class: "more" }, [sayDay(item.draft.happened, app.today), item.placeName, item.draft.text].filter(Boolean).join(" · ")),
    ),
  );
}

/** One record in full; who may, corrects it. */
export function mineOne(app: App, id: string): View {
  const recent = app.work?.recent.find((one) => one.id === id);
  const title = recent?.title ?? app.sent.find((one) => one.id === id)?.item.title ?? "记录";
  return { title, tab: "mine", live: true, body: () => one(app, id) };
}

function one(app: App, id: string): Node {
  const recent = app.work?.recent.find((other) => other.id === id);
  if (recent) return whole(app, recent);
  const item = app.sent.find((other) => other.id === id)?.item;
  if (!item) return h("div", { class: "empty" }, h("p", {}, "这一条不在近来的记录里，请在电脑上查。"), h("a", { class: "button", href: "#/mine" }, "回到我的记录"));
  return h(
    "div",
    {},
    h("p", { class: "state fine" }, `✓ 已记入台账，第${item.seq ?? ""}条`),
    item.say && h("p", { class: "note" }, item.say),
    card("写了什么", itemLines(app, item)),
    correct(app, id),
  );
}

function whole(app: App, recent: Recent): Node {
  const [symbol, word, css] = stateOf(app, recent);
  const instead = recent.replaced_by;
  return h(
    "div",
    {},
    h("p", { class: `state ${css}` }, `${symbol} ${word} · 第${recent.seq}条`),
    recent.note && h("p", { class: "note attention" }, noteOf(recent)),
    card("写了什么", versionLines(app, recent)),
    instead && card(`现在算数的（${instead.recorded_by}写的）`, versionLines(app, instead)),
    recent.may_correct && correct(app, recent.id),
    !recent.mine && h("p", { class: "hint" }, `由${recent.recorded_by}录入`),
  );
}

function noteOf({ state, note }: Recent): string {
  if (state === "counted" || state === "corrected") return note;
  if (state === "conflict") return withdrawnFor(note);
  return `${state === "returned" ? "退回说明" : "原因"}：${note}`;
}

/** One correction at a time: what is not sent yet is changed, what was sent is not corrected once more. */
function correct(app: App, id: string): Node {
  const last = app.sentAs(id);
  if (last !== id) return h("div", { class: "actions" }, h("a", { class: "button primary", href: pageOf(app, last) }, "看更正后的"), h("p", { class: "hint" }, "更正已经发出，要再改就改那一条。"));
  const { item, draft } = app.correctionOf(id);
  const [word, said] = item
    ? ["修改更正", "更正已写好，还在待发里；要再改就改它。"]
    : [draft ? "接着更正" : "更正", "更正是另写一条，原来的留在台账里。"];
  return h(
    "div",
    { class: "actions" },
    h("a", { class: "button primary", href: `#/mend/${id}` }, word),
    h("p", { class: "hint" }, said),
  );
}
