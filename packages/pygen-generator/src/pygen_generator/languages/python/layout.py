"""Breaking lines as formatters do: on one line if it fits, else the content on one line, else one item a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Union

from pygen_generator.languages.source import Code, blanks, code, fits, join

NOTHING = Code("")
Brackets = tuple[Code, Code]
ROUND: Brackets = (Code("("), Code(")"))
SQUARE: Brackets = (Code("["), Code("]"))
CURLY: Brackets = (Code("{"), Code("}"))


class Style(Enum):
    """How a group is written on one line, and how it is broken."""

    BRACKETS = "brackets"
    """Always in brackets; broken, its content stands on one line if it fits."""
    COLLECTION = "collection"
    """Always in brackets; broken, it is one item a line."""
    IMPORT = "import"
    """In brackets only where broken, and then always one item a line."""
    TUPLE = "tuple"
    """Always in brackets, with a comma behind an only item; broken, it is one item a line."""
    LONG_TEXT = "long text"
    """One item, in brackets only where broken."""


@dataclass(frozen=True)
class Group:
    """Something that can be broken over lines: ``head``, items in brackets, ``tail``.

    An item that is a group is broken in turn where it stands on a line of its own and is too long for it.
    """

    head: Code
    items: Sequence[Item]
    tail: Code = NOTHING
    brackets: Brackets = ROUND
    style: Style = Style.BRACKETS

    @property
    def flat(self) -> Code:
        inner = _in_a_row(self.items)
        if self.style is Style.TUPLE and len(self.items) == 1:
            inner = code("{},", inner)
        if self.style in (Style.BRACKETS, Style.COLLECTION, Style.TUPLE):
            inner = code("{}{}{}", self.brackets[0], inner, self.brackets[1])
        return code("{}{}{}", self.head, inner, self.tail)


@dataclass(frozen=True)
class Alternatives:
    """A parameter of one of several types: broken, each type stands on a line of its own, without brackets."""

    head: Code
    types: Sequence[Code]
    tail: Code

    @property
    def flat(self) -> Code:
        return code("{}{}{}", self.head, join(" | ", self.types), self.tail)


Item = Union[Code, Group, Alternatives]


def _in_a_row(items: Sequence[Item]) -> Code:
    return join(", ", [item if isinstance(item, Code) else item.flat for item in items])


def lay_out(indent: int, before: Code, group: Group, after: Code = NOTHING) -> Code:
    """A line, or the lines it is broken into, with ``indent`` spaces before each.

    ``after`` is a trailing comment for tools, which formatters do not count.
    """
    margin = blanks(indent)
    flat = code("{}{}{}", margin, before, group.flat)
    if fits(flat) or not group.items:
        return code("{}{}", flat, after)
    one_line = code("    {}{}", margin, _in_a_row(group.items))
    if group.style is Style.LONG_TEXT or (group.style is Style.BRACKETS and fits(one_line)):
        inner = one_line
    else:
        inner = join("\n", [_on_its_own(indent + 4, item) for item in group.items])
    opening, closing = group.brackets
    return code(
        "{}{}{}{}{}\n{}\n{}{}{}", margin, before, group.head, opening, after, inner, margin, closing, group.tail
    )


def _on_its_own(indent: int, item: Item) -> Code:
    if isinstance(item, Group):
        return lay_out(indent, NOTHING, replace(item, tail=code("{},", item.tail)))
    line = code("{}{},", blanks(indent), item if isinstance(item, Code) else item.flat)
    if isinstance(item, Code) or fits(line):
        return line
    first, *others = item.types
    lines = [code("{}{}{}", blanks(indent), item.head, first), *(code("{}| {}", blanks(indent), one) for one in others)]
    return code("{}{},", join("\n", lines), item.tail)
