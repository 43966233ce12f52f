"""Reading JSON and YAML files that people made, with their faults named by file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import yaml

from pygen_generator.errors import SourceError, SourceNotFoundError

MAX_BYTES = 64 * 1024 * 1024
"""Largest file that is read. The largest model in sight is below 2 MB."""
MAX_VALUES = 4_000_000
"""Most values in one YAML file once its aliases are written out: a few lines of aliases can stand for billions."""
_TEXT_KEYS = frozenset(
    {
        "space",
        "externalId",
        "version",
        "name",
        "description",
        "type",
        "identifier",
        "containerPropertyIdentifier",
        "collation",
        "unknownValue",
        "sourceUnit",
    }
)
"""Keys whose value is always text: ``version: 1`` and ``version: 1.10`` mean the text as it was written."""


def read_document(path: Path) -> Any:
    """The content of a JSON or YAML file; ``.yaml`` and ``.yml`` are YAML, everything else JSON.

    In YAML, keys and the values of keys like ``version`` are text as written, and dates stay text.

    Raises:
        SourceNotFoundError: there is no such file.
        SourceError: it cannot be read, is too large, or is not JSON or YAML; with the line.
    """
    text = read_text(path)
    try:
        return _parse_yaml(text, path) if path.suffix.lower() in {".yaml", ".yml"} else _parse_json(text, path)
    except RecursionError:
        raise SourceError(f"{path} is nested too deeply.", "Give a file with a data model.") from None


def read_text(path: Path) -> str:
    """The text of a UTF-8 file of at most ``MAX_BYTES``.

    Raises:
        SourceNotFoundError, SourceError: as ``read_document`` says.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(f"{path} has {size:,} bytes.", f"Files of up to {MAX_BYTES:,} bytes are read.")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SourceNotFoundError(f"There is no file {path}.", "Check the path.") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from None
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror or error}.", "Check the path and its rights."
        ) from None


def _parse_json(text: str, path: Path) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{path} is not JSON: {error.msg}, line {error.lineno} column {error.colno}.", "Correct the file."
        ) from None
    except ValueError as error:
        raise SourceError(f"{path} is not JSON: {error}.", "Correct the file.") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the base depends on the build
    """Plain data only, with the text rules of ``read_document``."""


def _construct_mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    _check_keys(node)
    # What is merged in (<<) comes first, so that own keys win.
    loader.flatten_mapping(node)
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        is_text = key_node.value in _TEXT_KEYS and isinstance(value_node, yaml.ScalarNode)
        is_text = is_text and value_node.tag != "tag:yaml.org,2002:null"
        result[key_node.value] = value_node.value if is_text else loader.construct_object(value_node, deep=True)
    return result


def _check_keys(node: yaml.MappingNode) -> None:
    seen: set[str] = set()
    for key_node, _ in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a key that is not text", key_node.start_mark)
        if key_node.value in seen:
            message = f"the key {key_node.value} is there twice"
            raise yaml.constructor.ConstructorError(None, None, message, key_node.start_mark)
        seen.add(key_node.value)


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def _parse_yaml(text: str, path: Path) -> Any:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _check_size(node, path)
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1} column {mark.column + 1}" if mark else ""
        raise SourceError(
            f"{path} is not YAML: {error.problem or error.context}{where}.", "Correct the file."
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise SourceError(f"{path} is not YAML: {str(error).splitlines()[0]}.", "Correct the file.") from None
    finally:
        loader.dispose()


def _check_size(root: yaml.Node, path: Path) -> None:
    sizes: dict[int, int | None] = {}

    def size(node: yaml.Node) -> int:
        known = sizes.get(id(node), 0)
        if known is None:
            raise SourceError(f"{path} is not a tree: an alias stands inside of what it names.", "Write it out.")
        if known:
            return known
        sizes[id(node)] = None
        children: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            children = [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            children = node.value
        total = 1 + sum(size(child) for child in children)
        sizes[id(node)] = total
        return total

    if size(root) > MAX_VALUES:
        raise SourceError(f"{path} stands for more than {MAX_VALUES:,} values.", "Write it without aliases of aliases.")
