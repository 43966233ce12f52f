"""The packed packages, once for all tests here."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import packed_typescript
import pytest
from javascript_runtimes import tool
from packed_typescript import Packages

HERE = Path(__file__).parent
_STRICT = {
    "target": "es2022",
    "lib": ["es2022", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
    "types": [],
    "module": "nodenext",
    "strict": True,
    "exactOptionalPropertyTypes": True,
    "noUncheckedIndexedAccess": True,
    "verbatimModuleSyntax": True,
}


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    return packed_typescript.pack(tmp_path_factory.mktemp("packed"))


@pytest.fixture(scope="session")
def app(packages: Packages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed packages, and the program: its types checked against them, and compiled."""
    folder = tmp_path_factory.mktemp("app")
    packed_typescript.install(packages.all, folder)
    for name in ("program.ts", "main.ts", "page.ts", "index.html"):
        shutil.copy(HERE / name, folder)
    settings = {"compilerOptions": _STRICT, "files": ["main.ts", "page.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    tool(str(packed_typescript.TSC), "--project", ".", cwd=folder)
    return folder
