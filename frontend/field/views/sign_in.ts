/** Before anybody is signed in on this phone; nobody's items are shown here, only how many wait. */

import { fill, h } from "../dom";
import { ENTER } from "../session";
import type { Session } from "../session";
import { isFull } from "../kept/storage";
import type { Store } from "../kept/store";

const FULL = "手机存储已满，您的待办存不下。请清理手机存储，再点登录；没有发出的记录都还在。";

interface Given {
  readonly session: Session;
  readonly waiting: number;
  readonly entered: boolean; // straight from the sign-in
  readonly arrived: (store: Store) => void;
}

export function signIn({ session, waiting, entered, arrived }: Given): Node {
  const told = h("p", { id: "arrival", role: "status" });
  const button = h("button", { type: "button", class: "primary wide" }, "登录");
  const arrive = async (fresh: boolean): Promise<void> => {
    const found = await session.arrive();
    if (found === "no-line") fill(told, "现在没有信号。第一次使用要有信号，有信号时再点登录。");
    else if (found === "sign-in") (fresh ? fill(told, "这部手机还没有登记，请点登录。") : location.assign(ENTER));
    else if ("say" in found) fill(told, found.say);
    else {
      await found.as.keepWork({ etag: found.etag, body: found.work, at: Date.parse(found.work.now) });
      arrived(found.as);
    }
  };
  const ask = async (fresh: boolean): Promise<void> => {
    button.disabled = true;
    fill(told, "正在读取您的待办，请稍候。");
    try {
      await arrive(fresh);
    } catch (error) {
      fill(told, isFull(error) ? FULL : "您的待办没有读出来，请再点一次登录。");
      if (!isFull(error)) throw error;
    } finally {
      button.disabled = false;
    }
  };
  button.addEventListener("click", () => void ask(false));
  if (entered) void ask(true);
  return h(
    "main",
    { id: "content", class: "sign-in" },
    h("h1", {}, "同兴手机页"),
    h("p", {}, "登录一次，以后没有信号也能看待办、写记录，有信号就自动发出。不用安装。"),
    button,
    told,
    waiting > 0 &&
      h("p", { class: "note" }, `这部手机上有${waiting}条没有发出的记录，只有写的人本人登录后才看得到，登录后接着发。`),
  );
}

/** Another tab has opened a newer page, which the storage of this one must not hold up. */
export function outdatedNotice(): Node {
  return notice("手机页已更新", "写下的内容都在。请重新打开。");
}

/** The storage cannot be opened: `newer`, a later version of this page has written it; else the browser refuses. */
export function unopenedNotice(newer: boolean): Node {
  return newer
    ? notice("这一版手机页太旧", "手机上的内容是更新的版本存下的，都还在。请在有信号时重新打开。")
    : notice("手机页没有打开", "浏览器的存储现在用不了，存下的内容没有动过。请退出无痕模式、清理手机存储后重新打开；还不行请联系县专班。");
}

function notice(title: string, said: string): Node {
  return h(
    "main",
    { id: "content", class: "sign-in" },
    h("h1", {}, title),
    h("p", {}, said),
    h("button", { type: "button", class: "primary wide", onclick: () => location.reload() }, "重新打开"),
  );
}
