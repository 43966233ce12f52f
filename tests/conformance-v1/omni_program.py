"""Generates an SDK for the data model Omni with version 1 of Pygen, from the service of the environment, and uses it.

Runs in an environment of its own. Ends with an AssertionError where the service does not do what the SDK expects.
"""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from cognite.client import ClientConfig, CogniteClient, global_config
from cognite.client.credentials import Token
from cognite.client.data_classes.data_modeling import SpaceApply
from cognite.pygen import generate_sdk

MODEL = ("sp_pygen_models", "Omni", "1")
SPACE = "omni_instances"
WHEN = datetime(2024, 2, 29, 12, 30, tzinfo=timezone.utc)
VALUES: dict[str, Any] = {
    "text": "ä",
    "boolean": True,
    "int_32": 7,
    "int_64": 2**40,
    "float_32": 0.5,
    "float_64": 1.25,
    "timestamp": WHEN,
    "date": date(2024, 2, 29),
    "json_": {"a": [1, None]},
}


def connect() -> CogniteClient:
    """The official SDK with the login of the environment."""
    global_config.disable_pypi_version_check = True
    config = ClientConfig(
        client_name="conformance-v1",
        project=os.environ["CDF_PROJECT"],
        base_url=os.environ["CDF_URL"],
        credentials=Token(os.environ["CDF_TOKEN"]),
    )
    return CogniteClient(config)


def generate(client: CogniteClient, folder: Path) -> None:
    """Write the package ``omni_sdk`` into the folder."""
    generate_sdk(
        MODEL,
        client,
        top_level_package="omni_sdk",
        client_name="OmniClient",
        default_instance_space=SPACE,
        output_dir=folder / "omni_sdk",
        overwrite=True,
        logger=lambda _: None,
    )
    sys.path.insert(0, str(folder))


def values_go_out_and_come_back(omni: Any, classes: Any) -> None:
    written = classes.PrimitiveRequiredWrite(external_id="p1", **VALUES)
    assert len(omni.upsert(written).nodes) == 1
    read = omni.primitive_required.retrieve("p1")
    assert {name: getattr(read, name) for name in VALUES} == VALUES
    assert omni.primitive_required.list(text="ä", min_int_32=7, max_int_32=7)[0].external_id == "p1"
    assert omni.primitive_required.list(text="another") == []


def connections_are_written_and_read(omni: Any, classes: Any) -> None:
    ends = [classes.ConnectionItemBWrite(external_id=f"b{number}", name=f"B{number}") for number in range(3)]
    start = classes.ConnectionItemAWrite(external_id="a", name="A", self_direct="a2", outwards=ends)
    result = omni.upsert([start, classes.ConnectionItemAWrite(external_id="a2", name="A2")])
    assert (len(result.nodes), len(result.edges)) == (5, 3)

    by_id = omni.connection_item_a.retrieve("a", retrieve_connections="identifier")
    assert sorted(str(end if isinstance(end, str) else end.external_id) for end in by_id.outwards) == ["b0", "b1", "b2"]
    whole = omni.connection_item_a.retrieve("a", retrieve_connections="full")
    assert sorted(end.name for end in whole.outwards) == ["B0", "B1", "B2"]
    assert whole.self_direct.name == "A2"
    (selected,) = omni.connection_item_a.select().name.equals("A").outwards.name.equals("B1").list_full()
    assert [end.external_id for end in selected.outwards] == ["b1"]
    edges = omni.connection_item_a.outwards_edge.list(from_connection_item_a="a", limit=-1)
    assert len(edges) == 3


def lists_page_and_sort(omni: Any, classes: Any) -> None:
    numbers = [f"{number:04}" for number in range(1_200)]
    omni.upsert([classes.MainInterfaceWrite(external_id=f"m{number}", main_value=f"v{number}") for number in numbers])
    found = omni.main_interface.list(external_id_prefix="m", sort_by="main_value", direction="descending", limit=-1)
    assert [item.external_id for item in found] == [f"m{number}" for number in reversed(numbers)]
    assert sum(len(page) for page in omni.main_interface.iterate(chunk_size=500, external_id_prefix="m")) == 1_200


def search_and_aggregate_answer(omni: Any) -> None:
    assert [item.external_id for item in omni.connection_item_b.search("B2")] == ["b2"]
    assert omni.connection_item_b.aggregate("count").value == 3
    assert omni.primitive_required.aggregate("sum", property="int_32").value == 7
    assert omni.primitive_required.histogram("int_32", interval=5).buckets[0].count == 1


def deleted_is_gone(omni: Any) -> None:
    omni.delete("p1", space=SPACE)
    assert omni.primitive_required.retrieve("p1") is None


def main() -> None:
    """Do everything once."""
    client = connect()
    client.data_modeling.spaces.apply(SpaceApply(SPACE))
    generate(client, Path(sys.argv[1]))
    import omni_sdk  # noqa: PLC0415 - it exists from here on
    from omni_sdk import data_classes  # noqa: PLC0415

    omni = omni_sdk.OmniClient(client)
    values_go_out_and_come_back(omni, data_classes)
    connections_are_written_and_read(omni, data_classes)
    lists_page_and_sort(omni, data_classes)
    search_and_aggregate_answer(omni)
    deleted_is_gone(omni)


if __name__ == "__main__":
    main()
