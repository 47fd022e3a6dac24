/** One hint, put away for good: the page may stand on the home screen; nothing is installed. */

import type { App } from "../app";
import { h } from "../dom";

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

let offered: InstallPrompt | null = null;
let putAway = true; // until the phone's note has been read

window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // no banner of the browser's own over a form
  offered = event as InstallPrompt;
});

/** Whether the hint was put away before, as the phone's note says. */
export function readHint(away: boolean): void {
  putAway = away || matchMedia("(display-mode: standalone)").matches;
}

export function installHint(app: App): Node | null {
  if (putAway || !app.work) return null;
  const away = (): void => {
    putAway = true;
    void app.registry.keep("installHint", true);
    document.getElementById("install")?.remove();
  };
  const install = async (): Promise<void> => {
    await offered?.prompt();
    away();
  };
  return h(
    "div",
    { class: "note", id: "install" },
    h("p", {}, "想打开得快，可以放到手机桌面：用浏览器菜单里的“添加到主屏幕”，不用安装。"),
    offered && h("button", { type: "button", onclick: () => void install() }, "放到桌面"),
    h("button", { type: "button", onclick: away }, "不用了"),
  );
}
