/** The day a sentence speaks of (昨天, 上周五, 3月5日), seen from a given today; never a later one. */

import { dayFrom, dayNumber, dayPlus, weekdayOf } from "../days";

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
const NO_WEEKDAY_AFTER = "(?![次个户名位场件回天处常]|家(?![访里中长])|人(?![民大家员们才]))";
// What bears a number of its own is no day: 中央一号文件, 3号桥, 8号地块.
const NUMBERED = "(?![人楼院路线房机桥井渠池库坝站泵棚厂车门店柜点地]|文件|公路|鱼?塘|水[塘库渠井池沟闸]|大[棚桥]|病[房床区])";

// A year that is told otherwise, or of the moon, is not this one; and 11月20日前 is a bound, not the day.
const NO_OTHER_YEAR = "(?<!(?:农历|阴历|旧历).{0,6})(?<!(?:[0-9〇零一二三四五六七八九]|前|明|后|往)年的?)";
const NO_BOUND = "(?![之以]?前(?![往来去]))";
// 目前天气 and 节前晚上 speak of no 前天, 3天前往 of no three days ago, 去年今天 of another today.
const NO_NEAR_DAY_BEFORE = "(?<!去年的?|上?个?月的?|年|周)";
const NO_PART = "(?<![目之以眼午提事生空先当门年月日周天节期夕会灾汛雨假秋夏冬春])";
const NOTHING_MORE_BEFORE = "(?<![0-9一二三四五六七八九十百两几零、到至~-])";

type Reading = (found: RegExpExecArray, today: string) => string | null;

/** Each way of naming a day, the most telling first. */
const WAYS: readonly (readonly [RegExp, Reading])[] = [
  [new RegExp(`(20[0-9]{2})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})(?:[日号]|(?![0-9日号]))${NO_BOUND}`), ([, y, m, d]) => dayFrom(Number(y), Number(m), Number(d))],
  [new RegExp(`${NO_OTHER_YEAR}(?<![0-9一二三四五六七八九十])(?:(去年|今年)的?)?(${N})月(?:份)?(${N})[日号]${NO_BOUND}`), inAYear],
  [new RegExp(`(上个?月|本月|这个?月)(${N})[日号]${NO_BOUND}`), ([, which, day], today) => inAMonth(today, number(day), which)],
  [new RegExp(`${NO_WEEKDAY_BEFORE}(上上|上|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天末])${NO_WEEKDAY_AFTER}`), ([, which, day], today) => inAWeek(today, which ?? "", WEEKDAYS[day ?? ""] ?? 1)],
  [new RegExp(`${NO_NEAR_DAY_BEFORE}(大前|今|昨|${NO_PART}前)[天日晚早晨]`), ([, which], today) => dayPlus(today, -(AGO[which ?? ""] ?? 0))],
  [new RegExp(`${NOTHING_MORE_BEFORE}(${N})天(?:以)?前(?![往后来去面])`), ([, days], today) => dayPlus(today, -number(days))],
  [new RegExp(`(?<![0-9第月十一二三四五六七八九每逢])(${N})(?:号${NUMBERED}${NO_BOUND}|日(?=[上下中]午|[早傍]?晚|[早凌]晨?))`), ([, day], today) => inAMonth(today, number(day))],
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

/** 3月5日 is the last one there was; where the one to come is nearer, it is none of the past. */
function inAYear([, which, month, day]: RegExpExecArray, today: string): string | null {
  const year = Number(today.slice(0, 4)) - Number(which === "去年");
  const found = dayFrom(year, number(month), number(day));
  if (!found || found <= today || which) return found;
  const before = dayFrom(year - 1, number(month), number(day));
  return before && dayNumber(today) - dayNumber(before) < dayNumber(found) - dayNumber(today) ? before : null;
}

/** 5号 is the last one there was; 本月5号 is of this month alone. */
function inAMonth(today: string, day: number, which = ""): string | null {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const found = which.startsWith("上") ? null : dayFrom(year, month, day);
  if (/^[本这]/.test(which) || (found && found <= today)) return found;
  return month === 1 ? dayFrom(year - 1, 12, day) : dayFrom(year, month - 1, day);
}

/** 周五 is the last Friday there was; 上周五 that of the week before this one. */
function inAWeek(today: string, which: string, weekday: number): string {
  const monday = dayPlus(today, 1 - weekdayOf(today));
  const said = dayPlus(monday, weekday - 1);
  if (which.startsWith("上")) return dayPlus(said, -7 * which.length);
  return dayNumber(said) > dayNumber(today) && which === "" ? dayPlus(said, -7) : said;
}
