"""The public names of the TypeScript runtime, as ``deno doc`` reads them from its sources."""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import cached_property
from typing import Any

import typescript_tools

Json = dict[str, Any]

# What classes of index.ts inherit without being named there stands in files of its own.
FILES = ("index.ts", "operations/results.ts", "operations/account.ts")


class TypeScriptSurface:
    """Members of exported classes and interfaces, in the words of Python: ``fromJsonl`` is ``from_jsonl``."""

    @cached_property
    def _files(self) -> list[dict[str, list[Json]]]:
        command = [str(typescript_tools.DENO), "doc", "--json", *FILES]
        environment = {**os.environ, "DENO_NO_UPDATE_CHECK": "1"}
        done = subprocess.run(
            command, cwd=typescript_tools.RUNTIME, env=environment, capture_output=True, timeout=120, check=True
        )
        nodes = json.loads(done.stdout)["nodes"]
        order = [(typescript_tools.RUNTIME / file).as_uri() for file in FILES]
        return [{one["name"]: one["declarations"] for one in nodes[file]["symbols"]} for file in order]

    def exported(self) -> dict[str, bool]:
        """What the package exports, and whether it is there when a program runs, unlike an interface."""
        return {name: self._declaration(name)["kind"] in ("class", "function", "variable") for name in self._files[0]}

    def members(self, name: str) -> set[str]:
        """Public members of a class or interface, inherited ones included."""
        definition = self._declaration(name)["def"]
        public = [
            one["name"]
            for one in (*definition.get("methods", ()), *definition.get("properties", ()))
            if one.get("accessibility") in (None, "public") and not one["name"].startswith("[")
        ]
        return {snake(one) for one in public} | self._inherited(definition.get("extends") or [])

    def parameters(self, name: str, method: str) -> set[str]:
        """The names of a method's parameters in all its forms, but for the one that holds options."""
        definition = self._declaration(name)["def"]
        forms = [one["functionDef"]["params"] for one in definition.get("methods", ()) if snake(one["name"]) == method]
        if not forms:
            base = definition.get("extends")
            return self.parameters(base, method) if isinstance(base, str) else set()
        # A parameter with a default value stands to the left of it.
        return {snake(one.get("left", one)["name"]) for form in forms for one in form} - {"options"}

    def _declaration(self, name: str) -> Json:
        found = [one for file in self._files for one in file.get(name, ()) if one["kind"] != "reference"]
        assert found, f"{name} is not in {' or '.join(FILES)}"
        return found[0]

    def _inherited(self, bases: str | list[Json]) -> set[str]:
        if isinstance(bases, str):
            return set() if bases in ("Array", "Error") else self.members(bases)
        found: set[str] = set()
        for base in bases:
            parameters = base["value"].get("typeParams", [])
            if base["repr"] == "Omit":
                left_out = parameters[1]["value"]
                literals = left_out if isinstance(left_out, list) else [parameters[1]]
                found |= self.members(parameters[0]["repr"]) - {snake(one["value"]["string"]) for one in literals}
            else:
                found |= self.members(base["repr"])
        return found


def snake(name: str) -> str:
    """``externalIdPrefix`` -> ``external_id_prefix``."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
