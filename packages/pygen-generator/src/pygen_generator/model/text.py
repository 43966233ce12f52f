"""Text that came with a data model, and that no file may hold unfiltered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True, slots=True, order=True, repr=False)
class SchemaText:
    """Text from a data model: it compares and sorts, but refuses to become part of other text.

    A data model is written by others, so its texts are hostile until a filter of the language has quoted them. Filters
    take the text out with ``raw``; formatting, joining and template output of the value itself raise ``TypeError``.
    """

    raw: str

    def __str__(self) -> NoReturn:
        raise TypeError("Text of a data model reaches a file through a filter only (identifier, string_literal, ...).")

    __html__ = __str__

    def __format__(self, format_spec: str) -> NoReturn:
        self.__str__()

    def __bool__(self) -> bool:
        return bool(self.raw.strip())

    def __repr__(self) -> str:
        return f"<SchemaText of {len(self.raw)} characters>"
