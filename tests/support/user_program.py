"""Programs that use every name of a generated Python SDK, in the types that it has; made from the SDK's own source.

::

    program = user_program.of(sdk.files, "shop_sdk")
    program.reads      # imports read classes, reads attributes, filters, sorts, follows relations
    program.writes     # makes write objects, with everything and with the least
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

_ORDERED = frozenset({"IntProperty", "FloatProperty", "DateProperty", "TimestampProperty", "TextProperty"})
_VALUES = {
    "Text": "str",
    "Int": "int",
    "Float": "float",
    "Boolean": "bool",
    "Date": "date",
    "Timestamp": "datetime",
    "Reference": "str",
}
_HEAD = """from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from pygen_runtime.codegen import *
"""


@dataclass(frozen=True)
class Program:
    """Two modules: one that only reads, one that writes."""

    reads: str
    writes: str


def of(files: Mapping[str, str], package: str) -> Program:
    """The program for an SDK; it type-checks with that one."""
    return _Maker(files, package).program()


class _Maker:
    def __init__(self, files: Mapping[str, str], package: str) -> None:
        self._package = package
        trees = {PurePosixPath(path): ast.parse(text) for path, text in files.items() if path.endswith(".py")}
        inside = {path: list(_classes(tree)) for path, tree in trees.items()}
        self._classes = {cls.name: cls for found in inside.values() for cls in found}
        self._data = [cls for path, found in inside.items() if path.parent.name == "data_classes" for cls in found]
        client = next(found for path, found in inside.items() if path.name == "_client.py")[0]
        self._client = client.name
        self._apis = {
            ast.unparse(line.annotation).split("'")[1]: ast.unparse(line.target)
            for line in client.body
            if isinstance(line, ast.AnnAssign) and "LazyAPI" in ast.unparse(line.annotation)
        }
        self._sorts = {
            ast.unparse(line.target): line.value
            for tree in trees.values()
            for line in tree.body
            if isinstance(line, ast.AnnAssign) and line.value is not None
        }

    def program(self) -> Program:
        reads, writes = [*self._client_lines()], list[str]()
        for cls in self._data:
            if cls.name.endswith("Write"):
                writes += self._write_lines(cls)
            elif not cls.name.endswith("List"):
                reads += self._read_lines(cls)
        return Program(self._module(reads), self._module(writes))

    def _module(self, lines: list[str]) -> str:
        body = "\n".join(lines)
        words = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
        quoted = {part for part in body.replace("'", '"').split('"') if part.isidentifier()}
        used = sorted((words | quoted) & (self._classes.keys()))
        imports = f"from {self._package} import {', '.join(used)}\n" if used else ""
        return f"{_HEAD}{imports}\n{body}\n"

    def _client_lines(self) -> Iterator[str]:
        for api, attribute in self._apis.items():
            (filters, sorts) = self._signature(self._classes[api])
            yield f"def api_{api}(client: {self._client}) -> None:"
            yield f"    api: {api} = client.{attribute}"
            yield f"    client.{attribute}.query()"
            for name in sorts:
                yield f"    client.{attribute}.list(sort_by={name!r})"
            for number, (name, annotation) in enumerate(self._fields(filters).items()):
                yield f"def filter_{api}_{number}(client: {self._client}, value: {_plain(annotation)}) -> None:"
                yield f"    client.{attribute}.list({name}=value)"

    def _signature(self, api: ast.ClassDef) -> tuple[ast.ClassDef, list[str]]:
        method = next(line for line in api.body if isinstance(line, ast.FunctionDef) and line.name == "list")
        assert method.args.kwarg is not None
        filters = ast.unparse(method.args.kwarg.annotation or ast.Constant(None))
        sort_by = next(one for one in method.args.kwonlyargs if one.arg == "sort_by")
        assert sort_by.annotation is not None
        alias = ast.unparse(sort_by.annotation).split(" ")[0]
        return self._classes[filters.removeprefix("Unpack[").removesuffix("]")], list(self._literals(alias))

    def _literals(self, alias: str) -> Iterator[str]:
        value = self._sorts[alias]
        assert isinstance(value, ast.Subscript)
        for part in value.slice.elts if isinstance(value.slice, ast.Tuple) else [value.slice]:
            if isinstance(part, ast.Constant):
                yield str(part.value)
            else:
                yield from self._literals(ast.unparse(part))

    def _read_lines(self, cls: ast.ClassDef) -> Iterator[str]:
        yield f"def attributes_{cls.name}(x: {cls.name}, many: {cls.name}List) -> None:"
        yield f"    y: {cls.name} = many[0]"
        for number, base in enumerate(self._bases(cls)):
            yield f"    b{number}: {base} = x"
        for number, (name, line) in enumerate(self._fields(cls).items()):
            yield f"    v{number}: {_plain(line)} = x.{name}"
        for name, value in self._inner(cls, "relations").items():
            yield f"    r_{name}: {ast.unparse(value.func)} = {cls.name}.relations.{name}"
        for name, value in self._inner(cls, "props").items():
            yield from _property_lines(cls.name, name, value)

    def _write_lines(self, cls: ast.ClassDef) -> Iterator[str]:
        read = cls.name.removesuffix("Write")
        fields = self._fields(cls)
        start = ["external_id='x'"] if "NodeWrite" in self._bases(cls) else []
        many = {name for name, line in fields.items() if _list_item(line) is not None}
        taken = {name: _list_item(line) or _plain(line) for name, line in fields.items()}
        given = {name: f"[p_{name}]" if name in many else f"p_{name}" for name in fields}
        parameters = ", ".join(f"p_{name}: {text}" for name, text in taken.items())
        yield f"def write_{cls.name}({', '.join(filter(None, [f'x: {read}', parameters]))}) -> None:"
        yield f"    w: {cls.name} = x.as_write()"
        for number, base in enumerate(self._bases(cls)):
            yield f"    b{number}: {base} = w"
        least = {name: text for name, text in given.items() if fields[name].value is None}
        nothing = {
            name: "None"
            for name, line in fields.items()
            if name in many and line.value is not None and "None" in ast.unparse(line.annotation)
        }
        for values in (given, least, {**least, **nothing}):
            yield f"    {cls.name}({', '.join([*start, *(f'{name}={text}' for name, text in values.items())])})"

    def _bases(self, cls: ast.ClassDef) -> list[str]:
        """All that a class inherits from, the classes of the runtime included."""
        return [ast.unparse(base) for one in (cls, *self._ancestors(cls)) for base in one.bases]

    def _ancestors(self, cls: ast.ClassDef) -> Iterator[ast.ClassDef]:
        """The classes of the SDK that a class inherits from, the nearest first."""
        for base in cls.bases:
            found = self._classes.get(ast.unparse(base))
            if found is not None:
                yield found
                yield from self._ancestors(found)

    def _fields(self, cls: ast.ClassDef) -> dict[str, ast.AnnAssign]:
        """The annotated attributes of a class and of those that it inherits from."""
        fields: dict[str, ast.AnnAssign] = {}
        for one in (cls, *self._ancestors(cls)):
            for line in one.body:
                if isinstance(line, ast.AnnAssign) and (name := ast.unparse(line.target)) != "view_id":
                    fields.setdefault(name, line)
        return fields

    def _inner(self, cls: ast.ClassDef, name: str) -> dict[str, ast.Call]:
        found: dict[str, ast.Call] = {}
        for one in (cls, *self._ancestors(cls)):
            for inner in one.body:
                if isinstance(inner, ast.ClassDef) and inner.name == name:
                    for line in inner.body:
                        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call):
                            found.setdefault(ast.unparse(line.targets[0]), line.value)
        return found


def _property_lines(cls: str, name: str, value: ast.Call) -> Iterator[str]:
    """Uses of a property in filters and sorts, with values of its type."""
    made, place = ast.unparse(value.func), f"{cls}.props.{name}"
    kind = made.split("[")[0]
    yield f"    {place}.exists()"
    if kind.startswith("Enum"):
        yield f"    def p_{name}(value: {made.removeprefix('EnumProperty[').removesuffix(']')}) -> None:"
        yield f"        {place} == value; {place}.is_in([value])"
        return
    value_type = _VALUES.get(kind.removesuffix("Property").removesuffix("List"))
    if value_type is None:
        return
    yield f"    def p_{name}(value: {value_type}) -> None:"
    if kind.endswith("ListProperty"):
        yield f"        {place}.contains_any([value])"
        return
    yield f"        {place} == value; {place}.is_in([value]); {place}.ascending()"
    if kind in _ORDERED:
        yield f"        {place} > value"
    if kind == "TextProperty":
        yield f"        {place}.startswith(value)"


def _classes(tree: ast.Module) -> Iterable[ast.ClassDef]:
    return (node for node in tree.body if isinstance(node, ast.ClassDef))


def _plain(line: ast.AnnAssign) -> str:
    """The type alone; without None, where that type-checks but is refused at run time."""
    annotation = line.annotation
    text = ast.unparse(annotation)
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Annotated":
        assert isinstance(annotation.slice, ast.Tuple)
        plain = ast.unparse(annotation.slice.elts[0])
        return plain.removesuffix(" | None") if "nullable=False" in text else plain
    return text


def _list_item(line: ast.AnnAssign) -> str | None:
    """The type of the elements, if it is a list."""
    text = _plain(line).removesuffix(" | None")
    return text[len("list[") : -1] if text.startswith("list[") else None
