"""Who a token stands for, and what that one may do."""

from __future__ import annotations

from typing import Any

from pygen_client.core import Api, Operation, OperationClass
from pygen_client.resources.asynchronous import AsyncRunner
from pygen_client.resources.sync import Runner
from pygen_client.schema._base import SchemaModel


class TokenProject(SchemaModel):
    """A project that the token opens."""

    project_url_name: str
    groups: list[int]
    """Ids of the groups there that the token belongs to."""


class TokenInspection(SchemaModel):
    """What the service reads from a token."""

    subject: str
    """The ``sub`` claim."""
    projects: list[TokenProject]
    capabilities: list[dict[str, Any]]
    """Rights as the service writes them, such as ``{"dataModelsAcl": {"actions": ["READ"], "scope": {"all": {}}}}``."""


def inspect_token(api: Api) -> Operation[TokenInspection]:
    response = yield from api.get("/token/inspect", operation_class=OperationClass.READ, in_project=False)
    return TokenInspection.load(response.json())


class TokenAPI:
    """Who the token stands for, and what that one may do."""

    def __init__(self, client: Runner) -> None:
        self._client = client

    def inspect(self) -> TokenInspection:
        """What the service reads from the token of this client: subject, projects and rights."""
        return self._client.run(inspect_token(self._client.api))


class AsyncTokenAPI:
    """Who the token stands for, and what that one may do."""

    def __init__(self, client: AsyncRunner) -> None:
        self._client = client

    async def inspect(self) -> TokenInspection:
        """What the service reads from the token of this client: subject, projects and rights."""
        return await self._client.run(inspect_token(self._client.api))
