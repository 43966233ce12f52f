"""What a TypeScript SDK offers of each view, in the words of ``offers``: its constants, and its interfaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from offers import READ_AS, WRITTEN_AS, Key, Offer
from pygen_generator.languages.typescript.naming import property_name

DUMP = """\
const found = {};
for (const name of %s) {
  const sdk = Object.values(await import(`./${name}/src/index.ts`));
  const [client] = sdk.filter((one) => one?.prototype?.upsert !== undefined);
  const shown = [];
  const getters = Object.entries(Object.getOwnPropertyDescriptors(client.prototype)).filter(([, one]) => one.get);
  for (const [, one] of getters) {
    one.get.call({ api: (view) => shown.push(view) });
  }
  const views = sdk.filter((one) => one.usedFor !== undefined);
  found[name] = views.map((view) => ({ ...view, hasApi: shown.includes(view) }));
}
console.log(JSON.stringify(found));
"""
"""A program that prints the views of SDKs by the names of their folders, and whether clients show them."""

_INTERFACE = re.compile(
    r"^export interface (\w+)(?:\s+extends\s+([\w,\s]+?))?\s*\{(?:\}|\n(.*?)^\})", re.MULTILINE | re.DOTALL
)
_MEMBER = re.compile(r"^  readonly (\w+)(\??):\s+(.*?);$", re.MULTILINE | re.DOTALL)
_OPERATORS = {"prefix": "prefix", "is": "equals", "has": "contains_any", "min": "at_least", "max": "at_most"}


class TypescriptSdk:
    """What a generated TypeScript package says.

    Args:
        views: What ``DUMP`` printed of it.
        files: Its files.
        connections: All connections of the model. Queries know them by what they are, so no constant has their names.
    """

    def __init__(self, views: list[dict[str, Any]], files: Mapping[str, str], connections: set[str]) -> None:
        self._views = views
        self._connections = {property_name(name): name for name in connections}
        self._interfaces: dict[str, tuple[list[str], dict[str, tuple[bool, str]]]] = {}
        for path, text in files.items():
            if "/dataClasses/" in path:
                for name, bases, body in _INTERFACE.findall(text):
                    members = {member: (mark == "?", type_) for member, mark, type_ in _MEMBER.findall(body)}
                    self._interfaces[name] = (re.findall(r"\w+", bases), members)

    def offers(self) -> dict[Key, Offer]:
        """What it offers of each view."""
        return {(_id(view["id"]), view["usedFor"]): self._offer(view) for view in self._views}

    def _offer(self, view: dict[str, Any]) -> Offer:
        connections = {name: self._connections[name] for name in view["relations"].keys() - view["properties"].keys()}
        wire = {**connections, **{own: name for name, own in view["id"].get("names", {}).items()}}
        known = self._known(view["name"])
        offer = Offer(has_api=view["hasApi"], filter=view["id"].get("filter"))
        read = dict(self._members(known["read"]))
        for member, code in view["properties"].items():
            kind, absent = _type(code, READ_AS), not code.endswith(("!", "="))
            assert read.pop(member)[0] is absent, member
            offer.read[wire.get(member, member)] = kind, absent
        assert read == {}
        for member, relation in view["relations"].items():
            offer.relations[wire.get(member, member)] = _relation(relation)
        assert set(dict(self._members(known["relations"]))) == view["relations"].keys()
        for keyword in view["keywords"].values() if view["hasApi"] else ():
            operator, _, member = keyword.partition(" ")
            offer.keywords.add((wire.get(member, member), _OPERATORS[operator]))
        assert set(dict(self._members(known["filters"]))) == view["keywords"].keys()
        if known["write"] != "never":
            offer.written = {}
            for member, (optional, _) in self._members(known["write"]):
                name = wire.get(member, member)
                code = view["properties"].get(member)
                many = not view["relations"].get(member, {}).get("single")
                kind = _type(code, WRITTEN_AS) if code else "edges" if many else "edge"
                offer.written[name] = kind, not optional
        if type_ := view.get("nodeType"):
            offer.node_type = type_["space"], type_["externalId"]
        return offer

    def _known(self, name: str) -> dict[str, str]:
        """What TypeScript knows of a view: the names of its interfaces."""
        found = ({part: type_ for part, (_, type_) in members.items()} for _, members in self._interfaces.values())
        return next(
            one for one in found if one.keys() == {"read", "write", "filters", "relations"} and one["read"] == name
        )

    def _members(self, interface: str) -> Iterator[tuple[str, tuple[bool, str]]]:
        bases, members = self._interfaces.get(interface, ([], {}))
        for base in bases:
            yield from self._members(base)
        yield from members.items()


def _id(ref: dict[str, Any]) -> str:
    return f"{ref['space']}:{ref['externalId']}({ref['version']})"


def _type(code: str, names: dict[str, str]) -> str:
    kind, many = re.fullmatch(r"(.*?)(\[\])?[!=]?", code).groups()  # type: ignore[union-attr]  # it fits any text
    if kind.startswith("enum("):
        kind = f"enum({'|'.join(sorted(kind[5:-1].split('|')))})"
    return names.get(kind, kind) + (many or "")


def _relation(one: dict[str, Any]) -> tuple[Any, ...]:
    target = _id(one["target"]) if "target" in one else None
    if one["kind"] == "edges":
        edge = _id(one["edge"]) if "edge" in one else None
        direction = "inwards" if one.get("inwards") else "outwards"
        return "edges", target, edge, tuple(one["type"]), direction, one.get("single", False)
    if one["kind"] == "reverse":
        place, identifier = one["through"]
        return "reverse", target, (_id(place), identifier), one.get("list", False), one.get("single", False)
    return "direct", target
