"""node, deno and tsc in a folder of their own, with the runtime's sources in place of the published package.

::

    tools = TypeScriptTools(tmp_path, {"@acme/shop-sdk": "shop-sdk/src/index.ts"})
    tools.deno("check", "program.ts")
    tools.node("program.ts")
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "packages" / "pygen-runtime-ts" / "src"
TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
_SCRIPTS = Path(sys.executable).parent
NODE, DENO = (shutil.which(name, path=_SCRIPTS) for name in ("node", "deno"))

ARE_THERE = NODE is not None and DENO is not None
"""Whether node and deno are installed with the tools of the project."""
TSC_IS_THERE = ARE_THERE and TSC.exists()
"""Whether npm has installed the compiler, too."""

STRICT = {
    "target": "es2022",
    "lib": ["es2022", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
    "types": [],
    "module": "nodenext",
    "verbatimModuleSyntax": True,
    "isolatedDeclarations": True,
    "erasableSyntaxOnly": True,
    "rewriteRelativeImportExtensions": True,
    "strict": True,
    "exactOptionalPropertyTypes": True,
    "noUncheckedIndexedAccess": True,
    "noPropertyAccessFromIndexSignature": True,
    "noImplicitOverride": True,
    "noImplicitReturns": True,
    "noUnusedLocals": True,
    "noUnusedParameters": True,
    "declaration": True,
    "noEmit": True,
}
"""The strictest settings that generated code has to stand."""

_HOOKS = """\
import { registerHooks } from "node:module";

const PLACES = %s;

registerHooks({
  resolve(specifier, context, next) {
    const url = PLACES[specifier];
    return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
  },
});
"""


class TypeScriptTools:
    """The tools, for the programs of one folder.

    Args:
        folder: Where the programs are; settings are written into it.
        packages: Files that packages are imported from, relative to the folder, beside the runtime.
    """

    def __init__(self, folder: Path, packages: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        places = {
            "@cognite/pygen-runtime": RUNTIME / "index.ts",
            "@cognite/pygen-runtime/codegen": RUNTIME / "codegen.ts",
            "@cognite/pygen-runtime/reader": RUNTIME / "reader.ts",
            **{name: folder / path for name, path in (packages or {}).items()},
        }
        urls = {name: path.as_uri() for name, path in places.items()}
        lib = ["deno.ns", "dom", "dom.iterable", "dom.asynciterable", "esnext"]
        checks = {"lib": lib, "exactOptionalPropertyTypes": True, "noUncheckedIndexedAccess": True}
        deno = {"imports": urls, "compilerOptions": checks, "fmt": {"lineWidth": 120}}
        (folder / "deno.json").write_text(json.dumps(deno), encoding="utf-8")
        (folder / "hooks.mjs").write_text(_HOOKS % json.dumps(urls), encoding="utf-8")
        self._paths = {name: [path.as_posix()] for name, path in places.items()}

    def node(self, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
        """Run node; what it printed."""
        return self._run([str(NODE), "--import", "./hooks.mjs", *arguments], environment)

    def deno(self, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
        """Run deno; what it printed."""
        return self._run([str(DENO), *arguments], environment)

    def tsc(self, *include: str, compiler: Path = TSC, options: Sequence[str] = ()) -> str:
        """Check files as strictly as can be, all in one program; what the compiler printed."""
        settings = {"compilerOptions": {**STRICT, "paths": self._paths}, "include": list(include)}
        # Not before: deno looks for all packages in node_modules where there is one.
        (self._folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        (self._folder / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
        return self._run([str(NODE), str(compiler), "--project", ".", *options], None)

    def _run(self, command: list[str], environment: Mapping[str, str] | None) -> str:
        whole = {**os.environ, "NO_COLOR": "1", **(environment or {})}
        done = subprocess.run(
            command, cwd=self._folder, env=whole, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[:8000]
        return done.stdout + done.stderr
