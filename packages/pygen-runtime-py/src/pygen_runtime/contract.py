"""The number that joins generated code and runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final, Literal

CONTRACT: Final = 1
"""Rises only when code that was generated before would no longer work. The TypeScript runtime has the same number."""


def require_contract(contract: Literal[1], package: str) -> None:
    """Refuse generated code that was made for another contract. Every generated package calls this on import.

    Type checkers refuse it by the type of the number.

    Raises:
        ContractError: This runtime does not support the number; the message names the package and the fix.
    """
    if contract != CONTRACT:
        from pygen_runtime.errors import ContractError  # noqa: PLC0415 - every generated package pays for this module

        raise ContractError(
            f"{package} was generated for contract {contract}; this cognite-pygen-runtime supports contract {CONTRACT}"
            ". Run `pygen generate` again, or install a runtime that supports it."
        )
