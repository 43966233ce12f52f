"""What a property of a view becomes in the read class and in the write class."""

from __future__ import annotations

import json

import pytest

PATH = "data_classes/thing.py"


def _line(generate, models, prop, name="x"):
    """The one line of the read class and of the write class."""
    look = generate(models.view("Thing", {name: prop}))
    return [*look.fields(PATH, "Thing").values(), *look.fields(PATH, "ThingWrite").values()]


@pytest.mark.parametrize(
    ("wire", "read", "write"),
    [
        ("text", "str", "Text"),
        ("boolean", "bool", "bool"),
        ("int32", "int", "Int32"),
        ("int64", "int", "Int64"),
        ("float32", "float", "Float32"),
        ("float64", "float", "Float64"),
        ("timestamp", "datetime", "Timestamp"),
        ("date", "date", "Date"),
        ("json", "dict[str, Any]", "JsonObject"),
        ("timeseries", "str", "ExternalId"),
        ("file", "str", "ExternalId"),
        ("sequence", "str", "ExternalId"),
    ],
)
class TestTypes:
    def test_nullable(self, generate, models, wire, read, write):
        assert _line(generate, models, models.prop(wire)) == [f"{read} | None = None", f"{write} | None = None"]

    def test_required(self, generate, models, wire, read, write):
        assert _line(generate, models, models.prop(wire, nullable=False)) == [read, write]

    def test_list(self, generate, models, wire, read, write):
        listed = models.prop(models.type(wire, list=True))
        assert _line(generate, models, listed) == [f"list[{read}] | None = None", f"list[{write}] | None = None"]


def test_an_enum_reads_unknown_values_as_text_and_writes_known_ones_only(generate, models):
    assert _line(generate, models, models.enum("new", "old")) == [
        "Literal['new', 'old'] | str | None = None",
        "Literal['new', 'old'] | None = None",
    ]


def test_a_long_enum_gets_a_name_once(generate, models):
    values = [f"a_rather_long_value_{number}" for number in range(5)]
    look = generate(models.view("Thing", {"x": models.enum(*values), "y": models.enum(*values, nullable=False)}))

    assert look.fields(PATH, "Thing") == {"x": "ThingX | str | None = None", "y": "ThingX | str"}
    assert look.text(PATH).count("Literal[") == 1


def test_an_enum_without_values_is_text_and_reported(generate, models):
    look = generate(models.view("Thing", {"x": models.enum()}))

    assert look.fields(PATH, "Thing") == {"x": "str | None = None"}
    assert look.codes() == [("enum-empty", "s:Thing(v1).x")]


def test_a_relation_refers_to_the_class_of_its_view(generate, models):
    thing = models.view("Thing", {"x": models.relation("Other"), "xs": models.relation("Other", is_list=True)})
    look = generate(thing, models.view("Other"))

    assert look.fields(PATH, "Thing") == {
        "x": "Ref['Other'] | None = None",
        "xs": "list[Ref['Other']] | None = None",
    }
    assert look.fields(PATH, "ThingWrite") == {
        "x": "RelationTarget['OtherWrite'] | None = None",
        "xs": "list[RelationTarget['OtherWrite']] | None = None",
    }


def test_neighbours_are_imported_for_type_checkers_only(generate, models):
    look = generate(models.view("Thing", {"x": models.relation("Other")}), models.view("Other"))

    assert "if TYPE_CHECKING:\n    from .other import Other, OtherWrite\n" in look.text(PATH)


def test_a_relation_to_itself_imports_nothing(generate, models):
    look = generate(models.view("Thing", {"x": models.relation("Thing")}))

    assert look.fields(PATH, "Thing") == {"x": "Ref['Thing'] | None = None"}
    assert "from .thing" not in look.text(PATH)


@pytest.mark.parametrize(
    ("target", "codes"), [(None, []), ("Elsewhere", ["target-outside-model"]), ("Link", ["target-not-node"])]
)
def test_a_relation_to_no_class_refers_to_a_plain_node(generate, models, target, codes):
    look = generate(models.view("Thing", {"x": models.relation(target)}), models.view("Link", usedFor="edge"))

    assert look.fields(PATH, "Thing") == {"x": "Ref['Node'] | None = None"}
    assert look.fields(PATH, "ThingWrite") == {"x": "RelationTarget['NodeWrite'] | None = None"}
    assert look.codes() == [(code, "s:Thing(v1).x") for code in codes]


def test_a_relation_to_a_read_only_view_takes_any_node(generate, models):
    look = generate(models.view("Thing", {"x": models.relation("Fixed")}), models.view("Fixed", writable=False))

    assert look.fields(PATH, "Thing") == {"x": "Ref['Fixed'] | None = None"}
    assert look.fields(PATH, "ThingWrite") == {"x": "RelationTarget['NodeWrite'] | None = None"}


@pytest.mark.parametrize(
    ("wire", "default", "literal"),
    [
        ("text", 'it\'s "so"', "'it\\'s \"so\"'"),
        ("timeseries", "flux", "'flux'"),
        ("boolean", False, "False"),
        ("int32", -5, "-5"),
        ("int64", 2**63 - 1, "9223372036854775807"),
        ("float32", 0.42, "0.42"),
        ("float64", 3, "3.0"),
        ("timestamp", "2025-01-01T00:00:00.000Z", "datetime(2025, 1, 1, tzinfo=timezone.utc)"),
        ("timestamp", "2025-01-01T01:30:00.25+02:00", "datetime(2024, 12, 31, 23, 30, 0, 250000, tzinfo=timezone.utc)"),
        ("timestamp", "2025-01-01T12:00:00", "datetime(2025, 1, 1, 12, tzinfo=timezone.utc)"),
        ("date", "2024-02-29", "date(2024, 2, 29)"),
        ("json", {"a": [1, None, {"b": True}], "c": 1.5}, "{'a': [1, None, {'b': True}], 'c': 1.5}"),
    ],
)
def test_a_default_is_a_literal_of_the_write_class_alone(generate, models, wire, default, literal):
    read, write = _line(generate, models, models.prop(wire, nullable=False, defaultValue=default))

    assert "=" not in read
    assert write.split(" = ", 1)[1] == literal


def test_a_nullable_property_with_default_can_be_cleared(generate, models):
    read, write = _line(generate, models, models.prop("int32", defaultValue=3))

    assert (read, write) == ("int | None = None", "Int32 | None = 3")


def test_an_enum_default_is_one_of_its_values(generate, models):
    assert _line(generate, models, models.enum("a", "b", nullable=False, defaultValue="b"))[1].endswith(" = 'b'")


@pytest.mark.parametrize(
    ("wire", "default"),
    [
        ("text", 5),
        ("boolean", "yes"),
        ("int32", 2**31),
        ("int32", True),
        ("int64", 1.5),
        ("float64", "1.0"),
        ("float64", 10**400),
        ("timestamp", "yesterday"),
        ("timestamp", "2025-13-01T00:00:00Z"),
        ("timestamp", 5),
        ("date", "2025-02-30"),
        ("date", "2025-01-01T00:00:00"),
        ("json", ["no", "object"]),
        ("json", {"deep": json.loads("[" * 40 + "]" * 40)}),
        ("direct", {"space": "s", "externalId": "x"}),
    ],
)
def test_a_default_of_another_type_is_reported_and_left_out(generate, models, wire, default):
    look = generate(models.view("Thing", {"x": models.prop(wire, nullable=False, defaultValue=default)}))

    assert " = " not in look.fields(PATH, "ThingWrite")["x"]
    assert look.codes() == [("default-not-usable", "s:Thing(v1).x")]


def test_a_number_that_the_service_counts_may_stay_unset_but_not_be_none(generate, models):
    read, write = _line(generate, models, models.prop("int32", nullable=False, autoIncrement=True), name="number")

    assert (read, write) == ("int", "Annotated[Int32 | None, prop(nullable=False)] = None")


def test_a_property_with_another_spelling_says_its_name_on_the_wire(generate, models):
    look = generate(models.view("Thing", {"createdDate": models.prop("date", nullable=False)}))

    assert look.fields(PATH, "Thing") == {"created_date": "Annotated[date, prop('createdDate')]"}
    assert look.fields(PATH, "ThingWrite") == {"created_date": "Annotated[Date, prop('createdDate')]"}


def test_a_type_that_nobody_knows_is_reported_and_left_out(generate, models):
    look = generate(models.view("Thing", {"x": models.prop("quaternion"), "y": models.prop()}))

    assert list(look.fields(PATH, "Thing")) == ["y"]
    assert look.codes() == [("type-unknown", "s:Thing(v1).x")]


@pytest.mark.parametrize(
    ("options", "doc"),
    [
        ({"description": "How long it is."}, "How long it is."),
        ({"name": "X"}, None),
        ({"name": "Length over all"}, "Length over all"),
        ({"name": "Length over all", "description": "in still water"}, "Length over all. in still water"),
        ({"name": "Length", "description": "Length of it"}, "Length of it"),
        ({"immutable": True}, "It cannot be changed once it is set"),
        ({"type": {"type": "float64", "list": False, "unit": {"externalId": "length:m"}}}, "Unit: length:m"),
        ({"type": {"type": "int32", "list": True, "maxListSize": 1}}, "At most 1 element"),
        ({"type": {"type": "text", "list": False, "maxTextSize": 80}}, "At most 80 bytes in UTF-8"),
    ],
)
def test_docstrings_hold_name_description_unit_and_immutability(generate, models, options, doc):
    text = generate(models.view("Thing", {"x": models.prop(**{"type_": "text", **options})})).text(PATH)

    assert (f'    """{doc}"""\n' in text) if doc else ('"""' not in text.split("    x:")[1].split("def ")[0])


def test_docstrings_say_what_the_values_of_an_enum_mean(generate, models):
    values = {"on": {"name": "On"}, "off": {"name": "Off", "description": "Stopped\nby hand"}, "a": {"name": "Idle"}}
    options = {"description": "How it is.", "immutable": True}
    text = generate(models.view("Thing", {"x": models.prop(models.type("enum", values=values), **options)})).text(PATH)

    assert (
        '    """How it is. It cannot be changed once it is set.\n\n    - a: Idle\n    - off: Stopped by hand\n    """\n'
    ) in text


def test_fields_stand_in_the_order_of_their_names(generate, models):
    properties = {name: models.prop() for name in ("b", "c", "a")}
    look = generate(models.view("Thing", properties))

    assert list(look.fields(PATH, "Thing")) == ["a", "b", "c"]


class TestFilters:
    """A view with a filter of its own shows instances that need not have data in all of its containers."""

    CONTAINER = {"type": "container", "space": "s", "externalId": "C"}  # noqa: RUF012 - nobody changes it

    def _fields(self, generate, models, condition, *others):
        required = models.prop(nullable=False)
        look = generate(models.view("Thing", {"x": required}, filter=condition), *others)
        return look.fields(PATH, "Thing")["x"], look.fields(PATH, "ThingWrite")["x"]

    @pytest.mark.parametrize(
        "condition",
        [
            {"matchAll": {}},
            {"equals": {"property": ["node", "type"], "value": {"space": "s", "externalId": "T"}}},
            {"hasData": [{**CONTAINER, "externalId": "Other"}]},
            {"not": {"hasData": [CONTAINER]}},
            {"or": [{"hasData": [CONTAINER]}, {"matchAll": {}}]},
            {"not": {"exists": {"property": ["s", "C", "kind"]}}},
            {"equals": {"property": ["s", "Other/v1", "kind"], "value": "x"}},
        ],
    )
    def test_what_is_required_may_then_be_absent(self, generate, models, condition):
        read, write = self._fields(generate, models, condition)

        assert read == "str | None = None"
        assert write.startswith("Text")
        assert not write.endswith("None")

    @pytest.mark.parametrize(
        "condition",
        [
            {"hasData": [CONTAINER]},
            {"and": [{"matchAll": {}}, {"hasData": [{**CONTAINER, "externalId": "Other"}, CONTAINER]}]},
            {"hasData": [{"type": "view", "space": "s", "externalId": "Other", "version": "v1"}]},
            {"equals": {"property": ["s", "C", "kind"], "value": "x"}},
            {"and": [{"exists": {"property": ["s", "C", "kind"]}}]},
        ],
    )
    def test_a_filter_that_asks_for_data_in_its_container_keeps_it_required(self, generate, models, condition):
        other = models.view("Other", mappedContainers=[self.CONTAINER])

        assert self._fields(generate, models, condition, other)[0] == "str"

    def test_a_child_that_may_lack_what_its_parent_has_does_not_inherit(self, generate, models):
        x = {"x": models.prop(nullable=False)}
        look = generate(models.view("Thing", x), models.view("Child", x, implements=["Thing"], filter={"matchAll": {}}))

        assert look.bases("data_classes/child.py", "Child") == ["Node"]
        assert look.codes() == [("base-dropped", "s:Child(v1)")]
