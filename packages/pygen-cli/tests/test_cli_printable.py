"""Text from elsewhere is shown, never obeyed."""

from __future__ import annotations

import pytest
from pygen_cli.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Blå pumpe 泵 🌬️", "Blå pumpe 泵 🌬️"),
        ("one\n\ttwo", "one\n\ttwo"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("over\rwritten", "over\\x0dwritten"),
        ("\u202eterces", "\\u202eterces"),
        ("half \ud83d of a pair", "half \\ud83d of a pair"),
    ],
)
def test_what_a_terminal_would_obey_becomes_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown
