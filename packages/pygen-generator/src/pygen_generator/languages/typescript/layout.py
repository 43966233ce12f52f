"""Breaking lines as ``deno fmt`` does: on one line if it fits, else one part a line, from the outside in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Union

from pygen_generator.languages.source import Code, blanks, code, fits, join
from pygen_generator.languages.typescript.code import without_end_blanks


@dataclass(frozen=True)
class UnionType:
    """One of several types."""

    members: Sequence[Node]


@dataclass(frozen=True)
class GenericType:
    """A type with arguments."""

    head: Code
    arguments: Sequence[Node]


@dataclass(frozen=True)
class ArrayType:
    """A list that cannot be changed."""

    item: Node


@dataclass(frozen=True)
class ObjectValue:
    """An object; a member without value stands for a variable of its name, or is source such as ``...options``."""

    members: Sequence[tuple[Code, Node]]
    is_broken: bool = False
    """Whether it is one member a line however short it is."""


@dataclass(frozen=True)
class ArrayValue:
    """A list of values."""

    items: Sequence[Node]


Node = Union[Code, UnionType, GenericType, ArrayType, ObjectValue, ArrayValue]


def union(*members: Node) -> Node:
    """One of several types; unions in unions are made one, and a single type is itself."""
    flattened = [one for member in members for one in (member.members if isinstance(member, UnionType) else [member])]
    return flattened[0] if len(flattened) == 1 else UnionType(flattened)


def flat(node: Node) -> Code:
    """The node on one line."""
    if isinstance(node, UnionType):
        return join(" | ", map(flat, node.members))
    if isinstance(node, GenericType):
        return code("{}<{}>", node.head, join(", ", map(flat, node.arguments)))
    if isinstance(node, ArrayType):
        item = flat(node.item)
        return code("readonly ({})[]", item) if isinstance(node.item, UnionType) else code("readonly {}[]", item)
    if isinstance(node, ArrayValue):
        return code("[{}]", join(", ", map(flat, node.items)))
    if isinstance(node, ObjectValue):
        members = [code("{}: {}", key, flat(value)) for key, value in node.members]
        return code("{{ {} }}", join(", ", members)) if members else Code("{}")
    return node


def lay_out(indent: int, before: Code, node: Node, after: Code) -> Code:
    """``before``, the node and ``after``, on one line or broken, with ``indent`` blanks before each line.

    Args:
        before: what the first line begins with, such as ``readonly name: ``.
        after: what the last line ends with.
    """
    margin = blanks(indent)
    line = code("{}{}{}{}", margin, before, flat(node), after)
    if not _must_break(node) and (fits(line) or not _can_break(node)) and not _too_long(margin, before, node, after):
        return line
    if _opening_fits(margin, before, node):
        return code("{}{}{}{}", margin, before, _broken(indent, node), after)
    # The name alone fills the line, so the type begins the next one.
    if isinstance(node, UnionType):
        return code("{}{}{}{}", margin, without_end_blanks(before), _broken(indent, node), after)
    return code("{}{}\n{}", margin, without_end_blanks(before), lay_out(indent + 2, Code(""), node, after))


def lay_out_constant(name: Code, type_: Code | GenericType, value: ObjectValue) -> Code:
    """An exported constant with its type, whose value is an object."""
    before, end = code("export const {}: ", name), Code(";")
    head = code("{}{} =", before, flat(type_))
    if fits(code("{} {{", head)):
        return lay_out(0, code("{} ", head), value, end)
    if fits(head):
        return code("{}\n{}", head, lay_out(2, Code(""), value, end))
    begin = without_end_blanks(before)
    if not isinstance(type_, GenericType):
        return code("{}\n{}", begin, lay_out(2, code("{} = ", type_), value, end))
    # Where the name alone fills the line, all that follows stands further in.
    opening = code("{}{}<", before, type_.head)
    indent = 0 if fits(opening) else 2
    if indent:
        opening = code("{}\n  {}<", begin, type_.head)
    arguments = join(",\n", [code("{}{}", blanks(indent + 2), flat(argument)) for argument in type_.arguments])
    return code("{}\n{}\n{}", opening, arguments, lay_out(indent, Code("> = "), value, end))


def _too_long(margin: Code, before: Code, node: Node, after: Code) -> bool:
    """Whether something that cannot be broken goes to a line of its own behind a colon."""
    if _can_break(node) or not before.endswith(": "):
        return False
    return not fits(code("{}{}{}{}", margin, before, flat(node), after))


def _must_break(node: Node) -> bool:
    if isinstance(node, ObjectValue):
        return bool(node.members) and (node.is_broken or any(_must_break(value) for _, value in node.members))
    return isinstance(node, ArrayValue) and any(map(_must_break, node.items))


def _can_break(node: Node) -> bool:
    if isinstance(node, ArrayType):
        return _can_break(node.item)
    return not isinstance(node, Code)


def _opening_fits(margin: Code, before: Code, node: Node) -> bool:
    if isinstance(node, Code):
        return False
    if isinstance(node, ArrayType):
        # Only what is in brackets can be broken behind them.
        is_in_brackets = isinstance(node.item, (UnionType, GenericType))
        head = Code("readonly (") if isinstance(node.item, UnionType) else Code("readonly ")
        if isinstance(node.item, GenericType):
            head = code("readonly {}<", node.item.head)
        return is_in_brackets and fits(code("{}{}{}", margin, before, head))
    if isinstance(node, GenericType):
        return fits(code("{}{}{}<", margin, before, node.head))
    return not isinstance(node, UnionType) and fits(code("{}{}{{", margin, before))


def _broken(indent: int, node: Node) -> Code:
    """The node over several lines; the first continues what stands before, the last is at ``indent``."""
    if isinstance(node, UnionType):
        return join("", [code("\n{}", lay_out(indent + 2, Code("| "), one, Code(""))) for one in node.members])
    if isinstance(node, ArrayType):
        inner = _broken(indent, node.item)
        in_brackets = isinstance(node.item, UnionType)
        return code("readonly ({}\n{})[]", inner, blanks(indent)) if in_brackets else code("readonly {}[]", inner)
    if isinstance(node, GenericType):
        return _broken_type(indent, node)
    return node if isinstance(node, Code) else _broken_value(indent, node)


def _broken_type(indent: int, node: GenericType) -> Code:
    if len(node.arguments) == 1 and isinstance(node.arguments[0], UnionType):
        return code("{}<{}\n{}>", node.head, _broken(indent, node.arguments[0]), blanks(indent))
    lines = [lay_out(indent + 2, Code(""), one, Code("")) for one in node.arguments]
    return code("{}<\n{}\n{}>", node.head, join(",\n", lines), blanks(indent))


def _broken_value(indent: int, node: ObjectValue | ArrayValue) -> Code:
    margin, comma = blanks(indent), Code(",")
    if isinstance(node, ArrayValue):
        lines = [lay_out(indent + 2, Code(""), one, comma) for one in node.items]
        return code("[\n{}\n{}]", join("\n", lines), margin)
    lines = [lay_out(indent + 2, code("{}: ", name), value, comma) for name, value in node.members]
    return code("{{\n{}\n{}}}", join("\n", lines), margin)


def lay_out_call(indent: int, head: Code, arguments: Sequence[Code], after: Code) -> Code:
    """A call, or the parameters of a function: on one line, or one a line."""
    margin = blanks(indent)
    line = code("{}{}({}){}", margin, head, join(", ", arguments), after)
    if fits(line) or not arguments:
        return line
    inner = join("\n", [code("{}{},", blanks(indent + 2), argument) for argument in arguments])
    return code("{}{}(\n{}\n{}){}", margin, head, inner, margin, after)


def lay_out_names(before: Code, names: Sequence[Code], after: Code) -> Code:
    """Names in braces, of an import or export: on one line, or one a line; a single one is never broken."""
    line = code("{} {{ {} }} {}", before, join(", ", names), after)
    if fits(line) or len(names) == 1:
        return line
    return code("{} {{\n{}\n}} {}", before, join("\n", [code("  {},", name) for name in names]), after)
