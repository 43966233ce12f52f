"""What to generate, and under which names: the settings, and the files that they stand in."""

from pygen_generator.config.files import CONFIG_NAMES, ConfigSource, find_config
from pygen_generator.config.settings import ConfigFile, GeneralConfig, GeneratorConfig, PythonConfig, json_schema

__all__ = [
    "CONFIG_NAMES",
    "ConfigFile",
    "ConfigSource",
    "GeneralConfig",
    "GeneratorConfig",
    "PythonConfig",
    "find_config",
    "json_schema",
]
