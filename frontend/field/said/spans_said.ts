/** A time a sentence speaks of that is past and no single day (上个月, 年初, 国庆期间): nobody fills a day from it. */

import { dayIn } from "./dates_said";

const DIGIT = "0-9一二三四五六七八九十";
const N = "(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])";
const PART = "(?:[上中下]旬|[初底末](?![衷步级中心期一二三四五六七八九十])|中(?![心学央药午秋]))";
const HAN = "零一二三四五六七八九十";

// 每月初 comes round, 下月初 and 计划年底 are to come, 比上个月 compares, 年底前 is a bound and 年初以来 lasts until today.
const BEFORE = "(?<!(?:每个?|逢|下个?|截[至止]|比|较|自|从|至|到|离|距|计划|预计|准备|打算|争取|确保|力争|拟|将)[于在]?)";
const AFTER = "(?![之以]?前(?![往来去])|以来|至今|起(?!草)|开始)";

/** Month and day between which a feast may fall, as one number: 国庆 is told from 1 October, 春节 by the moon. */
const FEASTS: Readonly<Record<string, readonly [number, number]>> = {
  春节: [115, 310], 元宵: [201, 310], 清明: [403, 407], 五一: [430, 506], 端午: [525, 630], 中秋: [905, 1010],
  国庆: [930, 1009], 十一: [930, 1009], 重阳: [1001, 1105], 元旦: [101, 104], 寒假: [101, 310], 暑假: [620, 910],
}; // prettier-ignore

/** Whether what was found is past on a day; without one it always is. */
type Past = (found: RegExpExecArray, month: number, day: number, year: number) => boolean;

const always: Past = () => true;

const WAYS: readonly (readonly [RegExp, Past])[] = [
  way("(?<![以之马早晚])上[上一两几]?个?(?:周|星期|礼拜)(?![围边转全密折济岁年])", always),
  way(`(?<![以之马早晚])上[上一两几]?个?月(?:份|${PART})?`, always),
  way("上个?季度", always),
  way("上半年", (_, month) => month > 6),
  way(`(?<![${DIGIT}])(?:[0-9]{1,2}|[${HAN}两几半]|好几|十几)多?(?:个多?(?:月|星期|礼拜)|周|星期|礼拜|天)[以之]?前(?![往后来去面])`, always),
  way("(?<![提之以目生节年])前(?:一?段(?:时间|日子)|一?阵(?:子|时间)|些(?:天|日子|时候|时间)|[几两][天日]|[一几两]个?(?:周|星期|礼拜|月))", always),
  way(`前不久|不久前|早些时候|(?<![${DIGIT}今昨明近每])日前(?![往来去])`, always),
  way(`(?:(去年)的?|今年的?|(?<![${DIGIT}第每个年]))(${N})月份?(${PART}|间)`, inThatMonth),
  way(`(?:[本这]个?月|(?<![${DIGIT}上下个每])月(?=[初底末]))(${PART})`, ([, part = ""], _, day) => !during(part, day)),
  way("(?<![月下])[上中下]旬", ([part], _, day) => !during(part, day)),
  way(`(?<![${DIGIT}每多半几整全百千两])(20[0-9]{2}|[去前今本])?年年?([初底末])(?![衷步级中心期一二三四五六七八九十])`, inThatYear),
  way("(春节|元宵|清明|五一|端午|中秋|国庆|十一|重阳|元旦)节?(?:期间|假期|小?长假|黄金周|前夕|前后|那几?天|当[天日]|(前)(?![往来去]))", atNoFeast),
  way("(寒假|暑假)(?:期间|里)?", atNoFeast),
  way(`(?<=^|[，,。；;、\\s在于])(?:(去年)的?|20[0-9]{2}年)?(${N})月份?(?![份${DIGIT}初底末间上中下至到—~-]|的?(?:工资|补|报表|简报|计划|台账|账|任务|度))`, inThatMonth),
]; // prettier-ignore

/** The words that say so, as they stand in the sentence; "" where a day is named, or nothing past. */
export function spanIn(sentence: string, today: string): string {
  if (!today || dayIn(sentence, today)) return "";
  const [year = 0, month = 0, day = 0] = today.split("-").map(Number);
  const found = WAYS.map(([pattern, past]) => {
    const one = pattern.exec(sentence);
    return one && past(one, month, day, year) ? one : null;
  });
  const [first] = found.filter((one) => one !== null).sort((one, other) => one.index - other.index);
  return first?.[0] ?? "";
}

function way(pattern: string, past: Past): readonly [RegExp, Past] {
  return [new RegExp(`${BEFORE}(?:${pattern})${AFTER}`), past];
}

/** Whether a day of the month is in its part: 初 and 上旬 are its first ten days. */
function during(part: string, day: number): boolean {
  if (/^[初上]/.test(part)) return day <= 10;
  return part.startsWith("中") ? day > 10 && day <= 20 : day > 20;
}

function inThatMonth([, last, said = "", part = ""]: RegExpExecArray, month: number, day: number): boolean {
  const told = /^[0-9]/.test(said) ? Number(said) : [...said].reduce((sum, one) => sum + HAN.indexOf(one), 0);
  return Boolean(last) || told !== month || (/^[初上中下底末]/.test(part) && !during(part, day));
}

function inThatYear([, which = "", part]: RegExpExecArray, month: number, _: number, year: number): boolean {
  const told = which.startsWith("20") ? Number(which) : year - Number(which === "去") - 2 * Number(which === "前");
  return told === year ? (part === "初" ? month > 2 : month < 11) : told < year;
}

/** What was done before one that is still to come may have been done today. */
function atNoFeast([, feast = "", before]: RegExpExecArray, month: number, day: number): boolean {
  const [first, last] = FEASTS[feast] ?? [0, 0];
  const now = month * 100 + day;
  return now > last || (now < first && !before);
}
