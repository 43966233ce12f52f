"""The web page of the examples: built as its README says, served, and opened in a browser.

::

    folder = web_page_example.build(packages.runtime, tmp_path)
    seen = web_page_example.opened(folder, tmp_path / "page.png")
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import javascript_runtimes
import packed_typescript
from javascript_runtimes import FOLDER, tool
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy, environment_of
from pygen_emulator import Emulator
from pygen_generator import open_source

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PICTURE = ROOT / "docs" / "pictures" / "web_page.png"
_SHOWN = ("web_page/index.html", "web_page/page.ts", "shop/shop.json")
"""What decides what is to be seen."""
_GENERATED = ("node_modules", "sdk", "page.js", "pygen.lock", "package-lock.json")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"Source\0"


def build(runtime: Path, folder: Path) -> Path:
    """A copy of the page below the folder, built with a packed runtime: what its README makes with `npm install`."""
    shutil.copytree(EXAMPLES / "shop", folder / "shop")
    page = shutil.copytree(EXAMPLES / "web_page", folder / "page", ignore=shutil.ignore_patterns(*_GENERATED))
    pygen = [sys.executable, "-m", "pygen_cli", "generate"]
    subprocess.run(pygen, cwd=page, check=True, capture_output=True)
    settings = json.loads((page / "package.json").read_text(encoding="utf-8"))
    assert list(settings.pop("dependencies")) == ["@cognite/pygen-runtime"]
    steps = settings.pop("scripts")["build"].split(" && ")
    (page / "package.json").write_text(json.dumps({"type": settings["type"], "private": True}), encoding="utf-8")
    packed_typescript.install([runtime], page)
    programs = {"tsc": packed_typescript.TSC, "esbuild": FOLDER / "node_modules" / "esbuild" / "bin" / "esbuild"}
    for step in steps:
        name, *arguments = step.split()
        tool(str(programs[name]), *arguments, cwd=page)
    return page


def opened(page: Path, picture: Path, size: str = "900x600") -> Any:
    """What Chromium tells of a built page beside a local CDF with the shop in it, and a picture of it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Emulator(allow_origins=[f"http://127.0.0.1:{port}"]) as cdf:
        deploy(cdf, deployment_of(open_source(EXAMPLES / "shop" / "model").load(()), ["shop"]), "the shop")
        cdf.load(EXAMPLES / "shop" / "shop.json")
        with _served(page, port, cdf) as address:
            return json.loads(javascript_runtimes.browse(address, picture, size).stdout)


@contextmanager
def _served(page: Path, port: int, cdf: Emulator) -> Iterator[str]:
    """The address of the page, from its own server."""
    command = [sys.executable, "serve.py", str(port)]
    environment = {**os.environ, **environment_of(cdf)}
    with subprocess.Popen(command, cwd=page, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().removeprefix("Open ").strip()
        finally:
            server.kill()


def source_hash() -> bytes:
    """The hash of what decides what is to be seen, on every system."""
    texts = ((EXAMPLES / path).read_text(encoding="utf-8") for path in _SHOWN)
    return hashlib.sha256("".join(texts).encode()).hexdigest().encode()


def mark(picture: bytes) -> bytes:
    """The picture with the hash in it: its own bytes differ from one machine to the next."""
    # A text chunk behind the header, which has 25 bytes.
    end = len(_SIGNATURE) + 25
    body = b"tEXt" + _KEYWORD + source_hash()
    chunk = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return picture[:end] + chunk + picture[end:]


def hash_in(picture: bytes) -> bytes:
    """The hash in a picture that was marked."""
    begin = picture.index(b"tEXt" + _KEYWORD) + 4 + len(_KEYWORD)
    return picture[begin : begin + 64]
