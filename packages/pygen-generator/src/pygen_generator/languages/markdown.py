"""Text from a data model in Markdown, which shows it and does nothing else with it."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
LONGEST = 200
"""Most characters of one text: what is longer stands in the docstrings."""


def markdown(text: str) -> str:
    """The text on one line, without any meaning for Markdown, HTML or tables."""
    line = " ".join(_INVISIBLE.sub(" ", text).split())
    line = line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
    return _SPECIAL.sub(r"\\\1", line)


def inline_code(text: str) -> str:
    """The text as code within a line. For names; what would end the code is left out."""
    return f"`{' '.join(_INVISIBLE.sub(' ', text).replace('`', '').split())}`"
