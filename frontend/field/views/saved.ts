/** What is said after saving: where the record is now, and where to go. */

import type { App } from "../app";
import { byId, fill, h } from "../dom";
import type { Entry } from "../entry";

export function saved(app: App, entry: Entry): void {
  const main = byId("content");
  if (!main) return;
  // The form's address is done with: going there again opens a new form, going back does not.
  history.replaceState(null, "", "#/saved");
  const kind = app.kind(entry.kind);
  const title = h("h1", { id: "title", tabindex: -1 }, "已存在手机上");
  fill(
    main,
    title,
    h("p", { class: "saved", role: "status" }, "✓ 开着手机页，有信号就自动发出。没有发出以前，关掉页面、关机都不会丢，下次打开接着发。"),
    h(
      "div",
      { class: "actions column" },
      h("a", { class: "button primary", href: "#/todo" }, "回到待办"),
      h("a", { class: "button", href: "#/outbox" }, "看待发"),
      kind && h("a", { class: "button", href: `#/write/${encodeURIComponent(kind.id)}` }, `再记一条${kind.title}`),
    ),
  );
  title.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}
