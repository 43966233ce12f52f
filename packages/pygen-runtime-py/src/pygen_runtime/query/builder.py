"""Queries of one view: what is common to those with blocking calls and those without."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from pygen_client import Operation
from pygen_client.core import Api
from typing_extensions import Self

from pygen_runtime.aggregates.reading import Population
from pygen_runtime.filters import Filter
from pygen_runtime.instances import Instance
from pygen_runtime.instances.list import InstanceList
from pygen_runtime.keywords import KeywordFilters, ReadOptions
from pygen_runtime.operations.attributes import attribute_of
from pygen_runtime.operations.read import check_limit
from pygen_runtime.progress import Meter, Progress
from pygen_runtime.properties import AnyProperty, SortTerm
from pygen_runtime.query.explain import text_of
from pygen_runtime.query.plan import Plan
from pygen_runtime.query.planner import plan
from pygen_runtime.query.reader import QueryReader
from pygen_runtime.query.simplify import all_of, matches_nothing
from pygen_runtime.query.spec import QuerySpec
from pygen_runtime.relations.declarations import Relation

T = TypeVar("T", bound=Instance)
L = TypeVar("L", bound=InstanceList[Any])


@dataclass(frozen=True, slots=True)
class Queried(Generic[T, L]):
    """Where a query goes: the view's classes, its keyword filters, and who is told of its progress."""

    item_class: type[T]
    list_class: type[L]
    keywords: KeywordFilters
    progress: Progress

    def meter(self, total: int | None) -> Meter:
        """What tells the progress of one read."""
        return Meter.of_reading(self.progress, self.item_class, total)


@dataclass(frozen=True, slots=True)
class BaseQuery(Generic[T, L]):
    """A query. Immutable: every method gives a new one. Nothing is sent before it is read."""

    _queried: Queried[T, L]
    _client: Any
    _spec: QuerySpec

    def where(self, *filters: Filter, **keywords: Any) -> Self:
        """Only what meets these conditions, and all those given before; also keyword filters, as in ``list``.

        Raises:
            TypeError: There is no such keyword.
            PygenValidationError: A value cannot be used.
        """
        for one in filters:
            if not isinstance(one, Filter):
                raise TypeError(f"where takes filters such as P.price > 5, not {type(one).__name__}")
        for name in ReadOptions.__annotations__.keys() & keywords.keys():
            raise TypeError(f"{name} is no condition; see units(...) and explain() of the query")
        condition = self._queried.keywords.compile(keywords)
        more = filters if condition is None else (*filters, condition)
        return self._with(filters=(*self._spec.filters, *more))

    def include(self, *relations: Relation[Any]) -> Self:
        """Read these relations, too, with all that they include: every instance, however many there are.

        Raises:
            PygenValidationError: The view has no such relation, or the service does not take so many result sets.
        """
        return self._with(includes=(*self._spec.includes, *relations))

    def sort(self, *terms: SortTerm | str | AnyProperty[Any]) -> Self:
        """Order by up to 5 properties; a property or the name of an attribute stands for ascending.

        Raises:
            PygenValidationError: Unknown name, or too many.
        """
        return self._with(order=terms)

    def limit(self, count: int | None) -> Self:
        """At most so many instances altogether; None for all.

        Raises:
            PygenValidationError: The number is negative.
        """
        check_limit(count)
        return self._with(most=count)

    def select(self, *attributes: str | AnyProperty[Any]) -> Self:
        """Read only these attributes of the view, and the metadata; touching others raises NotIncludedError.

        Raises:
            PygenValidationError: The view has no such attribute.
        """
        item_class = self._queried.item_class
        return self._with(only=frozenset(attribute_of(item_class, one)[0] for one in attributes))

    def units(self, **units: str) -> Self:
        """Read numbers in other units than those in which they are stored: ``units(price="currency:usd")``.

        A unit is given by its external id, or by a system: ``SI``, ``Imperial`` or ``Default``. Units belong to what
        is selected (behaviour.md section 16): conditions stay in the stored unit, unlike those of ``list``.

        Raises:
            PygenValidationError: The view has no such attribute.
        """
        return self._with(units=tuple({**dict(self._spec.units), **units}.items()))

    @property
    def plan(self) -> Plan:
        """What the service will be asked.

        Raises:
            PygenValidationError: Something in the query does not fit the view.
        """
        return plan(self._spec)

    def __repr__(self) -> str:
        spec, condition = self._spec, all_of(self._spec.filters)
        parts = [
            "" if condition is None else f" where {text_of(condition.dump())}",
            f" with {', '.join(one.attribute for one in spec.includes)}" if spec.includes else "",
            " sorted" if spec.order else "",
            "" if spec.most is None else f", at most {spec.most}",
        ]
        return f"<Query of {self._queried.item_class.__name__}{''.join(parts)}>"

    def _with(self, **changes: Any) -> Self:
        made = replace(self, _spec=replace(self._spec, **changes))
        # Whatever does not fit is told where it is written, not where it is read.
        plan(made._spec)
        return made

    def _meter(self) -> Meter:
        return self._queried.meter(self._spec.most)

    def _reader(self, api: Api, page_size: int | None, cursor: str | None) -> QueryReader[T]:
        return QueryReader(api, self.plan, limit=self._spec.most, page_size=page_size, cursor=cursor)

    def _count(self, api: Api) -> Operation[int]:
        item_class = self._queried.item_class
        condition = all_of(self._spec.filters)
        if matches_nothing(condition):
            return 0
        return (yield from Population(item_class, condition).count(api))
