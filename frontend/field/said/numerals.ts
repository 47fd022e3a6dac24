/** Numerals as people write and say them; a port of rules/quantities/{numerals,reckoner}.py. */

import { DIGITS, HAN, INFIXES, SCALES } from "./amount_words";
import { compared, fraction, fromDigits, plus, times } from "./fractions";
import type { Fraction } from "./fractions";

const ZEROS = "零〇";
const HALF = "半";
const ARABIC = /^(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9,])|[0-9]+(?:\.[0-9]+)?)/;
const HAN_DECIMAL = new RegExp(`^[${HAN}]?点[${HAN}]+`);
const [TEN, WAN, YI] = [10n, 10_000n, 100_000_000n];
const NO_SCALE = 10n ** 30n; // larger than any scale: nothing has been counted in this section yet
const SAY_IN_DIGITS = "请改用阿拉伯数字写全，例如12500";
const ZERO = fraction(0n);

/** What is wrong with an amount: where (a position in the text), what, and what mends it. */
export class Unclear extends Error {
  constructor(
    readonly at: number,
    readonly what: string,
    readonly remedy: string,
  ) {
    super(what);
  }
}

/** A run of digits; `digits` is how many (0 when it has decimals): 1万5000 is not 1万5. */
interface Figure {
  readonly value: Fraction;
  readonly digits: number;
}

export interface NumberRead {
  readonly value: Fraction;
  readonly mark: string;
  /** Whether 万 or 亿 was written. */
  readonly scaled: boolean;
  readonly stop: number;
}

/** Reads a numeral from `text[begin..end]`; `bare` lets it open with 百 千 万 亿, as in 近百人. */
export function readNumber(text: string, begin: number, end: number, bare: boolean): NumberRead {
  const reckoner = new Reckoner(text, bare);
  let stop = begin;
  for (let at = begin; at < end; ) {
    const found = token(text.slice(at, end));
    if (!found) break;
    reckoner.take(at, found.token);
    stop = at += found.length;
    while (at < end && text[at] === " ") at += 1;
  }
  if (stop === begin) {
    const what = begin < end ? `没有读到数字（“${text.slice(begin, end)}”）` : "缺少数字";
    throw new Unclear(begin, what, "请写一个数，例如70万、562、三千");
  }
  return { value: reckoner.finish(stop), mark: reckoner.mark, scaled: reckoner.scaled, stop };
}

function token(rest: string): { length: number; token: Figure | string } | null {
  const arabic = ARABIC.exec(rest)?.[0];
  if (arabic) {
    const digits = arabic.replaceAll(",", "");
    const whole = digits.includes(".") ? 0 : digits.length;
    return { length: arabic.length, token: { value: fromDigits(digits), digits: whole } };
  }
  const han = HAN_DECIMAL.exec(rest)?.[0];
  if (han) {
    const digits = [...han].map((one) => (one === "点" ? "." : DIGITS[one])).join("");
    return { length: han.length, token: { value: fromDigits(digits), digits: 0 } };
  }
  const one = rest[0] ?? "";
  const digit = DIGITS[one];
  if (digit !== undefined && !ZEROS.includes(one)) {
    return { length: 1, token: { value: fraction(BigInt(digit)), digits: 1 } };
  }
  const known = ZEROS.includes(one) || one in SCALES || one in INFIXES || one === HALF;
  return known ? { length: 1, token: one } : null;
}

/** Adds up the parts of a numeral from left to right, and refuses what could mean two things. */
class Reckoner {
  mark = "";
  scaled = false;
  private yi = ZERO; // what 亿 has closed
  private wan = ZERO; // what 万 has closed since
  private section = ZERO; // what 千 百 十 have closed since
  private pending: Figure | null = null;
  private pendingAt = 0;
  private gap = false; // the pending figure stands after 零
  private bareAt: number | null = null; // where an opening 百 千 万 亿 stands without a figure
  private smallest = NO_SCALE; // the last scale of this section: the next must be smaller
  private last = 1n; // the last scale of all: 两万三 is 3 × a tenth of it
  private previous: "" | "figure" | "zero" | "scale" | "mark" = "";
  private yiClosed = false;
  private wanClosed = false;

  constructor(
    private readonly text: string,
    private readonly bare: boolean,
  ) {}

  take(at: number, found: Figure | string): void {
    if (typeof found !== "string") return this.figure(at, found);
    if (ZEROS.includes(found)) return this.zero(at);
    if (found === HALF) return this.half(at);
    if (found in INFIXES) return this.setMark(at, found);
    const scale = SCALES[found] ?? 1n;
    return scale < WAN ? this.small(at, scale) : this.big(at, scale);
  }

  private figure(at: number, figure: Figure): void {
    if (this.pending) {
      throw new Unclear(at, "数字连写，看不出是多少", "概数请写成“约35户”，区间请只写一个数");
    }
    if (this.previous === "mark") {
      throw new Unclear(at, `“${this.text[at - 1]}”后面又有数字`, SAY_IN_DIGITS);
    }
    this.pending = figure;
    this.pendingAt = at;
    this.gap = this.previous === "zero";
    this.previous = "figure";
  }

  private zero(at: number): void {
    if (this.previous === "") this.figure(at, { value: ZERO, digits: 1 });
    else if (this.previous === "scale") this.previous = "zero";
    else throw new Unclear(at, "“零”的位置不对", SAY_IN_DIGITS);
  }

  private half(at: number): void {
    if (this.previous) throw new Unclear(at, "“半”的位置不对", SAY_IN_DIGITS);
    this.figure(at, { value: fraction(1n, 2n), digits: 0 });
  }

  private setMark(at: number, word: string): void {
    if (word === "几" && this.previous !== "scale") {
      throw new Unclear(at, "“几”没有说出是多少", "请写一个约数，例如“约30户”");
    }
    if (this.previous !== "figure" && this.previous !== "scale") {
      throw new Unclear(at, `“${word}”前面缺少数字`, "请写成“70多万”这样的形式");
    }
    if (word === "把" && this.bareAt === null) {
      throw new Unclear(at, "“把”的位置不对", "请写成“百把人”“万把块”这样的形式");
    }
    if (this.mark) throw new Unclear(at, "一个数用了两个约数词", "请只留一个");
    this.mark = INFIXES[word] ?? "";
    this.bareAt = null;
    this.previous = "mark";
  }

  private small(at: number, scale: bigint): void {
    const closed = times(this.coefficient(at, scale), fraction(scale));
    if (scale >= this.smallest || compared(closed, fraction(this.smallest)) >= 0) {
      throw new Unclear(at, "十、百、千的先后不对", SAY_IN_DIGITS);
    }
    this.section = plus(this.section, closed);
    this.smallest = this.last = scale;
    this.previous = "scale";
  }

  /** What stands before 十 百 千; a numeral may open with them, and 一百十五 is said. */
  private coefficient(at: number, scale: bigint): Fraction {
    const pending = this.pending;
    this.pending = null;
    if (pending) return pending.value;
    if (this.previous === "") {
      this.bareAt = scale === TEN ? null : at;
      return fraction(1n);
    }
    if (scale === TEN && (this.previous === "scale" || this.previous === "zero")) return fraction(1n);
    throw new Unclear(at, `“${this.text[at]}”前面缺少数字`, SAY_IN_DIGITS);
  }

  private big(at: number, scale: bigint): void {
    const part = this.part(at, scale);
    const wide = compared(part, fraction(WAN)) >= 0;
    if (scale === WAN ? this.wanClosed || (this.yiClosed && wide) : this.yiClosed || (this.wanClosed && wide)) {
      throw new Unclear(at, "万、亿的先后不对", SAY_IN_DIGITS);
    }
    if (scale === WAN) {
      this.wan = times(part, fraction(WAN));
      this.wanClosed = true;
    } else {
      this.yi = times(plus(this.wan, part), fraction(YI));
      this.yiClosed = true;
      this.wan = ZERO;
      this.wanClosed = false;
    }
    this.section = ZERO;
    this.smallest = NO_SCALE;
    this.last = scale;
    this.previous = "scale";
    this.scaled = true;
  }

  /** The number before 万 or 亿. */
  private part(at: number, scale: bigint): Fraction {
    const pending = this.pending;
    this.pending = null;
    if (pending) return plus(this.section, this.tail(pending, this.smallest, false));
    if (this.section.top !== 0n && this.previous !== "zero") {
      this.bareAt = null; // 百万
      return this.section;
    }
    if (this.previous === "") {
      this.bareAt = at; // 万余亩
      return fraction(1n);
    }
    if (scale === YI && this.wanClosed) return ZERO; // 3万亿
    throw new Unclear(at, `“${this.text[at]}”前面缺少数字`, SAY_IN_DIGITS);
  }

  /**
   * The worth of a figure after `scale` and with none of its own.
   *
   * At its face after no scale, after 零, as decimals, or when it fills the places (1万5000); a
   * single last digit counts in the next lower place: 1千5 is 1,500. Anything else could mean two
   * things and is refused.
   */
  private tail(figure: Figure, scale: bigint, last: boolean): Fraction {
    const { value, digits } = figure;
    const below = (limit: bigint) => compared(value, fraction(limit)) < 0;
    const plain = scale === 1n || scale === NO_SCALE || below(1n) || (scale === TEN && !digits);
    const filled = digits > 0 && TEN ** BigInt(digits) === scale;
    if (plain || filled || (this.gap && below(scale))) return value;
    if (last && digits === 1 && !this.gap) return times(value, fraction(scale, TEN));
    throw new Unclear(this.pendingAt, "这个数字可以有两种读法", SAY_IN_DIGITS);
  }

  /** The whole number; `end` is where the numeral ended. */
  finish(end: number): Fraction {
    if (this.previous === "zero") throw new Unclear(end - 1, "“零”后面缺少数字", SAY_IN_DIGITS);
    if (this.bareAt !== null && !this.bare) {
      const word = this.text[this.bareAt];
      throw new Unclear(this.bareAt, `“${word}”前面缺少数字`, `请写成“1${word}”等`);
    }
    const tail = this.pending ? this.tail(this.pending, this.last, true) : ZERO;
    return plus(plus(this.yi, this.wan), plus(this.section, tail));
  }
}
