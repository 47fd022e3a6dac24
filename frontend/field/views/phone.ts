/** 本机: who is signed in here, until when, how full the phone is; signing out. */

import type { App } from "../app";
import { h } from "../dom";
import { sayDay } from "../saying";
import { dayAt } from "../clock";
import { card } from "./versions";
import type { View } from "./view";

const LEVELS = { fine: "够用", low: "快满了", full: "已满，暂时不能加照片" } as const;

export function phoneView(app: App): View {
  return { title: "本机", tab: "", live: true, body: () => body(app) };
}

function body(app: App): Node {
  const me = app.work?.me;
  const until = me ? sayDay(dayAt(Date.parse(me.until)), app.today) : "";
  const units = me?.acts_for.map((one) => one.name).join("、") ?? "";
  return h(
    "div",
    {},
    card("登记", [
      ["姓名", app.store.known.name],
      ["账号", app.store.known.account],
      ...(units ? [["代表", units] as const] : []),
      ...(until ? [["到期", until] as const] : []),
      ["存储", LEVELS[app.level]],
    ]),
    h("p", { class: "hint" }, "待办和记录存在这部手机的浏览器里，只有登录的本人看得到。请不要清除浏览器的网站数据。"),
    h("div", { class: "actions" }, h("button", { type: "button", id: "leave", onclick: () => void leave(app) }, "在这部手机上退出登录")),
  );
}

/** What is unsent stays for its owner; everything else of theirs is let go. */
async function leave(app: App): Promise<void> {
  const unsent = await app.store.unsent();
  const kept = unsent ? `还有${unsent}条没有发完，会留在这部手机里，只有您本人再登录才看得到，登录后接着发。` : "没有未发的记录。";
  if (!confirm(`退出登录？${kept}`)) return;
  await app.session.leave(app.store);
  location.hash = "";
  location.reload();
}
