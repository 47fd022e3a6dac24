/** Which view an address shows, and the frame around it. A form that is open is never redrawn. */

import { addressOf } from "./address";
import type { App } from "./app";
import { byId, fill, h } from "./dom";
import { banners } from "./views/banners";
import { choose } from "./views/choose";
import { frame } from "./views/frame";
import type { Frame } from "./views/frame";
import { itemView } from "./views/item";
import { mine, mineOne } from "./views/mine";
import { outboxView } from "./views/outbox";
import { phoneView } from "./views/phone";
import { todo } from "./views/todo";
import type { View } from "./views/view";
import { correctForm, draftForm, editForm, newForm } from "./views/write";

type Made = View | Promise<View>;

export class Router {
  updateWaits = false;
  private view: View | undefined;
  private shownAt = "";
  private readonly frame: Frame;

  constructor(
    private readonly app: App,
    private readonly root: HTMLElement,
  ) {
    this.frame = frame(app);
    window.addEventListener("hashchange", () => this.go());
  }

  newVersion(): void {
    this.updateWaits = true;
    this.refresh();
  }

  /** Shows what the address says; the reader is put at its heading. */
  go(): void {
    const hash = location.hash;
    const view = made(this.app, hash);
    if (!(view instanceof Promise)) this.show(view, hash);
    else void view.then((one) => hash === location.hash && this.show(one, hash)); // else somewhere else meanwhile
  }

  private show(view: View, hash: string): void {
    const first = this.shownAt === "";
    [this.view, this.shownAt] = [view, hash || "#/todo"];
    document.title = `${view.title} · 同兴`;
    fill(this.frame.main, h("h1", { id: "title", tabindex: -1 }, view.title), h("div", { id: "view" }, view.body()));
    this.refreshFrame();
    if (first) {
      fill(this.root, ...this.frame.parts); // all of it at once
      return;
    }
    window.scrollTo(0, 0);
    byId("title")?.focus({ preventScroll: true });
  }

  /** Draws anew what follows the store; what has the focus keeps it. */
  refresh(): void {
    if (!this.view) return;
    this.refreshFrame();
    const place = byId("view");
    const { view } = this;
    if (!place || !view.live) return;
    const next = view.body();
    if (view.plain && place.firstElementChild?.isEqualNode(next)) return;
    const focused = document.activeElement?.id ?? "";
    const folds = [...place.querySelectorAll<HTMLDetailsElement>("details[id]")].map((one) => [one.id, one.open] as const);
    fill(place, next);
    for (const [id, open] of folds) byId(id)?.toggleAttribute("open", open);
    if (focused && document.activeElement?.id !== focused) byId(focused)?.focus({ preventScroll: true });
  }

  private refreshFrame(): void {
    const said = h("div", { class: "banners" }, ...banners(this.app, this.updateWaits));
    if (!said.isEqualNode(this.frame.banners)) fill(this.frame.banners, ...said.childNodes); // a button in focus stays
    this.frame.update(this.view?.tab ?? "");
  }
}

function made(app: App, hash: string): Made {
  const { name, id, asked } = addressOf(hash);
  if (name === "write") return id ? newForm(app, id, asked) : choose(app, asked);
  if (name === "draft") return draftForm(app, id);
  if (name === "edit") return editForm(app, id);
  if (name === "mend") return correctForm(app, id);
  if (name === "outbox") return outboxView(app);
  if (name === "item") return itemView(app, id);
  if (name === "mine") return id ? mineOne(app, id) : mine(app);
  if (name === "phone") return phoneView(app);
  return todo(app);
}
