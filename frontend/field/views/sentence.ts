/** One sentence, typed or dictated; what it says of amounts and the day fills what is still empty. */

import type { App } from "../app";
import { byId, fill, h } from "../dom";
import { tooLong } from "../entry";
import type { Entry } from "../entry";
import type { Kind } from "../shapes";
import { understood } from "../said/understood";
import { mistakePlace, showMistake } from "./fields";

const SETTLED = 500; // milliseconds after the last character

/** `filled` draws anew what the sentence has filled; `settled`: it stands as it is for now. */
export function sentenceInput(
  app: App,
  kind: Kind,
  entry: () => Entry,
  set: (change: Partial<Entry>) => void,
  filled: (place: boolean) => void,
  settled: () => void,
): HTMLElement {
  const words = h("textarea", { id: "i-text", rows: 2, placeholder: "如：组织三十多人清理村道" });
  const told = h("p", { class: "hint", id: "i-text-told", "aria-live": "polite" });
  const mistake = mistakePlace("text");
  words.value = entry().text;
  const taken = new Map<string, string>(); // what the sentence itself filled, and may fill again
  let timer = 0;
  const understand = (): void => {
    // Saved or left meanwhile; and never as one leaves the words, or the button moves from under a finger.
    if (!words.isConnected || !app.work || !entry().text.trim()) return;
    const found = understood(app.work, kind, entry(), taken, app.now.sure ? app.today : "");
    if (!found) return;
    set(found.change);
    fill(told, found.said);
    filled("place" in found.change);
    const day = byId("i-happened") as HTMLInputElement | null;
    if (day && found.change.happened) day.value = found.change.happened;
  };
  const settle = (): void => {
    understand();
    if (app.work) showMistake(mistake, tooLong(entry().text, app.work.limits.text)); // a report pasted in is not cut
    settled();
  };
  words.addEventListener("input", () => {
    set({ text: words.value });
    clearTimeout(timer);
    timer = window.setTimeout(settle, SETTLED);
  });
  // What comes along with a form that is filled already is left as it stands.
  if (words.value) timer = window.setTimeout(Object.keys(entry().raw).length ? settled : settle);
  return h(
    "div",
    { class: "field" },
    h("label", { for: "i-text" }, "一句话说明", h("span", { class: "may" }, "可不填")),
    words,
    told,
    mistake,
  );
}
