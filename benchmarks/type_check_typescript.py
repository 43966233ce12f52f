"""What it costs to check programs that use a generated TypeScript SDK: one command, one table.

    python benchmarks/type_check_typescript.py             time, medians of several runs
    python benchmarks/type_check_typescript.py --quick     one run, no verdict

The SDK has 150 views that are alike, each with properties and relations of every kind to the next ones. The program
includes, from each view, relations three levels deep, and reads what came. Both are checked by the compiler of this
checkout with the strictest settings, the SDK alone and together with the program. Counts are those that the compiler
gives: they are the same in every run. Exits with 1 if the program takes three times the time of the SDK, or more.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from typescript_tools import TypeScriptTools  # noqa: E402 - found beside the benchmarks

VIEWS = 150
MOST = 3.0
"""Times the SDK's time."""
SPACE, VERSION = "models", "v1"

Json = dict[str, Any]


def data_model(count: int) -> Json:
    """A data model with so many views, as the service gives it."""
    return {
        "space": SPACE,
        "externalId": "Large",
        "version": VERSION,
        "createdTime": 0,
        "lastUpdatedTime": 0,
        "isGlobal": False,
        "views": [_view(number, count) for number in range(count)],
    }


def _view(number: int, count: int) -> Json:
    def other(steps: int) -> Json:
        name = f"View{(number + steps) % count:03}"
        return {"type": "view", "space": SPACE, "externalId": name, "version": VERSION}

    container = {"type": "container", "space": SPACE, "externalId": f"View{number:03}"}

    def stored(name: str, kind: str, **more: Any) -> Json:
        text = {"collation": "ucs_basic"} if kind == "text" else {}
        return {
            "type": {"type": kind, "list": False, **text, **more},
            "container": container,
            "containerPropertyIdentifier": name,
            "immutable": False,
            "nullable": name != "name",
            "autoIncrement": False,
        }

    properties = {
        **{name: stored(name, kind) for name, kind in _TYPES.items()},
        "tags": stored("tags", "text", list=True),
        "owner": stored("owner", "direct", source=other(1)),
        "places": stored("places", "direct", source=other(7), list=True),
        "owned": {
            "connectionType": "multi_reverse_direct_relation",
            "source": other(-1),
            "through": {"source": other(-1), "identifier": "owner"},
            "targetsList": False,
        },
        "links": {
            "connectionType": "multi_edge_connection",
            "source": other(3),
            "type": {"space": SPACE, "externalId": "links"},
            "direction": "outwards",
        },
    }
    return {
        "space": SPACE,
        "externalId": f"View{number:03}",
        "version": VERSION,
        "createdTime": 0,
        "lastUpdatedTime": 0,
        "writable": True,
        "queryable": True,
        "usedFor": "node",
        "isGlobal": False,
        "implements": [],
        "mappedContainers": [container],
        "properties": properties,
    }


_TYPES = {
    "name": "text",
    "description": "text",
    "pressure": "float64",
    "stages": "int32",
    "active": "boolean",
    "builtOn": "date",
    "inspectedAt": "timestamp",
    "data": "json",
}


def program(count: int) -> str:
    """A program that includes three levels from every view, and reads what came at each of them."""
    asked = "\n".join(
        f"""\
for (
  const one of await client.view{number:03}.query().include({{
    owner: {{ include: {{ links: {{ include: {{ owned: true }} }} }} }},
    places: {{ include: {{ owner: {{ include: {{ places: true }} }} }} }},
  }}).list()
) {{
  names.push(one.owner?.links[0]?.node?.owned[0]?.name, one.places[0]?.owner?.places[0]?.description);
}}"""
        for number in range(count)
    )
    return f"""\
import {{ LargeClient }} from "./sdk/src/index.ts";

export async function read(client: LargeClient): Promise<readonly (string | undefined)[]> {{
const names: (string | undefined)[] = [];
{asked}
return names;
}}
"""


def write(folder: Path, count: int) -> None:
    """Write the SDK and the program into a folder."""
    from pygen_generator import GeneratorConfig, TypescriptConfig, apply, generate_sdk  # noqa: PLC0415 - slow

    model = folder / "model.json"
    model.write_text(json.dumps({"dataModel": data_model(count)}), encoding="utf-8")
    typescript = TypescriptConfig(client_name="LargeClient", output="sdk")
    apply(generate_sdk(model, GeneratorConfig(languages=("typescript",), typescript=typescript)), folder, force=True)
    (folder / "program.ts").write_text(program(count), encoding="utf-8")


class Checked:
    """The compiler's word about some files."""

    def __init__(self, tools: TypeScriptTools, *files: str) -> None:
        begin = time.perf_counter()
        told = tools.tsc(*files, options=("--extendedDiagnostics",))
        self.seconds = time.perf_counter() - begin
        self._told = dict(re.findall(r"^([\w ]+):\s+([\d.]+)", told, re.MULTILINE))

    def count(self, name: str) -> int:
        """How many ``Types`` or ``Instantiations`` there were."""
        return int(self._told[name])

    @property
    def compiling(self) -> float:
        """Seconds that the compiler itself says it took."""
        return float(self._told["Total time"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="checks of each, in turn")
    parser.add_argument("--quick", action="store_true", help="one run, no verdict")
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, VIEWS)
        tools = TypeScriptTools(folder)
        runs = 1 if arguments.quick else arguments.runs
        pairs = [(Checked(tools, "sdk"), Checked(tools, "sdk", "program.ts")) for _ in range(runs)]
    print(f"{'':18}{'time':>9}{'types':>10}{'instantiations':>16}")
    for label, found in (("SDK", [one for one, _ in pairs]), ("SDK and program", [one for _, one in pairs])):
        seconds = statistics.median(one.compiling for one in found)
        print(f"{label:18}{seconds:>7.2f} s{found[0].count('Types'):>10}{found[0].count('Instantiations'):>16}")
    ratio = statistics.median(both.compiling / alone.compiling for alone, both in pairs)
    if arguments.quick:
        print(f"ratio {ratio:.2f}")
        return 0
    print(f"ratio {ratio:.2f}: goal below {MOST:g} {'met' if ratio < MOST else 'MISSED'}")
    return 0 if ratio < MOST else 1


if __name__ == "__main__":
    raise SystemExit(main())
