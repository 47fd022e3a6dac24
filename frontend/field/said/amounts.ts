/**
 * Amounts as people write and say them (70多万, 近3万, 三千多块钱), read and printed as on the desk.
 *
 * A port of rules/quantities, which is the truth: both are held against
 * tests/rules/quantities/amounts.json, and against each other over random texts.
 */

import { AFTER, AREAS, DIGITS, HAN, IDLE, INSIDE, MONEY, PREFIXES, SUFFIXES } from "./amount_words";
import { accepted, known, oneMark } from "./amount_words";
import { compared, fraction, inTenThousandths, plus, times } from "./fractions";
import type { Fraction } from "./fractions";
import { Unclear, readNumber } from "./numerals";
import type { NumberRead } from "./numerals";

export type AmountType = "count" | "money" | "area" | "number";

/** `value` counts in the type's smallest unit: 分 for money, ten-thousandths for areas, numbers. */
export interface Quantity {
  readonly value: bigint;
  readonly type: AmountType;
  readonly unit: string;
  readonly approx: string;
}

/** A text that is no amount of the wanted type; `message` is for the person who typed it. */
export class NoAmount extends Error {
  constructor(
    readonly text: string,
    readonly at: number,
    readonly what: string,
    readonly remedy: string,
  ) {
    super(`${stripped(text) ? `“${text}”第${at + 1}个字处` : "此处"}${what}。${remedy}`);
  }
}

/** What follows the number: it counts `factor` times, `plus` more, in `unit`. */
interface Tail {
  readonly end: number;
  readonly unit: string;
  readonly factor: Fraction;
  readonly plus: Fraction;
  /** False when there is no number before the tail (5角). */
  readonly number: boolean;
  /** No unit was written. */
  readonly bare: boolean;
}

const SCALE: Readonly<Record<AmountType, bigint>> = { count: 1n, money: 100n, area: 10_000n, number: 10_000n };
const LARGEST = 2n ** 63n - 1n;
const LENGTH_MOST = 60;
const [ZERO, ONE] = [fraction(0n), fraction(1n)];
const SAME: Readonly<Record<string, string>> = {
  ...{ "￥": "¥", "−": "-", "–": "-", 圆: "元", "：": ":" },
  ...{ "\u3000": " ", "\u00a0": " ", "\t": " ", "\r": " ", "\n": " " },
};
const BLANK = " 。、,;.!?"; // dictation closes every sentence with a full stop
// As Python's str.strip does it.
const SPACES = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;
const PREFIX_WORDS = [...Object.keys(PREFIXES), ...IDLE].sort((one, other) => other.length - one.length);
const MONEY_SIGNS = ["人民币", "¥"];
const MINUS = ["负", "-"];
const FINEST: Readonly<Record<AmountType, string>> = {
  count: "请填整数",
  money: "金额精确到分，小数点后最多两位",
  area: "小数点后最多四位",
  number: "小数点后最多四位",
};
const DIGIT = `[0-9${HAN}]`;
const AFTER_YUAN = new RegExp(`^(?:(?<jiao>${DIGIT})(?:[角毛]|$)|(?<half>半))?(?:零?(?<fen>${DIGIT})分)?[钱整正]?$`);
const NO_YUAN = new RegExp(`^(?:(?<jiao>${DIGIT})[角毛])?(?:零?(?<fen>${DIGIT})分)?钱?$`);
const MU = "亩";
const FEN = new RegExp(`(?<fen>${DIGIT})分地?$`); // ten of them are a 亩

/** The amount a text states, in a field of this type and unit; `NoAmount` for everything else. */
export function parse(text: string, type: AmountType, unit = ""): Quantity {
  try {
    return read(plain(text), type, unit);
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
    throw new NoAmount(text, characterAt(text, error.at), error.what, error.remedy);
  }
}

/** Which character of a text stands at `at`: many have two halves there. */
function characterAt(text: string, at: number): number {
  const before = [...text.slice(0, at)];
  return before.length - Number(/[\ud800-\udbff]$/.test(before.at(-1) ?? "") && at < text.length);
}

/** Full-width forms and look-alikes, one character for one character. */
function plain(text: string): string {
  const narrow = text.replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));
  return narrow.replace(/[￥−–圆：\u3000\u00a0\t\r\n]/g, (one) => SAME[one] ?? one);
}

function read(text: string, type: AmountType, unit: string): Quantity {
  const characters = [...text];
  if (characters.length > LENGTH_MOST) {
    const at = characters.slice(0, LENGTH_MOST).join("").length;
    throw new Unclear(at, "起内容太长", "这里只填一个数，说明请写在正文里");
  }
  const [first, end] = trimmed(text, 0, text.length);
  if (first === end) throw new Unclear(0, "没有填写数字", "没有就写0，不清楚就留空");
  const { begin, before, negative } = prefix(text, first, end, type);
  const { numberEnd, after } = suffix(text, begin, end);
  if (begin === numberEnd) throw new Unclear(begin, "缺少数字", "请写一个数，例如70万、562、三千");
  const tail = type === "money" ? moneyTail(text, begin, numberEnd, unit) : unitTail(text, begin, numberEnd, type, unit);
  const number = numberBefore(text, begin, end, tail, before.length > 0);
  const approx = oneMark([...before, number.mark, ...after].filter((word) => word !== ""));
  if (approx === null) throw new Unclear(begin, "约数词互相矛盾", "“近”与“余、多、超”等只留一个");
  const value = worth(number, tail);
  if (negative && type !== "number") throw new Unclear(begin - 1, "是负数", "请填正数；原来填多了，请更正原记录");
  const scaled = scaledTo(begin, negative ? times(value, fraction(-1n)) : value, type, tail);
  return { value: scaled, type, unit: type === "money" ? "元" : tail.unit, approx };
}

function trimmed(text: string, from: number, to: number): [number, number] {
  let [begin, end] = [from, to];
  while (begin < end && text[begin] === " ") begin += 1;
  while (begin < end && BLANK.includes(text[end - 1] ?? "")) end -= 1;
  return [begin, end];
}

function prefix(text: string, from: number, end: number, type: AmountType) {
  const words = [...PREFIX_WORDS, ...(type === "money" ? MONEY_SIGNS : []), ...MINUS];
  const before: string[] = [];
  let [begin, negative] = [from, false];
  for (;;) {
    const word = words.find((one) => text.slice(begin, end).startsWith(one));
    if (word === undefined) return { begin, before, negative };
    if (negative) throw new Unclear(begin, `负号后面不能再写“${word}”`, "请写成“约-3.5”这样的形式");
    negative = MINUS.includes(word);
    const mark = PREFIXES[word];
    if (mark !== undefined) before.push(mark);
    [begin] = trimmed(text, begin + word.length, end);
  }
}

function suffix(text: string, begin: number, end: number) {
  const after: string[] = [];
  let numberEnd = end;
  for (;;) {
    const rest = text.slice(begin, numberEnd);
    const found = Object.entries(SUFFIXES).find(([word]) => rest.endsWith(word));
    if (!found) return { numberEnd, after };
    after.unshift(found[1]);
    [, numberEnd] = trimmed(text, begin, numberEnd - found[0].length);
  }
}

function moneyTail(text: string, begin: number, end: number, unit: string): Tail {
  const own = MONEY[unit || "元"];
  if (own === undefined) {
    throw new Unclear(begin, `字段的单位“${unit}”不是金额单位`, "请联系方案管理人员，改为元、万元或亿元");
  }
  const body = text.slice(begin, end);
  const yuan = Math.max(...["元", "块", "圆"].map((word) => body.lastIndexOf(word)));
  const tail = { unit: "元", factor: ONE, plus: ZERO, number: true, bare: false };
  if (yuan < 0) {
    const small = NO_YUAN.exec(body);
    if (small && body && body !== "钱") return { ...tail, end: begin, plus: change(small), number: false };
    return { ...tail, end, factor: fraction(own), bare: true };
  }
  const rest = body.slice(yuan + 1);
  const small = AFTER_YUAN.exec(stripped(rest));
  if (!small) throw new Unclear(begin + yuan + 1, `看不懂“${rest}”`, "元以下只写几角几分，例如3元5角、3.50元");
  return { ...tail, end: begin + yuan, plus: change(small) };
}

function change(found: RegExpExecArray): Fraction {
  const { jiao, fen, half } = found.groups ?? {};
  return fraction(digit(jiao) * 10n + digit(fen) + (half ? 50n : 0n), 100n);
}

function digit(one: string | undefined): bigint {
  return one === undefined ? 0n : BigInt(DIGITS[one] ?? one);
}

function unitTail(text: string, begin: number, end: number, type: AmountType, unit: string): Tail {
  const spellings = accepted(type, unit);
  const { stop, written, more } = unitAt(text, begin, end, spellings);
  if (!written && more === ZERO) {
    if (type === "area" && !unit) {
      throw new Unclear(end - 1, "缺少面积单位", "请写明亩、平方米、公顷或平方公里");
    }
    return { end, unit, factor: ONE, plus: ZERO, number: true, bare: true };
  }
  const meant = spellings.get(written || MU) ?? MU;
  const wanted = unit || meant;
  let factor = ONE;
  if (meant !== wanted) {
    const [from, to] = [AREAS[meant], AREAS[wanted]];
    if (from === undefined || to === undefined) {
      const what = `“${written || MU}”不能折算成“${wanted}”`;
      throw new Unclear(stop - written.length, what, `请按${wanted}填写`);
    }
    factor = fraction(from, to);
  }
  const rest = { plus: times(more, factor), number: stop > begin, bare: false };
  return { end: stop - written.length, unit: wanted, factor, ...rest };
}

/** Where the unit ends, how it is written, and what follows it: 两亩半, 两亩三分, 三分地. */
function unitAt(text: string, begin: number, end: number, spellings: ReadonlyMap<string, string>) {
  const body = text.slice(begin, end);
  if (body.endsWith("半")) {
    const written = longest(body.slice(0, -1), spellings);
    if (written) return { stop: end - 1, written, more: fraction(1n, 2n) };
  }
  const fen = spellings.has(MU) ? FEN.exec(body) : null;
  if (fen) {
    const written = longest(body.slice(0, fen.index), spellings);
    if (fen.index === 0 || spellings.get(written) === MU) {
      const tenths = digit(fen.groups?.["fen"]);
      return { stop: begin + fen.index, written, more: tenths ? fraction(tenths, 10n) : ZERO };
    }
  }
  return { stop: end, written: longest(body, spellings), more: ZERO };
}

function longest(body: string, spellings: ReadonlyMap<string, string>): string {
  return [...spellings.keys()].reduce((best, one) => (body.endsWith(one) && one.length > best.length ? one : best), "");
}

/** The number before the tail; nothing may stand between them. */
function numberBefore(text: string, begin: number, end: number, tail: Tail, bare: boolean): NumberRead {
  if (!tail.number) return { value: ZERO, mark: "", scaled: false, stop: begin };
  const number = readNumber(text, begin, tail.end, bare);
  const [, numberEnd] = trimmed(text, begin, tail.end);
  if (number.stop === numberEnd && tail.plus.top !== 0n && number.value.bottom !== 1n) {
    throw new Unclear(begin, "小数后面又有零头", "只用一种写法，例如3.50元、3元5角");
  }
  if (number.stop === numberEnd) return number;
  const rest = stripped(text.slice(number.stop, end));
  if (known(rest)) {
    const remedy = tail.unit ? `请按“${tail.unit}”填写` : "这一栏只填数，不带单位";
    throw new Unclear(number.stop, `单位“${rest}”与这一栏不符`, remedy);
  }
  const remedy = `只写一个数和单位，例如“30${tail.unit}”“约30${tail.unit}”`;
  throw new Unclear(number.stop, `看不懂“${rest}”`, remedy);
}

function worth(number: NumberRead, tail: Tail): Fraction {
  const inFull = tail.bare && number.scaled && tail.unit === "元"; // 70万 is 元 in any field
  return plus(times(number.value, inFull ? ONE : tail.factor), tail.plus);
}

function scaledTo(at: number, value: Fraction, type: AmountType, tail: Tail): bigint {
  const scaled = times(value, fraction(SCALE[type]));
  if (scaled.bottom !== 1n) {
    if (compared(tail.factor, ONE) !== 0 && type === "area") {
      const near = decimals(inTenThousandths(value));
      throw new Unclear(at, `折算成${tail.unit}除不尽（约${near}${tail.unit}）`, `请直接按${tail.unit}填写`);
    }
    throw new Unclear(at, "小数位太多", FINEST[type]);
  }
  if (scaled.top > LARGEST || scaled.top < -LARGEST) {
    throw new Unclear(at, "数字太大", "请核对是否多写了“万”或“亿”");
  }
  return scaled.top;
}

function stripped(text: string): string {
  return text.replace(SPACES, "");
}

// --- printing ---------------------------------------------------------------------------

const [WAN, YI] = [10_000n, 100_000_000n];

/** The amount with its unit and its mark, as an official prints it; `parse` reads it back. */
export function say({ value, type, unit, approx }: Quantity): string {
  const [number, word] = shape(fraction(value, SCALE[type]), type, unit);
  if (INSIDE.includes(approx)) return withInside(number, approx, word, unit);
  const whole = `${number}${word}${unit}`;
  return AFTER.includes(approx) ? `${whole}${approx}` : `${approx}${whole}`;
}

/** Digits and the word 万 or 亿 (or none) that print the value exactly. */
function shape(value: Fraction, type: AmountType, unit: string): [string, string] {
  const size = value.top < 0n ? fraction(-value.top, value.bottom) : value;
  const exact = (scale: bigint) => times(value, fraction(100n, scale)).bottom === 1n;
  const by = (scale: bigint) => decimals(inTenThousandths(times(value, fraction(1n, scale))));
  if (!/^[十百千万亿]/.test(unit)) {
    if (compared(size, fraction(YI)) >= 0 && exact(YI)) return [by(YI), "亿"];
    const least = type === "money" ? WAN : 10n * WAN;
    if (compared(size, fraction(least)) >= 0 && exact(WAN)) return [by(WAN), "万"];
  }
  const places = type === "money" && value.bottom !== 1n ? 2 : 0;
  return [decimals(inTenThousandths(value), places), ""];
}

/** Exact decimal digits of so many ten-thousandths, without trailing zeros beyond `places`. */
function decimals(tenThousandths: bigint, places = 0): string {
  const size = tenThousandths < 0n ? -tenThousandths : tenThousandths;
  const rest = `${size % WAN}`.padStart(4, "0").replace(/0+$/, "").padEnd(places, "0");
  return `${tenThousandths < 0n ? "-" : ""}${size / WAN}${rest ? "." : ""}${rest}`;
}

function withInside(number: string, mark: string, word: string, unit: string): string {
  if (number.endsWith("0") && !number.includes(".")) return `${number}${mark}${word}${unit}`;
  return word || mark === "余" ? `${number}${word}${mark}${unit}` : `${number}${unit}${mark}`;
}

/** Whether an amount can be read, and what it is read as, or why it cannot be; as on the desk. */
export function readBack(text: string, type: AmountType, unit = ""): { readonly ok: boolean; readonly say: string } {
  try {
    return { ok: true, say: `读作 ${say(parse(text, type, unit))}` };
  } catch (error) {
    if (!(error instanceof NoAmount)) throw error;
    return { ok: false, say: `${error.message.replace(/。$/, "")}。` };
  }
}
