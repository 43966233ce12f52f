"""What each change of a view, a connection or a data model breaks, and which names it touches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pygen_generator import Comparison, ConfigError
from pygen_generator.changes import Breaks, Change, ChangeKind, Impact, Step

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


class TestNames:
    def test_a_new_property_takes_the_name_of_a_filter(self, models: Models, compare: Compare) -> None:
        old = {"price": models.prop("float64")}
        new = old | {"min_price": models.prop(containerPropertyIdentifier="q")}

        comparison = compare([models.view("A", old)], [models.view("A", new)])

        renamed = next(change for change in comparison.changes if change.kind is ChangeKind.SYMBOL_RENAMED)
        assert (renamed.place, set(renamed.breaks)) == ("s:A(v1).price", READS)

    def test_a_name_is_lost_that_no_other_change_tells_of(self, models: Models, compare: Compare) -> None:
        old, new = ([models.view("A", {"x": prop})] for prop in (models.enum("a"), models.prop("file")))

        comparison = compare(old, new)

        assert told(comparison) == {
            (ChangeKind.PROPERTY_TYPE, "s:A(v1).x"): BEHAVIOUR,
            (ChangeKind.SYMBOL_REMOVED, "s:A(v1).x"): READS,
        }
        assert comparison.changes[1].message == 'In Python there is no a.list(sort_by="x") any more.'

    def test_a_connection_in_another_spelling(self, models: Models, compare: Compare) -> None:
        old, new = ([models.view("A", {name: models.edges("A")})] for name in ("partOf", "part_of"))

        assert told(compare(old, new)) == {(ChangeKind.PROPERTY_RENAMED, "s:A(v1).partOf"): NOTHING}

    def test_a_change_lists_the_names_that_it_touches(self, models: Models, compare: Compare) -> None:
        old, new = ({"unitPrice": models.prop(type_)} for type_ in ("float64", "json"))

        change = only_change(compare([models.view("Pump", old)], [models.view("Pump", new)]))

        assert [(symbol.language, str(symbol)) for symbol in change.symbols] == [
            ("Python", "Pump.unit_price"),
            ("Python", "PumpWrite.unit_price"),
            ("Python", "pump.list(min_unit_price=)"),
            ("Python", "pump.list(max_unit_price=)"),
            ("Python", 'pump.list(sort_by="unit_price")'),
        ]

    def test_a_change_for_writers_lists_what_they_use(self, models: Models, compare: Compare) -> None:
        old, new = ({"x": models.prop(nullable=nullable)} for nullable in (True, False))

        change = only_change(compare([models.view("A", old)], [models.view("A", new)]))

        assert [str(symbol) for symbol in change.symbols] == ["AWrite.x"]

    def test_the_package_is_named_after_the_first_data_model(self, models: Models, compare: Compare) -> None:
        views = [models.view("A", {"x": models.prop()})]
        old, new = ([models.data_model(*views, external_id=name)] for name in ("Shop", "Store"))

        comparison = compare(old, new)

        assert told(comparison) == {
            (ChangeKind.MODEL_REMOVED, "s:Shop(v1)"): NOTHING,
            (ChangeKind.MODEL_ADDED, "s:Store(v1)"): NOTHING,
            (ChangeKind.SYMBOL_RENAMED, "s:Shop(v1)"): READS,
        }
        assert "import shop is import store now, ShopClient is StoreClient now" in comparison.changes[2].message
        assert Breaks.READS not in compare(old, new, python={"package": "p", "client_name": "C"}).breaks


def test_data_models(models: Models, compare: Compare) -> None:
    view = models.view("A", {"x": models.prop()})
    old = [models.data_model(view, description="Before.")]
    new = [models.data_model(view, version="v2", description="Now.")]

    assert [(change.kind.value, change.impact) for change in compare(old, new).changes] == [
        ("model-version", Impact.COMPATIBLE),
        ("model-text", Impact.COSMETIC),
    ]


def test_views_that_the_settings_leave_out_do_not_count(models: Models, compare: Compare) -> None:
    views = [models.view(name, {"x": models.prop()}) for name in ("A", "B")]

    assert compare(views, views[:1], exclude_views=["B"]).changes == ()


def test_a_change_is_one_line(models: Models, compare: Compare) -> None:
    old, new = ({"x": models.prop(type_)} for type_ in ("date", "json"))

    change = only_change(compare([models.view("A", old)], [models.view("A", new)]))

    assert str(change) == "breaking (reads, writes) property-type s:A(v1).x: Its type was date and is json."


@pytest.mark.parametrize(
    ("step", "from_one", "below_one"),
    [
        (Step.MAJOR, "2.0.0", "0.4.0"),
        (Step.MINOR, "1.3.0", "0.3.6"),
        (Step.PATCH, "1.2.6", "0.3.6"),
        (Step.NONE, "1.2.5", "0.3.5"),
    ],
)
def test_the_version_that_follows(step: Step, from_one: str, below_one: str) -> None:
    assert step.after("1.2.5") == from_one
    assert step.after("0.3.5+local") == below_one


def test_what_is_no_version() -> None:
    with pytest.raises(ConfigError, match="'one' is not a version"):
        Step.MAJOR.after("one")


def test_the_step_follows_from_the_greatest_impact(models: Models, compare: Compare) -> None:
    old = [models.view("A", {"x": models.prop()})]
    more = [models.view("A", {"x": models.prop(), "y": models.prop(containerPropertyIdentifier="q")})]

    assert compare(old, old).step is Step.NONE
    assert compare(old, [models.view("A", {"x": models.prop(name="X")})]).step is Step.PATCH
    assert compare(old, more).step is Step.MINOR
    assert compare(more, old).step is Step.MAJOR
    assert compare(more, old).count(Impact.BREAKING) == 1
