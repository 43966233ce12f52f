"""Schema resources against the emulator: blocking and asynchronous."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from pygen_client import (
    AsyncPygenClient,
    BadRequestError,
    ClientCredentials,
    MultiRequestError,
    PygenClient,
    PygenClientConfig,
    PygenValidationError,
    TokenCredentials,
)
from pygen_client.schema import (
    BtreeIndex,
    ContainerId,
    ContainerPropertyWrite,
    ContainerWrite,
    DataModelId,
    DataModelWrite,
    EdgeId,
    MappedPropertyWrite,
    NodeId,
    SpaceWrite,
    TextType,
    UniquenessConstraint,
    View,
    ViewId,
    ViewWrite,
)
from pygen_emulator import Emulator

CONTAINER = ContainerWrite(
    space="shop", external_id="Thing", properties={"name": ContainerPropertyWrite(type=TextType())}
)
VIEW = ViewWrite(
    space="shop",
    external_id="Thing",
    version="v1",
    properties={"name": MappedPropertyWrite(container=CONTAINER.as_id(), container_property_identifier="name")},
)
CHILD = ViewWrite(space="shop", external_id="Child", version="v1", implements=[VIEW.as_id()])
MODEL = DataModelWrite(space="shop", external_id="Model", version="v1", views=[VIEW.as_id(), CHILD.as_id()])


@pytest.fixture
def cdf() -> Iterator[Emulator]:
    with Emulator.in_process() as emulator:
        yield emulator


def config(cdf) -> PygenClientConfig:
    return PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))


@pytest.fixture
def client(cdf) -> Iterator[PygenClient]:
    with PygenClient(config(cdf), transport=cdf.transport()) as client:
        client.spaces.create(SpaceWrite(space="shop", name="Shop"))
        yield client


def test_a_space_is_created_found_listed_and_deleted(client):
    assert [one.space for one in client.spaces.list()] == ["shop"]
    found = client.spaces.retrieve("shop")
    assert found is not None
    assert found.name == "Shop"
    assert client.spaces.retrieve("nowhere") is None
    assert [one.space for one in client.spaces.retrieve(["shop", "nowhere"])] == ["shop"]
    assert client.spaces.delete(["shop", "nowhere"]) == ["shop"]
    assert client.spaces.list(include_global=False) == []


def test_a_whole_schema_is_created_found_and_deleted(client):
    client.containers.create(CONTAINER)
    client.views.create([VIEW, CHILD])
    client.data_models.create(MODEL)

    assert client.containers.retrieve(ContainerId("shop", "Thing")).as_write().properties.keys() == {"name"}
    assert [one.as_id() for one in client.containers.list(space="shop")] == [CONTAINER.as_id()]
    child = client.views.retrieve(CHILD.as_id())
    assert child.properties.keys() == {"name"}
    own = client.views.retrieve(CHILD.as_id(), include_inherited_properties=False)
    assert own.properties == {}
    assert {one.external_id for one in client.views.list(space="shop", all_versions=True)} == {"Thing", "Child"}
    model = client.data_models.retrieve(DataModelId("shop", "Model", "v1"), inline_views=True)
    assert {view.external_id for view in model.views if isinstance(view, View)} == {"Thing", "Child"}
    assert set(client.data_models.list()[0].views) == {VIEW.as_id(), CHILD.as_id()}

    assert client.data_models.delete(MODEL.as_id()) == [MODEL.as_id()]
    assert set(client.views.delete([VIEW.as_id(), CHILD.as_id()])) == {VIEW.as_id(), CHILD.as_id()}
    assert client.containers.delete([CONTAINER.as_id()]) == [CONTAINER.as_id()]


def test_iterating_reads_page_by_page_and_stops_at_the_limit(client):
    client.spaces.create([SpaceWrite(space=f"space_{number}") for number in range(7)])
    names = [one.space for one in client.spaces.iterate(chunk_size=3)]
    assert len(names) == len(set(names)) == 8
    assert [one.space for one in client.spaces.iterate(chunk_size=3, limit=4)] == names[:4]
    assert [one.space for one in client.spaces.list(limit=5)] == names[:5]
    assert client.spaces.list(limit=0) == []


def numbered(count: int) -> list[ContainerWrite]:
    return [
        ContainerWrite(space="shop", external_id=f"C{number}", properties=CONTAINER.properties)
        for number in range(count)
    ]


def test_more_than_one_request_of_items_is_cut_and_all_are_answered(client):
    containers = numbered(230)
    created = client.containers.create(containers)
    assert [one.as_id() for one in created] == [one.as_id() for one in containers]
    assert len(client.containers.retrieve([one.as_id() for one in containers])) == 230


def test_what_became_of_every_item_is_told_when_one_of_several_requests_fails(client):
    containers = numbered(350)
    containers[120] = ContainerWrite(space="shop", external_id="not a name!", properties=CONTAINER.properties)
    with pytest.raises(MultiRequestError) as caught:
        client.containers.create(containers)
    error = caught.value
    assert isinstance(error.failed[0].error, BadRequestError)
    assert [len(one.items) for one in error.failed] == [100]
    assert len(error.succeeded) + 100 + len(error.not_sent) == 350
    stored = {one.as_id() for one in client.containers.list(space="shop")}
    assert stored == {one.as_id() for one in error.succeeded}


def test_a_refusal_names_what_is_missing(client):
    with pytest.raises(
        BadRequestError, match=r"One or more spaces do not exist.*\. Create the space, or name one that"
    ):
        client.containers.create(ContainerWrite(space="nowhere", external_id="C", properties=CONTAINER.properties))


@pytest.mark.parametrize("call", [lambda api: api.list(limit=-1), lambda api: api.iterate(chunk_size=0)])
def test_a_number_that_cannot_work_is_refused_before_anything_is_sent(client, call):
    with pytest.raises(PygenValidationError):
        call(client.spaces)


def test_nothing_to_create_asks_nothing(client):
    assert client.views.create([]) == []
    assert client.views.retrieve([]) == []


def test_the_same_from_asyncio(cdf):
    async def main() -> None:
        login = ClientCredentials(cdf.client_id, cdf.client_secret, token_url=cdf.token_url)
        async with AsyncPygenClient(
            PygenClientConfig(cdf.base_url, cdf.project, login), transport=cdf.async_transport()
        ) as client:
            await client.spaces.create([SpaceWrite(space="shop"), *(SpaceWrite(space=f"s{n}") for n in range(4))])
            await client.containers.create(CONTAINER)
            await client.views.create([VIEW, CHILD])
            await client.data_models.create(MODEL)

            assert [one.space async for one in client.spaces.iterate(chunk_size=2, limit=3)] == [
                one.space for one in (await client.spaces.list())[:3]
            ]
            assert [one.as_id() for one in await client.containers.retrieve([CONTAINER.as_id()])] == [CONTAINER.as_id()]
            assert [one.as_id() async for one in client.containers.iterate(space="shop")] == [CONTAINER.as_id()]
            assert len(await client.containers.list(space="shop")) == 1
            assert len(await client.views.retrieve([VIEW.as_id(), ViewId("shop", "No", "v1")])) == 1
            assert len(await client.views.list(space="shop")) == len([one async for one in client.views.iterate()]) == 2
            assert [one.as_id() for one in await client.data_models.retrieve([MODEL.as_id()])] == [MODEL.as_id()]
            assert len(await client.data_models.list()) == len([one async for one in client.data_models.iterate()]) == 1
            assert await client.data_models.delete(MODEL.as_id()) == [MODEL.as_id()]
            assert await client.spaces.retrieve("nowhere") is None

    asyncio.run(main())


INDEXED = ContainerWrite(
    space="shop",
    external_id="Indexed",
    properties={"name": ContainerPropertyWrite(type=TextType(), nullable=False)},
    indexes={"by_name": BtreeIndex(properties=["name"]), "again": BtreeIndex(properties=["name"])},
    constraints={"one": UniquenessConstraint(properties=["name"])},
)


@pytest.fixture
def call(cdf, bench):
    """Runs a call on either client; the schema above is there."""
    with PygenClient(config(cdf), transport=cdf.transport()) as client:
        client.spaces.create(SpaceWrite(space="shop", name="Shop"))
        client.containers.create([CONTAINER, INDEXED])
        client.views.create([VIEW, CHILD])
        client.data_models.create(MODEL)
        items = [
            {
                "instanceType": "node",
                "space": "shop",
                "externalId": "a",
                "sources": [{"source": VIEW.as_id().dump(), "properties": {"name": "A"}}],
            }
        ]
        client.request("POST", "/models/instances", json={"items": items})

    def run(use):
        transport = cdf.async_transport() if bench.is_async else cdf.transport()
        return bench.call(config(cdf), use, transport=transport)

    return run


def test_statistics_of_the_project_and_of_spaces(call):
    project = call(lambda client: client.statistics.project())
    assert (project.spaces.count, project.containers.count, project.views.count) == (1, 2, 2)
    assert project.spaces.limit > 1
    assert project.instances.nodes == 1
    assert project.concurrent_write_limit >= 1
    (every,) = call(lambda client: client.statistics.spaces())
    assert (every.space, every.data_models, every.nodes, every.soft_deleted_edges) == ("shop", 1, 1, 0)
    assert call(lambda client: client.statistics.spaces("shop")) == [every]
    assert call(lambda client: client.statistics.spaces(["shop", "nowhere"])) == [every]
    assert call(lambda client: client.statistics.spaces([])) == []


def test_what_a_token_may_do(call, cdf):
    seen = call(lambda client: client.token.inspect())
    assert seen.subject
    assert [one.project_url_name for one in seen.projects] == [cdf.project]
    assert any("dataModelsAcl" in one for one in seen.capabilities)


def test_which_views_map_a_container(call):
    thing, indexed = call(lambda client: client.containers.inspect([CONTAINER.as_id(), INDEXED.as_id()]))
    assert thing.container == CONTAINER.as_id()
    assert set(thing.views) == {VIEW.as_id(), CHILD.as_id()}
    assert thing.view_count == 2
    assert (indexed.view_count, indexed.views) == (0, [])
    (one,) = call(lambda client: client.containers.inspect(CONTAINER.as_id(), all_versions=True))
    assert one.view_count == 2
    many = [ContainerId("shop", f"C{number}") for number in range(25)]
    assert call(lambda client: client.containers.inspect([*many, CONTAINER.as_id()])) == [one]
    assert call(lambda client: client.containers.inspect([])) == []


def test_where_an_instance_has_data(call):
    (found,) = call(lambda client: client.instances.inspect(NodeId("shop", "a")))
    assert (found.instance, found.containers) == (NodeId("shop", "a"), [CONTAINER.as_id()])
    assert set(found.views) == {VIEW.as_id(), CHILD.as_id()}
    ids = [NodeId("shop", "a"), EdgeId("shop", "none")]
    assert call(lambda client: client.instances.inspect(ids, all_versions=True)) == [found]
    assert call(lambda client: client.instances.inspect([])) == []


def test_parts_of_a_container_are_deleted_and_checked_again(call):
    container = INDEXED.as_id()
    assert call(lambda client: client.containers.delete_indexes((container, "again"))) == [(container, "again")]
    assert call(lambda client: client.containers.delete_constraints([(container, "one")])) == [(container, "one")]
    assert call(lambda client: client.containers.delete_indexes([])) == []
    left = call(lambda client: client.containers.retrieve(container))
    assert (set(left.indexes), left.constraints) == ({"by_name"}, {})


@pytest.mark.parametrize(
    ("method", "identifier"), [("retry_indexes", "by_name"), ("retry_constraints", "one"), ("retry_properties", "name")]
)
def test_what_failed_can_be_checked_again(call, method, identifier):
    part = (INDEXED.as_id(), identifier)
    assert call(lambda client: getattr(client.containers, method)([part, (CONTAINER.as_id(), "none")])) == [part]


def test_versions_of_views_and_models_are_found_without_naming_one(call):
    assert [one.version for one in call(lambda client: client.views.versions("shop", "Thing"))] == ["v1"]
    second = VIEW.model_copy(update={"version": "v2"})
    time.sleep(0.002)  # versions are ordered by the milliseconds in which they were created
    call(lambda client: client.views.create(second))
    found = call(lambda client: client.views.versions("shop", "Thing"))
    assert [one.version for one in found] == ["v2", "v1"]
    assert call(lambda client: client.views.latest("shop", "Thing")).version == "v2"
    assert call(lambda client: client.views.latest("shop", "Nothing")) is None
    own = call(lambda client: client.views.latest("shop", "Child", include_inherited_properties=False))
    assert own.properties == {}
    assert call(lambda client: client.data_models.versions("shop", "Model"))[0].as_id() == MODEL.as_id()
    model = call(lambda client: client.data_models.latest("shop", "Model", inline_views=True))
    assert all(isinstance(view, View) for view in model.views)
    assert call(lambda client: client.data_models.latest("shop", "Nothing")) is None


def test_a_batch_that_is_too_heavy_is_sent_in_halves(call, cdf):
    views = [VIEW.model_copy(update={"external_id": f"V{number}"}) for number in range(80)]
    with cdf.fault("POST /models/views 408 over=50") as fault:
        created = call(lambda client: client.views.create(views))
    assert [one.external_id for one in created] == [one.external_id for one in views]
    assert fault.hits == 1


def test_every_kind_can_be_gone_through_lazily(client):
    client.containers.create([CONTAINER, INDEXED])
    client.views.create([VIEW, CHILD])
    client.data_models.create(MODEL)
    assert len(list(client.containers.iterate(space="shop", chunk_size=1))) == 2
    assert len(list(client.views.iterate(space="shop", chunk_size=1))) == 2
    assert [one.as_id() for one in client.data_models.iterate()] == [MODEL.as_id()]
    assert [one.as_id() for one in client.views.list(space="shop", limit=1)] == [
        next(client.views.iterate(space="shop")).as_id()
    ]
