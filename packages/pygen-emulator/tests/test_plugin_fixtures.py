"""The pytest plugin, as someone uses it who has installed the package."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pygen_client.schema import DataModelId
from pygen_emulator import Emulator

pytest_plugins = ["pytester"]

SCHEMA: dict[str, Any] = {
    "spaces": [{"space": "shop"}],
    "containers": [{"space": "shop", "externalId": "Saw", "properties": {"name": {"type": {"type": "text"}}}}],
    "views": [
        {
            "space": "shop",
            "externalId": "Saw",
            "version": "v1",
            "properties": {
                "name": {
                    "container": {"type": "container", "space": "shop", "externalId": "Saw"},
                    "containerPropertyIdentifier": "name",
                }
            },
        }
    ],
    "dataModels": [
        {
            "space": "shop",
            "externalId": "Shop",
            "version": "v1",
            "views": [{"type": "view", "space": "shop", "externalId": "Saw", "version": "v1"}],
        }
    ],
}


def test_each_test_has_an_emulator_of_its_own(cdf: Emulator) -> None:
    with cdf.client() as client:
        assert client.spaces.list() == []
        cdf.deploy(spaces=[{"space": "shop"}])
        assert [space.space for space in client.spaces.list()] == ["shop"]
    assert cdf.base_url.endswith(".localhost")


def test_a_server_listens_to_this_machine(cdf_server: Emulator) -> None:
    assert cdf_server.base_url.startswith("http://127.0.0.1:")
    with cdf_server.client() as client:
        assert client.spaces.list() == []


def test_the_lock_of_a_generated_sdk_is_a_schema(pytester: pytest.Pytester, cdf: Emulator) -> None:
    parts = {"spaces": "spaces", "containers": "containers", "views": "views", "data_models": "dataModels"}
    cdf.deploy(**{argument: SCHEMA[part] for argument, part in parts.items()})
    with cdf.client() as client:
        model = client.data_models.retrieve(DataModelId("shop", "Shop", "v1"), inline_views=True)
        assert model is not None
        schema = {
            "spaces": [space.dump() for space in client.spaces.list()],
            "containers": [container.dump() for container in client.containers.list()],
            "dataModels": [model.dump()],
        }
    lock = {"lockVersion": 1, "files": {}, "schema": schema}
    pytester.path.joinpath("pygen.lock").write_text(json.dumps(lock), encoding="utf-8")
    pytester.makeini(
        """
        [pytest]
        cdf_schema = pygen.lock
        cdf_spaces = mine yours
        """
    )
    pytester.makepyfile(
        """
        def test_it(cdf):
            with cdf.client() as client:
                assert [view.external_id for view in client.views.list()] == ["Saw"]
                assert [space.space for space in client.spaces.list()] == ["mine", "shop", "yours"]
        """
    )
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)


class TestWithOptions:
    @pytest.fixture
    def cdf_options(self) -> dict[str, Any]:
        return {"token": "open-sesame", "faults": ["GET 503 x1"]}

    def test_arguments_of_the_emulator_come_from_a_fixture(self, cdf: Emulator) -> None:
        assert cdf.token == "open-sesame"
        assert [str(each.fault) for each in cdf.faults.all()] == ["GET 503 x1"]


def test_ini_options_say_what_every_emulator_begins_with(pytester: pytest.Pytester) -> None:
    items = [{"instanceType": "node", "space": "shop", "externalId": "mine"}]
    pytester.path.joinpath("schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    pytester.path.joinpath("data.json").write_text(json.dumps({"items": items}), encoding="utf-8")
    pytester.makeini(
        """
        [pytest]
        cdf_project = shop
        cdf_schema = schema.json
        cdf_data = data.json
        cdf_seed = 5
        """
    )
    pytester.makepyfile(
        """
        import httpx
        import pytest

        @pytest.mark.parametrize("name", ["cdf", "cdf_server"])
        def test_it(name, request):
            cdf = request.getfixturevalue(name)
            transport = cdf.transport() if name == "cdf" else None
            headers = {"Authorization": f"Bearer {cdf.token}"}
            with httpx.Client(transport=transport, base_url=cdf.base_url, headers=headers) as client:
                answer = client.post("/api/v1/projects/shop/models/instances/list", json={})
            ids = sorted(item["externalId"] for item in answer.json()["items"])
            assert ids == ["Saw_1", "Saw_2", "Saw_3", "Saw_4", "Saw_5", "mine"]
        """
    )

    pytester.runpytest().assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("option", "content", "reason"),
    [
        ("cdf_seed = many", "", "*cdf_seed must be a whole number, not 'many'*"),
        ("cdf_schema = schema.json", "views", "*schema.json cannot be read:*"),
        (
            "cdf_schema = schema.json",
            '{"tables": []}',
            "*must hold an object with spaces, containers, views, dataModels*",
        ),
        ("cdf_data = schema.json", "nothing", "*schema.json is no JSON*"),
    ],
)
def test_options_that_cannot_be_used_are_named(
    pytester: pytest.Pytester, option: str, content: str, reason: str
) -> None:
    pytester.path.joinpath("schema.json").write_text(content, encoding="utf-8")
    pytester.makeini(f"[pytest]\n{option}\n")
    pytester.makepyfile("def test_it(cdf): ...")

    result = pytester.runpytest()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([reason])


def test_who_does_not_use_it_does_not_load_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it():
            assert "pygen_emulator.pytest_plugin" in sys.modules
            assert "pygen_emulator.emulator" not in sys.modules
            assert "starlette" not in sys.modules
        """
    )

    pytester.runpytest_subprocess().assert_outcomes(passed=1)
