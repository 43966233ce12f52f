"""Words that generated TypeScript cannot use as names. Data, so that the same model gives the same names everywhere."""

from __future__ import annotations

from pygen_generator.languages.words import DEVICES

KEYWORDS = frozenset(
    [
        "arguments",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "eval",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "let",
        "new",
        "null",
        "package",
        "private",
        "protected",
        "public",
        "return",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "undefined",
        "var",
        "void",
        "while",
        "with",
        "yield",
        "Infinity",
        "NaN",
    ]
)
"""Words that no constant, function or class of a module may be called."""

TYPES = KEYWORDS | frozenset(
    (
        "BigInt",
        "Boolean",
        "Date",
        "Function",
        "Infinity",
        "NaN",
        "Number",
        "Object",
        "Readonly",
        "Record",
        "String",
        "Symbol",
        "any",
        "asserts",
        "bigint",
        "boolean",
        "infer",
        "is",
        "keyof",
        "never",
        "number",
        "object",
        "readonly",
        "string",
        "symbol",
        "unique",
        "unknown",
    )
)
"""Words that no type can be called, types that generated modules use as the language has them, and those that linters
do not let stand."""

OBJECT_MEMBERS = frozenset(
    [
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "prototype",
        "then",
        "toJSON",
        "toLocaleString",
        "toString",
        "valueOf",
    ]
)
"""What every object has, or what the language looks for in one."""

PROPERTIES = OBJECT_MEMBERS | frozenset(
    [
        "createdTime",
        "edgeType",
        "endNode",
        "existingVersion",
        "externalId",
        "instanceType",
        "lastUpdatedTime",
        "nodeType",
        "otherProperties",
        "space",
        "startNode",
        "version",
    ]
)
"""What instances have beside the properties of their views, read and written, nodes and edges."""

FILTERS = OBJECT_MEMBERS | frozenset(
    [
        "aggregate",
        "aggregates",
        "chunkSize",
        "cursor",
        "deadline",
        "debug",
        "edgeType",
        "endNode",
        "externalIdPrefix",
        "filter",
        "groupBy",
        "include",
        "interval",
        "limit",
        "operator",
        "properties",
        "property",
        "query",
        "signal",
        "sortBy",
        "sortDirection",
        "space",
        "startNode",
        "targetUnits",
    ]
)
"""Options that stand beside keyword filters, and filters that every view has."""

CLIENT_MEMBERS = OBJECT_MEMBERS | frozenset(
    [
        "api",
        "client",
        "close",
        "config",
        "containers",
        "dataModelIds",
        "dataModels",
        "defaultInstanceSpace",
        "delete",
        "fromEnv",
        "graphql",
        "instanceSpace",
        "instances",
        "run",
        "spaces",
        "start",
        "upsert",
        "verify",
        "views",
    ]
)
"""Members of the clients of the runtime."""

MODULES = DEVICES
"""File names that Windows keeps for devices."""
