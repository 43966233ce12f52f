"""The oldest compiler that generated SDKs name accepts them, as sources and as installed packages."""

from __future__ import annotations

from pathlib import Path

import generated_sdk
import javascript_runtimes
import packed_typescript
import pytest
from hostile_models import Given, nasty_model
from javascript_runtimes import MODULES, tool
from pygen_generator import GeneratorConfig, TypescriptConfig, generate_sdk
from typescript_tools import TypeScriptTools

TSC = MODULES / "typescript-5.9" / "bin" / "tsc"
MODELS = [packed_typescript.EXAMPLE, *sorted(packed_typescript.CORE.parent.glob("*.json"))]
"""That of the example, and the shared ones where they are beside this checkout."""

pytestmark = javascript_runtimes.needs_tools


def test_it_accepts_the_sdks_of_all_models_at_its_strictest(tmp_path: Path) -> None:
    """One program for all, so that the library and the runtime are read once."""
    sources: list[Path | Given] = [*MODELS, Given(nasty_model())]
    for number, source in enumerate(sources):
        typescript = TypescriptConfig(
            package="sdk", client_name="SdkClient", output=f"sdks/{number}", int64="bigint" if number % 2 else "number"
        )
        config = GeneratorConfig(languages=("typescript",), typescript=typescript)
        generated_sdk.write(generate_sdk(source, config), tmp_path)

    TypeScriptTools(tmp_path).tsc("sdks", compiler=TSC)


@pytest.mark.shared
@pytest.mark.skipif(not packed_typescript.CORE.exists(), reason="the shared models are not beside this checkout")
def test_it_accepts_a_program_that_uses_the_packages(app: Path) -> None:
    """Declarations are checked, too: nothing is skipped."""
    tool(str(TSC), "--project", ".", "--noEmit", cwd=app)
