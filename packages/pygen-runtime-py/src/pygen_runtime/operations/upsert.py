"""Writing instances, flat or nested."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Any, Literal

from pydantic_core import from_json, to_json
from pygen_client import ConflictError, Operation, OperationClass, PygenValidationError, UnreadableAnswerError
from pygen_client.core import Api, chunks

from pygen_runtime.answers import answer_to
from pygen_runtime.collector import collector_paused
from pygen_runtime.instances import Instance, InstanceWrite
from pygen_runtime.operations.account import Key, Loss
from pygen_runtime.operations.answered import written_in
from pygen_runtime.operations.delivery import Delivery
from pygen_runtime.operations.expectation import WriteMode, expected, is_stored, kinds_of
from pygen_runtime.operations.merge import merged
from pygen_runtime.operations.refusal import is_about_missing
from pygen_runtime.operations.results import UpsertResult, account_of, partial_error
from pygen_runtime.operations.stored import Stored, read_stored
from pygen_runtime.operations.write_plan import Write, in_waves, plan
from pygen_runtime.progress import SILENT, Progress

MAX_ITEMS = 1000
"""Instances in one request (behaviour.md section 4.1)."""

WINDOW = 10 * MAX_ITEMS
"""Objects of a generator that are planned together."""

MAX_ROUNDS = 5
"""How often an update reads and writes again what others change at the same time."""

OnRejected = Literal["raise", "isolate"]
"""What happens when the service refuses a request: see ``upsert``."""


@dataclass(frozen=True, slots=True)
class UpsertOptions:
    """How to write; see ``InstanceClient.upsert``."""

    mode: WriteMode = "apply"
    skip_on_version_conflict: bool = False
    auto_create_direct_relations: bool = True
    auto_create_start_nodes: bool = False
    auto_create_end_nodes: bool = False
    on_rejected: OnRejected = "raise"
    dry_run: bool = False

    @property
    def may_skip(self) -> bool:
        """Whether requests leave out what has a newer version: an update reads again what others have changed."""
        return self.skip_on_version_conflict or self.mode == "update"

    def dump(self) -> dict[str, bool]:
        """What goes with every request. What is not named has the service's default."""
        flags = {"replace": self.mode == "replace", "skipOnVersionConflict": self.may_skip}
        if not self.auto_create_direct_relations:
            flags["autoCreateDirectRelations"] = False
        if self.auto_create_start_nodes:
            flags["autoCreateStartNodes"] = True
        if self.auto_create_end_nodes:
            flags["autoCreateEndNodes"] = True
        return flags


def write_objects(items: Any) -> Iterable[Any]:
    """What a caller wants written, one object or many; the plan refuses what is no write object."""
    # What was read, and a dictionary, can be gone through as well, but nobody means their fields.
    is_one = isinstance(items, (InstanceWrite, Instance, Mapping)) or not isinstance(items, Iterable)
    return [items] if is_one else items


def upsert(
    api: Api,
    items: Iterable[InstanceWrite],
    default_space: str | None,
    options: UpsertOptions,
    *,
    resume: UpsertResult | None = None,
    progress: Progress = SILENT,
) -> Operation[UpsertResult]:
    """Create or change instances, with all write objects that are nested in them; see ``InstanceClient.upsert``."""
    if options.mode not in ("apply", "replace", "update") or options.on_rejected not in ("raise", "isolate"):
        raise PygenValidationError("mode is 'apply', 'replace' or 'update', and on_rejected 'raise' or 'isolate'")
    if resume is not None and (resume.is_dry_run or options.dry_run):
        raise PygenValidationError("A dry run writes nothing, so there is nothing to go on with: leave resume out")
    result = UpsertResult() if resume is None else resume
    result.is_dry_run = options.dry_run
    description = "Checking" if options.dry_run else "Writing"
    delivery = Delivery(account_of(result), progress, description, lambda: partial_error(result))
    try:
        for window, is_all in _windows(items):
            with collector_paused():
                planned = plan(window, default_space)
            yield from _Window(
                api, planned=planned, default_space=default_space, options=options, result=result, delivery=delivery
            ).run(is_all=is_all)
        return result
    finally:
        delivery.close()


def _windows(items: Iterable[InstanceWrite]) -> Iterator[tuple[list[InstanceWrite], bool]]:
    """What is planned together, and whether it is all there is: a generator may give more than fits in memory."""
    if isinstance(items, Collection):
        yield list(items), True
        return
    ahead = iter(items)
    window = list(islice(ahead, WINDOW))
    following = list(islice(ahead, WINDOW))
    yield window, not following
    while following:
        window = following
        yield window, False
        following = list(islice(ahead, WINDOW))


class _Window:
    """Some objects, planned together, on their way."""

    def __init__(
        self,
        api: Api,
        *,
        planned: dict[Key, Write],
        default_space: str | None,
        options: UpsertOptions,
        result: UpsertResult,
        delivery: Delivery,
    ) -> None:
        self._api = api
        self._planned = planned
        self._default_space = default_space
        self._options = options
        self._flags = to_json(options.dump())[1:]
        self._account = account_of(result)
        self._requests = result.requests
        self._delivery = delivery
        # One thread at a time: the first request leaves sooner than if all were made side by side.
        self._encoding = Lock()
        # For nodes that an earlier request of this call made because something pointed to them.
        self._created_at: dict[Key, int] = {}
        self._moments: set[int] = set()

    def run(self, *, is_all: bool) -> Operation[None]:
        options, account, delivery = self._options, self._account, self._delivery
        with collector_paused():
            waves = in_waves(self._planned, MAX_ITEMS, targets_first=not options.auto_create_direct_relations)
        yield from self._settle()
        keys = [[[write.key for write in part] for part in wave] for wave in waves]
        planned = [key for wave in keys for part in wave for key in part]
        open_ = account.begin(planned)
        if open_ is not planned:
            still = set(open_)
            keys = [[[key for key in part if key in still] for part in wave] for wave in keys]
            keys = [[part for part in wave if part] for wave in keys if any(wave)]
        delivery.expect(sum(map(len, keys)), len(open_) if is_all else None)
        for wave in keys:
            done = yield from delivery.together([self._bring(part) for part in wave], OperationClass.WRITE)
            for part in [part for part, is_done in zip(wave, done, strict=True) if not is_done]:
                # By now all is there that this program could write before.
                yield from delivery.together([self._bring(part, again=True)], OperationClass.WRITE)
        self._own_what_was_made()

    def _settle(self) -> Operation[None]:
        """Find out by reading which guarded writes without answer went through: sent again, they would conflict."""
        lost = [self._planned[key] for key in self._account.keys("unknown") if key in self._planned]
        for part in chunks([write for write in lost if write.existing_version is not None], MAX_ITEMS):
            stored = yield from read_stored(self._api, part)
            for write in part:
                found = stored.get(write.key)
                if found is None or found.version <= (write.existing_version or 0):
                    continue
                if is_stored(write, found, self._options.mode, self._default_space):
                    is_new = found.item["createdTime"] == found.item["lastUpdatedTime"]
                    self._account.record([write.key], "created" if is_new else "updated")

    def _bring(self, part: Sequence[Key], *, again: bool = False) -> Operation[bool]:
        options = self._options
        send = self._expect if options.dry_run else self._merge if options.mode == "update" else self._send
        return self._delivery.bring(
            part,
            lambda keys: send([self._planned[key] for key in keys]),
            isolate=options.on_rejected == "isolate",
            guarded=lambda: any(self._planned[key].existing_version is not None for key in part),
            can_wait=lambda error: not again and is_about_missing(error) and self._leads_out(part),
        )

    def _leads_out(self, part: Sequence[Key]) -> bool:
        """Whether something in a chunk refers to a node of another chunk."""
        here, planned = set(part), self._planned
        return any(key in planned and key not in here for one in part for key in planned[one].targets)

    def _send(self, writes: Sequence[Write]) -> Operation[None]:
        with self._encoding:
            body = self._body([write.encode(self._default_space) for write in writes])
        # A guarded write that was carried out would be refused the second time, as its version has grown.
        guarded = any(write.existing_version is not None for write in writes)
        answers = yield from self._post(body, idempotent=not guarded)
        with collector_paused(), answer_to("a write"):
            skipped = self._sort_out(writes, [write.existing_version for write in writes], answers)
            self._account.record([write.key for write in skipped], "skipped")

    def _merge(self, writes: Sequence[Write]) -> Operation[None]:
        """Write what is stored and what is new together, as often as others change it in between."""
        refused: list[Write] = []
        for _ in range(MAX_ROUNDS):
            stored = yield from read_stored(self._api, writes)
            versions = [self._newest(write, stored.get(write.key)) for write in writes]
            bodies = [
                self._merged(write, stored.get(write.key), version)
                for write, version in zip(writes, versions, strict=True)
            ]
            answers = yield from self._post(self._body(bodies), idempotent=False)
            with answer_to("a write"):
                skipped = self._sort_out(writes, versions, answers)
            own = [write for write in skipped if _is_behind(write, stored.get(write.key))]
            refused += own
            writes = [write for write in skipped if write not in own]
            if not writes:
                break
        self._refuse(refused, "The stored version is newer than existing_version")
        self._refuse(writes, f"Others changed it during each of {MAX_ROUNDS} tries to update it")

    def _refuse(self, writes: Sequence[Write], why: str) -> None:
        keys = [write.key for write in writes]
        if self._options.skip_on_version_conflict:
            self._account.record(keys, "skipped")
        elif keys:
            error = ConflictError(why, status=409)
            self._account.record(keys, "failed", Loss(error, at_fault=True, is_conflict=True))
            if self._options.on_rejected == "raise" and not self._options.dry_run:
                raise error

    def _newest(self, write: Write, stored: Stored | None) -> int:
        """The newest version that may be stored when this is written; 0 if nothing is."""
        version = 0 if stored is None else stored.version
        return version if write.existing_version is None else min(version, write.existing_version)

    def _merged(self, write: Write, stored: Stored | None, version: int) -> bytes:
        if stored is None or not stored.properties or write.instance is None:
            return write.encode_as(self._default_space, version, None)
        together = merged(write.properties(self._default_space), stored.properties, kinds_of(write))
        return write.encode_as(self._default_space, version, to_json(together))

    def _expect(self, writes: Sequence[Write]) -> Operation[None]:
        """Say what sending would do, and send nothing."""
        options, space = self._options, self._default_space
        stored = yield from read_stored(self._api, writes)
        bodies = []
        conflicting = []
        for write in writes:
            found = stored.get(write.key)
            if options.mode == "update":
                bodies.append(self._merged(write, found, self._newest(write, found)))
            else:
                bodies.append(write.encode(space))
            outcome = expected(write, found, options.mode, space)
            if outcome == "conflict":
                conflicting.append(write)
            else:
                self._account.record([write.key], outcome)
        self._refuse(conflicting, "The stored version is newer than existing_version")
        self._requests.append(from_json(self._body(bodies)))

    def _body(self, bodies: Sequence[bytes]) -> bytes:
        return b'{"items":[%s],%s' % (b",".join(bodies), self._flags)

    def _post(self, body: bytes, *, idempotent: bool) -> Operation[list[dict[str, Any]]]:
        response = yield from self._api.post(
            "/models/instances", body, operation_class=OperationClass.WRITE, idempotent=idempotent
        )
        try:
            with collector_paused(), answer_to("a write"):
                return written_in(response.content)
        except UnreadableAnswerError:
            response.json()  # says best what is no JSON
            raise

    def _sort_out(
        self, writes: Sequence[Write], versions: Sequence[int | None], answers: Sequence[Mapping[str, Any]]
    ) -> list[Write]:
        """Keep account of what became of each, but for those that were skipped."""
        created, updated, unchanged, skipped = [], [], [], []
        # The answer has the order of the request (behaviour.md section 10), unless something is left out.
        keys = [(one["instanceType"], one["space"], one["externalId"]) for one in answers]
        if keys == [write.key for write in writes]:
            in_order: Sequence[Mapping[str, Any] | None] = answers
        else:
            by_key = dict(zip(keys, answers, strict=True))
            in_order = [by_key.get(write.key) for write in writes]
        for write, version, answer in zip(writes, versions, in_order, strict=True):
            if answer is None:
                # What may not be skipped stays unknown: no answer told of it.
                if version is not None and self._options.may_skip:
                    skipped.append(write)
            elif answer["wasModified"]:
                self._moments.add(answer["lastUpdatedTime"])
                if answer["createdTime"] == answer["lastUpdatedTime"]:
                    created.append(write.key)
                else:
                    updated.append(write.key)
                    self._created_at[write.key] = answer["createdTime"]
            elif version is not None and answer["version"] > version:
                # The service answers for what it skipped, too: with the version that is stored.
                skipped.append(write)
            else:
                unchanged.append(write.key)
        for outcome, these in (("created", created), ("updated", updated), ("unchanged", unchanged)):
            self._account.record(these, outcome)
        return skipped

    def _own_what_was_made(self) -> None:
        """What a relation of this call made, and a later request of it filled, did not exist before."""
        suspects = [key for key, moment in self._created_at.items() if moment in self._moments]
        if suspects:
            referred = {key for write in self._planned.values() for key in (*write.targets, *write.end_keys)}
            self._account.record([key for key in suspects if key in referred], "created")


def _is_behind(write: Write, stored: Stored | None) -> bool:
    return write.existing_version is not None and stored is not None and stored.version > write.existing_version
