"""Keyword filters: which ones a view has, what they are called, and what is inherited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.keywords import Operator, operators, takes_many
from pygen_generator.languages.python import reserved
from pygen_generator.languages.python.inheritance import Inheritance
from pygen_generator.languages.python.names import Family, Names
from pygen_generator.languages.registry import Wish, assign
from pygen_generator.model.types import REFERENCES, EnumType, RelationType, Scalar, ScalarType
from pygen_generator.model.view import Model, Property

SORTED_ALWAYS = ("space", "external_id", "created_time", "last_updated_time")
"""What instances of every view can be sorted by."""


@dataclass(frozen=True, slots=True)
class KeywordFilter:
    """One keyword of one property."""

    prop: Property
    form: str
    """How its name is made from the attribute."""
    operator: Operator
    """The operator of the runtime's seam."""
    takes_many: bool
    """Whether several values may be given, any of which may hold."""

    @property
    def key(self) -> tuple[str, str]:
        return self.prop.name, self.operator


@dataclass(frozen=True)
class FilterPlan:
    """The keyword filters of one family."""

    names: Mapping[tuple[str, str], str]
    """The keyword of each filter, inherited ones included."""
    own: tuple[KeywordFilter, ...]
    """The filters that no base brings along, in the order of attributes."""
    sorted_by: tuple[str, ...]
    """All names to sort by, inherited ones included."""
    own_sorted_by: tuple[str, ...]
    bases: tuple[ClassKey, ...]
    """The families whose filters are inherited."""


def plan_filters(model: Model, names: Names, inheritance: Inheritance) -> dict[ClassKey, FilterPlan]:
    """The keyword filters of every family that can be asked for instances.

    Filters are inherited as the classes are, except from a base that repeats a keyword of another one: checkers refuse
    such dictionaries.
    """
    plans: dict[ClassKey, FilterPlan] = {}
    for view in model.parents_first():
        for kind in view.kinds:
            key = view.id, kind
            if view.queryable:
                bases = {base: plans[base] for base in inheritance.bases[key] if base in plans}
                plans[key] = _plan(names.families[key], names.members[view.id], bases)
    return plans


def _plan(family: Family, attributes: Mapping[str, str], bases: Mapping[ClassKey, FilterPlan]) -> FilterPlan:
    fixed: dict[tuple[str, str], str] = {}
    kept: dict[ClassKey, FilterPlan] = {}
    for key, base in bases.items():
        if not base.names.keys() & fixed.keys() and not set(base.names.values()) & set(fixed.values()):
            fixed.update(base.names)
            kept[key] = base
    properties = sorted(family.view.properties, key=lambda prop: attributes[prop.name])
    filters = [wanted for prop in properties for wanted in _filters(prop)]
    names = assign(
        [
            Wish(_text(wanted.key), wanted.form.format(attributes[wanted.prop.name]), rank=int(wanted.form != "{}"))
            for wanted in filters
        ],
        reserved=reserved.FILTERS,
        fixed={_text(filter_key): name for filter_key, name in fixed.items()},
    )
    sorted_by = (*SORTED_ALWAYS, *(attributes[prop.name] for prop in properties if _sortable(prop)))
    inherited = {name for base in kept.values() for name in base.sorted_by}
    return FilterPlan(
        names={wanted.key: names[_text(wanted.key)] for wanted in filters},
        own=tuple(wanted for wanted in filters if wanted.key not in fixed),
        sorted_by=sorted_by,
        own_sorted_by=tuple(name for name in sorted_by if name not in inherited),
        bases=tuple(kept),
    )


_FORMS: dict[Operator, str] = {"prefix": "{}_prefix", "at_least": "min_{}", "at_most": "max_{}"}


def _filters(prop: Property) -> Iterable[KeywordFilter]:
    for operator in operators(prop):
        many = takes_many(prop, operator) and not isinstance(prop.type, RelationType)
        yield KeywordFilter(prop, _FORMS.get(operator, "{}"), operator, many)


def _sortable(prop: Property) -> bool:
    """Values with an order of their own; relations, JSON and lists have none."""
    return not prop.is_list and (
        isinstance(prop.type, EnumType)
        or (isinstance(prop.type, ScalarType) and prop.type.scalar not in REFERENCES | {Scalar.JSON})
    )


def _text(key: tuple[str, str]) -> str:
    return " ".join(key)
