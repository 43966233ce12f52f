"""Words that generated Python cannot use as names. Data, so that the same model gives the same names everywhere.

Tests compare the tables with the classes they speak of.
"""

from __future__ import annotations

from pygen_generator.languages.words import DEVICES

KEYWORDS = frozenset(
    {
        "False",
        "None",
        "True",
        "and",
        "as",
        "assert",
        "async",
        "await",
        "break",
        "class",
        "continue",
        "def",
        "del",
        "elif",
        "else",
        "except",
        "finally",
        "for",
        "from",
        "global",
        "if",
        "import",
        "in",
        "is",
        "lambda",
        "nonlocal",
        "not",
        "or",
        "pass",
        "raise",
        "return",
        "try",
        "while",
        "with",
        "yield",
    }
)
"""Keywords of Python 3.10 and newer; soft keywords such as ``match`` and ``type`` can be names."""

PYDANTIC_ATTRIBUTES = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
    }
)
"""Public attributes of ``pydantic.BaseModel``, deprecated ones included."""

INSTANCE_ATTRIBUTES = frozenset(
    {
        "as_id",
        "as_write",
        "created_time",
        "data_record",
        "dump",
        "dump_json",
        "edge_type",
        "end_node",
        "existing_version",
        "external_id",
        "last_updated_time",
        "load",
        "node_type",
        "other_properties",
        "props",
        "relations",
        "space",
        "start_node",
        "view_filter",
        "view_id",
    }
)
"""Attributes of the base classes of instances, read and written, of nodes and edges, and names that sorting keeps."""

ATTRIBUTES = KEYWORDS | PYDANTIC_ATTRIBUTES | INSTANCE_ATTRIBUTES

FILTERS = KEYWORDS | frozenset(
    {
        "aggregate",
        "aggregates",
        "chunk_size",
        "cursor",
        "debug",
        "edge_type",
        "end_node",
        "external_id_prefix",
        "filter",
        "group_by",
        "include",
        "interval",
        "limit",
        "operator",
        "properties",
        "property",
        "query",
        "self",
        "sort_by",
        "sort_direction",
        "space",
        "start_node",
        "target_units",
    }
)
"""Parameters that stand beside keyword filters, and filters that every view has."""

CLIENT_ATTRIBUTES = KEYWORDS | frozenset(
    {
        "aclose",
        "api",
        "client",
        "close",
        "config",
        "containers",
        "data_model_ids",
        "data_models",
        "default_instance_space",
        "delete",
        "from_env",
        "graphql",
        "instances",
        "run",
        "spaces",
        "start",
        "upsert",
        "verify",
        "views",
    }
)
"""Attributes of the clients of the runtime."""

MODULES = KEYWORDS | DEVICES
"""File names that cannot be imported, or that Windows keeps for devices."""

CLASSES = frozenset({"False", "None", "True"})
"""Keywords in Pascal case."""
