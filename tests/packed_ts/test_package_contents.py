"""What is in the tarballs: what runs, its types and its documents; and the same bytes whenever they are packed."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from typing import Any

import javascript_runtimes
import packed_typescript
import pytest
from packed_typescript import RUNTIME, Packages

pytestmark = javascript_runtimes.needs_tools
DOCUMENTS = {"package.json", "README.md"}
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def contents(tarball: Path) -> dict[str, bytes]:
    with tarfile.open(tarball) as opened:
        files = {each.name: opened.extractfile(each) for each in opened.getmembers()}
        return {name.removeprefix("package/"): file.read() for name, file in files.items() if file is not None}


@pytest.mark.parametrize(
    ("which", "documents"),
    [(0, DOCUMENTS | {"LICENSE", "CHANGELOG.md", "SIZES.md"}), (1, DOCUMENTS)],
    ids=["runtime", "sdk"],
)
def test_a_tarball_holds_modules_and_types_and_nothing_else(
    packages: Packages, which: int, documents: set[str]
) -> None:
    names = set(contents(packages.all[which]))

    modules = {name for name in names if name.startswith("dist/")}
    assert names - modules == documents
    assert {name.removesuffix(".js") for name in modules if not name.endswith(".d.ts")} == {
        name.removesuffix(".d.ts") for name in modules if name.endswith(".d.ts")
    }


@pytest.mark.parametrize("which", [0, 1], ids=["runtime", "sdk"])
def test_links_of_documents_lead_to_what_is_packed(packages: Packages, which: int) -> None:
    files = contents(packages.all[which])
    links = {link for name, text in files.items() if name.endswith(".md") for link in LINK.findall(text.decode())}

    assert {link for link in links if not link.startswith("https://")} <= files.keys()


def test_the_registry_can_show_what_the_runtime_is(packages: Packages) -> None:
    metadata: dict[str, Any] = json.loads(contents(packages.runtime)["package.json"])

    assert metadata["license"] == "Apache-2.0"
    # Where links of the README lead, on the page of the package.
    assert metadata["repository"]["directory"] == RUNTIME.relative_to(packed_typescript.ROOT).as_posix()
    assert not {"dependencies", "peerDependencies", "optionalDependencies"} & metadata.keys()
    assert not {"preinstall", "install", "postinstall", "prepare"} & metadata["scripts"].keys()


def test_packing_again_elsewhere_gives_the_same_bytes(packages: Packages, tmp_path: Path) -> None:
    again = packed_typescript.pack(tmp_path / "elsewhere")

    assert [path.read_bytes() for path in again.all] == [path.read_bytes() for path in packages.all]
