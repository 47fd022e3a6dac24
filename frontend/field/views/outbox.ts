/** 待发: what was begun, what waits, what wants a person; sending by hand; taking it out as a file. */

import type { App } from "../app";
import { fill, h } from "../dom";
import type { Entry } from "../entry";
import { told } from "../kept/outbox";
import type { Item } from "../kept/outbox";
import { sayDay } from "../saying";
import { fileName, leftOut, parts, takeout } from "../kept/takeout";
import type { KeptPhoto } from "../kept/store";
import type { View } from "./view";

const ORDER = { attention: 0, conflict: 1, waiting: 2, photos: 3 } as const;

export function outboxView(app: App): View {
  const told = h("div", { role: "status" }); // of taking it out: stays while the list is drawn anew
  return { title: "待发", tab: "outbox", live: true, body: () => body(app, told) };
}

function body(app: App, told: HTMLElement): Node {
  const begun = unfinished(app);
  if (!begun.length && !app.items.length) return h("div", { class: "empty" }, h("p", {}, "没有待发的，都已送到。"), h("a", { class: "button primary", href: "#/write" }, "记一笔"));
  const sorted = [...app.items].sort((one, other) => ORDER[one.state] - ORDER[other.state] || other.made - one.made);
  const waiting = app.items.some((one) => one.state === "waiting" || one.left.length);
  return h(
    "div",
    {},
    waiting && sendNow(app),
    sorted.length > 0 && h("ul", { class: "rows card", id: "items" }, ...sorted.map((one) => itemRow(app, one))),
    begun.length > 0 && h("section", { class: "card" }, h("h2", {}, "没写完的"), h("ul", { class: "rows" }, ...begun.map((one) => draftRow(app, one)))),
    app.items.length > 0 && takeOut(app, told),
  );
}

function unfinished(app: App): Entry[] {
  return app.drafts.filter((one) => !app.items.some((item) => item.id === one.id));
}

function sendNow(app: App): Node {
  if (app.trouble === "signed-out") return h("p", { class: "hint" }, "都还在手机上，重新登录后会自动发出。登录不了的，导出成文件交给县专班。");
  const hint = navigator.onLine ? "有信号时会自动发出。" : "现在没有信号，有信号时会自动发出。";
  return h(
    "div",
    { class: "send" },
    h("button", { type: "button", id: "send", class: "primary", disabled: app.busy, onclick: () => void app.sync() }, app.sending.size ? "正在发送" : app.busy ? "正在核对" : "现在发送"),
    h("p", { class: "hint" }, hint),
  );
}

function itemRow(app: App, item: Item): Node {
  const { symbol, word, css } = told(item, app.sending.has(item.id));
  const mending = app.drafts.some((one) => one.id === item.id);
  return h(
    "li",
    { "data-item": item.id, "data-state": app.sending.has(item.id) ? "sending" : item.state },
    h(
      "a",
      { class: "item", href: `#/item/${item.id}`, id: `item-${item.id}` },
      h("span", { class: "what" }, item.entry.replaces ? `更正：${item.title}` : item.title),
      h("span", { class: `state ${css}` }, `${symbol} ${word}`),
      h("span", { class: "more" }, [sayDay(item.draft.happened, app.today), item.placeName, item.draft.text].filter(Boolean).join(" · ")),
      item.say && h("span", { class: "more say" }, item.say),
      mending && h("span", { class: "more" }, "改到一半，点开接着改"),
    ),
  );
}

function draftRow(app: App, entry: Entry): Node {
  const title = app.kindOf(entry.kind)?.title ?? entry.kind;
  const more = [app.placeName(entry.place), entry.text].filter(Boolean).join(" · ");
  const drop = async (): Promise<void> => {
    if (!confirm("删去这条没写完的？")) return;
    await app.discard(entry.id);
    document.getElementById("title")?.focus({ preventScroll: true }); // its button has gone
  };
  return h(
    "li",
    { class: "with-button", "data-draft": entry.id },
    h("a", { class: "item", href: `#/draft/${entry.id}` }, h("span", { class: "what" }, title), h("span", { class: "state" }, "… 没写完"), h("span", { class: "more" }, more)),
    h("button", { type: "button", onclick: () => void drop() }, "删去"),
  );
}

function takeOut(app: App, told: HTMLElement): Node {
  return h(
    "details",
    { class: "fold", id: "unsendable" },
    h("summary", {}, "发不出去时：导出成文件"),
    h("p", {}, "把没有发出的记录和照片存成一个文件，用任何办法交给县专班，在电脑上导入。导出以后手机上的仍然留着，两边都送到也只算一条。"),
    h("button", { type: "button", id: "takeout", onclick: () => void exportAll(app, told) }, "导出未发"),
    told,
  );
}

/** One file, or as many as the office takes one after the other. */
async function exportAll(app: App, told: HTMLElement): Promise<void> {
  const files = parts(app.items, await photosOf(app, app.items));
  if (files.length < 2) return fill(told, h("p", {}, await written(app, app.items)));
  const rows = files.map((items, n) => {
    const said = h("p", {});
    const write = async (): Promise<void> => fill(said, await written(app, items, n + 1));
    return h("li", {}, h("button", { type: "button", id: `takeout-${n + 1}`, onclick: () => void write() }, `导出第${n + 1}个文件`), said);
  });
  fill(told, h("p", {}, `内容多，分成${files.length}个文件。请逐个导出，都交给县专班。`), h("ul", { class: "rows" }, ...rows));
}

async function photosOf(app: App, items: readonly Item[]): Promise<KeptPhoto[]> {
  const names = [...new Set(items.flatMap((one) => one.draft.files))];
  return (await Promise.all(names.map((one) => app.store.photo(one)))).filter((one): one is KeptPhoto => Boolean(one));
}

/** What came of it, in words. */
async function written(app: App, items: readonly Item[], part = 0): Promise<string> {
  const { work } = app;
  if (!work) return "还没有读到您的账号资料，暂时不能导出；要先有一次信号。写下的内容都还在手机里。";
  const photos = await photosOf(app, items);
  const made = await takeout(work.me, items, photos);
  const file = new Blob([JSON.stringify(made)], { type: "application/json" });
  const link = h("a", { href: URL.createObjectURL(file), download: fileName(app.today, part) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  const unread = leftOut(made, items, photos);
  const without = unread ? `有${unread}张照片读不出来，没有放进去，以后可以在电脑上补。` : "";
  const begun = unfinished(app).length;
  const aside = begun ? `没写完的${begun}条不在里面，写完保存后再导出一次。` : "";
  return `已导出${made.items.length}条，文件名是“${link.download}”。${without}${aside}`;
}
