"""The programs that READMEs of generated projects show."""

from __future__ import annotations

import re


def programs(readme: str, language: str) -> list[str]:
    """The code blocks of a README in one language, such as ``python`` or ``ts``."""
    return re.findall(rf"^```{language}\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
