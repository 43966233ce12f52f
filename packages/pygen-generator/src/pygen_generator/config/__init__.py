"""What to generate, and under which names: the settings, and the files that they stand in."""

from pygen_generator.config.files import CONFIG_NAMES, ConfigSource, find_config, find_version_1
from pygen_generator.config.settings import (
    ConfigFile,
    GeneralConfig,
    GeneratorConfig,
    Language,
    PythonConfig,
    TypescriptConfig,
    json_schema,
)
from pygen_generator.config.text import toml_text
from pygen_generator.config.version_1 import Converted, convert

__all__ = [
    "CONFIG_NAMES",
    "ConfigFile",
    "ConfigSource",
    "Converted",
    "GeneralConfig",
    "GeneratorConfig",
    "Language",
    "PythonConfig",
    "TypescriptConfig",
    "convert",
    "find_config",
    "find_version_1",
    "json_schema",
    "toml_text",
]
