"""Queries: conditions, order and limit, and what is included in the place where it belongs."""

from __future__ import annotations

import pytest
from pygen_client import PygenValidationError
from pygen_runtime import NotIncludedError, SortTerm
from pygen_runtime.filters import Equals, HasData, In, MatchAll, Not, Prefix, Range
from pygen_runtime.instances import Node, NodeId
from shop_by_hand import (
    Category,
    CategoryWrite,
    Product,
    ProductWrite,
    RelatesToWrite,
    ShopClient,
    Tool,
    ToolWrite,
)

PRODUCT, CATEGORY, RELATES_TO = (
    ("shop_model", "Product/v1"),
    ("shop_model", "Category/v1"),
    ("shop_model", "RelatesTo/v1"),
)
P, C = Product.relations, Category.relations
SHELF = NodeId("shop_model", "shelf")


def relation(start: str, end: str, strength: float) -> RelatesToWrite:
    return RelatesToWrite(
        external_id=f"{start}-{end}",
        edge_type=("shop_model", "relatesTo"),
        start_node=start,
        end_node=end,
        relation_type="fits",
        strength=strength,
    )


@pytest.fixture
def stocked(shop: ShopClient) -> ShopClient:
    """Two categories below one root, four products, and edges between them."""
    shop.upsert(
        [
            CategoryWrite(external_id="all", category_name="All"),
            CategoryWrite(external_id="tools", category_name="Tools", parent="all"),
            CategoryWrite(external_id="parts", category_name="Parts", parent="all"),
            ToolWrite(external_id="saw", name="Saw", price=12, category="tools", similar=["drill"], power=5),
            ToolWrite(external_id="drill", name="Drill", price=50, category="tools", similar=["saw", "blade"]),
            ProductWrite(external_id="blade", name="Blade", price=4, category="parts"),
            ProductWrite(external_id="gift", name="Gift", price=1),
        ]
    )
    shop.upsert([relation("saw", "blade", 0.9), relation("saw", "drill", 0.2), relation("drill", "blade", 0.6)])
    shelf = {
        "instanceType": "edge",
        "space": "shop",
        "externalId": "s1",
        "type": SHELF.dump(),
        "startNode": NodeId("shop", "saw").dump(),
        "endNode": NodeId("shop", "tools").dump(),
    }
    shop.client.request("POST", "/models/instances", json={"items": [shelf], "autoCreateDirectRelations": True})
    return shop


def ids(items: object) -> list[str]:
    return [one.external_id for one in items]  # type: ignore[attr-defined]  # any instances


class TestQuery:
    def test_finds_what_meets_its_conditions_in_order(self, stocked: ShopClient) -> None:
        query = stocked.product.query().where(Range((*PRODUCT, "price"), gt=1)).sort("price")

        assert ids(query.list()) == ["blade", "saw", "drill"]
        assert ids(query.where(name_prefix="S").list()) == ["saw"]
        assert ids(query.limit(2).iterate()) == ["blade", "saw"]
        assert query.count() == 3

    def test_says_where_a_limited_list_goes_on(self, stocked: ShopClient) -> None:
        query = stocked.product.query().sort("external_id")

        some = query.limit(3).list()
        rest = query.pages(cursor=some.next_cursor)

        assert ids(some) == ["blade", "drill", "gift"]
        assert [ids(page.items) for page in rest] == [["saw"]]

    def test_gives_the_first_or_none(self, stocked: ShopClient) -> None:
        query = stocked.product.query().sort("external_id")

        first = query.first()

        assert first is not None
        assert first.external_id == "blade"
        assert query.where(name="Nothing").first() is None

    def test_sorts_by_any_property_in_any_direction(self, stocked: ShopClient) -> None:
        dearest = stocked.product.query().sort(SortTerm((*PRODUCT, "price"), "descending"), "name").first()
        linked = stocked.product.query().sort(SortTerm((*PRODUCT, "description"), nulls_first=True), "name").first()

        assert dearest is not None
        assert dearest.name == "Drill"
        assert linked is not None
        assert linked.name == "Blade"

    def test_asks_nothing_where_nothing_can_match(self, stocked: ShopClient) -> None:
        query = stocked.product.query().where(name=[])

        assert query.list() == []
        assert query.count() == 0

    def test_is_never_changed(self, stocked: ShopClient) -> None:
        query = stocked.product.query()

        query.where(name="Saw").limit(1)

        assert len(query.list()) == 4

    def test_reads_edges(self, stocked: ShopClient) -> None:
        strong = stocked.relates_to.query().where(Range((*RELATES_TO, "strength"), gt=0.5)).sort("strength")

        assert [edge.end_node.external_id for edge in strong.list()] == ["blade", "blade"]

    def test_selects_attributes(self, stocked: ShopClient) -> None:
        saw = stocked.product.query().where(name="Saw").select("name").include(P.category).first()

        assert saw is not None
        assert saw.name == "Saw"
        assert saw.category is not None
        assert saw.category.value.category_name == "Tools"
        with pytest.raises(
            NotIncludedError, match=r"Product.price of shop:saw was not read: add 'price' to the select"
        ):
            _ = saw.price
        assert "<td>Saw</td>" in stocked.product.query().select("name").list()._repr_html_()

    def test_tells_at_once_what_does_not_fit(self, stocked: ShopClient) -> None:
        query = stocked.product.query()

        with pytest.raises(PygenValidationError, match="Product has no relation 'parent'"):
            query.include(C.parent)
        with pytest.raises(PygenValidationError, match="included twice"):
            query.include(P.category, P.category)
        with pytest.raises(PygenValidationError, match="no attribute 'nam'; did you mean 'name'"):
            query.select("nam")
        with pytest.raises(PygenValidationError, match="Cannot sort by 'nam'"):
            query.sort("nam")
        with pytest.raises(TypeError, match="no keyword filter 'nam'"):
            query.where(nam="x")
        with pytest.raises(PygenValidationError, match="limit must be 0 or more"):
            query.limit(-1)
        with pytest.raises(PygenValidationError, match="takes no sort and no limit"):
            query.include(P.category.limit(1))
        with pytest.raises(PygenValidationError, match="53 result sets"):
            query.include(P.relates_to.depth(24), P.category, P.similar, P.shelf)


class TestInclude:
    def test_fills_direct_relations(self, stocked: ShopClient) -> None:
        saw, drill = stocked.product.query().include(P.category).where(name=["Saw", "Drill"]).sort("price").list()

        assert saw.category is not None
        assert drill.category is not None
        assert saw.category.value.category_name == "Tools"
        assert saw.category.value is drill.category.value

    def test_fills_lists_of_direct_relations(self, stocked: ShopClient) -> None:
        drill = stocked.product.query().include(P.similar).where(name="Drill").first()

        assert drill is not None
        assert [one.value.name for one in drill.similar or ()] == ["Saw", "Blade"]

    def test_fills_edges_with_nodes_and_properties(self, stocked: ShopClient) -> None:
        saw = stocked.product.query().where(name="Saw").include(P.relates_to.sort("strength")).first()

        assert saw is not None
        assert [(round(link.edge.strength or 0, 1), link.node.name) for link in saw.relates_to] == [
            (0.2, "Drill"),
            (0.9, "Blade"),
        ]

    def test_fills_edges_that_end_here(self, stocked: ShopClient) -> None:
        blade = stocked.product.query().where(name="Blade").include(P.related_from).first()

        assert blade is not None
        assert sorted(link.node.name for link in blade.related_from) == ["Drill", "Saw"]

    def test_fills_a_single_edge(self, stocked: ShopClient) -> None:
        gift, saw = stocked.product.query().where(name=["Saw", "Gift"]).include(P.shelf).sort("price").list()

        assert saw.shelf is not None
        assert saw.shelf.node.category_name == "Tools"
        assert gift.shelf is None

    def test_fills_reverse_relations(self, stocked: ShopClient) -> None:
        query = stocked.category.query().include(C.products.sort("price")).sort("category_name")

        assert [(one.category_name, ids(one.products)) for one in query.list()] == [
            ("All", []),
            ("Parts", ["blade"]),
            ("Tools", ["saw", "drill"]),
        ]

    def test_fills_a_reverse_relation_through_a_parent_of_the_view(self, stocked: ShopClient) -> None:
        tools = stocked.category.query().where(category_name="Tools").include(C.tools.sort("external_id")).first()

        assert tools is not None
        assert [tool.power for tool in tools.tools] == [None, 5]

    def test_fills_a_reverse_relation_whose_class_does_not_have_the_property(self, stocked: ShopClient) -> None:
        tools = stocked.category.query().where(category_name="Tools").include(C.names).first()

        assert tools is not None
        assert sorted(ids(tools.names)) == ["drill", "saw"]
        assert all(type(one) is Node for one in tools.names)

    def test_fills_a_single_reverse_relation_through_a_container(self, stocked: ShopClient) -> None:
        query = stocked.category.query().include(C.owner).sort("category_name")

        owners = [one.owner and one.owner.external_id for one in query.list()]

        assert owners[:2] == [None, "blade"]

    def test_fills_reverse_relations_of_lists(self, stocked: ShopClient) -> None:
        query = stocked.product.query().include(P.similar_to.include(P.category)).sort("external_id")

        blade, drill, gift, saw = query.list()

        assert ids(drill.similar_to) == ["saw"]
        assert ids(saw.similar_to) == ids(blade.similar_to) == ["drill"]
        assert gift.similar_to == []
        assert saw.similar_to[0] is blade.similar_to[0]
        assert saw.similar_to[0].category is not None
        assert saw.similar_to[0].category.value.category_name == "Tools"

    def test_fills_single_reverse_relations_of_lists_and_those_of_other_views(self, stocked: ShopClient) -> None:
        query = stocked.product.query().include(P.a_tool_similar_to, P.nodes_similar_to).sort("external_id")

        blade, _, gift, _ = query.list()

        assert blade.a_tool_similar_to is not None
        assert blade.a_tool_similar_to.name == "Drill"
        assert ids(blade.nodes_similar_to) == ["drill"]
        assert gift.a_tool_similar_to is None

    def test_fills_reverse_relations_of_lists_below_others(self, stocked: ShopClient) -> None:
        query = stocked.category.query().where(category_name="Tools")

        tools = query.include(C.products.sort("name").include(P.similar_to.limit(1))).first()

        assert tools is not None
        assert [ids(one.similar_to) for one in tools.products] == [["saw"], ["drill"]]

    def test_goes_on_over_several_levels(self, stocked: ShopClient) -> None:
        root = stocked.category.query().where(category_name="All")
        include = C.children.sort("category_name").include(C.products.sort("price").include(P.relates_to))

        everything = root.include(include).first()

        assert everything is not None
        parts, tools = everything.children
        assert ids(parts.products) == ["blade"]
        assert [sorted(link.node.name for link in one.relates_to) for one in tools.products] == [
            ["Blade", "Drill"],
            ["Blade"],
        ]

    def test_follows_a_view_to_itself_to_a_depth(self, stocked: ShopClient) -> None:
        stocked.upsert(CategoryWrite(external_id="saws", category_name="Saws", parent="tools"))

        saws = stocked.category.query().where(category_name="Saws").include(C.parent.depth(2)).first()

        assert saws is not None
        assert saws.parent is not None
        tools = saws.parent.value
        assert tools.parent is not None
        assert tools.parent.value.category_name == "All"
        with pytest.raises(PygenValidationError, match="depth works on relations of a view to itself"):
            stocked.product.query().include(P.category.depth(2))

    def test_conditions_and_limits_count_for_each(self, stocked: ShopClient) -> None:
        strong = P.relates_to.where(Range((*RELATES_TO, "strength"), gt=0.5))
        cheap = P.relates_to.where(Range((*PRODUCT, "price"), lt=10))
        query = stocked.product.query().where(name="Saw")

        def linked(relation_: object) -> list[str]:
            saw = query.include(relation_).first()  # type: ignore[arg-type]  # any relation
            assert saw is not None
            return [link.node.name for link in saw.relates_to]

        assert linked(strong) == ["Blade"]
        assert linked(cheap) == ["Blade"]
        assert len(linked(P.relates_to.limit(1))) == 1
        assert linked(P.relates_to.sort("strength").limit(1)) == ["Drill"]
        either = Range((*RELATES_TO, "strength"), gt=0.5) | Range((*PRODUCT, "price"), lt=10)
        with pytest.raises(PygenValidationError, match="mixes properties of edges and of nodes"):
            linked(P.relates_to.where(either))

    def test_limits_reverse_relations_for_each(self, stocked: ShopClient) -> None:
        tools = stocked.category.query().include(C.products.sort("price").limit(1)).where(category_name="Tools").first()

        assert tools is not None
        assert ids(tools.products) == ["saw"]

    def test_sorts_nodes_of_no_view_by_what_every_node_has(self, stocked: ShopClient) -> None:
        names = C.names.sort("external_id")
        tools = stocked.category.query().where(category_name="Tools").include(names).first()

        assert tools is not None
        assert ids(tools.names) == sorted(ids(tools.names))
        with pytest.raises(PygenValidationError, match="Cannot sort by 'name'"):
            stocked.category.query().include(C.names.sort("name"))

    def test_tells_what_was_looked_for_and_not_found(self, stocked: ShopClient) -> None:
        stocked.upsert(ProductWrite(external_id="lost", name="Lost", price=1, category="nowhere"))

        lost = stocked.product.query().where(name="Lost").include(P.category).first()

        assert lost is not None
        assert lost.category is not None
        assert not lost.category.is_included
        with pytest.raises(NotIncludedError, match=r"Node shop:nowhere was not found: it has no data in view"):
            _ = lost.category.value

    def test_keeps_edges_to_nodes_outside_the_view(self, stocked: ShopClient) -> None:
        stocked.upsert(relation("gift", "all", 1))

        gift = stocked.product.query().where(name="Gift").include(P.relates_to).first()

        assert gift is not None
        (link,) = gift.relates_to
        assert link.node_id == NodeId("shop", "all")
        with pytest.raises(NotIncludedError, match="has no data in the view"):
            _ = link.node

    def test_what_was_not_included_names_the_include(self, stocked: ShopClient) -> None:
        saw = stocked.product.query().where(name="Saw").first()

        assert saw is not None
        with pytest.raises(NotIncludedError, match=r"add include\(Product.relations.relates_to\) to the query"):
            _ = saw.relates_to

    def test_what_was_included_is_no_part_of_the_instance(self, stocked: ShopClient) -> None:
        query = stocked.product.query().where(name="Saw")

        plain, rich = query.first(), query.include(P.relates_to.include(P.related_from), P.category).first()

        assert plain is not None
        assert rich is not None
        assert plain == rich
        assert plain.dump() == rich.dump()
        assert rich.as_write().external_id == "saw"
        assert "relates_to" not in repr(rich)

    def test_a_child_class_takes_the_relations_of_its_parent(self, stocked: ShopClient) -> None:
        assert Tool.relations.category is P.category


class TestPlan:
    def test_simplifies_conditions(self, shop: ShopClient) -> None:
        cheap = Range((*PRODUCT, "price"), lt=5)
        named = Prefix((*PRODUCT, "name"), "B")

        plan = shop.product.query().where(cheap & (named & MatchAll()), cheap, Not(Not(named))).plan

        assert plan.root.filter is not None
        assert plan.root.filter.dump() == {
            "and": [HasData(Product.view_id).dump(), cheap.dump(), named.dump()],
        }

    def test_knows_what_never_holds(self, shop: ShopClient) -> None:
        never = In((*PRODUCT, "name"), [])

        plan = shop.product.query().where(Equals((*PRODUCT, "name"), "Saw") & (never | never)).plan

        assert plan.root.filter is not None
        assert plan.root.filter.dump() == {"not": {"matchAll": {}}}
