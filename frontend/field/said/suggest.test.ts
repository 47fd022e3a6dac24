import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { suggest } from "./suggest.ts";
import type { KindTold, WorkTold } from "./suggest.ts";

// The shipped kinds; Python keeps the file as they are: tests/rules/plan/test_shared_kinds.py.
const KINDS = JSON.parse(readFileSync("../tests/rules/plan/kinds.json", "utf8")) as KindTold[];
const TODAY = "2026-03-11";
const FOREST = { key: "p1", place: { code: "440981107205", name: "荷垌村" }, actors: [{ name: "市林业局" }], subjects: [{ name: "农户甲07" }] };
const HILL = { key: "p2", place: { code: "440981107206", name: "石龙社区" }, actors: [{ name: "市林业局" }], subjects: [] };
const NOTHING: WorkTold = { kinds: KINDS, pairings: [FOREST, HILL], due: [], recent: [] };

function recent(kind: string, text = "", code = FOREST.place.code) {
  return { kind, text, place: { code } };
}

function best(sentence: string, work = NOTHING): string | undefined {
  return suggest(sentence, work, TODAY).kinds[0];
}

test("what people say leads to the kind they mean", () => {
  const said: [string, string][] = [
    ["买了三千多块钱的荔枝", "purchase"],
    ["食堂订了近3万元大米", "purchase"],
    ["帮村里卖出去两万块的龙眼干", "purchase"],
    ["带着三十多个人清理了村口的塘边", "labour-day"],
    ["打扫祠堂前后，运走垃圾两车", "labour-day"],
    ["栽了近百棵黄花风铃木", "planting"],
    ["给小学捐了两万元买图书", "donation"],
    ["节前看望了五户老人", "condolence"],
    ["和镇里开了个碰头会，商量水渠的事", "meeting"],
    ["请农技站的老师来夜校讲课，来了四十多人", "training"],
    ["在村委接待了三位来访的村民", "visit-reception"],
    ["介绍六个人到工业园务工", "employment"],
    ["组织十二人到邻县参观学习", "exchange-visit"],
    ["入户调研了二十来户的种植情况", "research"],
    ["指导三户建成小菜园", "courtyard"],
    ["县报刊发了村里的做法", "publicity"],
    ["协调解决了五组排水的难题", "problem-solved"],
    ["村道装上了12盏路灯", "livelihood-item"],
    ["本月驻村22天", "duty-roster"],
    ["加工厂项目开工，到位资金50万", "project-lead"],
  ];
  for (const [sentence, kind] of said) assert.equal(best(sentence), kind, sentence);
});

test("everyday sentences lead to their kind, and to a choice only where they speak for it", () => {
  const said: [sentence: string, kind: string, field: string, choice: string | undefined][] = [
    ["修好漏雨的屋顶", "livelihood-item", "field", "housing"],
    ["给五保户加固了危房", "livelihood-item", "field", "housing"],
    ["村口那段烂路铺了水泥", "livelihood-item", "field", "road"],
    ["给三组接通了自来水", "livelihood-item", "field", "water"],
    ["下雨天排水不畅，埋了两百米涵管", "livelihood-item", "field", "drain"],
    ["联系医院来村里义诊，看了八十多人", "livelihood-item", "field", "health"],
    ["小学换了三十套课桌椅", "livelihood-item", "field", "school"],
    ["帮残疾人申请到轮椅", "livelihood-item", "field", "elder"],
    ["村里篮球场装好了灯", "livelihood-item", "field", "culture"],
    ["给村卫生室送了一批药", "donation", "form", "goods"],
    ["企业捐款五万修路", "donation", "form", "money"],
    ["清了村头水沟，雨天不再积水", "labour-day", "work", "water"],
    ["和村干部一起割了半天稻子", "labour-day", "work", "farm"],
    ["粉刷了祠堂外墙", "labour-day", "work", "repair"],
    ["带着大家干了一上午，集中劳动", "labour-day", "work", undefined],
    ["食堂进了五百斤大米，花了两千块", "purchase", "mode", "canteen"],
    ["工会买了一批番薯发福利，一万二", "purchase", "mode", "union"],
    ["直播带货卖出去龙眼三万多元", "purchase", "mode", "online"],
    ["开了个碰头会定下半年计划", "meeting", "sort", undefined],
    ["组织党员种了两百棵树", "planting", "", undefined],
    ["中秋给困难户送月饼", "condolence", "", undefined],
    ["带村干部去邻镇看人家怎么搞民宿", "exchange-visit", "way", undefined],
    ["水果加工厂主体封顶", "project-lead", "stage", undefined],
    ["打算建个冷库，预计投资三百万", "project-plan", "", undefined],
  ];
  for (const [sentence, kind, field, choice] of said) {
    const found = suggest(sentence, NOTHING, TODAY);
    assert.deepEqual([found.kinds[0], found.values[field]], [kind, choice], sentence);
  }
});

test("what several choices have in their names speaks for none of them", () => {
  assert.equal(suggest("公共设施好多了", NOTHING, TODAY, "livelihood-item").values["field"], undefined);
  assert.equal(suggest("又清水沟又种树", NOTHING, TODAY, "labour-day").values["work"], undefined);
});

test("what is said of a kind as a whole speaks for none of its choices", () => {
  assert.equal(suggest("购买农产品5000元", NOTHING, TODAY, "purchase").values["mode"], undefined);
  assert.equal(suggest("采购茶油16760元", NOTHING, TODAY, "purchase").values["mode"], undefined);
  assert.equal(suggest("向合作社定制礼盒3万元", NOTHING, TODAY, "purchase").values["mode"], "custom");
  assert.equal(suggest("清理二组水渠淤泥", NOTHING, TODAY, "labour-day").values["work"], "water");
  assert.equal(suggest("冷库建成后首季有收益", NOTHING, TODAY, "project-lead").values["stage"], "running");
  assert.equal(suggest("按“一户一图”指导建成美丽庭院2户", NOTHING, TODAY, "courtyard").values["households"], "2户");
});

test("two characters met in passing lead nowhere", () => {
  for (const sentence of ["到村里转了转", "今天天气很好"]) assert.deepEqual(suggest(sentence, NOTHING, TODAY).kinds, [], sentence);
});

test("without words, what is owed and what is usual come first", () => {
  const work = { ...NOTHING, due: [{ pairing: "p2", kinds: ["courtyard"] }], recent: [recent("meeting"), recent("meeting"), recent("planting")] };
  assert.deepEqual(suggest("", work, TODAY).kinds.slice(0, 3), ["courtyard", "meeting", "planting"]);
  assert.deepEqual(suggest("", NOTHING, TODAY), { kinds: [], pairing: "", happened: "", values: {} });
});

test("how somebody worded it before leads to the same kind", () => {
  const wording = "巡河一趟，水面干净";
  const work = { ...NOTHING, recent: [recent("livelihood-item", wording), recent("meeting", "例会")] };
  assert.equal(best("巡河一趟，捞了几个瓶子", work), "livelihood-item");
});

test("the pairing is the one named, else the one that is owed, else the only one", () => {
  assert.equal(suggest("在荷垌清理水沟", NOTHING, TODAY).pairing, "p1");
  assert.equal(suggest("到石龙走访", NOTHING, TODAY).pairing, "p2");
  assert.equal(suggest("到农户甲07家看庭院", NOTHING, TODAY).pairing, "p1");
  assert.equal(suggest("清理水沟", NOTHING, TODAY).pairing, "");
  const owed = { ...NOTHING, due: [{ pairing: "p2", kinds: ["labour-day"] }] };
  assert.equal(suggest("清理水沟", owed, TODAY).pairing, "p2");
  const there = { ...NOTHING, recent: [recent("meeting", "", HILL.place.code)] };
  assert.equal(suggest("清理水沟", there, TODAY).pairing, "p2");
  assert.equal(suggest("清理水沟", { ...NOTHING, pairings: [HILL] }, TODAY).pairing, "p2");
  assert.equal(suggest("清理水沟", { ...NOTHING, pairings: [] }, TODAY).pairing, "");
});

test("the day is taken from the sentence, and its numbers are no amounts", () => {
  const found = suggest("3月5日组织30人清理塘边", NOTHING, TODAY);
  assert.equal(found.happened, "2026-03-05");
  assert.deepEqual(found.values, { people: "30人次", work: "clean" });
  assert.equal(suggest("清理塘边", NOTHING, TODAY).happened, "");
  assert.equal(suggest("昨天清理塘边", NOTHING, "").happened, ""); // no clock to trust
});

test("amounts go to the fields they belong to", () => {
  assert.deepEqual(suggest("买了三千多块钱的荔枝", NOTHING, TODAY).values, { amount: "三千多块钱" });
  const two = suggest("单位购买五千元，另帮销两万元", NOTHING, TODAY, "purchase").values;
  assert.deepEqual([two["amount"], two["sold"]], ["五千元", "两万元"]);
  const project = suggest("加工厂完成规划投资1500万，承诺资金300万", NOTHING, TODAY, "project-plan").values;
  assert.deepEqual([project["planned"] ?? project["invest"], Object.keys(project).length], ["1500万", 2]);
  const many = suggest("种下300株，来了40个人", NOTHING, TODAY, "planting").values;
  assert.deepEqual(many, { trees: "300株", people: "40人次" });
});

test("where two amounts would do, or none is the whole, nobody chooses", () => {
  const none: [sentence: string, kind: string][] = [
    ["买了三千块荔枝和两千块龙眼", "purchase"],
    ["食堂买了1.2万元蔬菜，工会又买了8000元", "purchase"],
    ["买了五百斤米，两块八一斤", "purchase"],
    ["2元/斤买了1000斤番薯", "purchase"],
    ["预计投资2000-3000元", "project-plan"],
    ["组织干部8人、村民12人打扫", "labour-day"],
    ["发动15名党员、20名群众清理村道", "labour-day"],
    ["来了20到30人打扫", "labour-day"],
  ];
  for (const [sentence, kind] of none) {
    const { amount, sold, planned, pledged, people } = suggest(sentence, NOTHING, TODAY, kind).values;
    assert.deepEqual([amount, sold, planned, pledged, people], Array(5).fill(undefined), sentence);
  }
  const values = (sentence: string, kind: string) => suggest(sentence, NOTHING, TODAY, kind).values;
  assert.deepEqual(values("慰问5户，每户500元", "condolence"), { households: "5户" });
  assert.deepEqual(values("给3名学生每人资助1000元", "donation"), { people: "3名" });
  assert.deepEqual(values("来了20人打扫，其中党员8人", "labour-day"), { people: "20人次", work: "clean" });
  assert.deepEqual(values("中秋慰问，共6户，其中五保户2户", "condolence"), { households: "6户" });
  assert.deepEqual(values("购买各类农产品5000元", "purchase"), { amount: "5000元" });
  assert.deepEqual(values("捐了5000元一次性修好", "donation"), { given: "5000元", form: "money" });
});

test("people are people whatever they are counted by, and 人次 are not cut", () => {
  assert.equal(suggest("接待了三位来访的村民", NOTHING, TODAY).values["people"], "3人次");
  assert.deepEqual(suggest("夜校培训60人次", NOTHING, TODAY, "training").values, { people: "60人次" });
  assert.deepEqual(suggest("请了2位专家来讲课，来了60人", NOTHING, TODAY, "training").values, { people: "60人次", expert: "2位" });
});

test("a choice is made only when one fits better than the others", () => {
  assert.equal(suggest("爱心团购了两千元番薯", NOTHING, TODAY).values["mode"], "group");
  assert.equal(suggest("买了两千元番薯", NOTHING, TODAY, "purchase").values["mode"], undefined);
  assert.equal(suggest("送六个人外出务工", NOTHING, TODAY, "employment").values["way"], "export");
});

test("a sentence about nothing leads nowhere", () => {
  assert.deepEqual(suggest("嗯", NOTHING, TODAY), { kinds: [], pairing: "", happened: "", values: {} });
});

test("a number that is not told, goes on or is nearly so fills nothing", () => {
  const none: [sentence: string, kind: string][] = [
    ["来了几十人打扫", "labour-day"],
    ["慰问了数十户", "condolence"],
    ["花了快三千块", "purchase"],
    ["不止三千块", "purchase"],
    ["三千块都不到", "purchase"],
    ["三千块零五毛", "purchase"],
    ["花了三、四千块", "purchase"],
    ["捐了两万一起修路", "donation"],
    ["来了20、30人打扫", "labour-day"],
    ["十来二十人打扫", "labour-day"],
    ["驻村22.5天", "duty-roster"],
    ["驻村二十二天半", "duty-roster"],
    ["11月20日至22日驻村", "duty-roster"],
    ["十来天前驻村", "duty-roster"],
  ];
  for (const [sentence, kind] of none) {
    const { people, households, amount, given, days } = suggest(sentence, NOTHING, TODAY, kind).values;
    assert.deepEqual([people, households, amount, given, days], Array(5).fill(undefined), sentence);
  }
  assert.equal(suggest("花了一万零五百", NOTHING, TODAY, "purchase").values["amount"], "一万零五百");
  assert.equal(suggest("花了3万5千", NOTHING, TODAY, "purchase").values["amount"], "3万5千");
});

test("a word that only ends like 过 上 近 约 makes no amount inexact", () => {
  assert.equal(suggest("走访过30户", NOTHING, TODAY, "research").values["households"], "30户");
  assert.equal(suggest("晚上20人打扫", NOTHING, TODAY, "labour-day").values["people"], "20人次");
  assert.equal(suggest("附近20户", NOTHING, TODAY, "condolence").values["households"], "20户");
  assert.equal(suggest("签约500万", NOTHING, TODAY, "project-lead").values["arrived"], "500万");
  assert.equal(suggest("人数过百人", NOTHING, TODAY, "training").values["people"], "超100人次");
  assert.equal(suggest("花了上千块", NOTHING, TODAY, "purchase").values["amount"], "上千块");
});

test("what was not done, is meant to be or is more than before is no amount", () => {
  const none: [sentence: string, kind: string][] = [
    ["没有捐3000元", "donation"],
    ["还差3000块没有付", "purchase"],
    ["退了500块钱", "purchase"],
    ["打算买5000块荔枝", "purchase"],
    ["比上个月多种了50棵", "planting"],
    ["介绍去佛山打工，月工资4500元", "employment"],
  ];
  for (const [sentence, kind] of none) {
    const { given, form, amount, trees, income } = suggest(sentence, NOTHING, TODAY, kind).values;
    assert.deepEqual([given, form, amount, trees, income], Array(5).fill(undefined), sentence);
  }
  assert.deepEqual(suggest("尚未完工，已到位50万", NOTHING, TODAY, "project-lead").values, { arrived: "50万" });
  assert.equal(suggest("没评上县级，新建2户", NOTHING, TODAY, "courtyard").values["rated"], undefined);
  assert.equal(suggest("计划种500棵，实际种了420棵", NOTHING, TODAY, "planting").values["trees"], "420棵");
  assert.equal(suggest("集体经济收入比去年增加3万元，达到15万元", NOTHING, TODAY, "village-profile").values["income"], "15万元");
  assert.equal(suggest("计划投资500万元", NOTHING, TODAY, "project-plan").values["planned"], "500万元");
});

test("an amount goes to no field it does not mean", () => {
  assert.deepEqual(suggest("第三期培训来了55人", NOTHING, TODAY, "training").values, { people: "55人次" });
  assert.deepEqual(suggest("夜校授课45人", NOTHING, TODAY, "training").values, {});
  assert.deepEqual(suggest("来了一个班30人打扫", NOTHING, TODAY, "labour-day").values, { people: "30人次", work: "clean" });
  assert.deepEqual(suggest("来了二十几个人打扫", NOTHING, TODAY, "labour-day").values, { people: "20多人次", work: "clean" });
  assert.deepEqual(suggest("清理卫生死角8个", NOTHING, TODAY, "labour-day").values, { sites: "8个", work: "clean" });
  assert.equal(suggest("帮村里卖出荔枝一千二百斤，一万八千块", NOTHING, TODAY, "purchase").values["amount"], undefined);
  assert.equal(suggest("总投资500万元，其中省级资金200万元到位", NOTHING, TODAY, "project-lead").values["arrived"], undefined);
  assert.equal(suggest("不是捐款，是捐物3000元", NOTHING, TODAY, "donation").values["form"], undefined);
  assert.equal(suggest("驻村22天，请假1天", NOTHING, TODAY, "duty-roster").values["days"], "22天");
});

test("a village is not meant where one is named whose name begins the same", () => {
  const east = { ...HILL, key: "p3", place: { code: "440981107207", name: "荷垌东村" } };
  const work = { ...NOTHING, pairings: [FOREST, east], recent: [recent("meeting")] };
  assert.equal(suggest("到荷垌东村清理水沟", work, TODAY).pairing, "p3");
  assert.equal(suggest("到荷垌清理水沟", work, TODAY).pairing, "p1");
});
