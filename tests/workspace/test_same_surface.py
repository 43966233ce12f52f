"""What one runtime can do the other can, under the same names; or a reason in `surface_areas` says why not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import python_surface
import surface_areas
import typescript_tools
from surface_areas import AREAS, ENDS_A_CALL, Area, Reasons
from typescript_surface import TypeScriptSurface

pytestmark = pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")


@pytest.fixture(scope="module")
def typescript() -> TypeScriptSurface:
    return TypeScriptSurface()


@pytest.mark.parametrize("name", AREAS)
def test_members_and_options_are_the_same(typescript: TypeScriptSurface, name: str) -> None:
    area = AREAS[name]
    python, there = _in_python(area), _in_typescript(area, typescript)

    renamed = {area.renamed.get(one, one) for one in python}
    of_calls = {f"{method}({option})" for method in area.options if method != "__init__" for option in ENDS_A_CALL}

    assert of_calls <= there, "a call of TypeScript that nothing ends"
    assert renamed - there == _listed(area.only_python), "Python has more, or less, than there are reasons for"
    assert there - renamed - of_calls == _listed(area.only_typescript), "TypeScript has more, or less, than reasons"
    assert area.renamed.keys() <= python


def test_packages_export_the_same(typescript: TypeScriptSurface) -> None:
    there = typescript.exported()
    python = {surface_areas.EXPORTED_OTHERWISE.get(one, one) for one in python_surface.exported()}

    assert python - there.keys() == _listed(surface_areas.ONLY_IN_PYTHON)
    assert {name for name, runs in there.items() if runs} - python == _listed(surface_areas.ONLY_IN_TYPESCRIPT)
    assert surface_areas.EXPORTED_OTHERWISE.keys() <= python_surface.exported()


def _in_python(area: Area) -> set[str]:
    classes = [python_surface.class_at(path) for path in area.python]
    names = {name for one in classes for name in python_surface.members(one)}
    methods = {method: getattr(one, method) for one in classes for method in area.options if hasattr(one, method)}
    return names | {f"{name}({option})" for name, one in methods.items() for option in python_surface.options(one)}


def _in_typescript(area: Area, surface: TypeScriptSurface) -> set[str]:
    names = {name for one in area.typescript for name in surface.members(one)}
    for method, interface in area.options.items():
        options = surface.members(interface).union(*(surface.parameters(one, method) for one in area.typescript))
        names |= {f"{method}({option})" for option in options}
    return names


def _listed(reasons: Reasons) -> set[str]:
    names = [*_each(reasons.values())]
    assert len(names) == len(set(names)), "two reasons for one name"
    return set(names)


def _each(groups: Iterable[Iterable[str]]) -> Iterable[str]:
    return (name for group in groups for name in group)
