"""What a view becomes in TypeScript: its types, its constant, its relations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pygen_generator import GeneratorConfig, TypescriptConfig

Models = Any
Generate = Callable[..., Any]


@pytest.fixture
def made(generate: Generate, models: Models) -> Callable[..., dict[str, str]]:
    """The files of an SDK of views, by their paths inside of ``src``."""

    def files(*views: Any, **settings: Any) -> dict[str, str]:
        typescript = {"package": "sdk", "output": ".", **settings}
        look = generate(models.data_model(*views), languages=["typescript"], typescript=typescript)
        return {path.removeprefix("src/"): text for path, text in look.sdk.files.items()}

    return files


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


class TestProperties:
    @pytest.mark.parametrize(
        ("type_", "expected"),
        [
            ("text", "string"),
            ("boolean", "boolean"),
            ("int32", "number"),
            ("int64", "number"),
            ("float64", "number"),
            ("timestamp", "Date"),
            ("date", "string"),
            ("json", "Readonly<Record<string, unknown>>"),
            ("timeseries", "string"),
        ],
    )
    def test_types(self, made: Any, models: Models, type_: str, expected: str) -> None:
        file = made(models.view("A", {"x": models.prop(type_)}))["dataClasses/a.ts"]

        assert f"readonly x?: {expected};" in lines(file)
        assert f"readonly x?: {expected} | null;" in lines(file)
        assert f'x: "{type_}",' in lines(file)

    def test_int64_as_bigint(self, made: Any, models: Models) -> None:
        files = made(
            models.view("A", {"x": models.prop(models.type("int64", list=True))}),
            models.view("B", {"x": models.prop("int32")}),
            int64="bigint",
        )
        file = files["dataClasses/a.ts"]

        assert files["views.ts"].count('int64: "bigint"') == 1
        assert "readonly x?: readonly bigint[];" in lines(file)
        assert "readonly x?: readonly (bigint | number)[] | null;" in lines(file)
        assert 'x: "bigint[]",' in lines(file)

    def test_what_must_be_given_and_what_the_service_fills_in(self, made: Any, models: Models) -> None:
        given = {
            "must": models.prop(nullable=False),
            "filled": models.prop(nullable=False, defaultValue="x"),
            "counted": models.prop("int32", nullable=False, autoIncrement=True),
        }
        found = lines(made(models.view("A", given))["dataClasses/a.ts"])

        assert found.count("readonly must: string;") == 2
        assert {"readonly filled: string;", "readonly filled?: string;", "readonly counted?: number;"} <= {*found}
        assert {'must: "text!",', 'filled: "text=",', 'counted: "int32=",'} <= {*found}

    def test_what_the_filter_of_a_view_may_show_without_a_value(self, made: Any, models: Models) -> None:
        condition = {"equals": {"property": ["node", "type"], "value": {"space": "s", "externalId": "t"}}}
        files = made(models.view("A", {"x": models.prop(nullable=False)}, filter=condition))

        assert {"readonly x?: string;", "readonly x: string;", 'x: "text",'} <= {*lines(files["dataClasses/a.ts"])}
        assert 'equals: { property: ["node", "type"], value: { externalId: "t", space: "s" } }' in files["views.ts"]

    def test_nodes_are_written_with_the_type_that_the_filter_of_their_view_demands(
        self, made: Any, models: Models
    ) -> None:
        condition = {"equals": {"property": ["node", "type"], "value": {"space": "s", "externalId": "t"}}}
        files = made(
            models.view("A", filter=condition, usedFor="all"),
            models.view("B", filter=condition, implements=["A"], writable=False),
            models.view("C", filter={"not": condition}, implements=["A"]),
        )

        assert 'nodeType: { space: "s", externalId: "t" },' in lines(files["dataClasses/a.ts"])
        assert not [name for name in ("aEdge", "b", "c") if "nodeType" in files[f"dataClasses/{name}.ts"]]

    def test_short_enums_are_written_out_and_long_ones_have_a_name(self, made: Any, models: Models) -> None:
        long = [f"a_rather_long_value_{number}" for number in range(6)]
        file = made(models.view("A", {"short": models.enum("on", "off"), "long": models.enum(*long)}))[
            "dataClasses/a.ts"
        ]

        assert 'readonly short?: Enum<"off" | "on">;' in lines(file)
        assert 'short: "enum(off|on)",' in lines(file)
        assert "export type ALong =" in lines(file)
        assert "readonly long?: ALong | null;" in lines(file)

    def test_an_enum_that_the_short_form_cannot_hold_is_checked_by_nobody(self, made: Any, models: Models) -> None:
        file = made(models.view("A", {"x": models.enum("a|b", "c)")}))["dataClasses/a.ts"]

        assert 'x: "text",' in lines(file)


class TestConnections:
    def test_relations_of_every_kind(self, made: Any, models: Models) -> None:
        edge = models.view("E", {"note": models.prop(nullable=False)}, usedFor="edge")
        a = models.view(
            "A",
            {
                "one": models.relation("B"),
                "many": models.relation("B", is_list=True),
                "any": models.relation(),
                "links": models.edges("B", view="E"),
                "link": models.edges("B", single=True, direction="inwards"),
                "outside": models.edges("Gone"),
            },
        )
        b = models.view(
            "B", {"back": models.reverse("A", "A", "one"), "first": models.reverse("A", "A", "many", single=True)}
        )
        files = made(a, b, edge)
        found, of_b = lines(files["dataClasses/a.ts"]), lines(files["dataClasses/b.ts"])

        assert {
            "readonly one: ToOne<BTypes>;",
            "readonly many: ToMany<BTypes>;",
            "readonly any: ToOne<PlainNode>;",
            "readonly links: Links<BTypes, ETypes>;",
            "readonly link: Link<BTypes>;",
            "readonly outside: Links<PlainNode>;",
        } <= {*found}
        assert {
            "readonly links?: readonly WriteEdge<ETypes>[];",
            "readonly link?: WriteNode<BTypes> | WriteEdge<PlainEdge>;",
            "readonly outside?: readonly (WriteNode | WriteEdge<PlainEdge>)[];",
        } <= {*found}
        assert {
            'one: { kind: "direct", target: B },',
            'any: { kind: "direct" },',
            'links: { kind: "edges", target: B, edge: E, type: ["s", "t"] },',
            'link: { kind: "edges", target: B, type: ["s", "t"], inwards: true, single: true },',
        } <= {*found}
        assert 'back: { kind: "reverse", target: A, through: [A, "one"] },' in of_b
        assert 'first: { kind: "reverse", target: A, through: [A, "many"], list: true, single: true },' in of_b

    def test_a_way_back_that_the_target_does_not_show(self, made: Any, models: Models) -> None:
        files = made(
            models.view("A", {"back": models.reverse("Small", "Big", "to")}),
            models.view("Big", {"to": models.relation("A")}),
            models.view("Small", {"name": models.prop()}),
        )

        assert 'back: { kind: "reverse", target: SMALL, through: [BIG, "to"], via: true },' in lines(
            files["dataClasses/a.ts"]
        )

    def test_a_way_back_through_a_view_outside_of_the_model(self, made: Any, models: Models) -> None:
        file = made(models.view("A", {"back": models.reverse("Gone", "Gone", "to")}))["dataClasses/a.ts"]

        assert 'through: [{ space: "s", externalId: "Gone", version: "v1" }, "to"] },' in file

    def test_edges_that_cannot_be_written_are_read_only(self, made: Any, models: Models) -> None:
        edge = models.view("E", {"note": models.prop()}, usedFor="edge", writable=False)
        file = made(models.view("A", {"links": models.edges("A", view="E")}), edge)["dataClasses/a.ts"]

        assert "readonly links: Links<ATypes, ETypes>;" in lines(file)
        assert "readonly links?:" not in file


class TestViews:
    def test_a_view_that_cannot_be_written(self, made: Any, models: Models) -> None:
        files = made(models.view("A", {"x": models.prop()}, writable=False))

        assert "readonly write: never;" in lines(files["dataClasses/a.ts"])
        assert "readOnly: true," in lines(files["dataClasses/a.ts"])
        assert "AWrite" not in files["index.ts"]

    def test_a_view_that_cannot_be_asked_for(self, made: Any, models: Models) -> None:
        files = made(models.view("A", {"x": models.prop()}, queryable=False))

        assert "api/aApi.ts" not in files
        assert "  views: [],\n" in files["client.ts"]

    def test_a_view_without_properties(self, made: Any, models: Models) -> None:
        file = made(models.view("A"))["dataClasses/a.ts"]

        assert "export interface A extends NodeRow {}" in lines(file)
        assert "readonly filters: NoRelations;" in lines(file)

    def test_a_view_for_nodes_and_edges_has_both(self, made: Any, models: Models) -> None:
        files = made(models.view("A", {"x": models.prop()}, usedFor="all"))

        assert "export interface A extends NodeRow {" in files["dataClasses/a.ts"]
        assert "export interface AEdge extends EdgeRow {" in files["dataClasses/aEdge.ts"]
        # One constant would stand for the nodes alone where queries look for what they lead to.
        assert {"A", "A_EDGE"} <= {line.split()[2].rstrip(":") for line in lines(files["views.ts"]) if "export" in line}

    def test_versions_of_a_view(self, made: Any, models: Models) -> None:
        files = made(models.view("A", {"x": models.prop()}), models.view("A", {"y": models.prop()}, version="2"))

        assert {"dataClasses/a.ts", "dataClasses/aV1.ts"} <= files.keys()

    def test_an_interface_extends_that_of_a_parent_and_adds_what_is_new(self, made: Any, models: Models) -> None:
        parent = {"name": models.prop(), "to": models.relation("Parent")}
        files = made(
            models.view("Parent", parent),
            models.view("Child", {**parent, "more": models.prop()}, implements=["Parent"]),
        )
        child = files["dataClasses/child.ts"]

        for part in ("", "Write", "Filters", "Relations"):
            assert f"export interface Child{part} extends Parent{part} {{" in child
        assert "readonly name?" not in child
        assert 'name: "text",' in lines(child)

    def test_an_interface_with_another_type_stands_alone(self, made: Any, models: Models) -> None:
        files = made(
            models.view("Parent", {"x": models.prop()}),
            models.view("Child", {"x": models.prop("int32")}, implements=["Parent"]),
        )

        assert "export interface Child extends NodeRow {" in files["dataClasses/child.ts"]

    def test_what_a_child_always_has_is_said_again(self, made: Any, models: Models) -> None:
        files = made(
            models.view("Parent", {"x": models.prop()}),
            models.view("Child", {"x": models.prop(nullable=False)}, implements=["Parent"]),
        )

        assert "export interface Child extends Parent {\n  readonly x: string;\n}" in files["dataClasses/child.ts"]


class TestNames:
    def test_they_are_in_camel_case_and_the_service_keeps_its_own(self, made: Any, models: Models) -> None:
        files = made(models.view("APM_Activity", {"due_date": models.prop("date"), "3d": models.prop()}))

        assert "readonly dueDate?: string;" in lines(files["dataClasses/apmActivity.ts"])
        assert 'names: { "3d": "p3d", due_date: "dueDate" },' in files["views.ts"]

    def test_words_of_the_language_and_of_instances_get_a_mark(self, made: Any, models: Models) -> None:
        given = {"version": models.prop(), "constructor": models.prop(), "class": models.prop(), "limit": models.prop()}
        files = made(models.view("Date", given), models.view("delete", {"x": models.prop()}))
        date = lines(files["dataClasses/date.ts"])

        assert "export interface Date_ extends NodeRow {" in date
        assert {"readonly version_?: string;", "readonly constructor_?: string;", "readonly class?: string;"} <= {*date}
        assert "readonly limit_?: string | readonly string[];" in date
        assert "export const delete_: View<DeleteTypes> = {" in lines(files["dataClasses/delete.ts"])

    def test_what_the_runtime_calls_the_same_is_imported_under_another_name(self, made: Any, models: Models) -> None:
        file = made(models.view("Link", {"to": models.edges("Link", single=True)}))["dataClasses/link.ts"]

        assert "Link as Link_," in file
        assert "readonly to: Link_<LinkTypes>;" in lines(file)

    def test_a_view_that_is_called_like_a_parameter(self, made: Any, models: Models) -> None:
        api = made(models.view("Client", {"x": models.prop()}))["api/clientApi.ts"]

        assert "client as client_" in api
        assert "return new ViewApi(client, client_, options);" in lines(api)

    def test_files_that_differ_by_capitals_only_are_told_apart(self, made: Any, models: Models) -> None:
        files = made(models.view("Ab", {"x": models.prop()}), models.view("AB", {"x": models.prop()}))

        assert len({path.lower() for path in files}) == len(files)

    def test_every_rename_is_reported(self, generate: Generate, models: Models) -> None:
        sdk = generate(models.view("Date", {"version": models.prop()}), languages=["typescript"]).sdk

        found = {issue.place for issue in sdk.report if issue.code == "renamed" and "TypeScript" in issue.message}
        assert found == {"s:Date(v1)", "s:Date(v1).version"}


class TestFilters:
    def test_one_that_cannot_be_sent_is_left_out_and_reported(self, generate: Generate, models: Models) -> None:
        view = models.view("A", {"x": models.prop()}, filter={"invalid": {"reason": "gone"}})
        look = generate(view, languages=["typescript"], typescript={"output": "."})

        assert ("view-filter-not-usable", "s:A(v1)") in look.codes()
        assert "filter" not in look.sdk.files["src/views.ts"]

    def test_whole_numbers_that_javascript_would_round_keep_their_digits(self, made: Any, models: Models) -> None:
        limits = {"gte": -(2**53), "lt": 2**53 - 1}
        view = models.view("A", {"x": models.prop()}, filter={"range": {"property": ["s", "A", "x"], **limits}})

        assert "gte: -9007199254740992n, lt: 9007199254740991," in made(view)["views.ts"]


class TestText:
    def test_descriptions_stand_where_editors_show_them(self, made: Any, models: Models) -> None:
        view = models.view("A", {"x": models.prop(description="What it costs.")}, description="A thing.")
        file = made(view)["dataClasses/a.ts"]

        assert "/** A thing. */\nexport interface A extends NodeRow {\n  /** What it costs. */\n  readonly x" in file

    def test_they_say_units_limits_and_defaults(self, made: Any, models: Models) -> None:
        given = {
            "level": models.prop(models.type("float64", unit={"externalId": "length:m"}), defaultValue=1.5),
            "codes": models.prop(models.type("text", list=True, maxListSize=10, maxTextSize=1)),
            "tag": models.prop(immutable=True, description="What is on it"),
        }
        found = lines(made(models.view("A", given))["dataClasses/a.ts"])

        assert found.count("/** Unit: length:m */") == 1
        assert found.count("/** Unit: length:m. By default 1.5. */") == 1
        assert found.count("/** At most 10 elements. At most 1 byte in UTF-8. */") == 2
        assert found.count("/** What is on it. It cannot be changed once it is set. */") == 2

    def test_a_description_cannot_end_its_comment_or_tell_tools_something(self, made: Any, models: Models) -> None:
        view = models.view("A", {"x": models.prop()}, description="*/ run(); /* @ts-ignore `x` {@link y}\r\nnext")
        file = made(view)["dataClasses/a.ts"]

        assert " * *\\/ run(); /\\* \\@ts-ignore 'x' {\\@link y}\n * next\n */" in file

    def test_mail_addresses_stay_as_they_are(self, made: Any, models: Models) -> None:
        assert "/** me@x.org */" in made(models.view("A", {}, description="me@x.org"))["dataClasses/a.ts"]


class TestSettings:
    def test_a_project_comes_with_what_it_takes_to_publish_it(self, made: Any, models: Models) -> None:
        files = made(models.view("A", {"x": models.prop()}), project=True, version="1.2.3")

        assert {"package.json", "deno.json", "tsconfig.json", "README.md"} <= files.keys()
        assert '"version": "1.2.3"' in files["package.json"]
        assert "for (const item of await client.a.list({ limit: 10 })) {" in files["README.md"]

    def test_a_readme_without_a_view_to_read(self, made: Any, models: Models) -> None:
        assert "## Read" not in made(models.view("A", {"x": models.prop()}, queryable=False), project=True)["README.md"]

    def test_two_languages_of_one_model_share_a_lock(self, generate: Generate, models: Models) -> None:
        sdk = generate(models.view("A", {"x": models.prop()}), languages=["python", "typescript"]).sdk

        assert sdk.lock.contracts == {"python": 1, "typescript": 1}
        assert [(one.language, one.folder, one.client) for one in sdk.packages] == [
            ("python", "shop", "ShopClient"),
            ("typescript", "shop", "ShopClient"),
        ]
        assert {"shop/_client.py", "shop/src/client.ts"} <= sdk.files.keys()

    @pytest.mark.parametrize(
        ("data", "languages"),
        [
            ({}, ("python",)),
            ({"python": {}}, ("python",)),
            ({"typescript": {}}, ("typescript",)),
            ({"python": {}, "typescript": {}}, ("python", "typescript")),
            ({"generate": {"languages": ["typescript"]}, "python": {}}, ("typescript",)),
        ],
    )
    def test_tables_ask_for_their_languages(self, data: dict[str, Any], languages: tuple[str, ...]) -> None:
        assert GeneratorConfig.load(data).chosen_languages == languages

    @pytest.mark.parametrize(
        "settings", [{"package": "Shop SDK"}, {"client_name": "shop"}, {"version": "1.0"}, {"output": "../x"}]
    )
    def test_values_that_cannot_be_used_are_refused(self, settings: dict[str, str]) -> None:
        with pytest.raises(ValueError, match=next(iter(settings))):
            TypescriptConfig(**settings)  # type: ignore[arg-type]  # of several types
