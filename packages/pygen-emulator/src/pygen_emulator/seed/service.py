"""Seeding: valid instances made from a schema, all or nothing."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pygen_emulator.errors import ApiError
from pygen_emulator.instances.listing import by_ids
from pygen_emulator.instances.requests import ByIdsRequest
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.schema.identifiers import SYSTEM_SPACES
from pygen_emulator.schema.snapshot import Snapshot
from pygen_emulator.seed import loading, plan
from pygen_emulator.seed.generator import Generator
from pygen_emulator.seed.populations import Population
from pygen_emulator.storage.database import Database
from pygen_emulator.validation import parse

DEFAULT_SPACE = "seeded"
"""Where instances go that have no space to go to: every data model belongs to the service, or there is none."""

_CONFLICT = 409
_CHECKED = 100
"""Instances of each population that are looked up through its view before everything is written."""
_OPTIONS = {"autoCreateStartNodes": True, "autoCreateEndNodes": True}

MakeSpaces = Callable[[Iterable[str]], None]


@dataclass(frozen=True)
class Seeded:
    """What a seeding has made."""

    space: str
    counts: Mapping[str, int]
    """Instances by view, or by type of edges where these have no view."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Views, and types of edges, of which no instance could be made, with the reason."""

    @property
    def count(self) -> int:
        """All instances."""
        return sum(self.counts.values())


class _TryAgain(Exception):  # noqa: N818 - no error: a way to leave the transaction
    """The first round showed populations that are not what they should be."""


class Seeder:
    """Makes instances for the schema that is there.

    Args:
        database: Where they are stored.
        catalog: The schema.
        make_spaces: Makes spaces that do not exist.
        now: Milliseconds since the epoch.
    """

    def __init__(self, database: Database, catalog: Catalog, make_spaces: MakeSpaces, now: Callable[[], int]) -> None:
        self._database = database
        self._catalog = catalog
        self._make_spaces = make_spaces
        self._now = now

    def seed(self, count: int, seed: int, space: str | None) -> Seeded:
        """Make instances: see ``Emulator.seed``."""
        schema = self._catalog.snapshot
        space = space or _space(schema)
        banned: dict[str, str] = {}
        tried: Counter[str] = Counter()
        while True:
            made = plan.make(schema, space, count, banned, tried)
            missing = {one for one in plan.spaces_of(made) if not self._catalog.has_space(one)}
            if missing & SYSTEM_SPACES:
                banned |= _in_spaces(made, missing & SYSTEM_SPACES)
                continue
            self._make_spaces(sorted(missing))
            try:
                with self._database.write() as connection:
                    self._write(connection, Generator(made, count, seed), banned, tried)
            except _TryAgain:
                continue
            counts = {each.name: 0 for each in made.populations}
            for each in made.populations:
                counts[each.name] += each.count
            return Seeded(space, counts, dict(sorted(made.left_out.items())))

    def _write(
        self, connection: sqlite3.Connection, generator: Generator, banned: dict[str, str], tried: Counter[str]
    ) -> None:
        """Write all rounds.

        Raises:
            _TryAgain: The first one has instances that the service refuses, or that are not found through their view.
        """
        now = self._now()
        for round_ in range(generator.rounds):
            items = generator.items(round_)
            try:
                body = {"items": [item for made in items.values() for item in made], **_OPTIONS}
                loading.write(connection, self._catalog, body, now=now)
            except ApiError as error:
                refused = _named(error.message, items)
                # A conflict is one with what was there before, which the caller should know of.
                if round_ or refused is None or error.status == _CONFLICT:
                    raise
                banned[refused.name] = error.message
                raise _TryAgain from error
            if round_ == 0:
                strangers = [each for each, made in items.items() if not self._are_members(connection, each, made)]
                tried.update(each.name for each in strangers)
                if strangers:
                    raise _TryAgain

    def _are_members(self, connection: sqlite3.Connection, population: Population, items: list[dict[str, Any]]) -> bool:
        """Whether the instances are found through the view."""
        if population.view is None or not items:
            return True
        names = [{key: item[key] for key in ("instanceType", "space", "externalId")} for item in items[:_CHECKED]]
        sources = [{"source": population.view.as_id().dump()}]
        request = parse(ByIdsRequest, {"items": names, "sources": sources})
        return len(by_ids(connection, self._catalog, request)["items"]) == len(names)


def _space(schema: Snapshot) -> str:
    """The space of the first data model that is not the service's."""
    spaces = sorted(model.space for model in schema.data_models if model.space not in SYSTEM_SPACES)
    return spaces[0] if spaces else DEFAULT_SPACE


def _in_spaces(made: plan.Plan, spaces: set[str]) -> dict[str, str]:
    """The populations that need one of these spaces of the service, with the reason why they cannot be."""
    reason = f"it needs the space {', '.join(sorted(spaces))}, which is the service's and not there"
    return {each.name: reason for each in made.populations if plan.spaces_of_population(each) & spaces}


def _named(message: str, items: Mapping[Population, list[dict[str, Any]]]) -> Population | None:
    """The population that has the instance which a message names."""
    for population, made in items.items():
        if any(f"'{item['space']}:{item['externalId']}'" in message for item in made):
            return population
    return None
