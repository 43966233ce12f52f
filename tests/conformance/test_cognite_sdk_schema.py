"""The official Python SDK does its schema calls against the emulator and gets what it expects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cognite.client import ClientConfig, CogniteClient, global_config
from cognite.client.credentials import CredentialProvider, OAuthClientCredentials, Token
from cognite.client.data_classes import data_modeling as dm
from cognite.client.data_classes.data_modeling import data_types
from cognite.client.data_classes.data_modeling.containers import (
    BTreeIndexApply,
    InvertedIndexApply,
    RequiresConstraintApply,
    UniquenessConstraintApply,
)
from cognite.client.exceptions import CogniteAPIError, CogniteAuthError, CogniteProjectAccessError
from pygen_emulator import Emulator

SPACE = "sdk_space"
PUMP = dm.ContainerId(SPACE, "Pump")
SITE = dm.ContainerId(SPACE, "Site")
PUMP_VIEW = dm.ViewId(SPACE, "Pump", "v1")
SITE_VIEW = dm.ViewId(SPACE, "Site", "v1")


@pytest.fixture(scope="module", autouse=True)
def _quiet_sdk() -> Iterator[None]:
    before = global_config.disable_pypi_version_check
    global_config.disable_pypi_version_check = True
    yield
    global_config.disable_pypi_version_check = before


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as cdf:
        yield cdf


@pytest.fixture
def client(emulator: Emulator) -> CogniteClient:
    return _client(emulator, Token(emulator.token))


def _client(emulator: Emulator, credentials: CredentialProvider, project: str | None = None) -> CogniteClient:
    config = ClientConfig(
        client_name="conformance",
        project=project or emulator.project,
        base_url=emulator.base_url,
        credentials=credentials,
    )
    return CogniteClient(config)


def _deploy(client: CogniteClient) -> None:
    api = client.data_modeling
    api.spaces.apply(dm.SpaceApply(SPACE, name="From the SDK"))
    api.containers.apply([_site(), _pump()])
    api.views.apply([_pump_view(), _site_view()])
    api.data_models.apply(dm.DataModelApply(SPACE, "Water", "v1", views=[PUMP_VIEW, SITE_VIEW]))


def _site() -> dm.ContainerApply:
    return dm.ContainerApply(SPACE, "Site", {"name": dm.ContainerPropertyApply(dm.Text(), nullable=False)})


def _pump() -> dm.ContainerApply:
    properties = {
        "serial": dm.ContainerPropertyApply(dm.Text(max_text_size=64), nullable=False, immutable=True),
        "tags": dm.ContainerPropertyApply(dm.Text(is_list=True, max_list_size=50)),
        "pressure": dm.ContainerPropertyApply(
            dm.Float64(unit=data_types.UnitReference("pressure:bar", "BAR")), default_value=1.5
        ),
        "count": dm.ContainerPropertyApply(dm.Int64(), auto_increment=True),
        "active": dm.ContainerPropertyApply(dm.Boolean(), default_value=True),
        "built": dm.ContainerPropertyApply(dm.Date()),
        "seen": dm.ContainerPropertyApply(dm.Timestamp()),
        "extra": dm.ContainerPropertyApply(dm.Json()),
        "curve": dm.ContainerPropertyApply(dm.TimeSeriesReference()),
        "state": dm.ContainerPropertyApply(
            data_types.Enum({"on": data_types.EnumValue("On"), "off": data_types.EnumValue()}, "off")
        ),
        "site": dm.ContainerPropertyApply(dm.DirectRelation(container=SITE)),
    }
    return dm.ContainerApply(
        SPACE,
        "Pump",
        properties,
        description="Moves water.",
        used_for="node",
        constraints={
            "unique_serial": UniquenessConstraintApply(["serial"]),
            "needs_site": RequiresConstraintApply(SITE),
        },
        indexes={"by_serial": BTreeIndexApply(["serial"], cursorable=True), "by_tag": InvertedIndexApply(["tags"])},
    )


def _pump_view() -> dm.ViewApply:
    mapped = {name: dm.MappedPropertyApply(PUMP, name) for name in _pump().properties}
    mapped["site"] = dm.MappedPropertyApply(PUMP, "site", name="Site", source=SITE_VIEW)
    edges = dm.MultiEdgeConnectionApply(
        type=dm.DirectRelationReference(SPACE, "feeds"), source=PUMP_VIEW, direction="outwards"
    )
    return dm.ViewApply(SPACE, "Pump", "v1", properties={**mapped, "feeds": edges})


def _site_view() -> dm.ViewApply:
    pumps = dm.MultiReverseDirectRelationApply(source=PUMP_VIEW, through=dm.PropertyId(PUMP_VIEW, "site"))
    return dm.ViewApply(SPACE, "Site", "v1", properties={"name": dm.MappedPropertyApply(SITE, "name"), "pumps": pumps})


@pytest.mark.evidence("6")
def test_spaces(client: CogniteClient) -> None:
    spaces = client.data_modeling.spaces

    created = spaces.apply([dm.SpaceApply("one", description="First"), dm.SpaceApply("two", name="Second")])
    changed = spaces.apply(dm.SpaceApply("one", description="Still first"))

    assert created.as_ids() == ["one", "two"]
    assert changed.description == "Still first"
    assert changed.created_time == created[0].created_time
    assert changed.last_updated_time > created[0].last_updated_time
    assert spaces.retrieve("two") == created[1]
    assert spaces.retrieve(["two", "unknown"]).as_ids() == ["two"]
    assert spaces.retrieve("unknown") is None
    assert spaces.list(limit=None).as_ids() == ["one", "two"]
    assert [space.space for space in spaces(chunk_size=None)] == ["one", "two"]
    assert spaces.delete(["one", "unknown"]) == ["one"]
    assert spaces.delete("unknown") == []


@pytest.mark.evidence("7")
def test_containers(client: CogniteClient) -> None:
    client.data_modeling.spaces.apply(dm.SpaceApply(SPACE))
    containers = client.data_modeling.containers

    created = containers.apply([_pump(), _site()])

    pump = created[0]
    assert pump.as_apply().dump() == _pump().dump()
    assert pump.indexes["by_serial"].state == "current"
    assert pump.properties["serial"].constraint_state.nullability == "current"
    assert pump.properties["tags"].constraint_state.max_list_size == "current"
    assert containers.retrieve(PUMP) == pump
    assert containers.retrieve([PUMP, dm.ContainerId(SPACE, "Unknown")]).as_ids() == [PUMP]
    assert containers.list(space=SPACE, limit=1).as_ids() == [PUMP]
    assert containers.list(space=SPACE, used_for="edge") == []
    assert [container.external_id for container in containers(space=SPACE)] == ["Pump", "Site"]
    assert containers.delete_constraints([(PUMP, "unique_serial")]) == [(PUMP, "unique_serial")]
    assert containers.delete_indexes([(PUMP, "by_tag"), (PUMP, "unknown")]) == [(PUMP, "by_tag")]
    kept = containers.retrieve(PUMP)
    assert kept is not None
    assert (list(kept.constraints), list(kept.indexes)) == (["needs_site"], ["by_serial"])
    assert containers.delete([PUMP, SITE]) == [PUMP, SITE]


@pytest.mark.evidence("8")
def test_views(client: CogniteClient) -> None:
    _deploy(client)
    views = client.data_modeling.views
    child = dm.ViewApply(SPACE, "BigPump", "v1", implements=[PUMP_VIEW])

    created = views.apply(child)

    assert created.implements == [PUMP_VIEW]
    assert created.properties.keys() == (_pump_view().properties or {}).keys()
    inherited = created.properties["site"]
    assert isinstance(inherited, dm.MappedProperty)
    assert inherited.source == SITE_VIEW
    assert views.retrieve(created.as_id()) == [created]
    assert views.retrieve(created.as_id(), include_inherited_properties=False)[0].properties == {}
    assert views.retrieve((SPACE, "Pump"))[0].as_apply().dump() == _pump_view().dump()
    [site] = views.retrieve(SITE_VIEW)
    pumps = site.properties["pumps"]
    assert isinstance(pumps, dm.MultiReverseDirectRelation)
    assert pumps.through == dm.PropertyId(PUMP_VIEW, "site")
    assert views.list(space=SPACE, limit=None).as_ids() == [dm.ViewId(SPACE, "BigPump", "v1"), PUMP_VIEW, SITE_VIEW]
    assert len(views.list(space=SPACE, limit=2)) == 2
    assert views.delete([(SPACE, "BigPump", "v1"), (SPACE, "Unknown", "v1")]) == [created.as_id()]


@pytest.mark.evidence("8")
def test_versions_of_views(client: CogniteClient) -> None:
    _deploy(client)
    views = client.data_modeling.views
    second = _site_view()
    second.version = "v0"
    views.apply(second)

    assert [view.version for view in views.list(space=SPACE, limit=None) if view.external_id == "Site"] == ["v0"]
    everything = views.list(space=SPACE, limit=None, all_versions=True)
    assert [view.version for view in everything if view.external_id == "Site"] == ["v0", "v1"]
    assert [view.version for view in views.retrieve((SPACE, "Site"))] == ["v1", "v0"]
    assert [view.version for view in views.retrieve((SPACE, "Site"), all_versions=False)] == ["v0"]


@pytest.mark.evidence("9")
def test_data_models(client: CogniteClient) -> None:
    _deploy(client)
    models = client.data_modeling.data_models

    [by_reference] = models.retrieve((SPACE, "Water", "v1"))
    [inline] = models.retrieve((SPACE, "Water", "v1"), inline_views=True)

    assert by_reference.views == [PUMP_VIEW, SITE_VIEW]
    assert [view.as_id() for view in inline.views] == [PUMP_VIEW, SITE_VIEW]
    relation = inline.views[0].properties["site"]
    assert isinstance(relation, dm.MappedProperty)
    assert relation.source == SITE_VIEW
    assert models.retrieve([(SPACE, "Water")])[0].as_id() == by_reference.as_id()
    assert [model.external_id for model in models(space=SPACE, inline_views=True)] == ["Water"]
    assert models.list(space=SPACE, all_versions=True).as_ids() == [by_reference.as_id()]
    assert models.delete((SPACE, "Water", "v1")) == [by_reference.as_id()]
    assert models.retrieve((SPACE, "Water", "v1")) == []


@pytest.mark.evidence("8")
def test_a_data_model_may_bring_its_views(client: CogniteClient) -> None:
    client.data_modeling.spaces.apply(dm.SpaceApply(SPACE))
    client.data_modeling.containers.apply([_site(), _pump()])

    created = client.data_modeling.data_models.apply(
        dm.DataModelApply(SPACE, "Water", "v1", views=[_pump_view(), _site_view()])
    )

    assert created.views == [PUMP_VIEW, SITE_VIEW]
    assert client.data_modeling.views.retrieve(SITE_VIEW)[0].external_id == "Site"


@pytest.mark.evidence("19")
def test_lists_page_through_everything(client: CogniteClient) -> None:
    spaces = client.data_modeling.spaces
    names = [f"space_{number:02}" for number in range(25)]
    spaces.apply([dm.SpaceApply(name) for name in names])

    assert len(spaces.list(limit=7)) == 7
    assert spaces.list(limit=-1).as_ids() == names
    assert [len(chunk) for chunk in spaces(chunk_size=10)] == [10, 10, 5]


@pytest.mark.evidence("6", "7", "8", "9")
def test_what_is_unchanged_keeps_its_time(client: CogniteClient) -> None:
    _deploy(client)
    api = client.data_modeling
    before = (api.spaces.list(), api.containers.list(), api.views.list(), api.data_models.list())

    _deploy(client)

    assert (api.spaces.list(), api.containers.list(), api.views.list(), api.data_models.list()) == before


@pytest.mark.evidence("20")
def test_a_missing_space_is_refused(client: CogniteClient) -> None:
    with pytest.raises(CogniteAPIError, match="One or more spaces do not exist") as error:
        client.data_modeling.views.apply(dm.ViewApply("nonExistingSpace", "V", "v1"))

    assert error.value.code == 400
    assert error.value.x_request_id


@pytest.mark.evidence("20")
def test_a_name_that_is_too_long_is_refused(client: CogniteClient) -> None:
    with pytest.raises(CogniteAPIError) as error:
        client.data_modeling.spaces.apply(dm.SpaceApply(SPACE, name="n" * 256))

    assert error.value.code == 400
    assert error.value.message == (
        "Request had 1 constraint violations. Please fix the request and try again. "
        "[name size must be between 0 and 255]"
    )


@pytest.mark.evidence("20")
def test_a_space_that_is_not_empty_stays(client: CogniteClient) -> None:
    _deploy(client)

    with pytest.raises(CogniteAPIError, match="not empty") as error:
        client.data_modeling.spaces.delete(SPACE)

    assert error.value.code == 400


@pytest.mark.evidence("2")
def test_client_credentials(emulator: Emulator) -> None:
    credentials = OAuthClientCredentials(
        token_url=emulator.token_url,
        client_id=emulator.client_id,
        client_secret=emulator.client_secret,
        scopes=["https://example.com/.default"],
    )

    client = _client(emulator, credentials)

    assert client.data_modeling.spaces.list() == []


@pytest.mark.evidence("20")
def test_a_wrong_secret_is_refused(emulator: Emulator) -> None:
    credentials = OAuthClientCredentials(emulator.token_url, emulator.client_id, "wrong", scopes=[])

    with pytest.raises(CogniteAuthError, match="invalid_client"):
        _client(emulator, credentials).data_modeling.spaces.list()


@pytest.mark.evidence("2")
def test_another_project_is_no_access(emulator: Emulator) -> None:
    client = _client(emulator, Token(emulator.token), project="another")

    with pytest.raises(CogniteProjectAccessError, match=r"project='another'.* code: 401") as error:
        client.data_modeling.spaces.list()

    assert error.value.maybe_projects == [emulator.project]


@pytest.mark.evidence("2")
def test_an_unknown_token_is_no_access(emulator: Emulator) -> None:
    client = _client(emulator, Token("unknown"))

    with pytest.raises(CogniteProjectAccessError, match=r"Unauthorized.* code: 401"):
        client.data_modeling.spaces.list()


@pytest.mark.evidence("2")
def test_token_inspect(client: CogniteClient, emulator: Emulator) -> None:
    inspection = client.iam.token.inspect()

    assert [project.url_name for project in inspection.projects] == [emulator.project]
    capabilities = [capability.capability for capability in inspection.capabilities]
    assert {type(capability).__name__ for capability in capabilities} == {"DataModelsAcl", "DataModelInstancesAcl"}
