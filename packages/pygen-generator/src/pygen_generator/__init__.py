"""Turns a Cognite Data Fusion data model into typed SDKs."""

from pygen_generator._version import __version__
from pygen_generator.changes import Comparison
from pygen_generator.compatibility import compare_schemas
from pygen_generator.config import GeneratorConfig, PythonConfig, TypescriptConfig
from pygen_generator.errors import (
    ConfigError,
    GeneratorError,
    HookError,
    LockError,
    ModelNotFoundError,
    SourceError,
    SourceNotFoundError,
    WriteFailedError,
    WriteRefusedError,
)
from pygen_generator.generate import GeneratedPackage, GeneratedSDK, apply, generate_sdk, plan
from pygen_generator.hooks import Hook
from pygen_generator.issue import Issue, Severity
from pygen_generator.lock import Lock
from pygen_generator.lock_source import LockSource
from pygen_generator.notebook import generate_async_sdk_notebook, generate_sdk_notebook
from pygen_generator.opening import open_source
from pygen_generator.schema import Schema, Source
from pygen_generator.sources.file import FileSource
from pygen_generator.sources.service import ServiceSource
from pygen_generator.sources.toolkit import ToolkitSource
from pygen_generator.writer.plan import Action, Change, Plan

__all__ = [
    "Action",
    "Change",
    "Comparison",
    "ConfigError",
    "FileSource",
    "GeneratedPackage",
    "GeneratedSDK",
    "GeneratorConfig",
    "GeneratorError",
    "Hook",
    "HookError",
    "Issue",
    "Lock",
    "LockError",
    "LockSource",
    "ModelNotFoundError",
    "Plan",
    "PythonConfig",
    "Schema",
    "ServiceSource",
    "Severity",
    "Source",
    "SourceError",
    "SourceNotFoundError",
    "ToolkitSource",
    "TypescriptConfig",
    "WriteFailedError",
    "WriteRefusedError",
    "__version__",
    "apply",
    "compare_schemas",
    "generate_async_sdk_notebook",
    "generate_sdk",
    "generate_sdk_notebook",
    "open_source",
    "plan",
]
