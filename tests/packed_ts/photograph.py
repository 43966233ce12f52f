"""Take the picture of the web page again: ``python tests/packed_ts/photograph.py``.

It takes the packages of this checkout, and what `python3 run.py test --only typescript packed` has installed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import steps

os.environ["PYGEN_CHROMIUM"] = steps.chromium() or sys.exit("There is no Chromium on the PATH or for this platform.")

import packed_typescript
import web_page_example


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        page = web_page_example.build(packed_typescript.pack(Path(name)).runtime, Path(name))
        seen = web_page_example.opened(page, Path(name) / "page.png", "420x250")
        assert seen["state"] == "shown", seen["text"]
        web_page_example.PICTURE.write_bytes(web_page_example.mark((Path(name) / "page.png").read_bytes()))
    print(f"{web_page_example.PICTURE.name}: {web_page_example.PICTURE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
