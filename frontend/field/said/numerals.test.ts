import assert from "node:assert/strict";
import { test } from "node:test";

import { compared, fraction, fromDigits, inTenThousandths, plus, times } from "./fractions.ts";
import { Unclear, readNumber } from "./numerals.ts";

/** What a numeral comes to, as 12 or 5/2, with its mark; or where and why it is refused. */
function read(text: string, bare = false): string {
  try {
    const { value, mark, stop } = readNumber(text, 0, text.length, bare);
    const worth = value.bottom === 1n ? `${value.top}` : `${value.top}/${value.bottom}`;
    return `${worth}${mark && ` ${mark}`}${stop < text.length ? ` …${text.slice(stop)}` : ""}`;
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
    return `${error.at}: ${error.what}`;
  }
}

function holds(cases: Readonly<Record<string, string>>, bare = false): void {
  for (const [text, wanted] of Object.entries(cases)) assert.equal(read(text, bare), wanted, text);
}

const DIGITS = [..."零一二三四五六七八九"];

/** A whole number below a trillion as it is written out in full: 一万零三十. */
function inHan(number: number): string {
  if (number === 0) return "零";
  const sections = [number % 1e4, Math.floor(number / 1e4) % 1e4, Math.floor(number / 1e8)];
  let text = "";
  for (const at of [2, 1, 0]) {
    const section = sections[at]!;
    if (!section) continue;
    if (text && (section < 1000 || sections.slice(at + 1, at + 2).includes(0))) text += "零";
    text += sectionInHan(section) + ["", "万", "亿"][at];
  }
  return text;
}

function sectionInHan(section: number): string {
  let text = "";
  let gap = false;
  for (const [scale, word] of [[1000, "千"], [100, "百"], [10, "十"], [1, ""]] as const) {
    const digit = Math.floor(section / scale) % 10;
    if (!digit) gap = text !== "";
    else {
      text += `${gap ? "零" : ""}${DIGITS[digit]}${word}`;
      gap = false;
    }
  }
  return text;
}

test("every whole number written out in words is read as what it is", () => {
  const some = [1e8, 1e8 + 1, 2e8 + 3e4, 10_0001_0000, 1020_0304_0506, 9999_9999_9999];
  for (let step = 1; some.length < 1500; step = (step * 7 + 13) % 999_983) some.push(step, (step * 7919) % 1e12);
  for (const number of some) assert.equal(read(inHan(number)), `${number}`, inHan(number));
  for (let number = 0; number < 1200; number += 1) assert.equal(read(inHan(number)), `${number}`);
});

test("digits, words and both together", () => {
  holds({
    "562": "562",
    "1,234,567": "1234567",
    "12,345.50": "24691/2",
    "3.0": "3",
    三百: "300",
    "3百": "300",
    "1.5万": "15000",
    "3万5千": "35000",
    "3 万 5 千": "35000",
    "2亿": "200000000",
    两千零五: "2005",
    壹仟贰佰叁拾: "1230",
    "〇": "0",
    俩: "2",
    仨: "3",
    "5w": "50000",
    "5W": "50000",
    三萬: "30000",
    一億: "100000000",
  });
});

test("points in words", () => {
  holds({ 三点五: "7/2", 一点二万: "12000", 零点五: "1/2", 点五: "1/2", 两点零五: "41/20" });
});

test("a last digit counts in the next lower place, and at its face after 零", () => {
  holds({
    两万三: "23000",
    一千五: "1500",
    三百二: "320",
    一百零五: "105",
    两万零三: "20003",
    两万零三百: "20300",
    "1万5000": "15000",
    "1千500": "1500",
    十五: "15",
    一百十五: "115",
    三百一十: "310",
    一亿二: "120000000",
  });
});

test("what could mean two things is refused where it stands", () => {
  const twice = "这个数字可以有两种读法";
  holds({ "1万50": `2: ${twice}`, "1千50": `2: ${twice}`, "3百12": "312", "3百1": "310", "3百012": `2: ${twice}`, "1万500": `2: ${twice}`, 一万点五: "20001/2" });
  holds({ 三四十: "1: 数字连写，看不出是多少", "30 40": "3: 数字连写，看不出是多少", 二〇: "1: “零”的位置不对" });
});

test("ten thousands and hundreds of millions nest in their order only", () => {
  holds({
    三十万: "300000",
    一百二十万三千: "1203000",
    三万亿: "3000000000000",
    两亿三千万: "230000000",
    一亿零五: "100000005",
    百万: "1000000",
  });
  const order = "万、亿的先后不对";
  holds({ 三万五万: `3: ${order}`, 三亿五亿: `3: ${order}`, "3亿20000万": `7: ${order}` });
});

test("tens, hundreds and thousands go downwards", () => {
  const order = "十、百、千的先后不对";
  holds({ 三十五百: `3: ${order}`, 三百五百: `3: ${order}`, "1百200十": `5: ${order}`, 三千五百二十一: "3521" });
});

test("a numeral opens with 百 千 万 亿 only where words before it allow it", () => {
  holds({ 百: "100", 千: "1000", 万余: "10000 余", 百万: "1000000", 百把: "100 约" }, true);
  holds({ 百: "0: “百”前面缺少数字", 万: "0: “万”前面缺少数字", 亿: "0: “亿”前面缺少数字" });
  holds({ 万余: "10000 余", 百多: "100 多", 十: "10", 十万: "100000" }); // their mark says it is a round number
});

test("marks inside a numeral are kept, one of them, and after a figure or a place", () => {
  holds({
    "70多": "70 多",
    "70多万": "700000 多",
    三千余: "3000 余",
    二十来: "20 约",
    十几: "10 多",
    三百几十: "3: “十”前面缺少数字",
    百把: "100 约",
    三十把: "2: “把”的位置不对",
    几: "0: “几”没有说出是多少",
    "3几": "1: “几”没有说出是多少",
    多: "0: “多”前面缺少数字",
    三十多余: "3: “余”前面缺少数字",
    "70多5": "3: 数字连写，看不出是多少",
    三千多5: "3: “多”后面又有数字",
    十几万多: "3: 一个数用了两个约数词",
  });
});

test("a half stands alone before its unit or 万", () => {
  holds({ 半: "1/2", 半万: "5000", 三半: "1: “半”的位置不对", 十半: "1: “半”的位置不对" });
});

test("a zero stands between places, not at the end of a number nor beside another", () => {
  const wrong = "“零”的位置不对";
  holds({ 零: "0", 一百零: "2: “零”后面缺少数字", 一零: `1: ${wrong}`, 一百零零五: `3: ${wrong}`, 十多零: `2: ${wrong}` });
});

test("a place without its figure is asked for", () => {
  holds({ 一百零百: "3: “百”前面缺少数字", 一万万: "2: “万”前面缺少数字", 三百千: "2: “千”前面缺少数字" });
});

test("no numeral at all says what stands there, or that nothing does", () => {
  holds({ "": "0: 缺少数字", 许多户: "0: 没有读到数字（“许多户”）", "-3": "0: 没有读到数字（“-3”）" });
  const asked = (() => {
    try {
      readNumber("树", 0, 1, false);
    } catch (error) {
      return (error as Unclear).remedy;
    }
    return "";
  })();
  assert.equal(asked, "请写一个数，例如70万、562、三千");
});

test("reading stops at what is no part of the numeral, and within the bounds it is given", () => {
  holds({ "30户": "30 …户", "1,23": "1 …,23", "12,3456": "12 …,3456", "3.": "3 …." });
  const found = readNumber("共35户", 1, 3, false);
  assert.deepEqual([found.value, found.stop, found.scaled], [fraction(35n), 3, false]);
  assert.equal(readNumber("1万多亩", 0, 2, false).mark, "");
  assert.equal(readNumber("1万", 0, 2, false).scaled, true);
});

// --- fractions ----------------------------------------------------------------------------

const SOME = [fraction(0n), fraction(1n), fraction(-3n, 4n), fraction(7n, 10n), fraction(10n ** 20n, 3n)];

test("a fraction is kept in its lowest terms", () => {
  assert.deepEqual(fraction(6n, 4n), { top: 3n, bottom: 2n });
  assert.deepEqual(fraction(-6n, 4n), { top: -3n, bottom: 2n });
  assert.deepEqual(fraction(0n, 9n), { top: 0n, bottom: 1n });
  assert.deepEqual(fraction(5n), { top: 5n, bottom: 1n });
});

test("digits are worth what they say, however they are padded", () => {
  const cases: readonly [string, bigint, bigint][] = [
    ["12", 12n, 1n],
    ["3.50", 7n, 2n],
    ["0.0001", 1n, 10_000n],
    ["007", 7n, 1n],
    ["0.1", 1n, 10n],
  ];
  for (const [digits, top, bottom] of cases) assert.deepEqual(fromDigits(digits), { top, bottom }, digits);
});

test("sums and products are exact and do not care about order", () => {
  for (const one of SOME) {
    assert.deepEqual(plus(one, fraction(0n)), one);
    assert.deepEqual(times(one, fraction(1n)), one);
    for (const other of SOME) {
      assert.deepEqual(plus(one, other), plus(other, one));
      assert.deepEqual(times(one, other), times(other, one));
      for (const third of SOME) {
        assert.deepEqual(times(one, plus(other, third)), plus(times(one, other), times(one, third)));
      }
    }
  }
  assert.deepEqual(plus(fromDigits("0.1"), fromDigits("0.2")), fromDigits("0.3")); // as no float does
});

test("comparing puts fractions in their order", () => {
  const ordered = [fraction(-1n), fraction(-3n, 4n), fraction(0n), fraction(1n, 3n), fraction(1n, 2n), fraction(10n ** 30n)];
  ordered.forEach((one, at) => {
    ordered.forEach((other, beside) => assert.equal(compared(one, other), Math.sign(at - beside)));
  });
});

test("ten-thousandths are rounded to the nearest, a half to the even one, both ways from zero", () => {
  const cases: readonly [bigint, bigint, bigint][] = [
    [1n, 1n, 10_000n],
    [1n, 3n, 3333n],
    [2n, 3n, 6667n],
    [1n, 20_000n, 0n], // half of one: to 0
    [3n, 20_000n, 2n], // one and a half: to 2
    [5n, 20_000n, 2n], // two and a half: to 2
    [-3n, 20_000n, -2n],
    [-2n, 3n, -6667n],
    [0n, 1n, 0n],
  ];
  for (const [top, bottom, wanted] of cases) {
    assert.equal(inTenThousandths(fraction(top, bottom)), wanted, `${top}/${bottom}`);
  }
});
