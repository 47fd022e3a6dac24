/** What one sentence is likely about: kind, pairing, day and values. Guesses, for a person to see. */

import { amountsIn } from "./amounts_in";
import type { AmountIn } from "./amounts_in";
import type { AmountType } from "./amounts";
import { dayIn } from "./dates_said";
import { alike, pairs } from "./seems_known";
import { asWritten, chosenBy, done } from "./spoken";

export interface FieldTold {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly unit: string;
  readonly optional: boolean;
  readonly choices: readonly { readonly id: string; readonly title: string }[];
}
export interface KindTold {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly fields: readonly FieldTold[];
}
/** The part of the workbook that guesses rest on. */
export interface WorkTold {
  readonly kinds: readonly KindTold[];
  readonly pairings: readonly {
    readonly key: string;
    readonly place: { readonly code: string; readonly name: string };
    readonly actors: readonly { readonly name: string }[];
    readonly subjects: readonly { readonly name: string }[];
  }[];
  readonly due: readonly { readonly pairing: string; readonly kinds: readonly string[] }[];
  readonly recent: readonly {
    readonly kind: string;
    readonly text: string;
    readonly place: { readonly code: string };
  }[];
}

export interface Suggestion {
  /** Kinds for which something speaks, the likeliest first. */
  readonly kinds: readonly string[];
  /** Key of the likeliest pairing, "" when two are as likely. */
  readonly pairing: string;
  /** ISO day the sentence names, "" for none. */
  readonly happened: string;
  /** Field id → what to put into the form of the likeliest kind. */
  readonly values: Readonly<Record<string, string>>;
}

const AMOUNTS = new Set(["count", "money", "area", "number"]);
// How much each clue says, against the pairs of characters a sentence shares with a title.
const WEIGHTS = { title: 3, field: 1.5, about: 1, unit: 1.2, owed: 0.8, usual: 1.2, wording: 3 };

/** Guesses for a sentence; with `kind` given, pairing and values are guessed for that kind. */
export function suggest(sentence: string, work: WorkTold, today: string, kind = ""): Suggestion {
  const kinds = kind ? [kind] : likelyKinds(sentence, work);
  const best = work.kinds.find((one) => one.id === kinds[0]);
  const day = today ? dayIn(sentence, today) : null;
  const rest = day ? `${sentence.slice(0, day.at)}，${sentence.slice(day.at + day.words.length)}` : sentence;
  return {
    kinds,
    pairing: likelyPairing(sentence, work, kinds[0] ?? ""),
    happened: day?.day ?? "",
    values: best && sentence ? valuesIn(rest, best, work.kinds) : {},
  };
}

function likelyKinds(sentence: string, work: WorkTold): string[] {
  const said = pairs(asWritten(sentence));
  const rarity = rarityOf(work.kinds);
  const units = unitsSaid(sentence, work.kinds);
  const chance = WEIGHTS.about * Math.log(work.kinds.length + 1); // two characters met in passing
  const scored = work.kinds.map((kind) => {
    const words = wordsScore(said, kind, rarity);
    const meant = (words > chance ? words : 0) + unitScore(units, kind, work.kinds.length);
    return { id: kind.id, score: meant + habitScore(sentence, kind.id, work) };
  });
  const found = scored.filter((one) => one.score > 0);
  return found.sort((one, other) => other.score - one.score).map((one) => one.id);
}

/** How few kinds speak of a pair of characters: what every kind says tells nothing. */
function rarityOf(kinds: readonly KindTold[]): (pair: string) => number {
  const counts = new Map<string, number>();
  for (const kind of kinds) {
    for (const pair of pairs(everyWord(kind))) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return (pair) => Math.log((kinds.length + 1) / (counts.get(pair) ?? kinds.length + 1));
}

function everyWord(kind: KindTold): string {
  const fields = kind.fields.flatMap((field) => [field.title, ...field.choices.map((one) => one.title)]);
  return [kind.title, kind.about, ...fields].join("，");
}

function wordsScore(said: ReadonlySet<string>, kind: KindTold, rarity: (pair: string) => number): number {
  const weights = new Map<string, number>();
  const note = (words: string, weight: number) => {
    for (const pair of pairs(words)) weights.set(pair, Math.max(weight, weights.get(pair) ?? 0));
  };
  note(kind.about, WEIGHTS.about);
  for (const field of kind.fields) for (const one of [field, ...field.choices]) note(one.title, WEIGHTS.field);
  note(kind.title, WEIGHTS.title);
  return [...said].reduce((sum, pair) => sum + (weights.get(pair) ?? 0) * rarity(pair), 0);
}

/** Type and unit of every amount in the sentence that a kind asks for → how many kinds do. */
function unitsSaid(sentence: string, kinds: readonly KindTold[]): ReadonlyMap<string, number> {
  const asked = new Map<string, number>();
  for (const kind of kinds) {
    for (const unit of new Set(kind.fields.filter(isAmount).map(unitOf))) asked.set(unit, (asked.get(unit) ?? 0) + 1);
  }
  const said = [...asked].filter(([key]) => {
    const [type = "", unit = ""] = key.split(" ");
    return amountsIn(sentence, type as AmountType, unit).length > 0;
  });
  return new Map(said);
}

function isAmount(field: FieldTold): boolean {
  return AMOUNTS.has(field.type);
}

/** Money counts in 元 whatever the field says. */
function unitOf(field: FieldTold): string {
  return `${field.type} ${field.type === "money" ? "" : field.unit}`;
}

/** An amount in a unit few kinds ask for: 株 speaks for planting trees. */
function unitScore(said: ReadonlyMap<string, number>, kind: KindTold, kinds: number): number {
  const scores = kind.fields
    .filter(isAmount)
    .map((field) => said.get(unitOf(field)))
    .filter((asking) => asking !== undefined)
    .map((asking) => Math.log((kinds + 1) / asking));
  return WEIGHTS.unit * Math.max(0, ...scores) + 0.1 * scores.length;
}

/** What is owed, what this person records most, and how they worded it before. */
function habitScore(sentence: string, kind: string, work: WorkTold): number {
  const owed = work.due.some((one) => one.kinds.includes(kind)) ? WEIGHTS.owed : 0;
  const same = work.recent.filter((one) => one.kind === kind);
  const usual = work.recent.length ? (WEIGHTS.usual * same.length) / work.recent.length : 0;
  const wording = Math.max(0, ...same.map((one) => alike(one.text, sentence)));
  return owed + usual + WEIGHTS.wording * wording;
}

function likelyPairing(sentence: string, work: WorkTold, kind: string): string {
  const total = work.recent.length || 1;
  const scored = work.pairings.map((one) => {
    const named = isNamed(one.place.name, sentence, work) ? 4 : 0;
    const others = [...one.actors, ...one.subjects].some((each) => sentence.includes(each.name)) ? 2 : 0;
    const owed = work.due.some((due) => due.pairing === one.key && due.kinds.includes(kind)) ? 1 : 0;
    const there = work.recent.filter((each) => each.place.code === one.place.code).length / total;
    return { key: one.key, score: named + others + owed + there };
  });
  const [first, second] = scored.sort((one, other) => other.score - one.score);
  if (!first || (second && second.score === first.score)) return "";
  return first.key;
}

/** Whether a place is named; 荷垌 is not where 荷垌东 is. */
function isNamed(name: string, sentence: string, work: WorkTold): boolean {
  const bare = bareName(name);
  const longer = work.pairings.map((one) => bareName(one.place.name)).filter((one) => one !== bare && one.includes(bare));
  const rest = longer.reduce((left, one) => left.replaceAll(one, "，"), sentence);
  return bare.length > 1 && rest.includes(bare);
}

/** A place as it is called: 荷垌村 is 荷垌. */
function bareName(name: string): string {
  return name.replace(/(?:村民委员会|社区居委会|村委会|居委会|社区|村|镇|街道)$/, "");
}

function valuesIn(sentence: string, kind: KindTold, kinds: readonly KindTold[]): Record<string, string> {
  const told = done(sentence, /规划|计划/.test(kind.title + kind.about));
  return { ...amountValues(told, kind), ...choiceValues(told, kind, kinds) };
}

/**
 * An amount that a field may take; `shared`: how much the words beside it have of the field's title, `own`: without
 * what the kind's title says too (授课 is no word for 授课专家 alone); `named`: whether any of it is said as it stands.
 */
interface Offer {
  readonly field: FieldTold;
  readonly amount: AmountIn;
  readonly shared: number;
  readonly own: number;
  readonly named: boolean;
}

/**
 * Each amount to the field whose title stands nearest to it in words, those that must be filled first.
 *
 * Where two would do for a field, or no word tells which of two fields is meant, nobody chooses.
 */
function amountValues(sentence: string, kind: KindTold): Record<string, string> {
  const offers = kind.fields.filter(isAmount).flatMap((field) => offersFor(sentence, field, kind));
  const said = pairs(asWritten(sentence));
  const meant = (field: FieldTold): number => sharedBy(field, said);
  const score = ({ field, amount, shared }: Offer): number => 2 * shared + Number(!field.optional) - amount.begin / 1000;
  const values: Record<string, string> = {};
  const taken = new Set<number>();
  for (const one of offers.sort((first, second) => score(second) - score(first))) {
    const { field, amount, shared, own } = one;
    if (field.id in values || taken.has(amount.begin)) continue;
    const rivals = offers.filter((other) => other.field === field && !taken.has(other.amount.begin));
    if (rivals.some((other) => other.shared >= shared && other.amount.text !== amount.text)) continue;
    const others = offers.filter((other) => other.field !== field && other.amount.begin === amount.begin);
    const rather = (other: Offer): boolean => !shared && unitOf(other.field) === unitOf(field) && meant(other.field) > meant(field);
    if (!own && others.some((other) => other.field.optional <= field.optional || (!shared && other.named) || rather(other))) continue;
    values[field.id] = amount.text;
    taken.add(amount.begin);
  }
  return values;
}

/**
 * What a sentence offers to one field; parts of a whole only where the whole is not told.
 *
 * Nothing where a part is nearer to the field than the whole: 总投资500万，其中到位200万.
 */
function offersFor(sentence: string, field: FieldTold, kind: KindTold): Offer[] {
  const found = amountsIn(sentence, field.type as AmountType, field.unit).filter((one) => !isRate(sentence, one));
  const offers = found.map((amount) => offer(sentence, field, amount, kind)).filter(({ amount, named }) => named || !amount.text.endsWith("个")); // which counts anything: 一个班
  const parts = offers.filter(({ amount }) => /(?:其中|包括|含)[^。；;]*$/.test(sentence.slice(0, amount.begin)));
  const wholes = offers.filter((one) => !parts.includes(one));
  if (!wholes.length) return parts;
  return parts.some((part) => wholes.every((whole) => part.shared > whole.shared)) ? [] : wholes;
}

function offer(sentence: string, field: FieldTold, amount: AmountIn, kind: KindTold): Offer {
  const beside = around(sentence, amount);
  const literal = sharedBy(field, pairs(beside));
  const [own, general] = [sharedBy(field, pairs(asWritten(beside)), kind), literal - sharedBy(field, pairs(beside), kind)];
  return { field, amount, shared: own + general, own, named: literal > 0 };
}

/** How many pairs of a field's title are said, those of its kind's title left out where that is given. */
function sharedBy(field: FieldTold, said: ReadonlySet<string>, kind?: KindTold): number {
  const general = pairs(kind?.title ?? "");
  return [...pairs(field.title)].filter((pair) => said.has(pair) && !general.has(pair)).length;
}

/** 每户500元, 两块八一斤 and the 3000 of 2000-3000 say nothing of the whole. */
function isRate(sentence: string, { begin, end }: AmountIn): boolean {
  const before = sentence.slice(0, begin);
  const rate = /(?:每|[人户]均|平均|单价|均价|[月日年底时]薪|[月日]工资|月收入)[^，。；、,;]{0,6}$|各[捐送出给发]?$|[0-9一二三四五六七八九十百千万][-—–~～至到]$/.test(before);
  const idiom = sentence[begin] === "一" && sentence[end] === "一"; // 一户一图
  return rate || idiom || /^(?:[/／每]|一(?:公?斤|个|人|户|张|只|株|棵|亩|盒|箱|袋|份|瓶|桶|件|套))/.test(sentence.slice(end));
}

/** The words beside an amount, within its clause. */
function around(sentence: string, { begin, end }: AmountIn): string {
  const before = sentence.slice(0, begin).split(/[，。；、,;]/).at(-1) ?? "";
  const after = sentence.slice(end).split(/[，。；、,;]/)[0] ?? "";
  return `${before.slice(-8)}，${after.slice(0, 6)}`;
}

const GENERAL = "采购"; // said of whatever is bought, not of 食堂采购 alone

/**
 * A choice the sentence speaks for, when it does so for no other as much; else nothing is said.
 *
 * What speaks of the kind as a whole speaks for none of its choices: 农产品 are no 产品定制.
 */
function choiceValues(sentence: string, kind: KindTold, kinds: readonly KindTold[]): Record<string, string> {
  const [said, spoken, common] = [pairs(sentence), chosenBy(sentence), sharedByChoices(kinds)];
  const general = pairs(`${kind.title}，${kind.about}，${GENERAL}`);
  const score = (title: string): number => {
    const own = [...pairs(title)].filter((pair) => said.has(pair) && !common.has(pair) && !general.has(pair)).length;
    return own + (spoken.some((one) => one === title || (one.length > 2 && title.includes(one))) ? WEIGHTS.title : 0);
  };
  const values: Record<string, string> = {};
  for (const field of kind.fields.filter((one) => one.type === "choice")) {
    const [first, second] = field.choices
      .map((one) => ({ id: one.id, score: score(one.title) }))
      .sort((one, other) => other.score - one.score);
    if (first && first.score > (second?.score ?? 0)) values[field.id] = first.id;
  }
  return values;
}

/** Pairs of characters in the titles of several choices: 设施 tells no 文体设施 from 修缮设施. */
function sharedByChoices(kinds: readonly KindTold[]): ReadonlySet<string> {
  const [once, again] = [new Set<string>(), new Set<string>()];
  const titles = new Set(kinds.flatMap((kind) => kind.fields.flatMap((field) => field.choices.map((one) => one.title))));
  for (const title of titles) for (const pair of pairs(title)) (once.has(pair) ? again : once).add(pair);
  return again;
}
