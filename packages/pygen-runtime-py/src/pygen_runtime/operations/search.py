"""Searching the texts of a view (behaviour.md section 14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypeVar, Union, get_args

from pygen_client import Operation, OperationClass, PygenValidationError
from pygen_client.core import Api

from pygen_runtime.instances import Instance
from pygen_runtime.instances.decode import Decoder
from pygen_runtime.operations.attributes import AttributeLike, attributes_of

T = TypeVar("T", bound=Instance)

SearchOperator: TypeAlias = Literal["AND", "OR"]
"""Whether all words of a query have to be found, or any of them."""

SearchProperties: TypeAlias = Union[AttributeLike, Sequence[AttributeLike], None]
"""The texts to search in: attributes by name or as properties; None for all texts."""

MAX_FOUND = 1000
"""Instances that one search gives (behaviour.md section 4.1); there are no further pages."""


def search_body(
    item_class: type[Instance],
    query: str | None,
    properties: SearchProperties,
    operator: SearchOperator,
    limit: int,
) -> dict[str, Any]:
    """What a request for a search says of the search itself.

    Raises:
        PygenValidationError: An attribute does not exist, or ``operator`` or ``limit`` cannot be used.
    """
    if operator not in get_args(SearchOperator):
        raise PygenValidationError(f"operator is 'AND' or 'OR', not {operator!r}")
    if not 1 <= limit <= MAX_FOUND:
        raise PygenValidationError(
            f"A search gives 1 to {MAX_FOUND} instances, not {limit}; list, iterate and query have no such limit"
        )
    body: dict[str, Any] = {"view": item_class.view_id.dump(), "operator": operator, "limit": limit}
    if query:
        body["query"] = query
    names = [name for _, name in attributes_of(item_class, properties)]
    if properties is not None:
        if not names:
            raise PygenValidationError("properties=[] leaves nothing to search in; None searches all texts")
        body["properties"] = names
    return body


def search(api: Api, decoder: Decoder[T], body: Mapping[str, Any]) -> Operation[tuple[list[T], bytes]]:
    """Find instances: the best first, or as the sort says. The answer as it came is given, too."""
    response = yield from api.post(
        "/models/instances/search", {**body, "includeTyping": True}, operation_class=OperationClass.SEARCH
    )
    page, _ = decoder.page(response.content)
    return page.items, response.content
