// Thing: view vectors:Thing(v1).
import type {
  Enum,
  Link as ToLink,
  Links,
  NodeId,
  NodeRef,
  NodeRow,
  NodeWrite,
  PlainEdge,
  PlainNode,
  ToMany,
  ToOne,
  View,
  WriteEdge,
  WriteNode,
} from "@cognite/pygen-runtime/codegen";

import { GROUP, LINK, PLAIN, THING } from "../views.ts";
import type { GroupTypes } from "./group.ts";
import type { LinkTypes } from "./link.ts";
import type { PlainTypes } from "./plain.ts";

/** A thing with a property of every type. */
export interface Thing extends NodeRow {
  readonly name: string;
  readonly text?: string;
  readonly texts?: readonly string[];
  readonly boolean?: boolean;
  readonly booleans?: readonly boolean[];
  readonly int32?: number;
  readonly int32s?: readonly number[];
  readonly int64?: bigint;
  readonly int64s?: readonly bigint[];
  readonly float32?: number;
  readonly float32s?: readonly number[];
  readonly float64?: number;
  readonly float64s?: readonly number[];
  readonly timestamp?: Date;
  readonly timestamps?: readonly Date[];
  readonly date?: string;
  readonly dates?: readonly string[];
  readonly json?: Readonly<Record<string, unknown>>;
  readonly jsons?: readonly Readonly<Record<string, unknown>>[];
  readonly series?: string;
  readonly file?: string;
  readonly sequence?: string;
  readonly seriesList?: readonly string[];
  readonly state?: Enum<"on" | "off">;
  readonly other?: NodeId;
  readonly others?: readonly NodeId[];
  readonly group?: NodeId;
  readonly groups?: readonly NodeId[];
  readonly weight?: number;
  readonly camelCase?: string;
  readonly serial: bigint;
  readonly kind?: string;
}

/** A thing with a property of every type, as it is written. */
export interface ThingWrite extends NodeWrite {
  readonly name: string;
  readonly text?: string | null;
  readonly texts?: readonly string[] | null;
  readonly boolean?: boolean | null;
  readonly booleans?: readonly boolean[] | null;
  readonly int32?: number | null;
  readonly int32s?: readonly number[] | null;
  readonly int64?: bigint | number | null;
  readonly int64s?: readonly (bigint | number)[] | null;
  readonly float32?: number | null;
  readonly float32s?: readonly number[] | null;
  readonly float64?: number | null;
  readonly float64s?: readonly number[] | null;
  readonly timestamp?: Date | null;
  readonly timestamps?: readonly Date[] | null;
  readonly date?: string | null;
  readonly dates?: readonly string[] | null;
  readonly json?: Readonly<Record<string, unknown>> | null;
  readonly jsons?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly series?: string | null;
  readonly file?: string | null;
  readonly sequence?: string | null;
  readonly seriesList?: readonly string[] | null;
  readonly state?: "on" | "off" | null;
  readonly other?: WriteNode | null;
  readonly others?: readonly WriteNode[] | null;
  readonly group?: WriteNode<GroupTypes> | null;
  readonly groups?: readonly WriteNode<GroupTypes>[] | null;
  readonly weight?: number | null;
  readonly camelCase?: string | null;
  readonly serial?: bigint | number;
  readonly kind?: string | null;
  readonly links?: readonly WriteEdge<LinkTypes>[];
  readonly linkedFrom?: readonly WriteEdge<LinkTypes>[];
  readonly near?: readonly (WriteNode<ThingTypes> | WriteEdge<PlainEdge>)[];
  readonly place?: WriteNode<GroupTypes> | WriteEdge<PlainTypes>;
}

/** Keyword filters of Thing. */
export interface ThingFilters {
  readonly name?: string | readonly string[];
  readonly namePrefix?: string;
  readonly text?: string | readonly string[];
  readonly textPrefix?: string;
  readonly texts?: string | readonly string[];
  readonly boolean?: boolean;
  readonly minInt32?: number;
  readonly maxInt32?: number;
  readonly minInt64?: bigint | number;
  readonly maxInt64?: bigint | number;
  readonly minFloat32?: number;
  readonly maxFloat32?: number;
  readonly minFloat64?: number;
  readonly maxFloat64?: number;
  readonly minTimestamp?: Date;
  readonly maxTimestamp?: Date;
  readonly minDate?: string;
  readonly maxDate?: string;
  readonly series?: string | readonly string[];
  readonly file?: string | readonly string[];
  readonly sequence?: string | readonly string[];
  readonly state?: "on" | "off" | readonly ("on" | "off")[];
  readonly other?: NodeRef | readonly NodeRef[];
  readonly others?: NodeRef | readonly NodeRef[];
  readonly group?: NodeRef | readonly NodeRef[];
  readonly groups?: NodeRef | readonly NodeRef[];
  readonly minWeight?: number;
  readonly maxWeight?: number;
  readonly camelCase?: string | readonly string[];
  readonly camelCasePrefix?: string;
  readonly minSerial?: bigint | number;
  readonly maxSerial?: bigint | number;
  readonly kind?: string | readonly string[];
  readonly kindPrefix?: string;
}

/** The relations of Thing. */
export interface ThingRelations {
  readonly other: ToOne<PlainNode>;
  readonly others: ToMany<PlainNode>;
  readonly group: ToOne<GroupTypes>;
  readonly groups: ToMany<GroupTypes>;
  readonly links: Links<ThingTypes, LinkTypes>;
  readonly linkedFrom: Links<ThingTypes, LinkTypes>;
  readonly near: Links<ThingTypes>;
  readonly place: ToLink<GroupTypes, PlainTypes>;
}

/** What TypeScript knows of Thing. */
export interface ThingTypes {
  readonly read: Thing;
  readonly write: ThingWrite;
  readonly filters: ThingFilters;
  readonly relations: ThingRelations;
}

/** The view Thing. */
export const thing: View<ThingTypes> = {
  id: THING,
  name: "Thing",
  usedFor: "node",
  properties: {
    name: "text!",
    text: "text",
    texts: "text[]",
    boolean: "boolean",
    booleans: "boolean[]",
    int32: "int32",
    int32s: "int32[]",
    int64: "bigint",
    int64s: "bigint[]",
    float32: "float32",
    float32s: "float32[]",
    float64: "float64",
    float64s: "float64[]",
    timestamp: "timestamp",
    timestamps: "timestamp[]",
    date: "date",
    dates: "date[]",
    json: "json",
    jsons: "json[]",
    series: "timeseries",
    file: "file",
    sequence: "sequence",
    seriesList: "timeseries[]",
    state: "enum(on|off)",
    other: "direct",
    others: "direct[]",
    group: "direct",
    groups: "direct[]",
    weight: "float64",
    camelCase: "text",
    serial: "bigint=",
    kind: "text",
  },
  relations: {
    other: { kind: "direct" },
    others: { kind: "direct" },
    group: { kind: "direct", target: GROUP },
    groups: { kind: "direct", target: GROUP },
    links: { kind: "edges", target: THING, edge: LINK, type: ["vectors", "link"] },
    linkedFrom: { kind: "edges", target: THING, edge: LINK, type: ["vectors", "link"], inwards: true },
    near: { kind: "edges", target: THING, type: ["vectors", "near"] },
    place: { kind: "edges", target: GROUP, edge: PLAIN, type: ["vectors", "place"], single: true },
  },
  keywords: {
    name: "is name",
    namePrefix: "prefix name",
    text: "is text",
    textPrefix: "prefix text",
    texts: "has texts",
    boolean: "is boolean",
    minInt32: "min int32",
    maxInt32: "max int32",
    minInt64: "min int64",
    maxInt64: "max int64",
    minFloat32: "min float32",
    maxFloat32: "max float32",
    minFloat64: "min float64",
    maxFloat64: "max float64",
    minTimestamp: "min timestamp",
    maxTimestamp: "max timestamp",
    minDate: "min date",
    maxDate: "max date",
    series: "is series",
    file: "is file",
    sequence: "is sequence",
    state: "is state",
    other: "is other",
    others: "has others",
    group: "is group",
    groups: "has groups",
    minWeight: "min weight",
    maxWeight: "max weight",
    camelCase: "is camelCase",
    camelCasePrefix: "prefix camelCase",
    minSerial: "min serial",
    maxSerial: "max serial",
    kind: "is kind",
    kindPrefix: "prefix kind",
  },
};
