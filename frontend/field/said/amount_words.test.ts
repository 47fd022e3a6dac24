import assert from "node:assert/strict";
import { test } from "node:test";

import { AREAS, DIGITS, HAN, IDLE, INFIXES, MONEY, PREFIXES, SCALES, SUFFIXES, accepted, known, oneMark } from "./amount_words.ts";
import { NoAmount, parse, readBack, say } from "./amounts.ts";
import type { AmountType } from "./amounts.ts";
import { asWritten } from "./spoken.ts";

const MARKS = ["约", "近", "余", "多", "超", "左右", "上下", "以上", "以内", "不足"];

test("every word said before or after an amount stands for a mark that is printed", () => {
  for (const [word, mark] of [...Object.entries(PREFIXES), ...Object.entries(SUFFIXES), ...Object.entries(INFIXES)]) {
    assert.ok(MARKS.includes(mark), `${word} → ${mark}`);
  }
});

test("every prefix and suffix is read to its mark, and what is printed is read back the same", () => {
  for (const [word, mark] of Object.entries(PREFIXES)) {
    const found = parse(`${word}300户`, "count", "户");
    assert.deepEqual([found.value, found.approx], [300n, mark], word);
    assert.deepEqual(parse(say(found), "count", "户"), found, word);
  }
  for (const [word, mark] of Object.entries(SUFFIXES)) {
    const found = parse(`300户${word}`, "count", "户");
    assert.deepEqual([found.value, found.approx], [300n, mark], word);
    assert.deepEqual(parse(say(found), "count", "户"), found, word);
  }
});

test("idle words change nothing", () => {
  for (const word of IDLE) assert.deepEqual(parse(`${word}35户`, "count", "户"), parse("35户", "count", "户"), word);
});

test("of several marks the one with a direction is kept, and two that contradict are none", () => {
  assert.equal(oneMark([]), "");
  assert.equal(oneMark(["约"]), "约");
  assert.equal(oneMark(["约", "左右"]), "约");
  assert.equal(oneMark(["约", "近"]), "近");
  assert.equal(oneMark(["左右", "多"]), "多");
  assert.equal(oneMark(["超", "余"]), "超");
  assert.equal(oneMark(["近", "多"]), null);
  assert.equal(oneMark(["以上", "约", "以内"]), null);
  assert.deepEqual(readBack("近30多户", "count", "户"), {
    ok: false,
    say: "“近30多户”第2个字处约数词互相矛盾。“近”与“余、多、超”等只留一个。",
  });
});

test("digits in plain and in bank writing mean the same, and no scale is a digit", () => {
  for (const [digit, [plain, bank]] of [["一", "壹"], ["五", "伍"], ["九", "玖"], ["零", "〇"]].entries()) {
    assert.equal(DIGITS[plain!], DIGITS[bank!], `${digit}`);
  }
  assert.deepEqual([DIGITS["两"], DIGITS["俩"], DIGITS["仨"]], [2, 2, 3]);
  for (const scale of Object.keys(SCALES)) assert.ok(!HAN.includes(scale), scale);
});

test("a field takes the spellings of its own unit and of no other", () => {
  const cases: readonly [string, string, readonly string[], readonly string[]][] = [
    ["count", "人", ["人", "名", "位", "个人", "口人"], ["户", "人次", "个"]],
    ["count", "户", ["户", "人家", "户人家"], ["人", "个"]],
    ["count", "人次", ["人次"], ["人", "名"]],
    ["count", "件", ["件", "个"], ["项"]],
    ["count", "处", ["处", "个点", "个"], ["件"]],
    ["count", "株", ["株", "棵", "棵树苗"], ["个"]],
    ["area", "亩", ["亩", "平方米", "㎡", "公顷"], ["株"]],
  ];
  for (const [type, unit, takes, leaves] of cases) {
    const found = accepted(type, unit);
    for (const word of takes) assert.ok(found.has(word), `${unit} takes ${word}`);
    for (const word of leaves) assert.ok(!found.has(word), `${unit} leaves ${word}`);
  }
});

test("a field without a unit takes every unit, an area field every area", () => {
  assert.equal(accepted("count", "").get("名"), "人");
  assert.equal(accepted("count", "").get("场次"), "场次");
  assert.ok(!accepted("count", "").has("亩"));
  assert.deepEqual(new Set(accepted("area", "").values()), new Set(Object.keys(AREAS)));
  assert.equal(accepted("count", "户"), accepted("count", "户")); // made once
});

test("whether a word is a unit at all", () => {
  for (const word of ["人", "名", "棵", "亩", "平方", "万元", "元", "课时", "%"]) assert.ok(known(word), word);
  for (const word of ["", "荔枝", "块", "人户", "kg"]) assert.ok(!known(word), word);
});

test("areas and money are exact multiples of each other", () => {
  assert.equal(AREAS["公顷"], 15n * AREAS["亩"]!);
  assert.equal(AREAS["平方公里"], 100n * AREAS["公顷"]!);
  assert.equal(AREAS["公顷"], 10_000n * AREAS["平方米"]!);
  assert.equal(MONEY["亿元"], 10_000n * MONEY["万元"]!);
});

// --- what people type at the edges of an amount -----------------------------------------------

/** As printed, or the reason. */
function outcome(text: string, type: AmountType, unit = ""): string {
  try {
    return say(parse(text, type, unit));
  } catch (error) {
    if (!(error instanceof NoAmount)) throw error;
    return `${error.at}: ${error.what}`;
  }
}

test("amounts at their edges", () => {
  const cases: readonly [string, AmountType, string, string][] = [
    ["0", "count", "户", "0户"],
    ["３０户", "count", "户", "30户"],
    ["　30 户。", "count", "户", "30户"],
    ["30户，", "count", "户", "30户"],
    ["9223372036854775807", "count", "户", "9223372036854775807户"],
    ["9223372036854775808", "count", "户", "0: 数字太大"],
    ["99999999亿亿", "count", "户", "9: “亿”前面缺少数字"],
    ["3.5户", "count", "户", "0: 小数位太多"],
    ["1.5万户", "count", "户", "15000户"],
    ["-3", "count", "户", "0: 是负数"],
    ["-3.5", "number", "", "-3.5"],
    ["负三点五", "number", "", "-3.5"],
    ["--3", "number", "", "1: 负号后面不能再写“-”"],
    ["0.00001", "number", "", "0: 小数位太多"],
    ["3.505元", "money", "", "0: 小数位太多"],
    ["3.50元", "money", "", "3.50元"],
    ["三块五", "money", "", "3.50元"],
    ["5角", "money", "", "0.50元"],
    ["3元5角零2分", "money", "", "3.52元"],
    ["￥1,200", "money", "", "1200元"],
    ["12000", "money", "万元", "1.2亿元"],
    ["3元钱5", "money", "", "2: 看不懂“钱5”"],
    ["3.5元5角", "money", "", "0: 小数后面又有零头"],
    ["两亩半", "area", "亩", "2.5亩"],
    ["三分地", "area", "亩", "0.3亩"],
    ["1公顷", "area", "亩", "15亩"],
    ["100平方米", "area", "亩", "0.15亩"],
    ["1亩", "area", "平方米", "0: 折算成平方米除不尽（约666.6667平方米）"],
    ["30", "area", "", "1: 缺少面积单位"],
    ["30株", "count", "户", "2: 单位“株”与这一栏不符"],
    ["30头猪", "count", "户", "2: 看不懂“头猪”"],
    ["两三户", "count", "户", "1: 数字连写，看不出是多少"],
    ["户", "count", "户", "0: 缺少数字"],
    ["约", "count", "户", "1: 缺少数字"],
    [" 。", "count", "户", "0: 没有填写数字"],
    ["3".repeat(61), "count", "户", "60: 起内容太长"],
  ];
  for (const [text, type, unit, wanted] of cases) assert.equal(outcome(text, type, unit), wanted, `${text} ${type} ${unit}`);
});

test("a wrong place is told in characters as a person counts them", () => {
  assert.equal(readBack("𠮷30户", "count", "户").say.startsWith("“𠮷30户”第1个字处"), true);
  assert.equal(readBack("30𠮷户", "count", "户").say.startsWith("“30𠮷户”第3个字处"), true);
});

test("what is printed is read back as the very same amount, whatever its size and mark", () => {
  const kinds: readonly [AmountType, string][] = [["count", "户"], ["money", "元"], ["area", "亩"], ["number", ""]];
  for (const [type, unit] of kinds) {
    for (const approx of ["", ...MARKS]) {
      for (const value of [0n, 1n, 10n, 99n, 3000n, 12_345n, 500_000n, 1_000_000n, 30_000_000n, 123_456_789n, 10n ** 12n]) {
        const amount = { value, type, unit, approx };
        assert.deepEqual(parse(say(amount), type, type === "money" ? "" : unit), amount, say(amount));
      }
    }
  }
});

// --- as it is said, and as forms write it ------------------------------------------------------

test("what is said is followed by the words of forms, and stays as it was said", () => {
  const cases: readonly [string, string][] = [
    ["买了荔枝", "购买，消费帮扶"],
    ["帮销龙眼", "帮助销售，帮销金额，消费帮扶"],
    ["捐了两万元", "捐款捐物，捐赠，捐款"],
    ["捐了三台电脑", "捐款捐物，捐赠，捐物"],
    ["看望老人", "走访慰问"],
    ["清淤一段水沟", "疏通沟渠"],
    ["在夜校讲课", "培训授课"],
    ["装了路灯", "民生实事，道路照明"],
    ["县报刊发", "宣传推介，刊发"],
  ];
  for (const [said, written] of cases) assert.equal(asWritten(said), `${said}，${written}`);
});

test("buying for a gift is giving, and a sentence forms have no words for stays alone", () => {
  assert.equal(asWritten("捐了两万元买图书").includes("消费帮扶"), false);
  assert.equal(asWritten("写了一首诗"), "写了一首诗");
  assert.equal(asWritten(""), "");
});
