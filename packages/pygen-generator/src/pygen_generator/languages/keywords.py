"""Keyword filters: which ones a property has, in every language."""

from __future__ import annotations

from typing import Literal

from pygen_generator.model.types import REFERENCES, EnumType, RelationType, Scalar, ScalarType
from pygen_generator.model.view import Property

Operator = Literal["equals", "prefix", "at_least", "at_most", "contains_any"]


def operators(prop: Property) -> tuple[Operator, ...]:
    """The operators that have a keyword of their own. JSON has none."""
    type_ = prop.type
    scalar = None if isinstance(type_, (RelationType, EnumType)) else type_.scalar
    if scalar is Scalar.JSON:
        return ()
    if prop.is_list:
        return ("contains_any",)
    if scalar is None or scalar is Scalar.BOOLEAN or scalar in REFERENCES:
        return ("equals",)
    return ("equals", "prefix") if scalar is Scalar.TEXT else ("at_least", "at_most")


def takes_many(prop: Property, operator: Operator) -> bool:
    """Whether several values say something that one does not: any of them may hold."""
    is_truth = isinstance(prop.type, ScalarType) and prop.type.scalar is Scalar.BOOLEAN and not prop.is_list
    return operator in ("equals", "contains_any") and not is_truth
