"""What a new schema means for programs that use the SDK of an old one."""

from __future__ import annotations

from collections.abc import Sequence

from pygen_generator.changes.compare import compare
from pygen_generator.changes.comparison import Comparison
from pygen_generator.changes.side import Side
from pygen_generator.config import GeneratorConfig
from pygen_generator.generators import language_of
from pygen_generator.hooks import Hook, change_model, load_hooks
from pygen_generator.model.build import build_model
from pygen_generator.schema import Schema
from pygen_generator.selection import select_views


def compare_schemas(
    old: Schema, new: Schema, config: GeneratorConfig | None = None, *, hooks: Sequence[Hook] = ()
) -> Comparison:
    """What changed between two schemas, for programs that use the SDK that the configuration makes of them.

    Args:
        old: what the SDK was generated from.
        new: what it would be generated from now.
        config: names the SDK and leaves out views; its data models are not looked at, so choose them before.
        hooks: take part after those that the configuration names. Views that they make up are not compared.

    Raises:
        ConfigError: the configuration leaves out every view.
        HookError: a hook is not installed, or failed.
    """
    config = config or GeneratorConfig()
    all_hooks = [*load_hooks(config.hooks), *hooks]
    return compare(_side(old, config, all_hooks), _side(new, config, all_hooks))


def _side(schema: Schema, config: GeneratorConfig, hooks: Sequence[Hook]) -> Side:
    chosen, _ = select_views(schema, config)
    model = change_model(hooks, build_model(chosen))
    return Side(chosen, model, [language_of(name).surface(model, config) for name in config.chosen_languages])
