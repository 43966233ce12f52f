"""The TypeScript of a page of the documentation: one program, of which every block prints its part."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from documentation_pages import PAGES, name_of
from markdown_blocks import Block, blocks
from typescript_tools import TypeScriptTools

_MARK = "--- block {} ---"


def program(page: Sequence[Block]) -> str:
    """All blocks that can run, as one module; each is followed by a line that tells its output from the next."""
    parts = [f"{block.text}console.log({_MARK.format(block.line)!r});\n" for block in _running(page)]
    return "".join(parts)


def apart(page: Sequence[Block]) -> list[str]:
    """Blocks that cannot run, each a module of its own, to be checked."""
    return [block.text + "export {};\n" for block in page if block.language == "ts" and block.needs is not None]


def outputs(page: Sequence[Block], printed: str) -> dict[int, str]:
    """What each block printed, by its line."""
    found: dict[int, str] = {}
    for block in _running(page):
        found[block.line], mark, printed = printed.partition(_MARK.format(block.line) + "\n")
        assert mark, f"{block} did not come to its end"
    return found


def shown(page: Sequence[Block]) -> dict[int, Block]:
    """The output that the page shows below a block, by the line of the block."""
    return {
        block.line: after
        for block, after in pairwise(page)
        if block.language == "ts" and block.needs is None and after.language == "text"
    }


def _running(page: Sequence[Block]) -> list[Block]:
    return [block for block in page if block.language == "ts" and block.needs is None]


class Programs:
    """The programs of all pages, in one folder with the SDK."""

    def __init__(self, folder: Path, sdk: Path) -> None:
        shutil.copytree(sdk, folder / "shop-sdk")
        for page in PAGES:
            found = blocks(page)
            modules = [program(found), *apart(found)]
            for number, module in enumerate(modules):
                if module:
                    (folder / f"{name_of(page)}_{number}.ts").write_text(module, encoding="utf-8")
        self.programs = sorted(path.name for path in folder.glob("*.ts"))
        self._tools = TypeScriptTools(folder, {"@acme/shop-sdk": "shop-sdk/src/index.ts"})

    def check(self) -> None:
        """Check the types of all programs."""
        self._tools.deno("check", "--no-lock", *self.programs)

    def run(self, page: Path) -> str:
        """Run the program of a page; what it printed."""
        return self._tools.node(f"{name_of(page)}_0.ts")
