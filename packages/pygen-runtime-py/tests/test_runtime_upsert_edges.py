"""Writing edges within the nodes that they connect."""

from typing import Any

import pytest
from pydantic import ValidationError
from pygen_client import PygenValidationError
from pygen_client.schema import EdgeId, NodeId
from pygen_runtime import EdgeWrite, NodeWrite
from shop_by_hand import Category, CategoryWrite, NoteWrite, Product, ProductWrite, RelatesToWrite, ShopClient

RELATES_TO = NodeId("shop_model", "relatesTo")


def part(external_id: str, **values: Any) -> ProductWrite:
    return ProductWrite(external_id=external_id, **{"name": "Part", "price": 1, **values})


def fits(**ends: Any) -> RelatesToWrite:
    return RelatesToWrite(**{"relation_type": "fits", **ends})


def related(shop: ShopClient, external_id: str) -> Product:
    relations = Product.relations
    query = shop.product.query().include(relations.relates_to, relations.related_from, relations.shelf)
    (found,) = [one for one in query.list() if one.external_id == external_id]
    return found


class TestShapes:
    def test_an_edge_object_needs_only_its_far_end(self, shop: ShopClient) -> None:
        shop.upsert([part("saw"), part("blade", relates_to=[fits(end_node="saw", strength=0.5)])])

        (link,) = related(shop, "blade").relates_to
        assert (link.node.external_id, link.edge.relation_type, link.edge.strength) == ("saw", "fits", 0.5)
        assert link.edge.edge_type == RELATES_TO

    def test_the_far_end_may_be_written_along(self, shop: ShopClient) -> None:
        result = shop.upsert(part("blade", relates_to=[fits(end_node=part("saw", category="tools"))]))

        assert [one.external_id for one in result.created] == ["blade", "saw", "blade:shop_model/relatesTo:saw"]

    @pytest.mark.parametrize("saw", ["saw", ("shop", "saw"), NodeId("shop", "saw"), part("saw")])
    def test_the_far_end_is_given_in_any_form(self, shop: ShopClient, saw: Any) -> None:
        shop.upsert(part("saw"))

        shop.upsert(part("blade", relates_to=(fits(end_node=saw),)))

        assert [link.node_id for link in related(shop, "blade").relates_to] == [NodeId("shop", "saw")]

    def test_inwards_the_edge_starts_at_the_far_end(self, shop: ShopClient) -> None:
        shop.upsert([part("saw"), part("blade", related_from=[fits(start_node="saw")])])

        assert [link.node_id.external_id for link in related(shop, "saw").relates_to] == ["blade"]

    @pytest.mark.parametrize("shelf", ["tools", CategoryWrite(external_id="tools", category_name="Tools")])
    def test_without_properties_the_far_node_is_enough(self, shop: ShopClient, shelf: Any) -> None:
        shop.upsert(CategoryWrite(external_id="tools", category_name="Tools"))

        result = shop.upsert(part("saw", shelf=shelf))

        assert EdgeId("shop", "saw:shop_model/shelf:tools") in result.created
        link = related(shop, "saw").shelf
        assert link is not None
        assert link.node.category_name == "Tools"

    def test_without_properties_an_edge_object_can_name_its_own_id(self, shop: ShopClient) -> None:
        shop.upsert(CategoryWrite(external_id="tools", category_name="Tools"))

        shop.upsert(part("saw", shelf=EdgeWrite(space="elsewhere", external_id="top", end_node="tools")))

        link = related(shop, "saw").shelf
        assert link is not None
        assert link.edge.as_id() == EdgeId("elsewhere", "top")

    def test_edges_whose_properties_may_all_be_left_out_take_either(self, shop: ShopClient) -> None:
        noted = NoteWrite(end_node="blade", text="sharp")

        shop.upsert(
            [part("saw"), part("blade"), CategoryWrite(external_id="c", category_name="C", notes=["saw", noted])]
        )

        (found,) = shop.category.query().include(Category.relations.notes).list()
        assert {link.node.external_id: link.edge.text for link in found.notes} == {"saw": None, "blade": "sharp"}

    def test_circles_through_edges_are_fine(self, shop: ShopClient) -> None:
        saw, blade = part("saw"), part("blade")
        saw.relates_to = [fits(end_node=blade), fits(end_node=saw)]
        blade.relates_to = [fits(end_node=saw)]

        assert len(shop.upsert(saw).created) == 5

    def test_none_and_nothing_write_no_edges_and_remove_none(self, shop: ShopClient) -> None:
        shop.upsert([part("saw"), part("blade", relates_to=[fits(end_node="saw")])])

        shop.upsert([part("blade", relates_to=[], shelf=None, price=2)])

        assert len(related(shop, "blade").relates_to) == 1

    def test_a_read_object_writes_back_without_its_edges(self, shop: ShopClient) -> None:
        shop.upsert([part("saw"), part("blade", relates_to=[fits(end_node="saw")])])

        blade = related(shop, "blade").as_write()

        assert blade.relates_to is None
        assert shop.upsert(blade).unchanged == [NodeId("shop", "blade")]

    def test_edges_that_were_read_are_changed_by_themselves(self, shop: ShopClient) -> None:
        shop.upsert([part("saw"), part("blade", relates_to=[fits(end_node="saw")])])
        (link,) = related(shop, "blade").relates_to

        shop.upsert(part("blade", relates_to=[link.edge.as_write().model_copy(update={"strength": 0.25})]))

        (changed,) = related(shop, "blade").relates_to
        assert changed.edge.strength == 0.25


class TestBareInstances:
    def test_nodes_and_edges_without_a_view_are_written(self, shop: ShopClient) -> None:
        result = shop.upsert(
            EdgeWrite(edge_type="t", start_node=NodeWrite(external_id="a"), end_node=NodeWrite(external_id="b"))
        )

        assert result.created == [NodeId("shop", "a"), NodeId("shop", "b"), EdgeId("shop", "a:t:b")]
        assert shop.upsert(NodeWrite(external_id="a", node_type="kind")).updated == [NodeId("shop", "a")]


class TestMadeIds:
    """What is pinned here is stored in projects: a change would write the same edges a second time."""

    @pytest.mark.parametrize(
        ("start", "edge_type", "end", "expected"),
        [
            (("s", "a"), ("s", "t"), ("s", "b"), "a:t:b"),
            (("s", "a"), ("model", "T.x"), ("s", "b"), "a:model/T.x:b"),
            (("s", "a"), ("s", "t"), ("z", "b"), "a:t:z/b"),
            (("s", "a:t"), ("s", "b"), ("s", "c"), "a%3At:b:c"),
            (("s", "a"), ("s", "t:b"), ("s", "c"), "a:t%3Ab:c"),
            (("s", "z/b"), ("s", "100%"), ("s", "#1"), "z%2Fb:100%25:%231"),
            (("s", "ä"), ("s", "t"), ("s", "日本"), "ä:t:日本"),
            (("s", "a" * 100), ("s", "t" * 100), ("s", "b" * 53), f"{'a' * 100}:{'t' * 100}:{'b' * 53}"),
            (
                ("s", "a" * 100),
                ("s", "t" * 100),
                ("s", "b" * 54),
                f"{'a' * 100}:{'t' * 100}:{'b' * 20}#fc4ff8923ce5fe01b080cf0047c572cb",
            ),
        ],
    )
    def test_are_made_from_both_ends_and_the_type(
        self, start: tuple[str, str], edge_type: tuple[str, str], end: tuple[str, str], expected: str
    ) -> None:
        edge = EdgeWrite(edge_type=edge_type, start_node=start, end_node=end)

        assert edge.as_id() == EdgeId("s", expected)

    def test_are_never_longer_than_255_bytes(self) -> None:
        edge = EdgeWrite(edge_type=("s", "t"), start_node=("s", "日" * 256), end_node=("s", "#" * 256))

        assert len(edge.as_id().external_id.encode()) in (253, 254, 255)

    def test_a_space_that_was_given_counts(self) -> None:
        edge = EdgeWrite(space="z", edge_type=("s", "t"), start_node=("s", "a"), end_node=("z", "b"))

        assert edge.as_id() == EdgeId("z", "s/a:s/t:b")

    def test_types_stay_apart(self, shop: ShopClient) -> None:
        shop.upsert([part("saw"), part("blade", relates_to=[fits(end_node="saw")])])

        other = EdgeWrite(edge_type=("shop_model", "shelf"), start_node="blade", end_node="saw")

        assert len(shop.upsert(other).created) == 1

    def test_directions_stay_apart(self, shop: ShopClient) -> None:
        both = [part("saw", relates_to=[fits(end_node="blade")]), part("blade", relates_to=[fits(end_node="saw")])]

        assert len(shop.upsert(both).created) == 4

    def test_one_edge_is_one_edge_from_either_end(self, shop: ShopClient) -> None:
        shop.upsert([part("saw"), part("blade", relates_to=[fits(end_node="saw")])])

        again = shop.upsert(part("saw", related_from=[fits(start_node="blade")]))

        assert EdgeId("shop", "blade:shop_model/relatesTo:saw") in again.unchanged
        assert again.created == []

    def test_an_edge_lies_where_it_starts(self, shop: ShopClient) -> None:
        abroad = part("abroad", space="elsewhere")

        result = shop.upsert(part("saw", relates_to=[fits(end_node=abroad)], related_from=[fits(start_node=abroad)]))

        edges = [one for one in result.created if isinstance(one, EdgeId)]
        assert edges == [
            EdgeId("shop", "saw:shop_model/relatesTo:elsewhere/abroad"),
            EdgeId("elsewhere", "abroad:shop_model/relatesTo:shop/saw"),
        ]


class TestMistakes:
    def test_an_edge_of_a_connection_must_lead_somewhere(self, shop: ShopClient) -> None:
        with pytest.raises(PygenValidationError, match="RelatesToWrite in a connection of shop:blade has no end_node"):
            shop.upsert(part("blade", relates_to=[fits()]))
        with pytest.raises(PygenValidationError, match="has no start_node"):
            shop.upsert(part("blade", related_from=[fits(end_node="blade")]))

    def test_what_the_connection_knows_cannot_be_contradicted(self, shop: ShopClient) -> None:
        with pytest.raises(PygenValidationError, match="gives the end of the edge shop:blade, but names shop:other"):
            shop.upsert(part("blade", relates_to=[fits(start_node="other", end_node="saw")]))
        with pytest.raises(PygenValidationError, match="gives the type of the edge shop_model:relatesTo"):
            shop.upsert(part("blade", relates_to=[fits(edge_type="other", end_node="saw")]))

    def test_an_edge_by_itself_says_what_it_lacks(self, shop: ShopClient) -> None:
        with pytest.raises(PygenValidationError, match="RelatesToWrite has no edge_type and no end_node: give it"):
            shop.upsert(fits(start_node="a"))

    def test_two_different_edges_of_one_type_need_ids_of_their_own(self, shop: ShopClient) -> None:
        twice = [fits(end_node="saw"), fits(end_node="saw", strength=0.5)]
        with pytest.raises(PygenValidationError, match=r"EdgeId shop:blade.*was given twice"):
            shop.upsert([part("saw"), part("blade", relates_to=twice)])

        twice[1].external_id = "second"
        assert len(shop.upsert([part("saw"), part("blade", relates_to=twice)]).created) == 4

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"relates_to": ["saw"]}, "takes write objects of edges"),
            ({"relates_to": [part("saw")]}, "takes write objects of edges"),
            ({"relates_to": "saw"}, "takes several: give a list"),
            ({"relates_to": ("shop", "saw")}, "takes several: give a list"),
            ({"relates_to": 7}, "takes several: give a list"),
            ({"shelf": ["tools"]}, "A relation takes a write object of a node"),
        ],
    )
    def test_what_is_no_edge_is_refused_at_once(self, values: dict[str, Any], reason: str) -> None:
        with pytest.raises(ValidationError, match=reason):
            part("blade", **values)


def test_pydantic_dumps_edges_as_they_are() -> None:
    blade = part("blade", relates_to=[fits(end_node="saw")], shelf=("shop", "tools"))

    dumped = blade.model_dump(exclude_unset=True)

    assert dumped["shelf"] == {"space": "shop", "externalId": "tools"}
    assert dumped["relates_to"] == [{"end_node": "saw", "relation_type": "fits"}]
