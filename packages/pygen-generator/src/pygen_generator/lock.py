"""The lock: what an SDK was generated from, and which files it consists of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pygen_client.schema import Container, DataModel, Space

from pygen_generator._version import __version__
from pygen_generator.errors import LockError, SourceError
from pygen_generator.schema import Schema
from pygen_generator.sources.file import load_all

LOCK_NAME = "pygen.lock"
LOCK_VERSION = 1
_VOLATILE = frozenset({"createdTime", "lastUpdatedTime"})
_REPAIR = "Delete it to start anew, or restore it from version control."


@dataclass(frozen=True)
class Lock:
    """What ``pygen.lock`` holds. It depends on schema and configuration alone, not on the machine or the time."""

    schema: Schema
    config_hash: str
    contracts: Mapping[str, int]
    """The contract number of each generated language."""
    files: Mapping[str, str]
    """SHA-256 of each file by its path, relative to the folder of the lock, with ``/``."""
    generator: str = __version__

    @property
    def schema_hash(self) -> str:
        """SHA-256 of the schema without the times at which the service made or changed its parts."""
        return _hash(_canonical(_without_times(_dump(self.schema))))

    def dump(self) -> str:
        """The text of the lock file: canonical JSON, so that equal locks are equal bytes."""
        return _canonical(
            {
                "lockVersion": LOCK_VERSION,
                "generator": self.generator,
                "contracts": dict(self.contracts),
                "configHash": self.config_hash,
                "schemaHash": self.schema_hash,
                "schema": _dump(self.schema),
                "files": dict(self.files),
            }
        )

    @classmethod
    def load(cls, text: str) -> Lock:
        """Read the text of a lock file.

        Raises:
            LockError: it is not a lock, of a newer version, names files outside of its folder, or its schema was
                changed by hand.
        """
        try:
            data = json.loads(text)
            version = data["lockVersion"]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise LockError(f"{LOCK_NAME} is not a lock file.", _REPAIR) from None
        if version != LOCK_VERSION:
            raise LockError(
                f"{LOCK_NAME} has version {version}; this generator reads version {LOCK_VERSION}.",
                "Update the generator.",
            )
        lock = _of(data)
        if lock.schema_hash != data.get("schemaHash"):
            raise LockError(f"The schema in {LOCK_NAME} is not the one that was locked.", _REPAIR)
        return lock


def file_hash(content: bytes) -> str:
    """The hash of a file as the lock records it."""
    return _hash_bytes(content)


def _of(data: Any) -> Lock:
    try:
        schema = data["schema"]
        lock = Lock(
            schema=Schema(
                load_all(DataModel, schema["dataModels"], LOCK_NAME),
                load_all(Container, schema["containers"], LOCK_NAME),
                load_all(Space, schema["spaces"], LOCK_NAME),
            ),
            config_hash=str(data["configHash"]),
            contracts={str(key): int(value) for key, value in data["contracts"].items()},
            files={str(path): str(value) for path, value in data["files"].items()},
            generator=str(data["generator"]),
        )
    except (TypeError, KeyError, AttributeError, ValueError, SourceError):
        raise LockError(f"{LOCK_NAME} is not a whole lock file.", _REPAIR) from None
    for path in lock.files:
        if not is_inside(path):
            raise LockError(f"{LOCK_NAME} names a file outside of its folder: {path}.", _REPAIR)
    return lock


def is_inside(path: str) -> bool:
    """Whether a relative path with ``/`` stays in its folder on every system."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and not set(parts) & {"..", "."} and not set(path) & set("\\:\0")


def _dump(schema: Schema) -> dict[str, Any]:
    """The schema as JSON data in a fixed order; the order of views, containers and spaces means nothing."""
    models = [model.dump() for model in sorted(schema.data_models, key=lambda model: model.as_id())]
    for model in models:
        model["views"].sort(key=lambda view: (view["space"], view["externalId"], view["version"]))
    return {
        "dataModels": models,
        "containers": [item.dump() for item in sorted(schema.containers, key=lambda item: item.as_id())],
        "spaces": [item.dump() for item in sorted(schema.spaces, key=lambda item: item.space)],
    }


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_times(item) for key, item in value.items() if key not in _VOLATILE}
    return [_without_times(item) for item in value] if isinstance(value, list) else value


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, indent=1, ensure_ascii=True) + "\n"


def _hash(text: str) -> str:
    return _hash_bytes(text.encode())


def _hash_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
