"""Texts that must not be seen: tokens, secrets, codes."""

from __future__ import annotations

from typing import overload


class Secret:
    """A text that no repr shows, so that neither a log nor the local variables of a traceback give it away.

    Only :meth:`reveal` gives the text; what it gives should not be kept in a variable.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def removed_from(self, text: str) -> str:
        """A text without this one, for messages of others that may repeat it."""
        return text.replace(self._text, "***") if self._text else text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret(***)"


@overload
def hide(text: str) -> Secret: ...
@overload
def hide(text: None) -> None: ...
def hide(text: str | None) -> Secret | None:
    return None if text is None else Secret(text)
