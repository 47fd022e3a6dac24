/** 记一笔 without a due line: one sentence if one likes, then the kind, the likely ones first. */

import type { App } from "../app";
import { fill, h } from "../dom";
import { likelyKinds } from "../said/likely";
import type { Kind, Workbook } from "../shapes";
import { suggest } from "../said/suggest";
import type { View } from "./view";

const FIRST = 6;

export function choose(app: App, asked: URLSearchParams): View {
  return { title: "记一笔", tab: "write", live: false, body: () => body(app, asked.get("text") ?? "") };
}

function body(app: App, text: string): Node {
  const { work } = app;
  if (!work) return h("p", { class: "empty" }, "第一次使用，要先有一次信号，读到可以记的类别。");
  if (!work.kinds.length) return h("p", { class: "empty" }, "您目前没有填报记录的授权，请联系县专班。");
  const words = h("textarea", { id: "i-sentence", rows: 2, placeholder: "如：昨天买了三千多块钱的荔枝" });
  words.value = text;
  const list = h("div", { id: "kinds" });
  const told = h("p", { id: "likely", class: "unseen", role: "status" });
  const draw = (): void => {
    const said = words.value.trim();
    const sorted = likelyKinds(work, said, app.today);
    fill(list, ...kinds(app, work, sorted, said));
    const first = said && sorted[0] ? `列在最前的是${sorted[0].title}` : "";
    if (told.textContent !== first) fill(told, first); // the whole list would be read at each letter
  };
  // Whoever comes back, because it was another kind after all, finds the sentence still there.
  words.addEventListener("change", () => history.replaceState(null, "", withText(words.value.trim())));
  words.addEventListener("input", draw);
  draw();
  return h(
    "div",
    {},
    h("div", { class: "field" }, h("label", { for: "i-sentence" }, "做了什么", h("span", { class: "may" }, "可以先说一句，也可以直接选")), words),
    told,
    list,
  );
}

function kinds(app: App, work: Workbook, sorted: readonly Kind[], text: string): Node[] {
  const row = (kind: Kind): Node =>
    h("li", {}, h("a", { class: "kind", href: address(app, work, kind, text), "data-kind": kind.id }, h("b", {}, kind.title), h("span", {}, kind.about)));
  const rest = sorted.slice(FIRST);
  return [
    h("ul", { class: "rows card" }, ...sorted.slice(0, FIRST).map(row)),
    ...(rest.length ? [h("details", { class: "fold" }, h("summary", {}, `其他${rest.length}类`), h("ul", { class: "rows" }, ...rest.map(row)))] : []),
  ];
}

function withText(text: string): string {
  return text ? `#/write?${new URLSearchParams({ text }).toString()}` : "#/write";
}

function address(app: App, work: Workbook, kind: Kind, text: string): string {
  const { pairing } = suggest(text, work, app.today, kind.id);
  const asked = new URLSearchParams([["text", text], ["pairing", pairing]].filter(([, value]) => value) as [string, string][]);
  const query = asked.toString();
  return `#/write/${encodeURIComponent(kind.id)}${query ? `?${query}` : ""}`;
}
