"""The plan of a seeding: which populations there are in a schema, and how large each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pygen_client.schema import EdgeConnection, NodeId, View, ViewId

from pygen_emulator.schema.snapshot import Snapshot
from pygen_emulator.seed.populations import Ends, Population, UnseedableError, is_required, link, members, settle
from pygen_emulator.seed.shares import share
from pygen_emulator.seed.uniqueness import Uniqueness
from pygen_emulator.seed.wishes import NOTHING, ways


@dataclass
class Plan:
    """Populations, and what of the schema is left out."""

    space: str
    populations: list[Population]
    uniqueness: Uniqueness
    left_out: dict[str, str] = field(default_factory=dict)
    """Reasons by view, or by type of edges."""


def views_to_seed(schema: Snapshot) -> list[View]:
    """The views of all data models; where there is no data model, all but those of the service itself."""
    listed = {view_id for model in schema.data_models.values() for view_id in model.views}
    chosen = listed or {view_id for view_id, stored in schema.views.items() if not stored.is_global}
    return [view for view_id in sorted(chosen) if (view := schema.view(view_id)) is not None]


def make(schema: Snapshot, space: str, count: int, banned: Mapping[str, str], tried: Mapping[str, int]) -> Plan:
    """Plan for a number of instances.

    Args:
        schema: What they are instances of.
        space: Where they go.
        count: How many nodes and edges.
        banned: Populations that turned out to be impossible, with the reason, by name.
        tried: How many of its ways to be a member a population has tried in vain, by name.
    """
    maker = _Maker(schema, space, dict(banned), tried)
    populations = maker.populations()
    uniqueness = Uniqueness(schema.containers, populations)
    share(populations, count, uniqueness)
    return Plan(space, populations, uniqueness, maker.left_out)


class _Maker:
    def __init__(self, schema: Snapshot, space: str, left_out: dict[str, str], tried: Mapping[str, int]) -> None:
        self._schema = schema
        self._space = space
        self._tried = tried
        self.left_out = left_out
        self._views = views_to_seed(schema)
        self._ancestors = {view.as_id(): self._all_parents(view.as_id()) for view in self._views}
        self._edge_sources = {
            prop.edge_source
            for view in self._views
            for prop in view.properties.values()
            if isinstance(prop, EdgeConnection) and prop.edge_source is not None
        }
        self._labels: Counter[str] = Counter()

    def populations(self) -> list[Population]:
        """All that can live, each after those that it cannot do without."""
        nodes = self._kept([self._of_nodes(view) for view in self._views if self._has_nodes(view)])
        # A population that cannot live may leave a relation of another one without target.
        while True:
            living = [each for each in nodes if self._lives(each, nodes)]
            if len(living) == len(nodes):
                break
            nodes = living
        edges = self._kept([*self._of_connections(nodes), *self._of_lonely_edges(nodes)])
        return [*_in_order(nodes), *[each for each in edges if self._lives(each, nodes)]]

    def _has_nodes(self, view: View) -> bool:
        return view.queryable and view.used_for != "edge"

    def _kept(self, populations: Iterable[Population]) -> list[Population]:
        """Those that were not found impossible, with what they are made of."""
        kept = []
        for population in populations:
            if population.name in self.left_out:
                continue
            tried = self._tried.get(population.name, 0)
            population.options = population.options[tried:]
            try:
                if not population.options:
                    raise UnseedableError("no way was found to meet its filter")
                settle(population, self._schema.containers)
            except UnseedableError as error:
                self.left_out[population.name] = str(error)
            else:
                kept.append(population)
        return kept

    def _lives(self, population: Population, nodes: list[Population]) -> bool:
        try:
            link(population, nodes, self._ancestors)
        except UnseedableError as error:
            self.left_out[population.name] = str(error)
            return False
        return True

    def _of_nodes(self, view: View) -> Population:
        return Population(self._label(view.external_id, view), "node", view, ways(view.filter, self._schema))

    def _of_connections(self, nodes: list[Population]) -> list[Population]:
        """The edges that views tell of; one population for each type of edge and view of edges."""
        ends: dict[tuple[NodeId, ViewId | None], dict[Ends, None]] = {}
        for population in nodes:
            for prop in population.view.properties.values() if population.view is not None else ():
                if isinstance(prop, EdgeConnection):
                    others = members(nodes, prop.source, self._ancestors)
                    is_single = prop.connection_type == "single_edge_connection"
                    if prop.direction == "inwards":
                        pair = Ends(others, (population,), is_single_at_end=is_single)
                    else:
                        pair = Ends((population,), others, is_single_at_start=is_single)
                    ends.setdefault((prop.type, prop.edge_source), {})[pair] = None
        found = []
        for (type_, source), pairs in sorted(ends.items(), key=lambda item: str(item[0])):
            view = None if source is None else self._schema.view(source)
            options = ways(view.filter, self._schema) if view is not None else [NOTHING]
            label = self._label(type_.external_id.replace(".", "_"), view)
            possible = [pair for pair in pairs if pair.start and pair.end]
            edges = Population(label, "edge", view, options, type_, possible)
            if possible:
                found.append(edges)
            else:
                self.left_out.setdefault(edges.name, "no nodes are there that they could connect")
        return found

    def _of_lonely_edges(self, nodes: list[Population]) -> list[Population]:
        """The edges of views that no connection names: they go between any nodes."""
        found = []
        for view in self._views:
            if view.queryable and view.used_for == "edge" and view.as_id() not in self._edge_sources:
                label = self._label(view.external_id, view)
                type_ = NodeId(self._space, f"{label}.type")
                ends = [Ends(tuple(nodes), tuple(nodes))]
                edges = Population(label, "edge", view, ways(view.filter, self._schema), type_, ends)
                if nodes:
                    found.append(edges)
                else:
                    self.left_out[edges.name] = "no nodes are there that they could connect"
        return found

    def _label(self, wanted: str, view: View | None) -> str:
        """What external ids begin with: the name, with more where the name is taken."""
        longer = [] if view is None else [f"{wanted}_{view.version}", f"{view.space}_{wanted}_{view.version}"]
        candidates = [wanted, *longer, *(f"{wanted}_{number}" for number in range(2, len(self._labels) + 3))]
        label = next(each for each in candidates if not self._labels[each.lower()])
        self._labels[label.lower()] += 1
        return label

    def _all_parents(self, view_id: ViewId) -> frozenset[ViewId]:
        found: set[ViewId] = set()
        open_ = [view_id]
        while open_:
            stored = self._schema.views.get(open_.pop())
            parents = [] if stored is None else stored.definition.implements or []
            open_ += [parent for parent in parents if parent not in found]
            found.update(parents)
        return frozenset(found)


def _in_order(nodes: list[Population]) -> list[Population]:
    """The populations with those first that others cannot do without."""
    ordered: dict[Population, None] = {}

    def visit(population: Population, above: frozenset[Population]) -> None:
        for (container, name), targets in sorted(population.targets.items(), key=lambda item: item[0]):
            if is_required(population.fields[container][name]):
                for target in targets:
                    if target not in above and target not in ordered:
                        visit(target, above | {target})
        ordered[population] = None

    for each in nodes:
        if each not in ordered:
            visit(each, frozenset({each}))
    return list(ordered)


def spaces_of(plan: Plan) -> set[str]:
    """The spaces that the instances of a plan, and their types, are in."""
    return {plan.space}.union(*map(spaces_of_population, plan.populations))


def spaces_of_population(population: Population) -> set[str]:
    """The spaces that a population needs besides the one of the plan."""
    own = population.wishes.own
    wished = (own["space"].choices or ())[:1] if "space" in own else ()
    types = own["type"].choices or () if "type" in own else ()
    edge_type = [] if population.edge_type is None or types else [population.edge_type.space]
    return {*wished, *edge_type, *(type_["space"] for type_ in types)}
