/** Amounts inside a sentence, each read for a field of a type and unit. */

import { NoAmount, parse, say } from "./amounts";
import type { AmountType } from "./amounts";
import { HAN, IDLE, PREFIXES, SUFFIXES, accepted } from "./amount_words";

export interface AmountIn {
  /** The amount as it is to stand in the field. */
  readonly text: string;
  readonly begin: number;
  readonly end: number;
}

const NUMERALS = new RegExp(`[0-9０-９${HAN}十拾百佰千仟万亿半¥￥]`);
const NUMERAL = new RegExp(`${NUMERALS.source}+`, "g");
const BEFORE = [...Object.keys(PREFIXES), ...IDLE, "人民币", "¥", "￥"].sort((one, other) => other.length - one.length);
// 过 in 走访过30户, 上 in 晚上20人, 近 in 附近20户 and 约 in 签约500万 belong to another word.
const OTHER_WORD = /(?:[^，。；、,;\s已都均早就总数量额]过|[晚早路地线网山身街]上|[附最临靠就亲]近|[节合签契预]约).$|上[^百千万亿]$/;
// What is said before it makes it another number: 几十, 22.5, 20、30, 十来二十, 快三千, 不止三千.
const OTHER_BEFORE = /[几数][十百千万亿]$|(?:[0-9０-９一二两三四五六七八九十百千万][.．点、来]|快|几乎|差点|不[止下过]|何止|约[莫摸]|大致|估[计摸]|可能|(?<!大)小).$/;
// And after it: 三千都不到, 二十二天半, 十来天前.
const OTHER_AFTER = /^(?:[都还也]?(?:不[到足满止]|没到)|半|[之以]?[前后])/;
// The number itself goes on (三块零五毛), or what ends it belongs to another word (两万一起捐).
const GOES_ON = new RegExp(`^(?:.(?!一)${NUMERALS.source}|一[共起次直定些样下般边律概并])`);
const REACH = 14; // characters an amount may go on after its first numeral
const MONEY_WORDS = /[元块角毛¥￥万亿wW]|[0-9一二两三四五六七八九]分钱/;
// What counts as well where a field asks for another unit: whoever came once is one 人次.
const ALSO: Readonly<Record<string, string>> = { 人次: "人", 场次: "场" };

/** Every amount of this type and unit, from left to right; a number alone is none. */
export function amountsIn(sentence: string, type: AmountType, unit: string): AmountIn[] {
  const found: AmountIn[] = [];
  for (const { index } of sentence.matchAll(NUMERAL)) {
    if (index < (found.at(-1)?.end ?? 0) || sentence[index - 1] === "第") continue;
    const one = longestAt(sentence, pastIdle(sentence, begun(sentence, index)), index, type, unit);
    if (one && !isOther(sentence, one)) found.push(one);
  }
  return found;
}

/** Whether the words beside it make it another amount than it reads as. */
function isOther(sentence: string, { begin, end }: AmountIn): boolean {
  const [before, last, after] = [sentence.slice(0, begin + 1), sentence[end - 1] ?? "", sentence.slice(end)];
  return OTHER_BEFORE.test(before) || OTHER_AFTER.test(after) || (NUMERALS.test(last) && GOES_ON.test(`${last}${after}`));
}

/** Where an amount begins whose first numeral stands at `index`: 大约 and the like belong to it. */
function begun(sentence: string, index: number): number {
  const words = BEFORE.find((one) => sentence.slice(0, index).endsWith(one));
  if (words === undefined || (words.length === 1 && OTHER_WORD.test(sentence.slice(0, index + 1)))) return index;
  return begun(sentence, index - words.length);
}

/** 一共 before an amount changes nothing, and need not stand in the field. */
function pastIdle(sentence: string, begin: number): number {
  const words = IDLE.find((one) => sentence.startsWith(one, begin));
  return words === undefined ? begin : pastIdle(sentence, begin + words.length);
}

const LASTS = new Map<string, ReadonlySet<string>>();

/** The characters an amount of a field can end with: cheap to ask before it is read. */
function lastsOf(type: AmountType, unit: string): ReadonlySet<string> {
  const key = `${type} ${unit}`;
  const counted = [...accepted(type, unit).keys(), ...accepted(type, ALSO[unit] ?? unit).keys()];
  const units = type === "money" ? ["元钱角毛分块十百千万亿wW整正", HAN, "0123456789"] : counted;
  const found = LASTS.get(key) ?? new Set([...units.join(""), ...Object.keys(SUFFIXES).join(""), ..."半分地"]);
  LASTS.set(key, found);
  return found;
}

function longestAt(sentence: string, begin: number, index: number, type: AmountType, unit: string): AmountIn | null {
  const lasts = lastsOf(type, unit);
  for (let end = Math.min(sentence.length, index + REACH); end > index; end -= 1) {
    const words = sentence.slice(begin, end);
    const text = lasts.has(words.at(-1) ?? "") ? read(words, sentence[end] ?? "", type, unit) : null;
    if (text !== null) return { text, begin, end };
  }
  return null;
}

/** What to put into the field, or null when the words are no amount of it with its unit. */
function read(words: string, next: string, type: AmountType, unit: string): string | null {
  if (type === "money") return MONEY_WORDS.test(words) && !cut(next) && readable(words, type, unit) ? words : null;
  if (next === "次" && /[人场]$/.test(words)) return null; // 60人次 are not 60人
  if (/日$|个$/.test(words) && /^(?:日|个[人月小钟星礼])/.test(`${words.at(-1) ?? ""}${next}`)) return null; // 到22日, 20个人
  if (/[0-9０-９%半]$/.test(words) && !words.endsWith("%") && !/[亩]半$/.test(words)) return null;
  if (readable(words, type, unit)) return withUnit(words, type, unit) ? words : null;
  const also = type === "count" ? ALSO[unit] : undefined;
  if (also === undefined || !readable(words, type, also) || !withUnit(words, type, also)) return null;
  return say({ ...parse(words, type, also), unit });
}

/** 30万 is money only when no unit of something else follows: 30万株 is not. */
function cut(next: string): boolean {
  return /[户人名位个株棵亩斤公吨只头羽平场次件项条份张米]/.test(next);
}

/** Whether a unit was written: without one the same words would also do for another unit. */
function withUnit(words: string, type: AmountType, unit: string): boolean {
  const other = unit === "户" ? "人" : "户";
  return type === "area" ? !readable(words, "number", "") : !readable(words, type, other);
}

function readable(words: string, type: AmountType, unit: string): boolean {
  try {
    parse(words, type, unit);
    return true;
  } catch (error) {
    if (error instanceof NoAmount) return false;
    throw error;
  }
}
