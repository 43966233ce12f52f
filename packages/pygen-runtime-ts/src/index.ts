/** What users of a generated SDK meet. */
export { type Aggregate, avg, count, max, min, sum } from "./aggregates/functions.ts";
export type {
  AggregateOptions,
  AggregateRow,
  CountOptions,
  HistogramBucket,
  HistogramOptions,
} from "./aggregates/reading.ts";
export { ViewApi } from "./api.ts";
export type { ApiOptions } from "./context.ts";
export { ContractError } from "./contract.ts";
export {
  between,
  containsAll,
  containsAny,
  equals,
  exists,
  gt,
  gte,
  inList,
  isMissing,
  lt,
  lte,
  nested,
  notEquals,
  type Operand,
  type Ordered,
  overlaps,
  startsWith,
} from "./filters/conditions.ts";
export { and, type Filter, hasData, instanceReferences, not, or, type PropertyPath } from "./filters/filter.ts";
export type { Where } from "./filters/keywords.ts";
export type { Properties, Property, RelationProperty } from "./filters/property.ts";
export type { ContainerId, EdgeId, InstanceId, InstanceRef, NodeId, NodeRef, ViewId } from "./ids.ts";
export { InstanceClient, type InstanceClientOptions } from "./instanceClient.ts";
export { InstanceList } from "./instances/list.ts";
export type { DataRecord, EdgeRow, Enum, NodeRow } from "./instances/row.ts";
export { UnexpectedAnswerError } from "./instances/unexpectedAnswer.ts";
export {
  change,
  type EdgeWrite,
  InstanceWrite,
  type NodeWrite,
  write,
  type WriteEdge,
  type WriteNode,
} from "./instances/write.ts";
export { deleteInstances, type DeleteOptions } from "./operations/delete.ts";
export { InstanceIterator, type Page } from "./operations/pages.ts";
export type {
  FindOptions,
  IterateOptions,
  ListOptions,
  NameOf,
  RetrieveOptions,
  SortOptions,
} from "./operations/read.ts";
export {
  type DeleteOutcome,
  DeleteResult,
  type FailedItem,
  PartialDeleteError,
  PartialUpsertError,
  type UpsertOutcome,
  UpsertResult,
} from "./operations/results.ts";
export type { SearchOptions } from "./operations/search.ts";
export type { SortBy, SortDirection } from "./operations/sort.ts";
export { upsert, type UpsertOptions, type Writes } from "./operations/upsert.ts";
export type { WriteContext } from "./operations/writeContext.ts";
export type { Progress, ProgressTask } from "./progress.ts";
export type {
  ExplainOptions,
  FollowOptions,
  Include,
  IncludeOptions,
  QueryReadOptions,
  Sort,
} from "./query/include.ts";
export type { QueryPlan } from "./query/plan.ts";
export { Query } from "./query/query.ts";
export { CursorExpiredError, type SyncBatch, type SyncOptions } from "./sync/changes.ts";
export * from "./transport.ts";
export { type Broken, SchemaChangedError, type SchemaDifference, type Verification, verify } from "./verification.ts";
export { ViewReader } from "./viewReader.ts";
export type { Changeable, LinkTo, Row, ViewTypes } from "./views/types.ts";
