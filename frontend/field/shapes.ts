/** What goes over the line, as the server describes it (openapi.json); types only. */
import type { components } from "phone-api";

type Schemas = components["schemas"];

export type Workbook = Schemas["Workbook"];
export type Me = Schemas["Account"];
export type Kind = Schemas["Kind"];
export type KindField = Schemas["KindField"];
export type Pairing = Schemas["Pairing"];
export type Due = Schemas["Due"];
export type Recent = Schemas["Recent"];
export type Version = Schemas["Version"];
export type Limits = Schemas["Limits"];
/** What the phone sends names everything, also where the server would fill it in. */
export type DoerIn = Required<Schemas["DoerIn"]>;
export type Draft = Omit<Required<Schemas["Draft"]>, "doers"> & { readonly doers: DoerIn[] };
export type SentItem = Omit<Schemas["Item"], "draft"> & { readonly draft: Draft };
export type Answer = Schemas["Answer"];
export type Answers = Schemas["Answers"];
export type Problem = Schemas["Problem"];
export type FileState = Schemas["FileState"];
