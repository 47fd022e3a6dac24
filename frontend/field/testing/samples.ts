/** A workbook, an entry and an item for tests: 市林业局 and its village 荷垌村. */
import { blank, draftOf } from "../entry";
import type { Entry } from "../entry";
import { fresh } from "../kept/outbox";
import type { Item } from "../kept/outbox";
import type { Answer, Due, Kind, Pairing, Recent, Workbook } from "../shapes";

export const HETONG = { code: "440981107203", name: "荷垌村", path: "高州市曹江镇荷垌村" };

export const LABOUR: Kind = {
  id: "labour-day",
  version: 1,
  title: "集中劳动",
  about: "",
  assesses: false,
  fields: [
    { id: "people", title: "参加人次", type: "count", unit: "人次", measure: "people", optional: false, choices: [] },
    { id: "sites", title: "清理点位", type: "count", unit: "处", measure: "items", optional: true, choices: [] },
  ],
  roles: [{ id: "leader", title: "组长" }],
};

export const PAIRING: Pairing = {
  key: "p1",
  kind: "village",
  title: "结对共建",
  actors: [
    { id: "org:lyj", name: "市林业局", role: "" },
    { id: "org:fl", name: "市妇联", role: "" },
  ],
  place: HETONG,
  subjects: [],
};

export const DUE: Due = {
  pairing: "p1",
  plan: "gaozhou-pairing",
  duty: "labour-day",
  title: "组织一次集中劳动",
  clause: "",
  kinds: ["labour-day"],
  role: "",
  period: { key: "2026-11", title: "2026年11月", start: "2026-11-01", until: "2026-12-01", by: "2026-11-30", closes: "2026-12-16" },
  state: "open",
  need: 1,
  need_said: "每月1次",
  done: 0,
  done_said: "",
  days_left: 8,
  makes_up: null,
};

export const WORK: Workbook = {
  me: { account: "forestry", person: "person:a", name: "联络员", acts_for: [{ id: "org:lyj", name: "市林业局" }], until: "2027-02-20T00:00:00+08:00" },
  now: "2026-11-22T10:00:00+08:00",
  as_of: "2026-11-22",
  kinds: [LABOUR],
  pairings: [PAIRING],
  places: [HETONG],
  due: [DUE],
  due_more: 0,
  recent: [],
  books: [],
  books_more: 0,
  limits: { items: 20, body: 1_000_000, text: 2000, field: 500, doers: 20, about: 50, files: 9, file: 1_000_000, chunk: 262_144, waiting: 60_000_000, keep_days: 30 },
};

export function entry(change: Partial<Entry> = {}): Entry {
  const made = blank({ work: WORK, kind: LABOUR, id: "id-1", today: "2026-11-22", due: DUE, started: 1 });
  return { ...made, raw: { people: "三十多人" }, ...change };
}

export function item(change: Partial<Item> = {}): Item {
  const made = entry();
  const base = { id: "id-1", digest: "d1", draft: draftOf(made), entry: made, title: "集中劳动", placeName: "荷垌村", made: 1 };
  return { ...fresh(base), ...change };
}

/** A record as the workbook lists it. */
export function listed(id: string, state: Recent["state"]): Recent {
  const said = { id, book: "440981", seq: 7, kind: "labour-day", kind_version: 1, title: "集中劳动", place: HETONG, happened: "2026-11-21", makes_up: null };
  const by = { recorded: WORK.now, recorded_by: "联络员", doers: [], about: [], values: [], text: "", files: [], replaces: [] };
  return { ...said, ...by, state, mine: true, may_correct: state === "counted", note: "", replaced_by: null };
}

export function answer(change: Partial<Answer> = {}): Answer {
  const base = { id: "id-1", state: "written", book: "440981", seq: 7, code: "", say: "", retry: false } as const;
  return { ...base, problems: [], warnings: [], conflicts: [], files_missing: [], ...change };
}
