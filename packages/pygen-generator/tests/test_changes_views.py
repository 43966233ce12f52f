"""What each change of a view or a connection breaks, as the table in the README has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pygen_generator import Comparison
from pygen_generator.changes import Breaks, Change, ChangeKind

Compare = Callable[..., Comparison]
Models = Any
Json = dict[str, Any]

NOTHING: set[Breaks] = set()
READS, WRITES, BEHAVIOUR = {Breaks.READS}, {Breaks.WRITES}, {Breaks.BEHAVIOUR}


def told(comparison: Comparison) -> dict[tuple[ChangeKind, str], set[Breaks]]:
    """What each change breaks, by its kind and place."""
    return {(change.kind, change.place): set(change.breaks) for change in comparison.changes}


def only_change(comparison: Comparison) -> Change:
    (change,) = comparison.changes
    return change


class TestViews:
    def test_added_and_removed(self, models: Models, compare: Compare) -> None:
        old = [models.view("A", {"x": models.prop()}), models.view("R", {"x": models.prop()}, writable=False)]
        new = [models.view("New", {"y": models.prop(containerPropertyIdentifier="y")})]

        comparison = compare(old, new)

        assert told(comparison) == {
            (ChangeKind.VIEW_REMOVED, "s:A(v1)"): READS | WRITES,
            (ChangeKind.VIEW_REMOVED, "s:R(v1)"): READS,
            (ChangeKind.VIEW_ADDED, "s:New(v1)"): NOTHING,
        }
        assert comparison.changes[1].message == "The view is new, with 1 property."

    def test_a_view_that_looks_like_the_lost_one_is_named(self, models: Models, compare: Compare) -> None:
        properties = {"x": models.prop()}

        comparison = compare([models.view("Pump", properties)], [models.view("Engine", properties)])

        lost = next(change for change in comparison.changes if change.kind is ChangeKind.VIEW_REMOVED)
        assert lost.message.endswith("s:Engine(v1) is new and shows the same values.")

    def test_another_version_is_the_same_view(self, models: Models, compare: Compare) -> None:
        old = [models.view("A", {"x": models.prop(), "r": models.relation("A")})]
        relation = models.prop({"type": "direct", "list": False, "source": models.view_id("A", version="v2")})
        new = [models.view("A", {"x": models.prop(), "r": relation}, version="v2")]

        assert told(compare(old, new)) == {(ChangeKind.VIEW_VERSION, "s:A(v1)"): NOTHING}

    def test_of_several_versions_the_one_of_the_same_name_counts(self, models: Models, compare: Compare) -> None:
        old = [models.view("A", {"x": models.prop()}, version="v1")]
        new = [models.view("A", {"x": models.prop()}, version=version) for version in ("v2", "v3")]

        assert told(compare(old, new)) == {
            (ChangeKind.VIEW_VERSION, "s:A(v1)"): NOTHING,
            (ChangeKind.VIEW_ADDED, "s:A(v3)"): NOTHING,
        }

    def test_a_view_of_another_space_has_other_instances(self, models: Models, compare: Compare) -> None:
        old, new = (models.view("A", {"x": models.prop()}, space=space) for space in ("s", "t"))

        assert told(compare([old], [new])) == {(ChangeKind.VIEW_RENAMED, "s:A(v1)"): BEHAVIOUR}

    @pytest.mark.parametrize(
        ("before", "now", "kind", "breaks"),
        [
            ({}, {"writable": False}, ChangeKind.VIEW_WRITABLE, WRITES),
            ({"writable": False}, {}, ChangeKind.VIEW_WRITABLE, NOTHING),
            ({}, {"queryable": False}, ChangeKind.VIEW_QUERYABLE, READS),
            ({"queryable": False}, {}, ChangeKind.VIEW_QUERYABLE, NOTHING),
            ({}, {"filter": {"hasData": []}}, ChangeKind.VIEW_FILTER, BEHAVIOUR),
            ({}, {"usedFor": "all"}, ChangeKind.VIEW_USED_FOR, NOTHING),
            ({"usedFor": "all"}, {"usedFor": "node"}, ChangeKind.VIEW_USED_FOR, READS | WRITES),
        ],
    )
    def test_a_change(
        self, *, before: Json, now: Json, kind: ChangeKind, breaks: set[Breaks], models: Models, compare: Compare
    ) -> None:
        old, new = (models.view("A", {"x": models.prop()}, **options) for options in (before, now))

        assert told(compare([old], [new])) == {(kind, "s:A(v1)"): breaks}

    def test_a_filter_that_shows_instances_without_data(self, models: Models, compare: Compare) -> None:
        properties = {"x": models.prop(nullable=False)}
        old = models.view("A", properties)
        new = models.view("A", properties, filter={"exists": {"property": ["node", "type"]}})

        assert told(compare([old], [new])) == {
            (ChangeKind.VIEW_FILTER, "s:A(v1)"): BEHAVIOUR,
            (ChangeKind.PROPERTY_ABSENT, "s:A(v1).x"): READS,
        }
        assert told(compare([new], [old]))[ChangeKind.PROPERTY_ABSENT, "s:A(v1).x"] == NOTHING

    def test_a_view_for_edges_becomes_one_for_both(self, models: Models, compare: Compare) -> None:
        old, new = (models.view("A", {"x": models.prop()}, usedFor=kind) for kind in ("edge", "all"))

        changes = compare([old], [new]).changes

        assert [change.kind for change in changes] == [ChangeKind.VIEW_USED_FOR, ChangeKind.SYMBOL_RENAMED]
        assert "In Python A is AEdge now" in changes[1].message

    def test_what_is_inherited_is_told_with_its_origin(self, models: Models, compare: Compare) -> None:
        def side(type_: str) -> list[Json]:
            properties = {"x": models.prop(type_)}
            return [
                models.view("A", properties),
                models.view("B", properties, implements=["A"]),
                models.view("C", properties, implements=["B"]),
            ]

        changes = compare(side("int32"), side("int64")).changes

        assert [str(change.inherited_from) for change in changes] == ["None", "s:A(v1)", "s:A(v1)"]

    def test_a_parent_is_lost(self, models: Models, compare: Compare) -> None:
        parent, properties = models.view("A", {"x": models.prop()}), {"x": models.prop()}
        old = [parent, models.view("B", properties, implements=["A"])]
        new = [parent, models.view("B", properties)]

        assert told(compare(old, new)) == {
            (ChangeKind.VIEW_IMPLEMENTS, "s:B(v1)"): NOTHING,
            (ChangeKind.BASE_LOST, "s:B(v1)"): READS | WRITES,
        }
        assert told(compare(new, old)) == {(ChangeKind.VIEW_IMPLEMENTS, "s:B(v1)"): NOTHING}

    def test_a_base_is_lost_though_the_view_implements_the_same(self, models: Models, compare: Compare) -> None:
        def side(type_: str) -> list[Json]:
            child = models.view("B", {"x": models.prop(type_)}, implements=["A"], writable=False)
            return [models.view("A", {"x": models.prop()}, writable=False), child]

        assert told(compare(side("text"), side("json"))) == {
            (ChangeKind.BASE_LOST, "s:B(v1)"): READS,
            (ChangeKind.PROPERTY_TYPE, "s:B(v1).x"): READS,
        }


class TestRelations:
    @pytest.fixture
    def family(self, models: Models) -> list[Json]:
        """A view and one that implements it."""
        return [
            models.view("Base", {"x": models.prop()}),
            models.view("Child", {"x": models.prop()}, implements=["Base"]),
        ]

    @pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
    @pytest.mark.parametrize(
        ("before", "now", "breaks"),
        [
            ("Base", "Child", WRITES),
            ("Child", "Base", READS),
            ("Child", None, READS),
            ("Base", "A", READS | WRITES),
            (None, "Base", WRITES),
            ("Elsewhere", None, NOTHING),
        ],
    )
    def test_another_target(
        self,
        *,
        before: str | None,
        now: str | None,
        breaks: set[Breaks],
        many: bool,
        family: list[Json],
        models: Models,
        compare: Compare,
    ) -> None:
        old, new = (models.view("A", {"r": models.relation(to, is_list=many)}) for to in (before, now))

        # Lists of references cannot stand for lists of references to a base.
        expected = breaks | READS if many and breaks == WRITES else breaks
        assert told(compare([*family, old], [*family, new])) == {(ChangeKind.TARGET, "s:A(v1).r"): expected}

    def test_a_target_joins_the_data_model(self, models: Models, compare: Compare) -> None:
        view = models.view("A", {"r": models.relation("B")})
        target = models.view("B", {"x": models.prop()})

        comparison = compare([view], [view, target])

        assert told(comparison)[ChangeKind.TARGET, "s:A(v1).r"] == WRITES
        assert "is part of the data model now" in comparison.changes[0].message

    def test_a_target_leaves_the_data_model(self, models: Models, compare: Compare) -> None:
        view = models.view("A", {"r": models.relation("B")})
        target = models.view("B", {"x": models.prop()})

        comparison = compare([view, target], [view])

        assert told(comparison)[ChangeKind.TARGET, "s:A(v1).r"] == READS
        assert "cannot be read as before" in comparison.changes[0].message

    def test_a_target_can_be_written_or_not(self, models: Models, compare: Compare) -> None:
        view = models.view("A", {"r": models.relation("B")})
        target, read_only = (models.view("B", {"x": models.prop()}, writable=can) for can in (True, False))

        comparison = compare([view, read_only], [view, target])

        assert told(comparison)[ChangeKind.TARGET, "s:A(v1).r"] == WRITES
        assert "can be written now" in comparison.changes[0].message
        assert (ChangeKind.TARGET, "s:A(v1).r") not in told(compare([view, target], [view, read_only]))


class TestConnections:
    @pytest.fixture
    def others(self, models: Models) -> list[Json]:
        """A view for nodes, one for edges that need nothing, one for edges with a required property."""
        needed = {"w": models.prop(nullable=False)}
        return [
            models.view("N", {"x": models.prop()}),
            models.view("E", {"x": models.prop()}, usedFor="edge"),
            models.view("F", needed, usedFor="edge"),
            models.view("G", {"x": models.prop()}, usedFor="edge", writable=False),
        ]

    @pytest.mark.parametrize(
        ("before", "now", "expected"),
        [
            ({}, {"type_": ("s", "u")}, {ChangeKind.EDGE_TYPE: BEHAVIOUR}),
            ({}, {"direction": "inwards"}, {ChangeKind.EDGE_DIRECTION: BEHAVIOUR}),
            ({}, {"single": True}, {ChangeKind.PROPERTY_LIST: READS | WRITES}),
            ({}, {"view": "E"}, {ChangeKind.EDGE_VIEW: READS | WRITES}),
            ({"view": "E"}, {}, {ChangeKind.EDGE_VIEW: READS}),
            (
                {},
                {"view": "F"},
                {ChangeKind.EDGE_VIEW: READS | WRITES, ChangeKind.EDGE_WRITES: WRITES},
            ),
            ({"view": "F"}, {}, {ChangeKind.EDGE_VIEW: READS, ChangeKind.EDGE_WRITES: NOTHING}),
            ({}, {"view": "G"}, {ChangeKind.EDGE_VIEW: READS, ChangeKind.EDGE_WRITES: WRITES}),
        ],
    )
    def test_edges(
        self,
        *,
        before: Json,
        now: Json,
        expected: dict[ChangeKind, set[Breaks]],
        others: list[Json],
        models: Models,
        compare: Compare,
    ) -> None:
        old, new = (models.view("A", {"c": models.edges("N", **options)}) for options in (before, now))

        found = told(compare([*others, old], [*others, new]))

        assert found == {(kind, "s:A(v1).c"): breaks for kind, breaks in expected.items()}

    def test_edges_to_another_view(self, others: list[Json], models: Models, compare: Compare) -> None:
        old, new = (models.view("A", {"c": models.edges(to)}) for to in ("N", "A"))

        found = told(compare([*others, old], [*others, new]))

        assert found == {(ChangeKind.TARGET, "s:A(v1).c"): READS | WRITES}

    def test_edges_that_are_shown_otherwise(self, models: Models, compare: Compare) -> None:
        view = models.view("A", {"c": models.edges("A", view="E")})
        edges = models.view("E", {"x": models.prop()}, usedFor="edge")

        change = compare([view], [view, edges]).changes[0]

        assert (change.kind, set(change.breaks)) == (ChangeKind.EDGE_VIEW, READS)
        assert change.message == "The edges that it goes over are shown through s:E(v1) in another way."

    def test_reverse_relations(self, models: Models, compare: Compare) -> None:
        target = models.view(
            "N", {"r": models.relation("A"), "q": models.relation("A", containerPropertyIdentifier="q")}
        )
        old = models.view("A", {"one": models.reverse("N", "N", "r"), "two": models.reverse("N", "N", "r")})
        new = models.view("A", {"one": models.reverse("N", "N", "q"), "two": models.edges("N")})

        assert told(compare([target, old], [target, new])) == {
            (ChangeKind.REVERSE_THROUGH, "s:A(v1).one"): BEHAVIOUR,
            (ChangeKind.PROPERTY_KIND, "s:A(v1).two"): READS,
        }

    def test_a_reverse_relation_from_another_view(self, models: Models, compare: Compare) -> None:
        others = [models.view(name, {"r": models.relation("A")}) for name in ("N", "M")]
        old, new = (models.view("A", {"c": models.reverse(name, name, "r")}) for name in ("N", "M"))

        assert told(compare([*others, old], [*others, new])) == {
            (ChangeKind.TARGET, "s:A(v1).c"): READS,
            (ChangeKind.REVERSE_THROUGH, "s:A(v1).c"): BEHAVIOUR,
        }
