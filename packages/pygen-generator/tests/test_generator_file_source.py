"""Data models from one JSON or YAML file."""

from __future__ import annotations

import json

import pytest
from pygen_client.schema import DataModelId
from pygen_generator import FileSource, ModelNotFoundError, SourceError, SourceNotFoundError, open_source
from pygen_generator.schema import whole_views


@pytest.fixture
def write(tmp_path):
    def put(content, name="model.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return put


def _ids(path):
    return [str(model.as_id()) for model in FileSource(path).load(()).data_models]


class TestForms:
    def test_one_data_model(self, models, write):
        assert _ids(write(models.data_model())) == ["s:Shop(v1)"]

    def test_an_answer_with_items(self, models, write):
        items = [models.data_model(external_id="B"), models.data_model(external_id="A")]
        assert _ids(write({"items": items})) == ["s:A(v1)", "s:B(v1)"]

    def test_a_list(self, models, write):
        assert _ids(write([models.data_model()])) == ["s:Shop(v1)"]

    def test_a_bundle_with_containers_and_spaces(self, models, write):
        space = {"space": "s", "createdTime": 1, "lastUpdatedTime": 1, "isGlobal": False}
        schema = FileSource(write({"dataModel": models.data_model(), "containers": [], "spaces": [space]})).load(())

        assert [item.space for item in schema.spaces] == ["s"]

    def test_a_bundle_of_several(self, models, write):
        assert _ids(write({"dataModels": [models.data_model()]})) == ["s:Shop(v1)"]

    def test_yaml_with_text_that_looks_like_numbers(self, models, write):
        text = (
            "space: 123\nexternalId: on\nversion: 1.10\nviews: []\ncreatedTime: 1\nlastUpdatedTime: 1\nisGlobal: no\n"
        )

        assert _ids(write(text, "model.yaml")) == ["123:on(1.10)"]

    def test_yaml_dates_and_keys_stay_text(self, models, write):
        view = models.view("V", {"x": models.prop("date", defaultValue="@"), "no": models.prop()})
        text = json.dumps(models.data_model(view)).replace('"@"', "2025-01-01").replace('"no"', "no")
        (model,) = FileSource(write(text, "model.yml")).load(()).data_models
        (properties,) = (view.dump()["properties"] for view in whole_views(model))

        assert properties["x"]["defaultValue"] == "2025-01-01"
        assert "no" in properties

    def test_yaml_may_merge_and_override(self, write):
        text = (
            "base: &base {space: s, externalId: A, version: v1}\nitems:\n"
            "- {<<: *base, externalId: B, views: [], createdTime: 1, lastUpdatedTime: 1, isGlobal: false}\n"
        )

        assert _ids(write(text, "model.yaml")) == ["s:B(v1)"]

    def test_a_byte_order_mark_is_no_content(self, models, tmp_path):
        path = tmp_path / "model.json"
        path.write_text(json.dumps(models.data_model()), encoding="utf-8-sig")

        assert _ids(path) == ["s:Shop(v1)"]


class TestChoice:
    def test_only_the_named_model_is_taken(self, models, write):
        path = write([models.data_model(external_id="A"), models.data_model(external_id="B")])
        schema = FileSource(path).load([DataModelId("s", "B", "v1")])

        assert [model.external_id for model in schema.data_models] == ["B"]

    def test_a_model_that_is_not_there_is_named_with_those_that_are(self, models, write):
        with pytest.raises(ModelNotFoundError, match=r"no data model s:B\(v1\).*holds: s:Shop\(v1\)"):
            FileSource(write(models.data_model())).load([DataModelId("s", "B", "v1")])

    def test_a_model_with_references_only_asks_for_whole_views(self, models, write):
        model = {**models.data_model(), "views": [models.view_id("Pump")]}
        with pytest.raises(SourceError, match=r"s:Pump\(v1\).*inlineViews=true"):
            FileSource(write(model)).load(())

    def test_an_empty_list_holds_no_model(self, write):
        with pytest.raises(SourceError, match="no data model"):
            FileSource(write([])).load(())


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ('{"a": 1,\n "b": }', "m.json", "not JSON: .* line 2 column 7"),
        ("NaN", "m.json", "NaN is not a JSON value"),
        ("[" * 100_000, "m.json", "nested too deeply"),
        ('{"space": "s"}', "m.json", "does not hold a data model"),
        ("5", "m.json", "does not hold a data model"),
        ("", "m.yaml", "does not hold a data model"),
        (
            '{"views": [], "space": "s"}',
            "m.json",
            "data model s is not valid: externalId: Field required",
        ),
        ('{"dataModel": {"views": []}, "containers": 5}', "m.json", "data model"),
        ('{"dataModels": [], "containers": 5}', "m.json", "containers are not a list"),
        ("a: 1\nb: [2\n", "m.yaml", "not YAML: .*line 3"),
        ("a: 1\na: 2\n", "m.yaml", "the key a is there twice, line 2"),
        ("? [a]\n: 2\n", "m.yaml", "a key that is not text, line 1"),
        ("a: !!python/object/apply:os.system ['true']", "m.yaml", "not YAML: .*python/object/apply"),
        ("a: &a [*a]", "m.yaml", "not a tree|alias"),
        ("a: \x00", "m.yaml", "not YAML"),
        ("---\na: 1\n---\nb: 2\n", "m.yaml", "not YAML: .*line 3"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(write, content, name, message):
    with pytest.raises(SourceError, match=message):
        FileSource(write(content, name)).load(())


def test_a_few_lines_of_aliases_cannot_fill_the_memory(write):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]

    with pytest.raises(SourceError, match="more than 4,000,000 values"):
        FileSource(write("\n".join(lines), "m.yaml")).load(())


def test_a_file_that_is_no_text_says_so(tmp_path):
    path = tmp_path / "m.json"
    path.write_bytes(b"{\xff}")

    with pytest.raises(SourceError, match="not UTF-8 text"):
        FileSource(path).load(())


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "m.json"
    with path.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)

    with pytest.raises(SourceError, match="67,108,865 bytes"):
        FileSource(path).load(())


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourceNotFoundError, match=r"no file .*gone\.json"):
        FileSource(tmp_path / "gone.json").load(())
    with pytest.raises(SourceNotFoundError, match=r"no file or folder .*gone\.json"):
        open_source(tmp_path / "gone.json")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        FileSource(tmp_path).load(())
