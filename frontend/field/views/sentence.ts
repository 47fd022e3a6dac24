/** One sentence, typed or dictated; what it says of amounts and the day fills what is still empty. */

import type { App } from "../app";
import { byId, fill, h } from "../dom";
import { ofPairing } from "../entry";
import type { Entry } from "../entry";
import { sayDay } from "../saying";
import type { Kind, Workbook } from "../shapes";
import { suggest } from "../suggest";
import { mistakePlace } from "./fields";

const SETTLED = 500; // milliseconds after the last character
const DAY = "happened"; // among what the sentence filled, beside the fields

/** `filled` draws anew what the sentence has filled. */
export function sentenceInput(
  app: App,
  kind: Kind,
  entry: () => Entry,
  set: (change: Partial<Entry>) => void,
  filled: (place: boolean) => void,
): HTMLElement {
  const words = h("textarea", { id: "i-text", rows: 2, maxlength: app.work?.limits.text ?? 2000, placeholder: "如：组织三十多人清理村道" });
  const told = h("p", { class: "hint", id: "i-text-told", "aria-live": "polite" });
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
  words.addEventListener("input", () => {
    set({ text: words.value });
    clearTimeout(timer);
    timer = window.setTimeout(understand, SETTLED);
  });
  if (words.value) timer = window.setTimeout(understand);
  return h(
    "div",
    { class: "field" },
    h("label", { for: "i-text" }, "一句话说明", h("span", { class: "may" }, "可不填")),
    words,
    told,
    mistakePlace("text"),
  );
}

/** What a sentence fills: fields still empty or filled by it before, the day, and the place where none is chosen. */
function understood(
  work: Workbook,
  kind: Kind,
  entry: Entry,
  taken: Map<string, string>,
  today: string,
): { change: Partial<Entry>; said: string } | null {
  const guess = suggest(entry.text, work, today, kind.id);
  const raw = { ...entry.raw };
  const said: string[] = [];
  for (const field of kind.fields) {
    const value = guess.values[field.id];
    const own = Boolean(raw[field.id]) && raw[field.id] !== taken.get(field.id);
    if (!value || own || raw[field.id] === value) continue;
    raw[field.id] = value;
    taken.set(field.id, value);
    said.push(`${field.title}：${field.choices.find((one) => one.id === value)?.title ?? value}`);
  }
  const own = entry.happened !== (taken.get(DAY) ?? today);
  const moved = guess.happened && !own && guess.happened !== entry.happened;
  if (moved) taken.set(DAY, guess.happened);
  if (moved) said.push(`日期：${sayDay(guess.happened, today)}`);
  const pairing = entry.place ? undefined : work.pairings.find((one) => one.key === guess.pairing);
  if (pairing) said.push(`地点：${pairing.place.name}`);
  const change = {
    raw,
    ...(moved ? { happened: guess.happened } : {}),
    ...(pairing ? ofPairing(work, pairing) : {}),
  };
  return said.length ? { change, said: `按这句话填好了${said.join("，")}，请核对。` } : null;
}
