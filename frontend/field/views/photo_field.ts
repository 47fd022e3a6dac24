/** Photos of a record, always optional: drawn small on the phone, kept there, taken off again. */

import type { App } from "../app";
import { fill, h } from "../dom";
import { NotAPhoto, photoOf } from "../kept/photos";
import { isFull } from "../kept/storage";
import type { KeptPhoto } from "../kept/store";

const SIDE = 192; // pixels of a small picture

/** `draws` is told of every choice, and whether all of it has been taken. */
export function photoField(
  app: App,
  files: readonly string[],
  changed: (files: readonly string[]) => void,
  draws: (taken: Promise<boolean>) => void,
): HTMLElement {
  let now = files;
  const list = h("ul", { class: "photos" });
  const told = h("p", { role: "status", class: "hint" });
  const input = h("input", { type: "file", id: "i-photos", class: "unseen", accept: "image/*", multiple: true });
  const show = (): void => fill(list, ...now.map((one, n) => small(app, one, n + 1, () => remove(one))));
  const remove = (one: string): void => {
    set(now.filter((other) => other !== one));
    input.focus({ preventScroll: true }); // its button has gone
  };
  const set = (next: readonly string[]): void => {
    now = next;
    changed(now);
    show();
  };
  input.addEventListener("change", () => {
    const chosen = [...(input.files ?? [])];
    input.value = "";
    draws(take(app, chosen, () => now, set, told));
  });
  const offer = h("div", {});
  const offered = (): void =>
    app.level === "full"
      ? fill(offer, h("p", { class: "note attention" }, "▲ 手机存储已满，这条先不加照片，发出去以后可以补。"))
      : fill(offer, input, h("label", { for: "i-photos", class: "button" }, "拍照或选照片"));
  show();
  offered();
  const before = app.level;
  void app.measure().then(() => app.level !== before && offered()); // not known yet as the page opens
  return h(
    "div",
    { class: "field" },
    h("p", { class: "name" }, "照片", h("span", { class: "may" }, "可不传")),
    offer,
    told,
    list,
  );
}

/** Takes one after the other, and tells of each that was not taken; whether all were. */
async function take(
  app: App,
  chosen: readonly File[],
  files: () => readonly string[],
  set: (files: readonly string[]) => void,
  told: HTMLElement,
): Promise<boolean> {
  const whys = new Set<string>();
  for (const file of chosen) {
    fill(told, "正在处理照片");
    const why = await takeOne(app, file, files, set);
    if (why) whys.add(why);
  }
  fill(told, [...whys].join(""));
  return !whys.size;
}

/** Why a photo was not taken; "" for one that was. */
async function takeOne(app: App, file: File, files: () => readonly string[], set: (files: readonly string[]) => void): Promise<string> {
  const most = app.work?.limits.files ?? 9;
  if (files().length >= most) return `一条记录最多${most}张照片，多出的没有收下。`;
  try {
    await app.measure();
    if (app.level === "full") return "手机存储已满，照片没有收下，文字照常保存。";
    const { sha256, data } = await photoOf(file);
    await kept(app, { sha256, data }, files, set);
    return "";
  } catch (error) {
    if (!expected(error)) reportError(error);
    return whyNot(error);
  }
}

/** Named before it is kept: what nothing names is let go at any moment, in another tab too. */
async function kept(
  app: App,
  photo: KeptPhoto,
  files: () => readonly string[],
  set: (files: readonly string[]) => void,
): Promise<void> {
  if (!files().includes(photo.sha256)) set([...files(), photo.sha256]);
  try {
    await app.store.keepPhoto(photo);
    set(files()); // drawn now that it is there
  } catch (error) {
    set(files().filter((one) => one !== photo.sha256));
    throw error;
  }
}

function expected(error: unknown): boolean {
  return error instanceof NotAPhoto || isFull(error);
}

function whyNot(error: unknown): string {
  if (error instanceof NotAPhoto) return error.message;
  if (isFull(error)) return "手机存储已满，照片没有收下，文字照常保存。请清理手机存储。";
  return "照片没有收下，文字照常保存。请再选一次。";
}

function small(app: App, sha256: string, n: number, remove: () => void): HTMLElement {
  const canvas = h("canvas", { width: SIDE, height: SIDE, role: "img", "aria-label": `第${n}张照片` });
  void draw(app, sha256, canvas);
  return h("li", {}, canvas, h("button", { type: "button", "aria-label": `去掉第${n}张照片`, onclick: remove }, "去掉"));
}

async function draw(app: App, sha256: string, canvas: HTMLCanvasElement): Promise<void> {
  const kept = await app.store.photo(sha256);
  if (!kept) return; // in the ledger already
  const picture = await createImageBitmap(kept.data, { resizeWidth: SIDE * 2 });
  const scale = Math.max(SIDE / picture.width, SIDE / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  canvas.getContext("2d")?.drawImage(picture, (SIDE - width) / 2, (SIDE - height) / 2, width, height);
  picture.close();
}
