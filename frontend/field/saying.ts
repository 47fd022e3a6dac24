/** Days, spans and what went wrong, as a county office says them. */

import { dayNumber, weekdayOf } from "./days";
import { NotCanonical } from "./kept/digest";
import { isFull } from "./kept/storage";

const WEEKDAYS = "一二三四五六日";

/** 3月5日, with the year when it is not that of `beside`. */
export function sayDay(day: string, beside: string): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const short = `${Number(month)}月${Number(date)}日`;
  return year === beside.slice(0, 4) ? short : `${Number(year)}年${short}`;
}

/** 11月22日 星期日 */
export function sayToday(day: string): string {
  return `${sayDay(day, day)} 星期${WEEKDAYS[weekdayOf(day) - 1] ?? ""}`;
}

/** How long is left to a last day: 今天到期, 还有3天, 已过2天. */
export function sayLeft(days: number): string {
  if (days === 0) return "今天到期";
  return days > 0 ? `还有${days}天` : `已过${-days}天`;
}

/** 今天 09:05, 昨天 18:30, 3月5日 08:00; the moment is one of Beijing. */
export function sayMoment(at: number, today: string): string {
  const local = new Date(at + 8 * 3_600_000).toISOString();
  const [day, clock] = [local.slice(0, 10), local.slice(11, 16)];
  const ago = dayNumber(today) - dayNumber(day);
  const said = ago === 0 ? "今天" : ago === 1 ? "昨天" : sayDay(day, today);
  return `${said} ${clock}`;
}

/** Of a correction that came after a withdrawal. */
export function withdrawnFor(reason: string): string {
  return `所更正的记录此前已被撤回，原因：${reason}`;
}

/** Why a record could not be saved, and what to do; a browser's own words are nobody's here. */
export function whyNotSaved(error: unknown): string {
  if (isFull(error)) return "手机存储已满，这条还没有存下。请先清理手机存储，填写的内容都还在，再点保存。";
  if (error instanceof NotCanonical) return `没有存下，填写的内容都还在：${error.message}，再点保存。`;
  return "没有存下，填写的内容都还在，请再点一次保存。";
}
