"""The site as it is built: whole, its own, and complete."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from documentation_pages import DOCS, ROOT
from pygen_cli.exit_codes import ExitCode
from pygen_cli.main import build_app
from pygen_generator.findings import FINDINGS
from typer.main import get_group

MODULES = ("pygen_client", "pygen_runtime", "pygen_generator", "pygen_emulator")
SCHEMA = ROOT / "packages/pygen-generator/src/pygen_generator/config/pygen.schema.json"


class _Page(HTMLParser):
    """What a page of HTML can be linked to by, links to, loads, and says."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids |= {value for name in ("id", "name") if (value := values.get(name))}
        if tag == "a" and (target := values.get("href")):
            self.links.append(target)
        source = values.get("src") or (values.get("href") if tag == "link" else None)
        if source:
            self.loads.append(source)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, _Page]:
    """The pages by their path. They are built here, unless a variable says where they are."""
    built = os.environ.get("PYGEN_DOCUMENTATION_SITE")
    folder = Path(built) if built else tmp_path_factory.mktemp("site")
    if not built:
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)], cwd=ROOT, check=True
        )
    return {path.relative_to(folder).as_posix(): _Page(path) for path in folder.rglob("*.html")}


def test_every_page_is_on_it(site: dict[str, _Page]) -> None:
    pages = {page.relative_to(DOCS).as_posix().replace("README.md", "index.md") for page in DOCS.rglob("*.md")}
    assert {page.replace(".md", ".html") for page in pages} <= site.keys()


def test_no_link_and_no_anchor_is_dead(site: dict[str, _Page]) -> None:
    dead = [
        f"{name}: {link}"
        for name, page in site.items()
        if name != "404.html"
        for link in page.links
        if not _is_alive(link, name, page, site)
    ]
    assert dead == []


def _is_alive(link: str, name: str, page: _Page, site: dict[str, _Page]) -> bool:
    if re.match(r"(https?|mailto):", link):
        return True
    target, anchor = urldefrag(unquote(link))
    folder = Path(name).parent
    path = os.path.normpath(folder / target) if target else name
    to = page if path == name else site.get(Path(path).as_posix(), site.get(f"{Path(path).as_posix()}/index.html"))
    if to is None:
        return (page.path.parent / target).exists()
    return not anchor or anchor in to.ids or anchor == "__top"


def test_nothing_is_loaded_from_elsewhere(site: dict[str, _Page]) -> None:
    assert {load for page in site.values() for load in page.loads if re.match(r"(https?:)?//", load)} == set()
    # Material would load a library for such a diagram.
    assert [name for name, page in site.items() if 'class="mermaid"' in page.path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_documented(module: str, site: dict[str, _Page]) -> None:
    names = [name for name in importlib.import_module(module).__all__ if not name.startswith("__")]
    assert len(names) > 5
    assert [name for name in names if f"{module}.{name}" not in site["reference/python-api.html"].ids] == []


def test_every_public_name_in_typescript_is_documented(site: dict[str, _Page]) -> None:
    index = (ROOT / "packages/pygen-runtime-ts/src/index.ts").read_text(encoding="utf-8")
    exported = re.findall(r"^export (?:type )?\{([^}]*)\}", index, re.MULTILINE)
    names = [name.strip().removeprefix("type ").split(" as ")[-1] for part in exported for name in part.split(",")]
    assert len(names) > 50
    assert [name for name in names if name and name not in site["reference/typescript-api.html"].ids] == []


def test_every_error_is_explained() -> None:
    guide = (DOCS / "guides" / "errors.md").read_text(encoding="utf-8")
    names = [name for module in MODULES[:2] for name in importlib.import_module(module).__all__]
    errors = [name for name in names if name.endswith("Error")]
    assert len(errors) > 20
    assert [name for name in errors if f"`{name}`" not in guide] == []


def test_every_command_and_option_is_mentioned(site: dict[str, _Page]) -> None:
    page = site["reference/command-line.html"]
    commands = get_group(build_app(terminal=False)).commands
    options = {
        option for command in commands.values() for one in command.params for option in one.opts if option[:2] == "--"
    }
    assert [name for name in commands if f"pygen-{name}" not in page.ids] == []
    assert [option for option in options - {"--help"} if option not in page.text] == []
    assert [code for code in ExitCode if code.meaning.replace("`", "") not in page.text] == []


def test_every_setting_is_mentioned(site: dict[str, _Page]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    settings = [*_settings(schema)]
    assert len(settings) > 20
    assert [name for name in settings if name not in site["reference/configuration.html"].ids] == []


def _settings(schema: dict[str, dict[str, dict[str, object]]]) -> Iterator[str]:
    for table, value in schema["properties"].items():
        yield table
        reference = re.search(r"#/\$defs/(\w+)", json.dumps(value))
        assert reference is not None
        definition = schema["$defs"][reference[1]]["properties"]
        assert isinstance(definition, dict)
        yield from (f"{table}.{key}" for key in definition)


def test_every_finding_has_its_entry(site: dict[str, _Page]) -> None:
    assert [code for code in FINDINGS if code not in site["reference/findings.html"].ids] == []
