"""No key, token or password is committed, by the patterns that detect-secrets knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import committed_files
import pytest
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.plugins.base import RegexBasedDetector

# Made for tests: what a login in an address looks like, which has to be refused.
EXAMPLES = {
    "tests/trust/test_secrets.py": ("://me:s3cr3t@",),
    "packages/pygen-runtime-ts/tests/clientConfig.test.ts": ("://me:s3cr3t@",),
}

NOT_LOOKED_FOR = {
    *("IPPublicDetector", "IbmCloudIamDetector", "IbmCosHmacDetector"),
    *("CloudantDetector", "SoftlayerDetector"),
}

# All patterns of known forms. Addresses are no secrets, and what merely looks random is in every lock file. Keys of
# clouds that nothing here talks to take as long to look for as all others together.
KINDS: list[Any] = [*get_mapping_from_secret_type_to_class().values()]
DETECTORS = [kind() for kind in KINDS if issubclass(kind, RegexBasedDetector) and kind.__name__ not in NOT_LOOKED_FOR]
PATTERNS = [re.compile(pattern) for detector in DETECTORS for pattern in detector.denylist]


def secrets_in(text: str) -> Iterator[str]:
    return (found[0] for pattern in PATTERNS for found in pattern.finditer(text))


def test_no_file_holds_a_secret() -> None:
    found = {}
    for path in committed_files.paths():
        name = path.relative_to(committed_files.ROOT).as_posix()
        text = path.read_text(encoding="utf-8", errors="replace")
        if secrets := {each for each in secrets_in(text) if not each.startswith(EXAMPLES.get(name, ()))}:
            found[name] = secrets
    assert not found


# Put together from parts, so that this file holds none of them.
@pytest.mark.parametrize(
    "parts",
    [
        ("-----BEGIN ", "PRIVATE KEY-----"),
        ("AKIA", "IOSFODNN7EXAMPLE"),
        ("ghp", "_" + "a1B2" * 9),
        ("https://", "me:pass" + "word@host.example"),
        ("pypi-AgEIcHlwaS5vcmc", "a" * 80),
        ("//registry.example/:_auth", "Token=npm_" + "a1B2" * 9),
    ],
    ids=lambda parts: parts[0],
)
def test_what_is_found(parts: tuple[str, str]) -> None:
    assert [*secrets_in("".join(parts))]
