"""The public names are listed, exist, and are the same on both sides."""

import inspect
from functools import cached_property

import pygen_client
import pytest
from pygen_client import AsyncPygenClient, PygenClient, core, credentials, drivers, resources, schema
from pygen_client.resources import asynchronous, instances, statistics, sync, token


@pytest.mark.parametrize("module", [pygen_client, schema, core, credentials, drivers, resources])
def test_every_listed_name_exists_once_and_in_order(module):
    assert all(hasattr(module, name) for name in module.__all__)
    assert module.__all__ == sorted(set(module.__all__), key=lambda name: (name.startswith("__"), name))


PAIRS = [
    (PygenClient, AsyncPygenClient),
    (sync.SpacesAPI, asynchronous.AsyncSpacesAPI),
    (sync.ContainersAPI, asynchronous.AsyncContainersAPI),
    (sync.ViewsAPI, asynchronous.AsyncViewsAPI),
    (sync.DataModelsAPI, asynchronous.AsyncDataModelsAPI),
    (instances.InstancesAPI, instances.AsyncInstancesAPI),
    (statistics.StatisticsAPI, statistics.AsyncStatisticsAPI),
    (token.TokenAPI, token.AsyncTokenAPI),
]


@pytest.mark.parametrize(("blocking", "asynchronous_"), PAIRS, ids=lambda cls: cls.__name__)
def test_sync_and_async_classes_offer_the_same_methods_with_the_same_parameters(blocking, asynchronous_):
    def signatures(cls):
        methods = {name: value for name, value in inspect.getmembers(cls, callable) if not name.startswith("_")}
        return {
            name: [(p.name, p.kind, p.default) for p in inspect.signature(method).parameters.values()]
            for name, method in methods.items()
        }

    assert signatures(blocking) == signatures(asynchronous_)

    def resources_of(cls):
        return {name for name, value in vars(cls).items() if isinstance(value, (property, cached_property))}

    assert resources_of(blocking) == resources_of(asynchronous_)
