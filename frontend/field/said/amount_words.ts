/** Words and units of amounts: the same lists as in rules/quantities (marks, numerals, units). */

export const INSIDE = ["余", "多"];
export const AFTER = ["上下", "左右", "以上", "以内"];
const UPWARD = ["余", "多", "超", "以上"];
const DOWNWARD = ["近", "不足", "以内"];

/** What people write → the mark kept. */
export const PREFIXES: Readonly<Record<string, string>> = {
  不少于: "以上",
  不低于: "以上",
  不超过: "以内",
  不多于: "以内",
  将近: "近",
  接近: "近",
  大约: "约",
  大概: "约",
  约为: "约",
  约有: "约",
  超过: "超",
  突破: "超",
  不足: "不足",
  不到: "不足",
  不满: "不足",
  未满: "不足",
  至少: "以上",
  至多: "以内",
  最多: "以内",
  顶多: "以内",
  起码: "以上",
  最少: "以上",
  少说: "以上",
  差不多: "约",
  近: "近",
  约: "约",
  超: "超",
  逾: "超",
  过: "超",
  上: "以上",
};

/** Said before a figure without changing it. */
export const IDLE = ["一共", "总共", "合计", "共计", "总计", "共", "仅", "有"];

/** In the order they are looked for. */
export const SUFFIXES: Readonly<Record<string, string>> = {
  及以上: "以上",
  及以下: "以内",
  以上: "以上",
  以下: "以内",
  以内: "以内",
  左右: "左右",
  上下: "上下",
  往上: "以上",
  不到: "不足",
  出头: "多",
  有余: "余",
  多: "多",
  余: "余",
};
export const INFIXES: Readonly<Record<string, string>> = { 多: "多", 余: "余", 来: "约", 几: "多", 把: "约" };

/** The mark that stands for several, in the order written; null when they contradict. */
export function oneMark(marks: readonly string[]): string | null {
  const directed = marks.filter((mark) => UPWARD.includes(mark) || DOWNWARD.includes(mark));
  const both = directed.some((mark) => UPWARD.includes(mark)) && directed.some((mark) => DOWNWARD.includes(mark));
  return both ? null : ((directed.length ? directed : marks)[0] ?? "");
}

export const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries([..."零一二三四五六七八九"].map((word, digit) => [word, digit])),
  ...Object.fromEntries([..."〇壹贰叁肆伍陆柒捌玖"].map((word, digit) => [word, digit])),
  两: 2,
  俩: 2,
  仨: 3,
};
export const SCALES: Readonly<Record<string, bigint>> = {
  十: 10n,
  拾: 10n,
  百: 100n,
  佰: 100n,
  千: 1000n,
  仟: 1000n,
  万: 10_000n,
  萬: 10_000n,
  w: 10_000n,
  W: 10_000n,
  亿: 100_000_000n,
  億: 100_000_000n,
};
export const HAN = Object.keys(DIGITS).join("");

/** Another spelling → the unit kept. Nothing here converts: 人 and 人次 stay two units. */
const SPELLINGS: Readonly<Record<string, string>> = {
  名: "人",
  位: "人",
  个人: "人",
  口人: "人",
  号人: "人",
  人家: "户",
  户人家: "户",
  日: "天",
  钟头: "小时",
  个钟头: "小时",
  个小时: "小时",
  趟: "次",
  回: "次",
  棵: "株",
  棵树: "株",
  株树: "株",
  棵树苗: "株",
  株树苗: "株",
  个点: "处",
  个点位: "处",
  个村: "村",
  个组: "组",
  亩地: "亩",
  平: "平方米",
  平方: "平方米",
  平米: "平方米",
  "㎡": "平方米",
  "m²": "平方米",
  平方千米: "平方公里",
  "km²": "平方公里",
  千克: "公斤",
  千米: "公里",
  "%": "%",
};
const UNITS = [
  ...["人次", "人", "户", "场次", "场", "次", "期", "处", "天", "小时", "课时", "株", "件", "个"],
  ...["项", "条", "份", "张", "篇", "家", "头", "只", "羽", "村", "组", "支", "批", "辆", "台"],
  ...["套", "盏", "间", "座", "吨", "公斤", "斤", "公里", "米", "分", "%"],
];
const GENERAL = "个"; // said of these as well: 30多个 problems are 30多件
const ALSO_GENERAL = ["件", "项", "条", "处"];

/** Areas in a third of a square metre: 1 公顷 = 15 亩 exactly. */
export const AREAS: Readonly<Record<string, bigint>> = {
  亩: 2000n,
  平方米: 3n,
  公顷: 30_000n,
  平方公里: 3_000_000n,
};
export const MONEY: Readonly<Record<string, bigint>> = { 元: 1n, 万元: 10_000n, 亿元: 100_000_000n };

const ACCEPTED = new Map<string, ReadonlyMap<string, string>>();

/** Every spelling a field of this type and unit takes → the unit it stands for. */
export function accepted(type: string, unit: string): ReadonlyMap<string, string> {
  const key = `${type} ${unit}`;
  const found = ACCEPTED.get(key) ?? spellings(type, unit);
  ACCEPTED.set(key, found);
  return found;
}

function spellings(type: string, unit: string): ReadonlyMap<string, string> {
  const wanted = type === "area" ? [...Object.keys(AREAS), unit] : unit ? [unit] : UNITS;
  const units = new Set(wanted.filter((one) => one !== ""));
  const also = Object.entries(SPELLINGS).filter(([, kept]) => units.has(kept));
  if (ALSO_GENERAL.includes(unit)) also.push([GENERAL, unit]);
  return new Map([...also, ...[...units].map((one): [string, string] => [one, one])]);
}

/** Whether a word is a unit at all, of whatever type. */
export function known(word: string): boolean {
  const kept = SPELLINGS[word] ?? word;
  return [...UNITS, ...Object.keys(AREAS), ...Object.keys(MONEY)].includes(kept);
}
