/** The frame of every view: who it is, the line's state, the four places to go. */

import checklist from "@tabler/icons/outline/checklist.svg?raw";
import notes from "@tabler/icons/outline/notes.svg?raw";
import pencil from "@tabler/icons/outline/pencil-plus.svg?raw";
import send from "@tabler/icons/outline/send.svg?raw";

import type { App } from "../app";
import { byId, fill, h, icon } from "../dom";
import { counts } from "../kept/outbox";

export interface Frame {
  readonly parts: readonly Node[];
  readonly main: HTMLElement;
  readonly banners: HTMLElement;
  update(tab: string): void;
}

const TABS = [
  ["todo", "待办", checklist],
  ["write", "记一笔", pencil],
  ["outbox", "待发", send],
  ["mine", "记录", notes],
] as const;

export function frame(app: App): Frame {
  const main = h("main", { id: "content", tabindex: -1 });
  const banners = h("div", { class: "banners" });
  const state = h("span", { class: "line" });
  const links = TABS.map(([tab, word, markup]) => {
    const count = h("span", { class: "count" });
    const link = h("a", { href: `#/${tab}`, "data-tab": tab }, icon(markup), h("span", {}, word), count);
    return { tab, link, count };
  });
  const top = h(
    "header",
    { class: "top" },
    h("a", { class: "who", href: "#/phone" }, h("b", {}, app.store.known.name), h("span", { class: "hint" }, "本机")),
    state,
  );
  const nav = h("nav", { class: "tabs", "aria-label": "手机页栏目" }, ...links.map((one) => one.link));
  return {
    parts: [top, banners, main, nav],
    main,
    banners,
    update(tab) {
      fill(state, lineSaid(app));
      const waiting = counts(app.items);
      for (const one of links) {
        if (one.tab === tab) one.link.setAttribute("aria-current", "page");
        else one.link.removeAttribute("aria-current");
        if (one.tab === "outbox") showCount(one.count, waiting.waiting + waiting.photos, waiting.attention);
      }
      announce(app);
    },
  };
}

function showCount(place: HTMLElement, waiting: number, attention: number): void {
  const said = attention ? `▲${attention}` : waiting ? String(waiting) : "";
  place.toggleAttribute("hidden", !said);
  place.classList.toggle("attention", attention > 0);
  fill(place, said, said ? h("span", { class: "unseen" }, attention ? "条需要处理" : "条没有发完") : null);
}

/** In a few words, with a symbol: whether there is a line and something on it. */
function lineSaid(app: App): string {
  if (app.sending.size) return "↑ 正在发送";
  if (app.trouble === "signed-out") return "▲ 请重新登录";
  if (app.trouble === "no-line" || !navigator.onLine) return "◌ 没有信号";
  if (app.busy) return "↻ 正在核对";
  if (app.trouble === "later") return app.troubleSay ? "◌ 稍后再发" : "◌ 系统忙，稍后再发";
  return "● 已连上";
}

let said = "";

/** Says to a screen reader what changed among the unsent, once. */
function announce(app: App): void {
  const { waiting, photos, attention } = counts(app.items);
  const parts = [
    waiting && `${waiting}条待发`,
    photos && `${photos}条照片还在手机上`,
    attention && `${attention}条需要处理`,
  ].filter(Boolean);
  const now = parts.join("，") || (said ? "都已发出" : "");
  const place = byId("said");
  if (place && now !== said) place.textContent = now;
  said = now;
}
