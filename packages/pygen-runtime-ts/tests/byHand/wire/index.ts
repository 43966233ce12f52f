// The hand-written SDK for the model of tests/vectors/wire, in the form in which the generator writes them.
import { requireContract } from "@cognite/pygen-runtime/codegen";

export { type GroupApi, groupApi } from "./api/groupApi.ts";
export { type LinkApi, linkApi } from "./api/linkApi.ts";
export { type PlainApi, plainApi } from "./api/plainApi.ts";
export { type ThingApi, thingApi } from "./api/thingApi.ts";
export { WireClient } from "./client.ts";
export { type Group, group, type GroupFilters, type GroupTypes, type GroupWrite } from "./dataClasses/group.ts";
export { type Link, link, type LinkFilters, type LinkTypes, type LinkWrite } from "./dataClasses/link.ts";
export { type Plain, plain, type PlainFilters, type PlainTypes, type PlainWrite } from "./dataClasses/plain.ts";
export { type Thing, thing, type ThingFilters, type ThingTypes, type ThingWrite } from "./dataClasses/thing.ts";

requireContract(1, "the SDK for the wire vectors");
