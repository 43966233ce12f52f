"""What the blocking and the asynchronous API of a view share: everything but waiting."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, get_args

from pydantic_core import from_json
from pygen_client import Operation, PygenValidationError
from pygen_client.core import Api
from pygen_client.schema import InstanceId
from typing_extensions import get_annotations

from pygen_runtime.instances import Edge, Instance, Node, Ref
from pygen_runtime.instances.decode import decoder_of
from pygen_runtime.instances.list import InstanceList
from pygen_runtime.instances.per_class import PerClass
from pygen_runtime.instances.relation import instance_id, is_pair, node_id
from pygen_runtime.keywords import EdgeFilters, KeywordFilters, NodeFilters, meanings
from pygen_runtime.method_docs import show_parameters
from pygen_runtime.operations.attributes import units_of
from pygen_runtime.operations.debug import DebuggedReader, types_of
from pygen_runtime.operations.read import LONG, MAX_PAGE, QUERY_CURSOR, Key, PageReader, Reader, check_limit, retrieve
from pygen_runtime.operations.sort import sort_terms
from pygen_runtime.progress import Meter, Progress
from pygen_runtime.properties import SortDirection

if TYPE_CHECKING:
    from pygen_runtime.aggregates.reading import Population
    from pygen_runtime.operations.search import SearchOperator, SearchProperties
    from pygen_runtime.query.builder import Queried
    from pygen_runtime.query.follow import Followed
    from pygen_runtime.query.spec import QuerySpec
    from pygen_runtime.relations import Relation
    from pygen_runtime.sync import Changes

T = TypeVar("T", bound=Instance)
L = TypeVar("L", bound=InstanceList[Any])
N = TypeVar("N", bound=Node)

_WRITING = ("upsert", "delete", "apply", "create", "update", "write")
"""Methods that people look for here, among them those of version 1."""
_TAKES_FILTERS = ("list", "iterate", "search", "count", "aggregate", "histogram")


class HasApi(Protocol):
    """A client of either kind."""

    @property
    def api(self) -> Api: ...


class ViewAPI(Generic[T, L]):
    """Makes the operations of one view. Generated classes name the view's classes and sign the methods."""

    item_class: type[T]
    list_class: type[L]
    _filters_class: ClassVar[type]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name in _TAKES_FILTERS:
            method = cls.__dict__.get(name)
            if method is not None:
                cls._filters_class = _show_keywords(method)
                show_parameters(name, method)

    if not TYPE_CHECKING:
        # Type checkers find it by themselves.
        def __getattr__(self, name: str) -> Any:
            hint = ": it reads; the client itself has upsert and delete, for all views" if name in _WRITING else ""
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}{hint}", name=name, obj=self)

    def _reader(
        self,
        client: HasApi,
        default_space: str | None,
        filters: Mapping[str, Any],
        *,
        sort: tuple[str | Sequence[str] | None, SortDirection] = (None, "ascending"),
        chunk_size: int | None = None,
        limit: int | None,
        cursor: str | None = None,
    ) -> PageReader[T]:
        source = self._source(filters.get("target_units"))
        body = {"sources": [source], **self._which(default_space, filters, sort)}
        if filters.get("debug"):
            return DebuggedReader(client.api, decoder_of(self.item_class), body, limit=limit, cursor=cursor)
        return self._pages(client.api, body, chunk_size, limit, cursor)

    def _which(
        self,
        default_space: str | None,
        filters: Mapping[str, Any],
        sort: tuple[str | Sequence[str] | None, SortDirection],
    ) -> dict[str, Any]:
        """What a list or a search says of the instances: of which kind, which of them, and in which order."""
        body: dict[str, Any] = {"instanceType": self._instance_type()}
        condition = self._keywords(default_space).compile(filters)
        if condition is not None:
            body["filter"] = condition.dump()
        terms = sort_terms(self.item_class, *sort)
        if terms:
            body["sort"] = terms
        return body

    def _pages(
        self, api: Api, body: Mapping[str, Any], chunk_size: int | None, limit: int | None, cursor: str | None
    ) -> PageReader[T]:
        check_limit(limit)
        of_query = cursor is not None and cursor.startswith(QUERY_CURSOR)

        def listed() -> Reader[T]:
            size = MAX_PAGE if chunk_size is None else min(chunk_size, MAX_PAGE)
            return Reader(api, decoder_of(self.item_class), body, chunk_size=size, limit=limit, cursor=cursor)

        has_large_pages = chunk_size is not None and chunk_size > MAX_PAGE
        is_long = chunk_size is None and (limit is None or limit > LONG)
        # A list takes its conditions in target units, a query in stored ones: one read cannot be made of both.
        has_units = "targetUnits" in body["sources"][0]
        if of_query and has_units:
            raise PygenValidationError("cursor is that of a read without target_units: leave them out, or begin anew")
        if not of_query and (cursor is not None or has_units or not (has_large_pages or is_long)):
            return listed()
        from pygen_runtime.query.pages import LongReader, QueryPages  # noqa: PLC0415 - most programs read little

        place = None if cursor is None else cursor.removeprefix(QUERY_CURSOR)
        queried = QueryPages(api, self.item_class, body, chunk_size=chunk_size, limit=limit, cursor=place)
        return queried if of_query else LongReader(listed, queried, is_long=has_large_pages)

    def _meter(self, progress: Progress, limit: int | None) -> Meter:
        return Meter.of_reading(progress, self.item_class, limit)

    def _complete(self, result: L, reader: PageReader[T]) -> L:
        if isinstance(reader, DebuggedReader):
            reader.report(result, self.item_class)
        return result

    def _searching(
        self,
        api: Api,
        default_space: str | None,
        filters: Mapping[str, Any],
        search: tuple[str | None, SearchProperties, SearchOperator, int],
        sort: tuple[str | Sequence[str] | None, SortDirection],
    ) -> Operation[L]:
        from pygen_runtime.operations.search import search_body  # noqa: PLC0415 - most programs list

        body = search_body(self.item_class, *search)
        body |= self._which(default_space, filters, sort)
        units = units_of(self.item_class, filters.get("target_units"))
        if units:
            body["targetUnits"] = units
        return self._found(api, body, debug=filters.get("debug", False))

    def _found(self, api: Api, body: Mapping[str, Any], *, debug: bool) -> Operation[L]:
        from pygen_runtime.operations.search import search  # noqa: PLC0415 - most programs list

        items, content = yield from search(api, decoder_of(self.item_class), body)
        result = self.list_class(items)
        if debug:
            result.typing, result.notices = types_of(self.item_class, from_json(content)["typing"]), []
        return result

    def _population(self, default_space: str | None, filters: Mapping[str, Any]) -> Population:
        from pygen_runtime.aggregates.reading import Population  # noqa: PLC0415 - most programs list

        refuse_debug(filters)
        condition = self._keywords(default_space).compile(filters)
        return Population(self.item_class, condition, units_of(self.item_class, filters.get("target_units")))

    def _queried(self, default_space: str | None, progress: Progress) -> Queried[T, L]:
        from pygen_runtime.query.builder import Queried  # noqa: PLC0415 - most programs list, and start faster without

        return Queried(self.item_class, self.list_class, self._keywords(default_space), progress)

    def _keywords(self, default_space: str | None) -> KeywordFilters:
        # A class without typed methods takes the keywords of all instances.
        by_kind = EdgeFilters if self._instance_type() == "edge" else NodeFilters
        filters_class = getattr(self, "_filters_class", by_kind)
        return KeywordFilters(filters_class, self.item_class.view_id, self._instance_type(), default_space)

    def _following(self, client: HasApi, default_space: str | None, relation: Relation[N], of: Any) -> Followed[N]:
        from pygen_runtime.query.follow import follow  # noqa: PLC0415 - most programs list, and start faster without

        ids = [node_id(one, default_space) for one in ([of] if is_one_id(of) else of)]
        return follow(client.api, self.item_class, relation, ids)

    def _changes(self, api: Api, **options: Any) -> Changes[T]:
        from pygen_runtime.sync import Changes  # noqa: PLC0415 - most programs list, and start faster without

        return Changes(api, self.item_class, self.list_class, **options)

    def _spec(self) -> QuerySpec:
        from pygen_runtime.query.spec import QuerySpec  # noqa: PLC0415 - most programs list, and start faster without

        return QuerySpec(self.item_class)

    def _retrieval(
        self, client: HasApi, default_space: str | None, ids: Any, target_units: Mapping[str, str] | None
    ) -> Operation[list[T]]:
        many = [ids] if is_one_id(ids) else ids
        # Most ids are text in the default space; nothing else is to be found out about them.
        wanted = [
            (default_space, one) if type(one) is str and default_space is not None else self._key(one, default_space)
            for one in many
        ]
        kind = self.item_class._id_class
        return retrieve(client.api, decoder_of(self.item_class), self._source(target_units), kind, wanted)

    def _source(self, target_units: Mapping[str, str] | None) -> dict[str, Any]:
        units = units_of(self.item_class, target_units)
        return {"source": self.item_class.view_id.dump(), **({"targetUnits": units} if units else {})}

    def _key(self, value: Any, default_space: str | None) -> Key:
        # A bare text or pair does not say of which kind it is; here the view does.
        of_edges = issubclass(self.item_class, Edge)
        found = instance_id(value, default_space) if of_edges else node_id(value, default_space)
        return found.space, found.external_id

    def _instance_type(self) -> Any:
        return "edge" if issubclass(self.item_class, Edge) else "node"


def is_one_id(ids: Any) -> bool:
    """Whether this is the id of one instance, and not several."""
    if isinstance(ids, (str, InstanceId, Ref)) or hasattr(ids, "external_id"):
        return True
    # What cannot be gone through is no id either, which is told by whoever takes it for one.
    return is_pair(ids) or not isinstance(ids, Iterable)


def refuse_debug(filters: Mapping[str, Any]) -> None:
    """For methods whose result has no place for what the service says of a read."""
    if filters.get("debug"):
        raise PygenValidationError("debug=True works with list and search, whose results show what was said")


class _Unset:
    def __repr__(self) -> str:
        return "unset"


_UNSET = _Unset()


def _parameters_of(filters_class: type) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=meaning.annotation, default=_UNSET)
        for name, meaning in meanings(filters_class).items()
    ]


_parameters: PerClass[type, list[inspect.Parameter]] = PerClass(_parameters_of)


def _show_keywords(method: Callable[..., Any]) -> type:
    """Give a method a signature that spells its keyword filters out, so that notebooks complete them."""
    (filters_class,) = get_args(get_annotations(method)["filters"])
    found: type = filters_class
    own = inspect.signature(method)
    keywords = _parameters(found)
    # A method that was made from another one shows them already.
    kept = [
        one
        for one in own.parameters.values()
        if one.kind is not inspect.Parameter.VAR_KEYWORD and one.name not in meanings(found)
    ]
    method.__signature__ = own.replace(parameters=[*kept, *keywords])  # type: ignore[attr-defined]  # inspect reads it
    return found
