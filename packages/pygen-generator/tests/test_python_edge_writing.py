"""What write classes of nodes take for their edges, and the type that a view's filter demands."""

from __future__ import annotations

import pytest


def _written(look, name="Thing"):
    return look.fields(f"data_classes/{name.lower()}.py", f"{name}Write")


def test_edges_without_a_view_take_the_nodes_behind_them(generate, models):
    to = {"to": models.edges("Other"), "one": models.edges("Elsewhere", single=True, direction="inwards")}
    look = generate(models.view("Thing", to), models.view("Other"))

    assert _written(look) == {
        "one": "Annotated[WriteLink['NodeWrite', 'EdgeWrite'] | None, edges(Thing.relations.one)] = None",
        "to": "Annotated[WriteLinks['OtherWrite', 'EdgeWrite'] | None, edges(Thing.relations.to)] = None",
    }


def test_edges_whose_properties_may_stay_unset_take_nodes_too(generate, models):
    free = {"weight": models.prop("float32"), "n": models.prop("int32", nullable=False, autoIncrement=True)}
    free["d"] = models.prop("int32", nullable=False, defaultValue=1)
    look = generate(
        models.view("Thing", {"to": models.edges("Thing", view="Link")}), models.view("Link", free, usedFor="edge")
    )

    assert _written(look)["to"].startswith("Annotated[WriteLinks['ThingWrite', 'LinkWrite'] | None")


@pytest.mark.parametrize(("single", "form"), [(False, "WriteEdges"), (True, "WriteEdge")])
def test_edges_with_required_properties_are_given_whole(generate, models, single, form):
    look = generate(
        models.view("Thing", {"to": models.edges("Thing", view="Link", single=single)}),
        models.view("Link", {"weight": models.prop("float32", nullable=False)}, usedFor="edge"),
    )

    assert _written(look) == {"to": f"Annotated[{form}['LinkWrite'] | None, edges(Thing.relations.to)] = None"}


@pytest.mark.parametrize(
    ("view", "code"),
    [("Fixed", "edge-view-not-writable"), ("Elsewhere", "edge-view-outside-model"), ("Thing", "edge-view-not-edge")],
)
def test_edges_whose_view_cannot_be_written_are_not_written(generate, models, view, code):
    look = generate(
        models.view("Thing", {"to": models.edges("Thing", view=view)}),
        models.view("Fixed", {"weight": models.prop("float32")}, usedFor="edge", writable=False),
    )

    assert _written(look) == {}
    assert look.codes(ignore=["view-not-writable"]) == [(code, "s:Thing(v1).to")]


def test_reverse_relations_are_not_written(generate, models):
    parts = {"parts": models.reverse("Thing", "Thing", "whole"), "whole": models.relation("Thing")}

    assert list(_written(generate(models.view("Thing", parts)))) == ["whole"]


def test_a_child_inherits_them_and_repeats_what_differs(generate, models):
    base = {"same": models.edges("Thing"), "narrow": models.edges("Thing"), "typed": models.edges("Thing")}
    child = {**base, "narrow": models.edges("Child"), "typed": models.edges("Thing", type_=("s", "other"))}
    look = generate(models.view("Thing", base), models.view("Child", child, implements=["Thing"]))

    assert list(_written(look, "Child")) == ["narrow", "typed"]
    assert "WriteLinks['ChildWrite', 'EdgeWrite']" in _written(look, "Child")["narrow"]
    assert look.text("data_classes/child.py").count("# pyright: ignore[reportIncompatibleVariableOverride]") == 2


def test_a_child_whose_edges_are_written_otherwise_does_not_inherit(generate, models):
    look = generate(
        models.view("Thing", {"to": models.edges("Thing", view="Link")}),
        models.view("Link", usedFor="edge"),
        models.view("Strict", {"weight": models.prop(nullable=False)}, usedFor="edge", implements=["Link"]),
        models.view("Child", {"to": models.edges("Thing", view="Strict")}, implements=["Thing"]),
    )

    assert look.bases("data_classes/child.py", "ChildWrite") == ["NodeWrite"]
    assert look.codes() == [("base-dropped", "s:Child(v1)")]


def test_an_attribute_called_edges_hides_nothing(generate, models):
    look = generate(models.view("Thing", {"edges": models.edges("Thing"), "to": models.edges("Thing")}))

    assert _written(look)["to"].endswith("edges_(Thing.relations.to)] = None")


TYPE = {"space": "s", "externalId": "T"}


def _demanding(type_):
    return {"equals": {"property": ["node", "type"], "value": type_}}


class TestTypeOfNodes:
    """A view whose filter demands a type shows only nodes of that type, so writes give it."""

    @pytest.mark.parametrize(
        "condition",
        [
            _demanding(TYPE),
            {"and": [{"hasData": []}, _demanding(TYPE)]},
            {"in": {"property": ["node", "type"], "values": [TYPE]}},
        ],
    )
    def test_writes_give_the_type_that_is_demanded(self, generate, models, condition):
        look = generate(models.view("Thing", filter=condition))

        assert _written(look) == {"node_type": "RelationTarget['NodeWrite'] | None = NodeId('s', 'T')"}

    @pytest.mark.parametrize(
        "condition",
        [
            {"not": _demanding(TYPE)},
            {"or": [_demanding(TYPE), {"matchAll": {}}]},
            {"in": {"property": ["node", "type"], "values": [TYPE, {"space": "s", "externalId": "U"}]}},
            {"equals": {"property": ["s", "C", "type"], "value": "T"}},
            _demanding("T"),
        ],
    )
    def test_other_filters_demand_no_type(self, generate, models, condition):
        assert _written(generate(models.view("Thing", filter=condition))) == {}

    def test_a_child_has_the_type_of_its_own_filter(self, generate, models):
        look = generate(
            models.view("Thing", filter=_demanding(TYPE)),
            models.view("Same", filter=_demanding(TYPE), implements=["Thing"]),
            models.view("Free", implements=["Thing"]),
            models.view("Other", filter=_demanding({"space": "s", "externalId": "U"}), implements=["Thing"]),
        )

        assert _written(look, "Same") == {}
        assert _written(look, "Free") == {"node_type": "RelationTarget['NodeWrite'] | None = None"}
        assert _written(look, "Other") == {"node_type": "RelationTarget['NodeWrite'] | None = NodeId('s', 'U')"}

    def test_edges_of_the_view_have_none(self, generate, models):
        look = generate(models.view("Both", usedFor="all", filter=_demanding(TYPE)))

        assert look.fields("data_classes/both_edge.py", "BothEdgeWrite") == {}
