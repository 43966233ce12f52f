"""Parts of pages that are made from the packages when the site is built, so that they cannot be out of date.

A page asks for one with a line ``<!-- generated: NAME ARGUMENT -->``. MkDocs calls :func:`on_page_markdown` for each
page. A line ``*In the repository: ...*`` below it is for those who read the page there, and leaves the site.
"""

from __future__ import annotations

import importlib
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pygen_generator.findings import FINDINGS

ROOT = Path(__file__).resolve().parents[1]
CONFIG_SCHEMA = ROOT / "packages/pygen-generator/src/pygen_generator/config/pygen.schema.json"
_PLACEHOLDER = re.compile(r"^<!-- generated: (\w+)(?: (\S+))? -->(?:\n\*In the repository: .+\*)?$", re.MULTILINE)
_TYPES = {"string": "text", "boolean": "true or false", "object": "table of text"}
_README_PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing/working-on-pygen.md",
    "packages/pygen-cli/README.md": "reference/command-line.md",
    "packages/pygen-client/README.md": "reference/client.md",
    "packages/pygen-emulator/README.md": "reference/emulator.md",
    "packages/pygen-generator/README.md": "reference/generator.md",
    "packages/pygen-runtime-py/README.md": "reference/runtime-python.md",
    "packages/pygen-runtime-ts/README.md": "reference/runtime-typescript.md",
}
"""READMEs that are pages of the site, or that a page of the site stands for."""


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """What MkDocs shows in place of a page's own text."""
    return complete(markdown, page.file.src_uri)


def complete(markdown: str, place: str) -> str:
    """A page with its generated parts; ``place`` is its path in ``docs``."""
    return _PLACEHOLDER.sub(lambda found: PARTS[found[1]](found[2] or "", place).rstrip(), markdown)


def findings(_argument: str, _place: str) -> str:
    """A section for each code that ``pygen validate`` can show."""
    return "\n".join(
        f"## {one.code}\n\n*{one.severity.name.lower()}*. {one.what}\n\n"
        f"{one.why}\n\n**What Pygen does.** {one.action}\n"
        for one in FINDINGS.values()
    )


def configuration(_argument: str, _place: str) -> str:
    """A table for each table of ``pygen.toml``, from its JSON Schema."""
    schema = json.loads(CONFIG_SCHEMA.read_text(encoding="utf-8"))
    return "\n".join(_config_table(name, value, schema["$defs"]) for name, value in schema["properties"].items())


def _config_table(name: str, value: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    reference = value.get("$ref") or value["items"]["$ref"]
    definition = definitions[reference.rpartition("/")[2]]
    head = f"[[{name}]]" if "items" in value else f"[{name}]"
    about = value.get("description") or definition["description"]
    rows = [
        f"| <a id='{name}.{key}'></a>`{key}` | {_type_of(setting)} | {_default_of(key, setting, definition)} "
        f"| {_text(setting.get('description') or 'As in the table of that name, for this SDK alone.')} |"
        for key, setting in definition["properties"].items()
    ]
    table = "\n".join(["| setting | type | default | meaning |", "|---|---|---|---|", *rows])
    return f"## `{head}` {{#{name}}}\n\n{_text(about)}\n\n{table}\n"


def _text(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|")


def _type_of(setting: Mapping[str, Any]) -> str:
    if "$ref" in setting:
        return "table"
    if "enum" in setting:
        return " or ".join(f"`{json.dumps(value)}`" for value in setting["enum"])
    if "anyOf" in setting:
        return " or ".join(_type_of(one) for one in setting["anyOf"] if one.get("type") != "null")
    if setting["type"] == "array":
        return f"list of {_type_of(setting['items'])}"
    return _TYPES[setting["type"]]


def _default_of(key: str, setting: Mapping[str, Any], definition: Mapping[str, Any]) -> str:
    if key in definition.get("required", ()):
        return "required"
    default = setting.get("default")
    return "" if default is None else f"`{json.dumps(default)}`"


def python_names(argument: str, _place: str) -> str:
    """A directive of mkdocstrings for every public name of a module."""
    names: list[str] = list(importlib.import_module(argument).__all__)
    shown = sorted((name for name in names if not name.startswith("__")), key=lambda name: (name.islower(), name))
    return "\n\n".join(f"::: {argument}.{name}" for name in shown)


def typescript_names(_argument: str, _place: str) -> str:
    """Every public name of the TypeScript runtime with its declaration and its TSDoc, as deno reads them."""
    deno = shutil.which("deno", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if deno is None:
        raise FileNotFoundError("deno is a development dependency: `uv sync` installs it")
    index = ROOT / "packages/pygen-runtime-ts/src/index.ts"
    done = subprocess.run(  # noqa: S603 - our own sources
        [deno, "doc", str(index)], env={**os.environ, "NO_COLOR": "1"}, capture_output=True, text=True, check=True
    )
    sections = [text.strip("\n") for text in re.split(r"^Defined in .*\n", done.stdout, flags=re.MULTILINE)[1:]]
    return "\n".join(_declaration(*each) for each in _named(sections))


def _named(sections: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Sections by the name that they declare, overloads together."""
    found: dict[str, list[str]] = {}
    for section in sections:
        name = re.match(
            r"(?:async |abstract |declare )*(?:function|class|interface|type|const|let|var)\*? (\w+)", section
        )
        if name is None:
            raise ValueError(f"deno shows a declaration that this does not know: {section.splitlines()[0]}")
        found.setdefault(name[1], []).append(section)
    yield from sorted(found.items(), key=lambda item: item[0].lower())


def _declaration(name: str, sections: list[str]) -> str:
    shown = "\n\n".join(_section(re.sub(r"\{@link (\w+)\}", r"\1", section)) for section in sections)
    return f"### `{name}` {{#{name}}}\n\n{shown}\n"


def _section(section: str) -> str:
    """A declaration as code. What is said of a function stands below it; members are described where they stand."""
    head, _, rest = section.partition("\n")
    if not re.match(r"(async )?function\*? ", head):
        return f"```text\n{section}\n```"
    prose = textwrap.dedent(rest)
    for tag, title in (("throws", "Throws"), ("param", "Parameter"), ("default", "Default")):
        prose = re.sub(rf"^@{tag} \{{?(\w+)\}}?\n +", rf"*{title}* `\1`: ", prose, flags=re.MULTILINE)
        prose = re.sub(rf"^@{tag}\n +", f"*{title}*: ", prose, flags=re.MULTILINE)
    return f"```text\n{head}\n```\n\n{prose}"


def readme(argument: str, place: str) -> str:
    """A README of the repository without its heading. Links to files that are not on the site become their names."""
    path = ROOT / argument
    text = path.read_text(encoding="utf-8").partition("\n")[2]

    def link(found: re.Match[str]) -> str:
        label, target, anchor = found[1], found[2], found[3] or ""
        if "://" in target or not target:
            return found[0]
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(argument), target))
        page = whole.removeprefix("docs/") if whole.startswith("docs/") else _README_PAGES.get(whole)
        if page is None:
            return label
        return f"[{label}]({posixpath.relpath(page, posixpath.dirname(place) or '.')}{anchor})"

    return re.sub(r"\[([^\]]+)\]\(([^)#\s]*)(#[^)\s]+)?\)", link, text)


PARTS: dict[str, Callable[[str, str], str]] = {
    part.__name__: part for part in (findings, configuration, python_names, typescript_names, readme)
}
