"""Aggregates: the functions, and what they give."""

from pygen_runtime.aggregates.functions import (
    Aggregate,
    AggregateProperty,
    Aggregates,
    Avg,
    Count,
    GroupBy,
    Max,
    Min,
    Sum,
)
from pygen_runtime.aggregates.results import (
    AggregateList,
    AggregateResult,
    AggregateValues,
    HistogramBucket,
    HistogramResult,
)

__all__ = [
    "Aggregate",
    "AggregateList",
    "AggregateProperty",
    "AggregateResult",
    "AggregateValues",
    "Aggregates",
    "Avg",
    "Count",
    "GroupBy",
    "HistogramBucket",
    "HistogramResult",
    "Max",
    "Min",
    "Sum",
]
