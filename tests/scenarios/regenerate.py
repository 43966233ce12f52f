"""Write the expected files of all scenarios again: ``python tests/scenarios/regenerate.py``.

Look at the difference before committing it: it is what users get.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pygen_generator import generate_sdk
from pygen_generator.config import CONFIG_NAMES, find_config

HERE = Path(__file__).parent


def scenarios() -> list[Path]:
    """The folders that hold a scenario: settings, ``expected``, and ``model`` unless it is that of the example."""
    return sorted({path.parent for name in CONFIG_NAMES for path in HERE.glob(f"*/{name}")})


def generated(scenario: Path) -> dict[str, str]:
    """What a scenario gives: the files of the SDK, its lock and its report."""
    found = find_config(scenario)
    assert found is not None
    model = scenario / "model"
    source = model if model.exists() else HERE / "pygen_example" / "model"
    sdk = generate_sdk(source, found.load().configs, folder=scenario)
    report = "".join(f"{issue}\n" for issue in sdk.report)
    return {**sdk.files, "pygen.lock": sdk.lock.dump(), "report.txt": report}


def main() -> None:
    for scenario in scenarios():
        expected = scenario / "expected"
        shutil.rmtree(expected, ignore_errors=True)
        for path, text in generated(scenario).items():
            file = expected / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        print(f"{scenario.name}: {sum(1 for _ in expected.rglob('*') if _.is_file())} files")


if __name__ == "__main__":
    main()
