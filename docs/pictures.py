"""Draws the pictures of the documentation: ``python docs/pictures.py``.

Terminals show real runs of the command line on the example of ``examples/shop``, the notebook what objects show of
themselves there. The same sources give the same files, which a test holds.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from html import escape
from pathlib import Path
from unittest import mock

from pygen_cli.main import build_app
from pygen_client.schema import SpaceWrite
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, PythonConfig, ToolkitSource, generate_sdk_notebook
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

DOCS = Path(__file__).resolve().parent
MODEL = DOCS.parent / "examples" / "shop" / "model"
_WIDTH = 100
_SETTINGS = """\
[generate]
source = "model"
default_instance_space = "shop"

[python]
package = "shop_sdk"
client_name = "ShopClient"
"""
_THEME = TerminalTheme(
    (30, 32, 40),
    (222, 222, 222),
    [
        *((30, 32, 40), (240, 113, 120), (152, 195, 121), (229, 192, 123)),
        *((97, 175, 239), (198, 120, 221), (86, 182, 194), (222, 222, 222)),
    ],
)
# All codes of a terminal but colours.
_CONTROL = re.compile(r"\x1b\[[?0-9;]*[A-Za-ln-z]|\r")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _shown(command: str) -> str:
    """What a command of Pygen shows on a terminal, colours included."""
    terminal = _Terminal()
    with redirect_stdout(terminal):
        build_app(terminal=True)(shlex.split(command)[1:], standalone_mode=False)
    return re.sub(r"(127\.0\.0\.1):\d+", r"\1:8080", _CONTROL.sub("", terminal.getvalue()))


def _terminal(title: str, *commands: str, lines: int | None = None) -> str:
    """A terminal in which commands were run, as SVG; with a number of lines only the first are shown."""
    text = Text()
    for command in commands:
        text.append(f"$ {command}\n", style="bold")
        text.append_text(Text.from_ansi(_shown(command)))
        text.append("\n")
    text.rstrip()
    shown = text.wrap(Console(width=_WIDTH), _WIDTH)
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), color_system="standard", force_terminal=True)
    for line in shown[:lines]:
        console.print(line)
    if lines is not None and len(shown) > lines:
        console.print("...")
    svg = console.export_svg(title=title, theme=_THEME, unique_id=title.replace(" ", "-"))
    # Without the fonts that Rich would have browsers fetch; their own do.
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder with the model of the shop and its settings, to run commands in."""
    environment = {"COLUMNS": str(_WIDTH), "TERM": "xterm", "TTY_INTERACTIVE": "0", "COLORTERM": ""}
    unset = [name for name in os.environ if name.startswith(("CDF_", "IDP_", "PYGEN_", "NO_COLOR"))]
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name, mock.patch.dict(os.environ, environment):
        for variable in unset:
            del os.environ[variable]
        folder = Path(name)
        shutil.copytree(MODEL, folder / "model")
        (folder / "pygen.toml").write_text(_SETTINGS, encoding="utf-8")
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


def demo() -> str:
    """The beginning of the tour."""
    with _folder():
        return _terminal("pygen demo", "pygen demo", lines=30)


def generate() -> str:
    """An SDK from a model, and that it is what the lock says."""
    with _folder():
        return _terminal("pygen generate", "pygen generate", "pygen generate --check")


def diff() -> str:
    """What a change of a model breaks."""
    with _folder() as folder:
        _shown("pygen generate")
        views = folder / "model" / "shop.View.yaml"
        text = views.read_text(encoding="utf-8").replace("    quantity:\n", "    amount:\n")
        views.write_text(text, encoding="utf-8")
        return _terminal("pygen diff", "pygen diff")


def notebook() -> str:
    """What a client and a list show of themselves in a notebook."""
    schema = ToolkitSource(MODEL).load(())
    config = GeneratorConfig(
        default_instance_space="shop", python=PythonConfig(package="shop_sdk", client_name="ShopClient")
    )
    with Emulator.in_process() as cdf, cdf.client() as client:
        spaces = [*schema.spaces, SpaceWrite(space="shop")]
        cdf.deploy(spaces=spaces, containers=schema.containers, data_models=schema.data_models)
        cdf.load(MODEL.parent / "shop.json")
        shop = generate_sdk_notebook(MODEL, client, config, tell=lambda _: None)
        cells = {
            "shop": shop._repr_html_(),
            "shop.product_node.list(max_price=10)": shop.product_node.list(max_price=10)._repr_html_(),
        }
    return _cells(cells, width=1240, height=430)


def _cells(cells: Mapping[str, str], width: int, height: int) -> str:
    style = (
        "body{margin:0;font:14px sans-serif;color:#222;background:#fff}"
        "pre{background:#f2f4f8;padding:8px;border-left:3px solid #4051b5;margin:12px}"
        ".out{margin:0 24px}table{border-collapse:collapse;font-size:13px}"
        "td,th{border:1px solid #ddd;padding:3px 8px;text-align:left}"
    )
    body = "".join(f"<pre>{escape(code)}</pre><div class='out'>{html}</div>" for code, html in cells.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<foreignObject width="{width}" height="{height}"><body xmlns="http://www.w3.org/1999/xhtml">'
        f"<style>{style}</style>{body}</body></foreignObject></svg>\n"
    )


_BOXES = {
    "pygen_client": (40, 150),
    "pygen_runtime": (290, 60),
    "pygen_generator": (290, 150),
    "pygen_emulator": (290, 240),
    "generated SDK": (560, 60),
    "pygen_cli": (560, 195),
    "your program": (800, 60),
}
_ARROWS = {
    "pygen_runtime": ("pygen_client",),
    "pygen_generator": ("pygen_client",),
    "pygen_emulator": ("pygen_client",),
    "generated SDK": ("pygen_runtime",),
    "pygen_cli": ("pygen_generator", "pygen_emulator"),
    "your program": ("generated SDK",),
}
_BOX = (180, 44)


def packages() -> str:
    """Who imports whom."""
    width, height = _BOX
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1010 320" font-family="sans-serif" font-size="16">',
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>',
    ]
    for name, targets in _ARROWS.items():
        (x, y) = _BOXES[name]
        for target in targets:
            to_x, to_y = _BOXES[target]
            start, end = (x, y + height // 2), (to_x + width + 4, to_y + height // 2)
            lines.append(
                f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" stroke="#667" stroke-width="1.5" '
                'marker-end="url(#end)"/>'
            )
    for name, (x, y) in _BOXES.items():
        fill = "#e8eaf6" if name.startswith("pygen") else "#fff3e0"
        lines.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" fill="{fill}" stroke="#4051b5"/>')
        lines.append(f'<text x="{x + width // 2}" y="{y + 28}" text-anchor="middle" fill="#223">{name}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


PICTURES: dict[str, Callable[[], str]] = {
    picture.__name__: picture for picture in (demo, diff, generate, notebook, packages)
}


def main() -> None:
    """Write all pictures."""
    folder = DOCS / "pictures"
    folder.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        (folder / f"{name}.svg").write_text(draw(), encoding="utf-8", newline="\n")
        print(f"docs/pictures/{name}.svg", file=sys.stderr)


if __name__ == "__main__":
    main()
