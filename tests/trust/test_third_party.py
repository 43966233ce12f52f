"""What users get beside our packages is listed, under licences that allow it, and can be read by machines."""

from __future__ import annotations

import re

import pytest
from packaging.licenses import canonicalize_license_expression

import materials

PERMISSIVE = {"MIT", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "PSF-2.0", "Zlib", "CC0-1.0"}
# Its terms concern changes of these packages, which nobody makes, and not what uses them.
WITH_TERMS_FOR_CHANGES = {"certifi": "MPL-2.0", "orjson": "MPL-2.0", "pathspec": "MPL-2.0"}


def test_the_list_is_what_the_lock_and_the_packages_say() -> None:
    assert materials.LIST.read_text(encoding="utf-8") == materials.third_party(), "python materials.py writes it"


@pytest.mark.parametrize(("name", "licence"), materials.listed().items())
def test_a_licence_lets_anyone_use_the_package(name: str, licence: str) -> None:
    stated = set(re.findall(r"[\w.-]+", licence)) - {"AND", "OR"}
    assert stated <= PERMISSIVE | {WITH_TERMS_FOR_CHANGES.get(name, "MIT")}
    if stated != {"BSD"}:
        assert canonicalize_license_expression(licence) == licence


def test_the_bill_of_materials_names_every_package_with_its_version_and_is_always_the_same() -> None:
    bill = materials.bill_of_materials("cognite-pygen-runtime", "1.2.3")

    packages = materials.locked()
    needed = materials.needed_by("cognite-pygen-runtime", packages) - {"cognite-pygen-runtime"}
    assert {each["name"] for each in bill["components"]} == needed
    versions = {each["name"]: each.get("version") for each in bill["components"]}
    assert versions["httpx"] == packages["httpx"][0]["version"]
    assert bill["metadata"]["component"]["version"] == "1.2.3"
    assert materials.bill_of_materials("cognite-pygen-runtime", "1.2.3") == bill
