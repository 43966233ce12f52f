"""A local service of data modeling: started in a block, on a free port or without any."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp
from typing_extensions import Self

from pygen_emulator.aggregate.service import AggregateService
from pygen_emulator.faults.admin import Admin
from pygen_emulator.faults.fault import Fault
from pygen_emulator.faults.faults import Faults, SetFault
from pygen_emulator.faults.injection import FaultInjection
from pygen_emulator.http import app
from pygen_emulator.http.endpoints import Services, endpoints
from pygen_emulator.http.identities import Identities, Identity
from pygen_emulator.http.origins import origin_access
from pygen_emulator.inspect.service import InspectService
from pygen_emulator.instances.service import InstanceService
from pygen_emulator.query.service import QueryService
from pygen_emulator.schema import forms
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.schema.service import SchemaService
from pygen_emulator.search.service import SearchService
from pygen_emulator.seed import loading
from pygen_emulator.seed.loading import Instances
from pygen_emulator.seed.service import Seeded, Seeder
from pygen_emulator.server import ThreadServer
from pygen_emulator.statistics.service import StatisticsService
from pygen_emulator.storage.database import Database
from pygen_emulator.sync.service import SyncService

if TYPE_CHECKING:
    import httpx
    from pygen_client import AsyncPygenClient, PygenClient, PygenClientConfig, TokenCredentials

    from pygen_emulator.http.transports import SyncTransport

TOKEN_LIFETIME = 3_600.0
"""Seconds for which a token from the token endpoint is valid, unless told otherwise."""

_WORKERS = 4
"""Requests that are worked on at a time: any number of reads, and one write."""


class Emulator:
    """A strict local service of data modeling.

    ::

        with Emulator() as cdf, cdf.client() as client:
            client.spaces.list()

    Any other client takes ``base_url``, ``project`` and ``token``, or ``token_url``, ``client_id`` and
    ``client_secret``.

    Args:
        project: Name of the one project there is.
        token: A bearer token that does not expire; by default a random one.
        source: Schema to begin with, as the keyword arguments of :meth:`deploy`. Here the spaces of the service itself,
            such as ``cdf_cdm``, may be written.
        host: Address to listen on. Anyone who reaches it reaches the emulator; by default only this machine.
        port: Port to listen on; 0 takes a free one.
        path: File to keep everything in; by default a temporary one, gone at the end.
        token_lifetime: Seconds for which a token from the token endpoint is valid.
        clock: Seconds since the epoch; tests set it to let tokens and cursors of sync expire.
        over_report_cursors: Whether a query's page that is just full has a cursor though nothing comes after it. The
            service may answer so, and clients must take the empty page that follows.
        faults: What goes wrong from the beginning, as for :attr:`faults`.
        allow_origins: Web pages that browsers let call the emulator, such as ``http://localhost:5173``; ``*`` for all.
            Without it, only programs can.
        admin: Whether faults can be set over HTTP too, by whoever is on this machine and has :attr:`admin_token`: see
            :mod:`pygen_emulator.faults.admin`.

    Attributes:
        faults: What goes wrong with requests: ``cdf.faults.add(Fault(503, path="/models/instances", times=2))``.
    """

    def __init__(
        self,
        project: str = "pygen",
        token: str | None = None,
        source: Mapping[str, Any] | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        path: Path | None = None,
        token_lifetime: float = TOKEN_LIFETIME,
        clock: Callable[[], float] = time.time,
        over_report_cursors: bool = False,
        faults: Iterable[Fault | str] = (),
        allow_origins: Iterable[str] = (),
        admin: bool = False,
    ) -> None:
        self.project = project
        self.token = token or secrets.token_urlsafe(24)
        self.read_only_token = secrets.token_urlsafe(24)
        self.client_id = "pygen-emulator-client"
        self.client_secret = secrets.token_urlsafe(24)
        self.admin_token = secrets.token_urlsafe(24) if admin else None
        self.faults = Faults()
        for fault in faults:
            self.faults.add(fault)
        self._address: tuple[str, int] | None = (host, port)
        self._server: ThreadServer | None = None
        self._transports: list[SyncTransport] = []
        self._clients: list[PygenClient] = []
        self._database = Database(path)

        def now() -> int:
            return int(clock() * 1_000)

        self._now = now
        self._catalog = catalog = Catalog(self._database, now)
        instances = InstanceService(self._database, catalog, now)
        self._schema = SchemaService(catalog, instances.space_in_use)
        self._seeder = Seeder(self._database, catalog, self._make_spaces, now)
        identities = Identities(clock, token_lifetime)
        identities.add_token(self.token, Identity("pygen-emulator-token"))
        identities.add_token(self.read_only_token, Identity("pygen-emulator-reader", may_write=False))
        identities.add_client(self.client_id, self.client_secret, Identity(self.client_id))
        self._executor = ThreadPoolExecutor(_WORKERS, thread_name_prefix="pygen-emulator-worker")
        services = Services(
            self._schema,
            instances,
            SearchService(self._database, catalog),
            AggregateService(self._database, catalog),
            InspectService(self._database, catalog),
            StatisticsService(self._database, catalog),
            QueryService(self._database, catalog, over_report=over_report_cursors),
            SyncService(self._database, catalog, now),
        )
        service = app.build(project, identities, endpoints(services), self._executor)
        self.asgi_app: ASGIApp = FaultInjection(service, self.faults, identities.expire)
        origins = [*allow_origins]
        self._bare_app = service if not origins and not admin else None
        """The application where nothing but faults is around it."""
        if origins:
            # Around the faults: a page can read what a faulty answer says, and what it asks beforehand does not count.
            self.asgi_app = origin_access(self.asgi_app, origins)
        if self.admin_token is not None:
            self.asgi_app = Admin(self.asgi_app, self.faults, self.admin_token)
        if source is not None:
            try:
                self.deploy(**{"as_system": True, **source})
            except BaseException:
                self.close()
                raise

    @classmethod
    def in_process(cls, project: str = "pygen", token: str | None = None, **options: Any) -> Self:
        """An emulator without a socket, for :attr:`asgi_app`, :meth:`transport` and :meth:`async_transport`.

        Takes the same arguments; ``host`` and ``port`` mean nothing here.
        """
        emulator = cls(project, token, **options)
        emulator._address = None
        return emulator

    @property
    def base_url(self) -> str:
        """Where it answers, without a slash at the end; in process a name that only its transports know.

        Raises:
            RuntimeError: It is not started.
        """
        if self._address is None:
            return "http://pygen-emulator.localhost"
        if self._server is None:
            raise RuntimeError("The emulator is not started: use it in a with block.")
        return self._server.url

    @property
    def token_url(self) -> str:
        """The OAuth2 token endpoint, for ``client_id`` and ``client_secret``."""
        return f"{self.base_url}/oauth2/token"

    def deploy(
        self,
        *,
        spaces: Iterable[forms.AnySpace] = (),
        containers: Iterable[forms.AnyContainer] = (),
        views: Iterable[forms.AnyView] = (),
        data_models: Iterable[forms.AnyDataModel] = (),
        as_system: bool = False,
    ) -> None:
        """Put schema in, all or nothing, by the same rules as over HTTP but in any number.

        Args:
            spaces: Objects of ``pygen_client.schema`` or JSON, in the written or the answered form. So the others.
            containers: Containers.
            views: Views. In the answered form every property becomes the view's own, inherited ones too.
            data_models: Data models. Views that stand whole in an answered one are made, where they are not there yet.
            as_system: Whether the spaces of the service itself, such as ``cdf_cdm``, may be written.

        Raises:
            ApiError: What the service would answer.
        """
        models = list(data_models)
        self._schema.deploy(
            spaces_=forms.spaces(spaces),
            containers_=forms.containers(containers),
            views_=forms.views(views),
            data_models_=forms.data_models(models),
            views_of_data_models=forms.views_of_data_models(models),
            as_system=as_system,
        )

    def _make_spaces(self, spaces: Iterable[str]) -> None:
        self.deploy(spaces=[{"space": space} for space in spaces])

    def seed(self, count: int, *, seed: int = 0, space: str | None = None) -> Seeded:
        """Make valid instances for the schema that is there, all or nothing.

        Every view of the data models gets its part (every view of all, where there is no data model), and so does every
        type of edge. Relations lead to instances of the view that they are meant for, edges connect the nodes that
        views say, and instances of a view are members of it, whatever its filter. The same schema and numbers give the
        same instances; asking twice changes nothing.

        Args:
            count: How many nodes and edges; fewer come where uniqueness leaves no room for more.
            seed: Another number gives other instances.
            space: Where they go, made if it does not exist; by default the space of the first data model.

        Raises:
            ApiError: What is there already is in the way, such as a value that must be unique.
        """
        return self._seeder.seed(count, seed, space)

    def load(self, data: Instances | Path, *, as_system: bool = False) -> int:
        """Write instances, all or nothing, by the same rules as over HTTP but in any number; give how many there were.

        Args:
            data: The body of ``POST /models/instances``, or its items alone, or a JSON file with one of these. An item
                may leave out ``instanceType``: with a start or an end node it is an edge, else a node.
            as_system: Whether the spaces of the service itself, such as ``cdf_cdm``, may be written to.

        Raises:
            ApiError: What the service would answer.
            DataFileError: The file cannot be read.
        """
        body = loading.read_file(data) if isinstance(data, Path) else loading.body_of(data)
        with self._database.write() as connection:
            return loading.write(connection, self._catalog, body, now=self._now(), as_system=as_system)

    @contextmanager
    def fault(self, fault: Fault | str) -> Iterator[SetFault]:
        """Let something go wrong within a block: ``with cdf.fault("POST /models/instances 503 x2") as fault: ...``.

        Args:
            fault: A fault, or a rule as :mod:`pygen_emulator.faults.rules` describes it.

        Raises:
            FaultError: The rule cannot be used.
        """
        added = self.faults.add(fault)
        try:
            yield added
        finally:
            self.faults.remove(added.id)

    @property
    def credentials(self) -> TokenCredentials:
        """Credentials of ``pygen_client`` that log in with :attr:`token`."""
        from pygen_client import TokenCredentials  # noqa: PLC0415 - the client is loaded only for those who ask for it

        return TokenCredentials(self.token)

    def client(self, **options: Any) -> PygenClient:
        """A client of ``pygen_client``, ready to use; closed by its caller or with the emulator.

        Args:
            options: More for ``PygenClientConfig``, such as ``timeout`` or ``retry``.

        Raises:
            RuntimeError: The emulator is not started.
        """
        from pygen_client import PygenClient  # noqa: PLC0415 - the client is loaded only for those who ask for it

        transport = self.transport() if self._address is None else None
        client = PygenClient(self._config(options), transport=transport)
        self._clients.append(client)
        return client

    def async_client(self, **options: Any) -> AsyncPygenClient:
        """The same for asyncio; closed by its caller."""
        from pygen_client import AsyncPygenClient  # noqa: PLC0415 - the client is loaded only for those who ask for it

        transport = self.async_transport() if self._address is None else None
        return AsyncPygenClient(self._config(options), transport=transport)

    def _config(self, options: Mapping[str, Any]) -> PygenClientConfig:
        from pygen_client import PygenClientConfig  # noqa: PLC0415 - the client is loaded only for those who ask for it

        return PygenClientConfig(self.base_url, self.project, **{"credentials": self.credentials, **options})

    def transport(self) -> httpx.BaseTransport:
        """A transport for ``httpx.Client`` that needs no socket; closed with the client or the emulator."""
        from pygen_emulator.http.transports import SyncTransport  # noqa: PLC0415 - httpx is loaded only for this

        transport = SyncTransport(self.asgi_app, self._without_faults)
        self._transports.append(transport)
        return transport

    def _without_faults(self) -> ASGIApp | None:
        return None if self.faults.all() else self._bare_app

    def async_transport(self) -> httpx.AsyncBaseTransport:
        """A transport for ``httpx.AsyncClient`` that needs no socket."""
        from pygen_emulator.http.transports import AsyncTransport  # noqa: PLC0415 - httpx is loaded only for this

        return AsyncTransport(self.asgi_app)

    def __enter__(self) -> Self:
        if self._address is not None:
            self._server = ThreadServer(self.asgi_app, *self._address)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop answering and free the threads, the socket and the database. What faults hold up goes on at once."""
        self.faults.end()
        for client in self._clients:
            client.close()
        if self._server is not None:
            self._server.close()
            self._server = None
        for transport in self._transports:
            transport.close()
        self._executor.shutdown()
        self._database.close()
