"""Keyword filters: which ones a view has, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pygen_generator.languages.keywords import Operator, operators, takes_many
from pygen_generator.languages.registry import Wish, assign
from pygen_generator.languages.source import Code
from pygen_generator.languages.typescript import reserved
from pygen_generator.languages.typescript.code import string_literal
from pygen_generator.languages.typescript.layout import ArrayType, Node, union
from pygen_generator.languages.typescript.types import Types
from pygen_generator.model.view import Property, View


@dataclass(frozen=True, slots=True)
class KeywordFilter:
    """One keyword of one property."""

    prop: Property
    form: str
    """How its name is made from the member."""
    operator: str
    """The operator of the runtime's seam."""
    takes_many: bool
    """Whether several values may be given, any of which may hold."""

    @property
    def key(self) -> str:
        return f"{self.operator} {self.prop.name}"

    def code(self, member: str) -> Code:
        """The filter in short, as the constants of views have it."""
        return string_literal(f"{self.operator} {member}")

    def type(self, types: Types) -> Node:
        """The type of what is given for it."""
        value = types.value(self.prop.type)
        return union(value, ArrayType(value)) if self.takes_many else value


def plan_filters(view: View, members: Mapping[str, str]) -> dict[str, KeywordFilter]:
    """The keyword filters of a view by their names, in the order of members."""
    properties = sorted(view.properties, key=lambda prop: members[prop.name])
    filters = [wanted for prop in properties for wanted in _filters(prop)]
    wishes = [Wish(one.key, _name(one.form, members[one.prop.name]), rank=int(one.form != "{}")) for one in filters]
    names = assign(wishes, reserved=reserved.FILTERS)
    return {names[one.key]: one for one in filters}


def _name(form: str, member: str) -> str:
    return form.format(member if form.startswith("{") else member[0].upper() + member[1:])


_FORMS: dict[Operator, tuple[str, str]] = {
    "equals": ("is", "{}"),
    "contains_any": ("has", "{}"),
    "prefix": ("prefix", "{}Prefix"),
    "at_least": ("min", "min{}"),
    "at_most": ("max", "max{}"),
}


def _filters(prop: Property) -> Iterable[KeywordFilter]:
    for operator in operators(prop):
        short, form = _FORMS[operator]
        yield KeywordFilter(prop, form, short, takes_many(prop, operator))
