/** What stands above every view when something is the matter; each says what to do. */

import type { App } from "../app";
import { h } from "../dom";
import { ENTER } from "../session";
import { update } from "../shell";

export function banners(app: App, updateWaits: boolean): Node[] {
  const shown: Node[] = [];
  if (app.trouble === "signed-out") shown.push(signedOut(app));
  else if (app.trouble === "later" && app.troubleSay) shown.push(banner("attention", "▲", app.troubleSay));
  if (app.level !== "fine") shown.push(storage(app.level === "full"));
  if (updateWaits) {
    const now = h("button", { type: "button", id: "update", onclick: () => void update() }, "更新");
    shown.push(banner("", "↻", "手机页有新版本，写到一半的会留着。", now));
  }
  return shown;
}

function signedOut(app: App): Node {
  const why = app.troubleSay || "登录已失效，写下的内容都还在手机里。重新登录后接着发。";
  return banner("attention", "▲", why, h("a", { class: "button", href: ENTER }, "重新登录"));
}

function storage(full: boolean): Node {
  return full
    ? banner("attention", "▲", "手机存储已满，暂时不能再加照片，文字记录照常可以写。请清理手机存储，或先把照片发出去。")
    : banner("", "△", "手机存储快满了。请在有信号时把待发的照片发出去，或清理手机存储。");
}

function banner(css: string, symbol: string, said: string, action: Node | null = null): Node {
  return h("div", { class: `banner ${css}`, role: "status" }, h("span", { "aria-hidden": "true" }, symbol), h("p", {}, said), action);
}
