"""What a view becomes: classes for nodes, for edges or for both, with or without writing and reading."""

from __future__ import annotations


def test_a_view_for_nodes_has_node_classes(generate, models):
    look = generate(models.view("Pump", {"name": models.prop()}))

    assert look.bases("data_classes/pump.py", "Pump") == ["Node"]
    assert look.bases("data_classes/pump.py", "PumpWrite") == ["NodeWrite"]
    assert look.bases("data_classes/pump.py", "PumpList") == ["InstanceList[Pump]"]


def test_a_view_for_edges_has_edge_classes_and_filters(generate, models):
    look = generate(models.view("Link", {"weight": models.prop("float32")}, usedFor="edge"))

    assert look.bases("data_classes/link.py", "Link") == ["Edge"]
    assert look.bases("data_classes/link.py", "LinkWrite") == ["EdgeWrite"]
    assert look.bases("_api/_link_api.py", "LinkFilters") == ["EdgeFilters"]


def test_a_view_for_both_has_both_with_an_api_each(generate, models):
    look = generate(models.view("Both", {"name": models.prop()}, usedFor="all"))

    assert look.bases("data_classes/both.py", "Both") == ["Node"]
    assert look.bases("data_classes/both_edge.py", "BothEdge") == ["Edge"]
    assert look.bases("data_classes/both_edge.py", "BothEdgeWrite") == ["EdgeWrite"]
    assert list(look.fields("_client.py", "ShopClient"))[-2:] == ["both", "both_edge"]


def test_a_view_that_cannot_be_written_has_no_write_class(generate, models):
    look = generate(models.view("Fixed", {"name": models.prop()}, writable=False))

    assert list(look.classes("data_classes/fixed.py")) == ["Fixed", "FixedList"]
    assert "FixedWrite" not in look.text("__init__.py")
    assert "as_write" not in look.text("data_classes/fixed.py")


def test_a_view_that_cannot_be_queried_has_no_api(generate, models):
    look = generate(models.view("Hidden", queryable=False))

    assert f"{look.package}/_api/_hidden_api.py" not in look.sdk.files
    assert look.fields("_client.py", "ShopClient").keys() == {"data_model_ids", "default_instance_space"}
    assert "Hidden" in look.classes("data_classes/hidden.py")


def test_a_view_without_properties_still_has_filters_and_sorting(generate, models):
    look = generate(models.view("Bare"))

    assert look.fields("data_classes/bare.py", "Bare") == {}
    assert look.fields("_api/_bare_api.py", "BareFilters") == {}
    assert 'Literal["space", "external_id", "created_time", "last_updated_time"]' in look.text("_api/_bare_api.py")


def test_the_description_of_a_view_is_its_docstring(generate, models):
    described = models.view("A", description='Said to be "new".')
    named = models.view("B", name="Bravo unit")
    look = generate(described, named, models.view("C", name="C"))

    assert '    """Said to be "new"."""\n' in look.text("data_classes/a.py")
    assert '    """Bravo unit"""\n' in look.text("data_classes/b.py")
    assert '    """A node of the view s:C(v1)."""\n' in look.text("data_classes/c.py")


class TestFilters:
    """Queries need to know what a view with a filter of its own shows."""

    def test_the_read_class_holds_the_filter_in_one_order(self, generate, models):
        condition = {"hasData": [{"type": "container", "space": "s", "externalId": "C"}]}
        text = generate(models.view("Thing", filter=condition)).text("data_classes/thing.py")

        line = '    view_filter: ClassVar = {"hasData": [{"externalId": "C", "space": "s", "type": "container"}]}\n'
        assert text.count("view_filter") == 1
        assert line in text

    def test_a_long_filter_is_broken_as_formatters_do(self, generate, models):
        parts = [{"exists": {"property": ["s", f"A_long_name_of_a_container_{n}", "a_property"]}} for n in range(2)]
        text = generate(models.view("Thing", filter={"not": {"or": parts}})).text("data_classes/thing.py")

        lines = text[text.index("    view_filter") :].splitlines()[:8]
        assert lines == [
            "    view_filter: ClassVar = {",
            '        "not": {',
            '            "or": [',
            '                {"exists": {"property": ["s", "A_long_name_of_a_container_0", "a_property"]}},',
            '                {"exists": {"property": ["s", "A_long_name_of_a_container_1", "a_property"]}},',
            "            ],",
            "        },",
            "    }",
        ]

    def test_classes_for_nodes_and_for_edges_have_it(self, generate, models):
        look = generate(models.view("Both", usedFor="all", filter={"matchAll": {}}))

        assert 'view_filter: ClassVar = {"matchAll": {}}' in look.text("data_classes/both.py")
        assert 'view_filter: ClassVar = {"matchAll": {}}' in look.text("data_classes/both_edge.py")

    def test_a_filter_that_refers_to_something_gone_is_left_out_and_reported(self, generate, models):
        gone = {"invalid": {"previouslyReferencedProperties": [["s", "C", "x"]], "filterType": "equals"}}
        look = generate(models.view("Thing", filter={"and": [{"matchAll": {}}, gone]}))

        assert "view_filter" not in look.text("data_classes/thing.py")
        assert look.codes() == [("view-filter-not-usable", "s:Thing(v1)")]


def test_a_data_model_without_views_gives_a_client_and_a_warning(generate, models):
    look = generate(models.data_model())

    assert list(look.classes("_client.py")) == ["ShopClient", "AsyncShopClient"]
    assert look.codes() == [("no-views", "s:Shop(v1)")]


def test_the_clients_know_their_data_models_and_default_space(generate, models):
    look = generate(
        models.data_model(models.view("A"), external_id="One"),
        models.data_model(models.view("B"), external_id="Two"),
        default_instance_space="plant",
        python={"package": "plant_sdk", "client_name": "PlantClient"},
    )

    assert look.package == "plant_sdk"
    for client in ("PlantClient", "AsyncPlantClient"):
        fields = look.fields("_client.py", client)
        assert fields["data_model_ids"] == "ClassVar = (DataModelId('s', 'One', 'v1'), DataModelId('s', 'Two', 'v1'))"
        assert fields["default_instance_space"] == "ClassVar[str | None] = 'plant'"
        assert {"a", "b"} < fields.keys()


def test_one_data_model_is_still_a_tuple(generate, models):
    fields = generate(models.view("A")).fields("_client.py", "ShopClient")

    assert fields["data_model_ids"] == "ClassVar = (DataModelId('s', 'Shop', 'v1'),)"
    assert fields["default_instance_space"] == "ClassVar[str | None] = None"


def test_a_view_in_two_data_models_is_generated_once(generate, models):
    shared = models.view("Shared", {"name": models.prop()})
    look = generate(models.data_model(shared, external_id="One"), models.data_model(shared, external_id="Two"))

    assert list(look.fields("_client.py", "OneClient"))[2:] == ["shared"]
    assert look.codes() == []


def test_a_view_that_two_data_models_hold_differently_is_reported(generate, models):
    old, new = models.view("Shared", {"a": models.prop()}), models.view("Shared", {"b": models.prop()})
    look = generate(models.data_model(old, external_id="One"), models.data_model(new, external_id="Two"))

    assert look.codes() == [("view-differs", "s:Shared(v1)")]
    assert list(look.fields("data_classes/shared.py", "Shared")) == ["b"]


def test_the_package_offers_every_class_and_states_its_contract(generate, models):
    text = generate(models.view("Pump")).text("__init__.py")

    assert "require_contract(1, __name__)" in text
    for name in ("Pump", "PumpWrite", "PumpList", "PumpAPI", "AsyncPumpAPI", "PumpFilters", "ShopClient"):
        assert f"import {name} as {name}" in text
        assert f'"{name}"' in text


def test_output_does_not_depend_on_the_order_of_views_and_properties(generate, models):
    a = {"x": models.prop(), "y": models.prop("int32"), "foo_bar": models.prop(), "fooBar": models.prop()}
    views = [models.view("A", a), models.view("B", {"z": models.relation("A")}), models.view("a", {})]
    turned = [models.view("a", {}), *reversed(views[:2])]
    turned[2] = models.view("A", dict(reversed(a.items())))

    first, second = generate(*views).sdk, generate(*turned).sdk

    assert first.files == second.files
    assert first.report == second.report
    assert first.lock.dump() == second.lock.dump()


def test_files_end_in_one_newline_and_hold_no_tabs_or_carriage_returns(generate, models):
    thing = models.view("Thing", {"x": models.prop(description="a\tb\r\nc")}, description="One\r\rTwo\t3")
    files = generate(thing).sdk.files

    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in files.values() if text)
    assert not any(char in text for text in files.values() for char in "\t\r")
