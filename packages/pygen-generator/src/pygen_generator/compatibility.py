"""What a new schema means for programs that use the SDK of an old one."""

from __future__ import annotations

from pygen_generator.changes.compare import compare
from pygen_generator.changes.comparison import Comparison
from pygen_generator.changes.side import Side
from pygen_generator.config import GeneratorConfig
from pygen_generator.languages.python.language import PythonLanguage
from pygen_generator.model.build import build_model
from pygen_generator.schema import Schema
from pygen_generator.selection import select_views


def compare_schemas(old: Schema, new: Schema, config: GeneratorConfig | None = None) -> Comparison:
    """What changed between two schemas, for programs that use the SDK that the configuration makes of them.

    Args:
        old: what the SDK was generated from.
        new: what it would be generated from now.
        config: names the SDK and leaves out views; its data models are not looked at, so choose them before.

    Raises:
        ConfigError: the configuration leaves out every view.
    """
    return compare(_side(old, config or GeneratorConfig()), _side(new, config or GeneratorConfig()))


def _side(schema: Schema, config: GeneratorConfig) -> Side:
    chosen, _ = select_views(schema, config)
    model = build_model(chosen)
    return Side(chosen, model, [PythonLanguage().surface(model, config)])
