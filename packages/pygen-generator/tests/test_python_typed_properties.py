"""What stands for each property in `props`, and what is inherited there."""

from __future__ import annotations

import pytest

THING = "data_classes/thing.py"


@pytest.mark.parametrize(
    ("type_", "one", "several"),
    [
        ("text", "TextProperty", "TextListProperty"),
        ("int32", "IntProperty", "IntListProperty"),
        ("int64", "IntProperty", "IntListProperty"),
        ("float32", "FloatProperty", "FloatListProperty"),
        ("float64", "FloatProperty", "FloatListProperty"),
        ("boolean", "BooleanProperty", "BooleanListProperty"),
        ("date", "DateProperty", "DateListProperty"),
        ("timestamp", "TimestampProperty", "TimestampListProperty"),
        ("json", "JsonProperty", "JsonListProperty"),
        ("timeseries", "ReferenceProperty", "ReferenceListProperty"),
        ("file", "ReferenceProperty", "ReferenceListProperty"),
        ("sequence", "ReferenceProperty", "ReferenceListProperty"),
    ],
)
def test_every_type_has_its_class(generate, models, type_, one, several):
    properties = {"theOne": models.prop(type_), "theList": models.prop(models.type(type_, list=True))}

    assert generate(models.view("Thing", properties)).inner(THING, "Thing", "props") == {
        "(bases)": "Node.props",
        "the_list": f"{several}('theList')",
        "the_one": f"{one}('theOne')",
    }


def test_relations_know_what_they_lead_to(generate, models):
    properties = {
        "to": models.relation("Other"),
        "all": models.relation("Other", is_list=True),
        "free": models.relation(),
        "out": models.relation("Elsewhere"),
    }
    look = generate(models.view("Thing", properties), models.view("Other"))

    assert look.inner(THING, "Thing", "props") == {
        "(bases)": "Node.props",
        "all": "RelationListProperty['Other']('all', '.other:Other')",
        "free": "RelationProperty['Node']('free')",
        "out": "RelationProperty['Node']('out')",
        "to": "RelationProperty['Other']('to', '.other:Other')",
    }


def test_enums_know_their_values_by_name_where_these_are_long(generate, models):
    long = [f"value{number}" for number in range(12)]
    look = generate(models.view("Thing", {"short": models.enum("a", "b"), "long": models.enum(*long)}))

    found = look.inner(THING, "Thing", "props")
    assert found["short"] == "EnumProperty[Literal['a', 'b']]('short')"
    assert found["long"] == "EnumProperty[ThingLong]('long')"


def test_edges_have_properties_but_no_relations(generate, models):
    properties = {"weight": models.prop("float32"), "at": models.relation("Thing")}
    look = generate(models.view("Thing"), models.view("Link", properties, usedFor="edge"))

    found = look.inner("data_classes/link.py", "Link", "props")
    assert found["(bases)"] == "Edge.props"
    assert found["at"] == "RelationProperty['Thing']('at', '.thing:Thing')"
    assert look.inner("data_classes/link.py", "Link", "relations") == {}


def test_connections_are_no_properties(generate, models):
    look = generate(models.view("Thing", {"to": models.edges("Thing")}))

    assert look.inner(THING, "Thing", "props") == {}


def test_a_child_declares_what_it_adds_or_narrows(generate, models):
    base = {"name": models.prop(), "to": models.relation("Thing")}
    child = {**base, "to": models.relation("Child"), "size": models.prop("int32")}
    look = generate(models.view("Thing", base), models.view("Child", child, implements=["Thing"]))

    assert look.inner("data_classes/child.py", "Child", "props") == {
        "(bases)": "Thing.props",
        "size": "IntProperty('size')",
        "to": "RelationProperty['Child']('to', '.child:Child')",
    }


def test_several_bases_are_brought_together(generate, models):
    a, b = {"a": models.prop()}, {"b": models.prop()}
    look = generate(models.view("A", a), models.view("B", b), models.view("C", {**a, **b}, implements=["A", "B"]))

    assert look.inner("data_classes/c.py", "C", "props") == {"(bases)": "A.props, B.props"}


def test_a_class_that_adds_nothing_declares_nothing(generate, models):
    name = {"name": models.prop()}
    look = generate(models.view("Thing", name), models.view("Child", name, implements=["Thing"]))

    assert look.inner("data_classes/child.py", "Child", "props") == {}


def test_classes_that_python_cannot_order_inside_repeat_what_the_last_would_bring(generate, models):
    parents = {
        "V0": [],
        "V1": ["V0"],
        "V2": ["V1"],
        "V3": ["V0"],
        "V4": [],
        "V6": ["V4", "V3"],
        "V7": ["V2", "V4", "V3"],
        "V8": ["V6", "V7"],
    }
    properties: dict[str, dict[str, str]] = {name: {} for name in parents}
    for name, above in parents.items():
        for parent in above:
            properties[name] |= properties[parent]
        # V1 and V3 add nothing, so their properties are those of V0.
        properties[name] |= {} if name in ("V1", "V3", "V7", "V8") else {f"of_{name.lower()}": models.prop()}
    look = generate(*(models.view(name, properties[name], implements=above) for name, above in parents.items()))

    assert look.bases("data_classes/v8.py", "V8") == ["V6", "V7"]
    assert look.inner("data_classes/v8.py", "V8", "props") == {
        "(bases)": "V6.props",
        "of_v2": "TextProperty('of_v2')",
    }
    assert "    class props(V6.props):  # pyright: ignore[" in look.text("data_classes/v8.py")
    assert look.codes() == []
