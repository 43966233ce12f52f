"""What each kind of connection becomes, which are left out, and how they are inherited."""

from __future__ import annotations

import pytest

THING = "data_classes/thing.py"


def test_edges_are_links_each_with_edge_and_node(generate, models):
    look = generate(
        models.view("Thing", {"relatesTo": models.edges("Other", view="Link")}),
        models.view("Other"),
        models.view("Link", usedFor="edge"),
    )

    assert look.fields(THING, "Thing") == {"relates_to": "Links['Other', 'Link'] = connection()"}
    assert look.inner(THING, "Thing") == {
        "(bases)": "Node.relations",
        "relates_to": "EdgeRelation['Other', 'Link']('relatesTo', '.other:Other', '.link:Link', type=NodeId('s', 't'))",
    }
    assert look.codes() == []


def test_an_edge_at_most_with_its_direction_and_without_a_view(generate, models):
    one = models.edges("Other", single=True, direction="inwards", type_=("elsewhere", "of"))
    look = generate(models.view("Thing", {"one": one}), models.view("Other"))

    assert look.fields(THING, "Thing") == {"one": "LinkTo['Other', 'Edge'] = connection()"}
    assert look.inner(THING, "Thing")["one"] == (
        "EdgeRelation['Other', 'Edge']('one', '.other:Other', None, type=NodeId('elsewhere', 'of'), "
        "direction='inwards', single=True)"
    )


def test_several_types_between_the_same_views_are_several_connections(generate, models):
    both = {"a": models.edges("Thing", type_=("s", "a")), "b": models.edges("Thing", type_=("s", "b"))}
    found = generate(models.view("Thing", both)).inner(THING, "Thing")

    assert "type=NodeId('s', 'a')" in found["a"]
    assert "type=NodeId('s', 'b')" in found["b"]


def test_an_edge_view_that_shows_nodes_too_gives_its_edge_class(generate, models):
    look = generate(
        models.view("Thing", {"to": models.edges("Thing", view="Both")}), models.view("Both", usedFor="all")
    )

    assert look.fields(THING, "Thing") == {"to": "Links['Thing', 'BothEdge'] = connection()"}


@pytest.mark.parametrize(("single", "type_"), [(False, "Many"), (True, "One")])
def test_a_reverse_relation_gives_the_nodes_that_point_here(generate, models, single, type_):
    look = generate(
        models.view("Thing", {"parts": models.reverse("Part", "Part", "whole", single=single)}),
        models.view("Part", {"whole": models.relation("Thing")}),
    )

    assert look.fields(THING, "Thing") == {"parts": f"{type_}['Part'] = connection()"}
    assert look.inner(THING, "Thing")["parts"] == (
        "ReverseRelation['Part']('parts', '.part:Part', through=(ViewId('s', 'Part', 'v1'), 'whole')"
        + (", single=True)" if single else ")")
    )


@pytest.mark.parametrize("said", [True, False, None])
def test_a_reverse_relation_knows_lists_from_the_relation_itself(generate, models, said):
    look = generate(
        models.view("Thing", {"parts": models.reverse("Part", "Part", "wholes", targetsList=said)}),
        models.view("Part", {"wholes": models.relation("Thing", is_list=True)}),
    )

    assert look.inner(THING, "Thing")["parts"].endswith(", through_list=True)")


def test_a_reverse_relation_through_a_view_outside_knows_lists_from_what_is_said(generate, models):
    look = generate(models.view("Thing", {"parts": models.reverse("Thing", "Elsewhere", "whole", targetsList=True)}))

    assert look.inner(THING, "Thing")["parts"] == (
        "ReverseRelation['Thing']('parts', '.thing:Thing', through=(ViewId('s', 'Elsewhere', 'v1'), 'whole'), "
        "through_list=True)"
    )
    assert look.codes() == []


@pytest.mark.parametrize("through", ["Part", "Special"])
def test_a_reverse_relation_through_a_parent_or_a_child_of_its_target(generate, models, through):
    whole = {"whole": models.relation("Thing")}
    look = generate(
        models.view("Thing", {"parts": models.reverse("Middle", through, "whole")}),
        models.view("Part", whole),
        models.view("Middle", whole, implements=["Part"]),
        models.view("Special", whole, implements=["Middle"]),
    )

    assert look.inner(THING, "Thing")["parts"] == (
        f"ReverseRelation['Middle']('parts', '.middle:Middle', through=(ViewId('s', '{through}', 'v1'), 'whole'))"
    )


def test_a_reverse_relation_through_a_container_goes_through_the_property_that_shows_it(generate, models):
    container = {"type": "container", "space": "s", "externalId": "C"}
    part = models.view("Part", {"of": models.relation("Thing", containerPropertyIdentifier="whole")})
    look = generate(models.view("Thing", {"parts": models.reverse("Part", container, "whole")}), part)

    assert look.inner(THING, "Thing")["parts"].endswith("through=(ViewId('s', 'Part', 'v1'), 'of'))")


def test_what_is_outside_of_the_model_is_a_plain_node_or_edge(generate, models):
    look = generate(
        models.view(
            "Thing",
            {
                "edges": models.edges("Elsewhere", view="Nowhere"),
                "reverse": models.reverse("Elsewhere", "Elsewhere", "x"),
                "relation": models.relation("Elsewhere"),
            },
        )
    )

    assert look.fields(THING, "Thing") == {
        "relation": "Ref['Node'] | None = None",
        "edges": "Links['Node', 'Edge'] = connection()",
        "reverse": "Many['Node'] = connection()",
    }
    assert "DirectRelation['Node']('relation', None)" in look.inner(THING, "Thing").values()
    assert sorted(look.codes()) == [
        ("edge-view-outside-model", "s:Thing(v1).edges"),
        ("target-outside-model", "s:Thing(v1).edges"),
        ("target-outside-model", "s:Thing(v1).relation"),
        ("target-outside-model", "s:Thing(v1).reverse"),
    ]


def test_a_target_that_shows_edges_only_is_a_plain_node(generate, models):
    look = generate(
        models.view("Thing", {"to": models.edges("Link"), "odd": models.edges("Thing", view="Thing")}),
        models.view("Link", usedFor="edge"),
    )

    assert look.fields(THING, "Thing") == {
        "odd": "Links['Thing', 'Edge'] = connection()",
        "to": "Links['Node', 'Edge'] = connection()",
    }
    assert look.codes() == [("target-not-node", "s:Thing(v1).to"), ("edge-view-not-edge", "s:Thing(v1).odd")]


@pytest.mark.parametrize(
    ("reverse", "code"),
    [
        (("Thing", "Thing", "nothing"), "reverse-through-nothing"),
        (("Thing", "Thing", "name"), "reverse-through-nothing"),
        (("Link", "Link", "at"), "reverse-from-edges"),
        (("Thing", {"type": "container", "space": "s", "externalId": "C"}, "q"), "reverse-through-container"),
        (("Elsewhere", {"type": "container", "space": "s", "externalId": "C"}, "p"), "reverse-through-container"),
        (("Thing", {"type": "container", "space": "s", "externalId": "C"}, "p"), "reverse-through-nothing"),
    ],
)
def test_a_reverse_relation_that_leads_nowhere_is_left_out_and_reported(generate, models, reverse, code):
    look = generate(
        models.view("Thing", {"reverse": models.reverse(*reverse), "name": models.prop()}),
        models.view("Link", {"at": models.relation("Thing")}, usedFor="edge"),
    )

    assert list(look.fields(THING, "Thing")) == ["name"]
    assert look.inner(THING, "Thing") == {}
    assert look.codes() == [(code, "s:Thing(v1).reverse")]


def test_a_kind_of_connection_that_is_not_known_is_left_out_and_reported(generate, models):
    look = generate(models.view("Thing", {"wormhole": {"connectionType": "wormhole"}}))

    assert look.fields(THING, "Thing") == {}
    assert look.codes() == [("connection-unknown", "s:Thing(v1).wormhole")]


def test_edges_have_no_connections(generate, models):
    to = {"to": models.edges("Thing", view="Nowhere")}
    look = generate(
        models.view("Thing"), models.view("Both", to, usedFor="all"), models.view("Link", to, usedFor="edge")
    )

    assert list(look.fields("data_classes/both.py", "Both")) == ["to"]
    assert look.fields("data_classes/both_edge.py", "BothEdge") == {}
    assert look.fields("data_classes/link.py", "Link") == {}
    assert look.codes(ignore=["edge-view-outside-model"]) == [("connection-of-edges", "s:Link(v1).to")]


def test_a_connection_says_what_it_is(generate, models):
    to = models.edges("Thing", name="Neighbours", description="All around it")
    text = generate(models.view("Thing", {"to": to})).text(THING)

    assert '    to: Links["Thing", "Edge"] = connection()\n    """Neighbours. All around it"""\n' in text


def test_names_of_connections_and_properties_are_of_one_scope(generate, models):
    look = generate(
        models.view("Thing", {"fooBar": models.edges("Thing"), "foo_bar": models.prop(), "json": models.edges("Thing")})
    )

    fields = look.fields(THING, "Thing")
    assert fields["foo_bar"] == "str | None = None"
    assert fields["json_"] == "Links['Thing', 'Edge'] = connection()"
    assert len(fields) == 3
    assert look.codes() == [("renamed", "s:Thing(v1).fooBar"), ("renamed", "s:Thing(v1).json")]


def test_a_connection_called_connection_hides_nothing(generate, models):
    look = generate(models.view("Thing", {"connection": models.edges("Thing"), "other": models.edges("Thing")}))

    assert look.fields(THING, "Thing")["other"] == "Links['Thing', 'Edge'] = connection_()"


class TestInheritance:
    """Connections are inherited as properties are."""

    def test_a_child_repeats_nothing(self, generate, models):
        to = {"to": models.edges("Thing"), "at": models.relation("Thing")}
        look = generate(models.view("Thing", to), models.view("Child", to, implements=["Thing"]))

        assert look.fields("data_classes/child.py", "Child") == {}
        assert look.inner("data_classes/child.py", "Child") == {}

    def test_a_child_adds_its_own(self, generate, models):
        to, more = {"to": models.edges("Thing")}, {"more": models.edges("Thing", type_=("s", "more"))}
        look = generate(models.view("Thing", to), models.view("Child", {**to, **more}, implements=["Thing"]))

        assert list(look.fields("data_classes/child.py", "Child")) == ["more"]
        assert list(look.inner("data_classes/child.py", "Child")) == ["(bases)", "more"]
        assert look.inner("data_classes/child.py", "Child")["(bases)"] == "Thing.relations"

    def test_edges_of_another_type_are_declared_again(self, generate, models):
        look = generate(
            models.view("Thing", {"to": models.edges("Thing")}),
            models.view("Child", {"to": models.edges("Thing", type_=("s", "other"))}, implements=["Thing"]),
        )

        assert look.bases("data_classes/child.py", "Child") == ["Thing"]
        assert look.fields("data_classes/child.py", "Child") == {}
        assert "'other'" in look.inner("data_classes/child.py", "Child")["to"]

    def test_connections_to_subclasses_override(self, generate, models):
        def of(name):
            return {
                "one": models.reverse(name, name, "at", single=True),
                "many": models.reverse(name, name, "at"),
                "to": models.edges(name, single=True),
                "at": models.relation("Thing"),
            }

        look = generate(models.view("Thing", of("Thing")), models.view("Child", of("Child"), implements=["Thing"]))
        text = look.text("data_classes/child.py")

        assert '    one: One["Child"] = connection()  # pyright: ignore' in text
        assert '    many: Many["Child"] = connection()  # type: ignore[assignment]  # pyright: ignore' in text
        assert '    to: LinkTo["Child", "Edge"] = connection()  # type: ignore[assignment]  # pyright: ignore' in text
        assert look.codes() == []

    @pytest.mark.parametrize("changed", ["single", "target", "kind", "edge view", "gone"])
    def test_connections_that_do_not_fit_drop_the_base(self, generate, models, changed):
        base = {"to": models.edges("Thing", view="Link"), "at": models.relation("Thing")}
        child = {
            "single": models.edges("Thing", view="Link", single=True),
            "target": models.edges("Other", view="Link"),
            "kind": models.reverse("Thing", "Thing", "at"),
            "edge view": models.edges("Thing"),
            "gone": models.prop(),
        }[changed]
        look = generate(
            models.view("Thing", base),
            models.view("Other"),
            models.view("Link", usedFor="edge"),
            models.view("Child", {**base, "to": child}, implements=["Thing"]),
        )

        assert look.bases("data_classes/child.py", "Child") == ["Node"]
        assert look.codes() == [("base-dropped", "s:Child(v1)")]

    def test_a_connection_that_has_another_name_in_the_base_drops_it(self, generate, models):
        a, b = {"fooBar": models.edges("A")}, {"foo_bar": models.edges("B")}
        look = generate(models.view("A", a), models.view("B", b), models.view("C", {**a, **b}, implements=["A", "B"]))

        assert look.bases("data_classes/c.py", "C") == ["A"]
        assert sorted(look.codes()) == [("base-dropped", "s:C(v1)"), ("renamed", "s:C(v1).foo_bar")]

    def test_two_bases_with_relations_are_brought_together(self, generate, models):
        a, b = {"a": models.edges("A")}, {"b": models.edges("B")}
        look = generate(models.view("A", a), models.view("B", b), models.view("C", {**a, **b}, implements=["A", "B"]))

        assert look.inner("data_classes/c.py", "C") == {"(bases)": "A.relations, B.relations"}

    def test_a_base_whose_relations_another_base_has_already_is_not_named(self, generate, models):
        top, more = {"top": models.edges("Top")}, {"more": models.edges("Top")}
        look = generate(
            models.view("Top", top),
            models.view("Plain", top, implements=["Top"]),
            models.view("Rich", {**top, **more}, implements=["Top"]),
            models.view("Both", {**top, **more}, implements=["Plain", "Rich"]),
            models.view("Own", {**top, **more, "own": models.edges("Top")}, implements=["Plain", "Rich"]),
        )

        assert look.inner("data_classes/both.py", "Both") == {}
        assert look.inner("data_classes/own.py", "Own")["(bases)"] == "Rich.relations"


def test_a_view_that_no_instance_can_have_all_of_is_reported(models):
    from pygen_client.schema import Container, DataModel  # noqa: PLC0415
    from pygen_generator import Schema, generate_sdk  # noqa: PLC0415 - a source with containers is needed here only

    def container(name, used_for):
        return Container.load(
            {"space": "s", "externalId": name, "usedFor": used_for, "properties": {}, "constraints": {}, "indexes": {}}
            | {"createdTime": 1, "lastUpdatedTime": 1, "isGlobal": False}
        )

    mapped = [{"type": "container", "space": "s", "externalId": name} for name in ("N", "E")]
    model = DataModel.load(models.data_model(models.view("Odd", mappedContainers=mapped)))

    class Source:
        def load(self, wanted):
            return Schema((model,), (container("N", "node"), container("E", "edge"))).select(wanted)

    assert [(issue.code, issue.place) for issue in generate_sdk(Source()).report] == [("nodes-and-edges", "s:Odd(v1)")]
