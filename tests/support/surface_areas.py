"""What the two runtimes have in common, area by area, and why a name of one is missing in the other.

Names are compared in the words of Python. An option is written behind its method: ``list(sort_by)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Reasons = Mapping[str, Sequence[str]]
"""Why names are on one side only, to those names."""


@dataclass(frozen=True)
class Area:
    """Some Python classes, and the TypeScript types that have the same members.

    Attributes:
        python: ``module:Class``.
        typescript: Classes and interfaces.
        options: Method to the TypeScript interface that holds its options; ``__init__`` for the constructor.
        renamed: Name in Python to name in TypeScript.
        only_python: Reason to names.
        only_typescript: Reason to names.
    """

    python: Sequence[str]
    typescript: Sequence[str]
    options: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    only_python: Reasons = field(default_factory=dict)
    only_typescript: Reasons = field(default_factory=dict)


ENDS_A_CALL = ("signal", "deadline")
"""Options that every call of TypeScript takes. Python ends calls by ``with_deadline`` of the client, or by its task."""

TABLES = "tables of pandas, Arrow and polars are Python's"
OF_VIEW = "what an API reads is given by its view; its classes need not be told"
METHODS_OF_VIEW = "classes of Python have this; rows of TypeScript are plain objects, so the API has it"
REFUSED_THERE = "Python takes debug everywhere, and refuses it where nothing can show it"

AREAS: Mapping[str, Area] = {
    "client": Area(
        ["pygen_runtime:InstanceClient"],
        ["InstanceClient"],
        options={
            "__init__": "InstanceClientOptions",
            "upsert": "UpsertOptions",
            "delete": "DeleteOptions",
            "verify": "CallOptions",
        },
        renamed={"__init__(default_instance_space)": "__init__(instance_space)", "delete(items)": "delete(ids)"},
        only_python={
            "the first parameter is no option": ["__init__(config)"],
            "browsers have no environment; `configFromEnv` takes one": ["from_env"],
            "shown by notebooks, which ask nothing of TypeScript": ["data_model_ids", "default_instance_space"],
        },
    ),
    "reading a view": Area(
        ["shop_by_hand:ProductAPI"],
        ["ViewApi"],
        options={
            "list": "ListOptions",
            "iterate": "IterateOptions",
            "retrieve": "RetrieveOptions",
            "search": "SearchOptions",
            "count": "CountOptions",
            "aggregate": "AggregateOptions",
            "histogram": "HistogramOptions",
            "sync": "SyncOptions",
            "follow": "FollowOptions",
        },
        only_python={
            OF_VIEW: ["item_class", "list_class"],
            REFUSED_THERE: ["iterate(debug)", "count(debug)", "aggregate(debug)", "histogram(debug)"],
        },
        only_typescript={
            OF_VIEW: ["view"],
            METHODS_OF_VIEW: ["write", "change", "properties"],
            "a parameter of the form for one id": ["retrieve(id)"],
            "iterate of Python has the order of the service; its queries iterate in any": [
                "iterate(sort_by)",
                "iterate(sort_direction)",
            ],
            "relations of Python have these as methods": [
                f"follow({name})" for name in ("where", "include", "sort", "units", "edge_units")
            ],
        },
    ),
    "queries": Area(
        ["pygen_runtime:Query"],
        ["Query"],
        options={
            "list": "QueryReadOptions",
            "iterate": "QueryReadOptions",
            "first": "CallOptions",
            "count": "CallOptions",
            "explain": "ExplainOptions",
        },
        only_python={TABLES: ["to_pandas", "to_arrow", "to_polars"], "iterate().pages() gives them": ["pages"]},
        only_typescript={"iterate of Python has them": ["list(chunk_size)", "list(cursor)"]},
    ),
    "relations": Area(
        ["pygen_runtime.relations:Relation"],
        ["IncludeOptions"],
        only_python={
            "how relations are kept, which is no one else's": [
                *("attribute", "filters", "in_units", "includes", "levels", "most", "name", "order"),
                *("target", "target_class"),
            ]
        },
        only_typescript={"Python tells nodes and edges apart by the attribute": ["edge_units"]},
    ),
    "iterators": Area(
        ["pygen_runtime:InstanceIterator"],
        ["InstanceIterator"],
        only_python={TABLES: ["to_pandas", "to_arrow", "to_polars"], "who leaves the loop has closed it": ["close"]},
    ),
    "pages": Area(["pygen_runtime:Page"], ["Page"]),
    "lists": Area(
        ["pygen_runtime:InstanceList"],
        ["InstanceList"],
        renamed={"ids": "get_ids"},
        only_python={
            TABLES: ["to_pandas", "to_arrow", "to_polars"],
            "rows of TypeScript are plain objects: JSON.parse makes them, but for dates": ["load"],
        },
        only_typescript={"a list of Python is filtered by its own words": ["in_space"]},
    ),
    "results of upserts": Area(
        ["pygen_runtime:UpsertResult"],
        ["UpsertResult"],
        renamed={"write_jsonl": "to_jsonl", "read_jsonl": "from_jsonl"},
        only_typescript={"repr() of Python": ["to_string"]},
    ),
    "results of deletions": Area(
        ["pygen_runtime:DeleteResult"],
        ["DeleteResult"],
        renamed={"write_jsonl": "to_jsonl", "read_jsonl": "from_jsonl"},
        only_typescript={"repr() of Python": ["to_string"]},
    ),
    "failed items": Area(
        ["pygen_runtime:FailedItem"],
        ["FailedItem"],
        only_python={"they stand in `id`": ["space", "external_id"]},
    ),
    "changes": Area(["pygen_runtime:SyncBatch"], ["SyncBatch"]),
    "verification": Area(
        ["pygen_runtime:Verification"], ["Verification"], only_typescript={"str() of Python": ["to_string"]}
    ),
    "differences of schemas": Area(["pygen_runtime:SchemaDifference"], ["SchemaDifference"]),
    "progress": Area(["pygen_runtime:Progress", "pygen_runtime:ProgressTask"], ["Progress", "ProgressTask"]),
    "aggregates": Area(["pygen_runtime:AggregateResult"], ["AggregateRow"]),
    "histograms": Area(["pygen_runtime.aggregates.results:HistogramBucket"], ["HistogramBucket"]),
    "data records": Area(
        ["pygen_runtime:DataRecord"],
        ["DataRecord"],
        only_python={"what is deleted comes as an id, and never as an instance": ["deleted_time"]},
    ),
    "configuration": Area(
        ["pygen_client:PygenClientConfig"],
        ["ClientConfig"],
        only_python={
            "`configFromEnv` reads an environment": ["from_env"],
            "browsers have no files": ["from_toml"],
            "`gzip_from` alone says it; `auto` would break pages where the service does not allow the header": ["gzip"],
            "fetch chooses the protocol": ["http2"],
        },
        only_typescript={"parameters of the client in Python": ["fetch"], "drivers of Python have it": ["clock"]},
    ),
    "retries": Area(["pygen_client:RetryPolicy"], ["RetryPolicy"]),
    "hooks": Area(["pygen_client:Hook"], ["Hook"]),
    "requests for hooks": Area(
        ["pygen_client:RequestEvent"],
        ["RequestEvent"],
        only_python={"fetch takes text, and does not tell its bytes": ["size"]},
    ),
    "answers for hooks": Area(
        ["pygen_client:ResponseEvent"],
        ["ResponseEvent"],
        only_python={"fetch gives text, and does not tell its bytes": ["size"]},
    ),
    "retries for hooks": Area(["pygen_client:RetryEvent"], ["RetryEvent"]),
    "requests of one's own": Area(
        ["pygen_client:PygenClient"],
        ["ApiClient"],
        options={"request": "RequestOptions"},
        renamed={"request(json)": "request(body)", "request(raise_for_status)": "request(any_status)"},
        only_python={
            "the client of Python manages schemas, too; here that is left to requests": [
                *("spaces", "containers", "views", "data_models", "instances", "statistics", "token"),
            ],
            "operations of Python are driven by their client": ["api", "run", "start"],
            "every call takes a deadline here": ["with_deadline"],
        },
        only_typescript={
            "the configuration of Python has them": ["base_url", "project", "concurrency"],
            "short forms of request": ["get", "post"],
            "Python gives these to `api.post`": [
                *("request(idempotent)", "request(on_sent)", "request(operation_class)"),
            ],
        },
    ),
    "answers": Area(["pygen_client:RawResponse"], ["Answer"], renamed={"content": "text"}),
    "credentials": Area(["pygen_client:Credentials"], ["Credentials"]),
    "addresses of identity providers": Area(
        ["pygen_client:Endpoints"],
        ["Endpoints"],
        only_python={"functions here: `entraEndpoints`, `cogniteEndpoints`": ["entra_id", "cognite"]}
        | {"for credentials": ["find", "need"]},
    ),
    "device codes": Area(
        ["pygen_client:DevicePrompt"], ["DevicePrompt"], only_typescript={"str() of Python": ["message"]}
    ),
}

EXPORTED_OTHERWISE: Mapping[str, str] = {
    "AggregateResult": "AggregateRow",
    "Avg": "avg",
    "ClientCredentials": "clientCredentials",
    "Count": "count",
    "DeviceCodeCredentials": "deviceCode",
    "Edge": "EdgeRow",
    "InstanceAPI": "ViewApi",
    "InteractiveCredentials": "browserLogin",
    "Link": "LinkTo",
    "Max": "max",
    "Min": "min",
    "Node": "NodeRow",
    "Plan": "QueryPlan",
    "PygenClient": "ApiClient",
    "PygenClientConfig": "ClientConfig",
    "RawResponse": "Answer",
    "SortTerm": "SortBy",
    "Sum": "sum",
    "TokenCredentials": "token",
}
"""Names that the packages of Python export, to those of TypeScript."""

ONLY_IN_PYTHON: Reasons = {
    "everything is asynchronous in TypeScript": [
        *("AsyncInstanceAPI", "AsyncInstanceClient", "AsyncInstanceIterator", "AsyncPygenClient", "AsyncQuery"),
    ],
    "plain arrays": ["AggregateList", "HistogramResult"],
    "rows are objects of no class": ["Instance"],
    "ids where nothing is included, which the types tell": ["Ref", "NotIncludedError"],
    "generated code imports it from codegen": ["CONTRACT"],
    "promises take its place": ["Operation"],
    "fetch knows one time for all parts": ["Timeouts"],
    "a bar of the terminal; `Progress` takes any other": ["TqdmProgress"],
    "a package of Python; hooks tell the same": ["OpenTelemetryHook"],
}

ONLY_IN_TYPESCRIPT: Reasons = {
    "properties of Python compare by operators and methods": [
        *("and", "between", "containsAll", "containsAny", "equals", "exists", "gt", "gte", "hasData", "inList"),
        *("instanceReferences", "isMissing", "lt", "lte", "nested", "not", "notEquals", "or", "overlaps", "startsWith"),
    ],
    "methods of clients and classes, for programs that ship one view": [
        *("ViewReader", "change", "deleteInstances", "upsert", "verify", "write"),
    ],
    "class methods of Python": [
        *("cogniteClientCredentials", "cogniteEndpoints", "configFromEnv", "entraBrowserLogin"),
        *("entraClientCredentials", "entraDeviceCode", "entraEndpoints"),
    ],
    "browsers": ["popup", "samePage"],
    "`pygen_client.core` has them": ["Secret", "halveOnTimeout", "inChunks", "splitOnTimeout"],
}
