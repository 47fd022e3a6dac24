/** The day a sentence speaks of (昨天, 上周五, 3月5日), seen from a given today; never a later one. */

import { dayFrom, dayNumber, dayPlus, weekdayOf } from "./days";

export interface DaySaid {
  readonly day: string;
  /** The words that say so, as they stand in the sentence. */
  readonly words: string;
  readonly at: number;
}

const AGO: Readonly<Record<string, number>> = { 今: 0, 昨: 1, 前: 2, 大前: 3 };
const WEEKDAYS: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7, 末: 6 };
const HAN = "零一二三四五六七八九";
const N = "(?:[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])";

// 每周一次 names no Monday, 下周三 no Wednesday there was, 上周三户 no Wednesday at all.
const NO_WEEKDAY_BEFORE = "(?<!(?:[每下一两几半隔0-9二三四五六七八九十]|第.{1,2})个?)";
const NO_WEEKDAY_AFTER = "(?![次个户名位场件回]|家(?![访里中长])|人(?![民大家员们才]))";
// What bears a number of its own is no day: 中央一号文件, 3号桥, 8号地块.
const NUMBERED = "(?![人楼院路线房机桥井渠池库坝站泵棚厂车门店柜点地]|文件|公路|鱼?塘|水[塘库渠井池沟闸]|大[棚桥]|病[房床区])";

type Reading = (found: RegExpExecArray, today: string) => string | null;

/** Each way of naming a day, the most telling first. */
const WAYS: readonly (readonly [RegExp, Reading])[] = [
  [/(20[0-9]{2})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})(?:[日号]|(?![0-9]))/, ([, y, m, d]) => dayFrom(Number(y), Number(m), Number(d))],
  [new RegExp(`(?<![0-9]年)(?<![0-9])(去年|今年)?(${N})月(?:份)?(${N})[日号]`), inAYear],
  [new RegExp(`(上个?月|本月|这个?月)(${N})[日号]`), ([, which = "", day], today) => inAMonth(today, number(day), which.startsWith("上"))],
  [new RegExp(`${NO_WEEKDAY_BEFORE}(上上|上|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天末])${NO_WEEKDAY_AFTER}`), ([, which, day], today) => inAWeek(today, which ?? "", WEEKDAYS[day ?? ""] ?? 1)],
  [/(大前|今|昨|前)[天日晚早晨]/, ([, which], today) => dayPlus(today, -(AGO[which ?? ""] ?? 0))],
  [new RegExp(`(${N})天(?:以)?前`), ([, days], today) => dayPlus(today, -number(days))],
  [new RegExp(`(?<![0-9第月十一二三四五六七八九每逢])(${N})(?:号${NUMBERED}|日(?=[上下中]午|[早傍]?晚|[早凌]晨?))`), ([, day], today) => inAMonth(today, number(day), false)],
];

/** The day named first by the most telling words; null when none is named, or only later ones. */
export function dayIn(sentence: string, today: string): DaySaid | null {
  for (const [pattern, reading] of WAYS) {
    const found = pattern.exec(sentence);
    const day = found && reading(found, today);
    if (found && day && day <= today) return { day, words: found[0], at: found.index };
  }
  return null;
}

function number(said = ""): number {
  if (/^[0-9]+$/.test(said)) return Number(said);
  if (said === "两") return 2;
  if (!said.includes("十")) return HAN.indexOf(said);
  const [tens = "", ones = ""] = said.split("十");
  return (tens ? HAN.indexOf(tens) : 1) * 10 + (ones ? HAN.indexOf(ones) : 0);
}

/** 3月5日 is the last one there was. */
function inAYear([, which, month, day]: RegExpExecArray, today: string): string | null {
  const year = Number(today.slice(0, 4)) - Number(which === "去年");
  const found = dayFrom(year, number(month), number(day));
  return found && found > today && !which ? dayFrom(year - 1, number(month), number(day)) : found;
}

function inAMonth(today: string, day: number, before: boolean): string | null {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const found = before ? null : dayFrom(year, month, day);
  if (found && found <= today) return found;
  return month === 1 ? dayFrom(year - 1, 12, day) : dayFrom(year, month - 1, day);
}

/** 周五 is the last Friday there was; 上周五 that of the week before this one. */
function inAWeek(today: string, which: string, weekday: number): string {
  const monday = dayPlus(today, 1 - weekdayOf(today));
  const said = dayPlus(monday, weekday - 1);
  if (which.startsWith("上")) return dayPlus(said, -7 * which.length);
  return dayNumber(said) > dayNumber(today) && which === "" ? dayPlus(said, -7) : said;
}
