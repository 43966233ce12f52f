"""From the bytes of an answer to the objects of all its result sets, in one call of pydantic-core."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, cast

from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator, from_json
from pydantic_core import core_schema as cs

from pygen_runtime.answers import answer_to
from pygen_runtime.collector import collector_paused
from pygen_runtime.errors import UnexpectedAnswerError
from pygen_runtime.instances.decode import ItemForm
from pygen_runtime.instances.per_class import PerClass
from pygen_runtime.instances.properties import property_names
from pygen_runtime.instances.read import Instance
from pygen_runtime.query.plan import Plan

_TEXT = rb'"(?:[^"\\]|\\.)*"'
_CURSORS_AT_END = re.compile(rb'"nextCursor"\s*:\s*\{\s*(?:%b\s*:\s*(?:%b|null)\s*,?\s*)*\}\s*\}\s*\Z' % (_TEXT, _TEXT))
_TAIL = 65_536

_CURSORS_ONLY = SchemaValidator(
    cs.typed_dict_schema(
        {
            "nextCursor": cs.typed_dict_field(
                cs.dict_schema(cs.str_schema(), cs.nullable_schema(cs.str_schema())), required=False
            )
        }
    )
)
_KEPT = 64
"""Validators that are kept for one class. Each include makes another answer."""


def next_cursors(content: bytes) -> Mapping[str, str | None]:
    """The cursors of an answer, without decoding its items wherever that is possible."""
    # A quote inside a JSON string is escaped, so this can only match the last member of the outermost object.
    match = _CURSORS_AT_END.search(content, max(0, len(content) - _TAIL))
    try:
        found = _CURSORS_ONLY.validate_json(content if match is None else b"{" + match.group())
    except ValidationError:
        # Decoding will say what is wrong with this answer; there is no page after it.
        return {}
    return cast("Mapping[str, str | None]", found.get("nextCursor") or {})


class AnswerDecoder:
    """Decodes the answers of one run of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._forms = {step.name: step.form for step in plan.steps()}
        self._adapter: TypeAdapter[Any] | None = None

    def sets(self, content: bytes) -> dict[str, list[Any]]:
        """The objects of each result set that was selected.

        Raises:
            UnexpectedAnswerError: An instance does not fit its class.
        """
        try:
            with collector_paused():
                first = self._adapter is None
                if self._adapter is None:
                    self._adapter = _adapter(self._plan, self._forms)
                answer = self._adapter.validate_json(content)
                with answer_to("a query"):
                    more = first and self._keep_unknown(answer.get("typing") or {})
                if more:
                    self._adapter = _adapter(self._plan, self._forms)
                    answer = self._adapter.validate_json(content)
        except ValidationError as error:
            raise UnexpectedAnswerError(self._explain(error, content)) from error
        return cast("dict[str, list[Any]]", answer["items"])

    def _keep_unknown(self, typing: Mapping[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]) -> bool:
        """Whether views have properties that their classes do not know; these are then kept."""
        found = False
        for name, form in self._forms.items():
            view = getattr(form.item_class, "view_id", None)
            if view is None or form.only is not None:
                continue
            known = frozenset(property_names(form.item_class).values())
            space, versioned = view.as_path()
            there = typing.get(name, {}).get(space, {}).get(versioned, {})
            if not known.issuperset(there):
                self._forms[name] = replace(form, keep_others=True)
                found = True
        return found

    def _explain(self, error: ValidationError, content: bytes) -> str:
        first = error.errors(include_url=False, include_input=False)[0]
        what = "an answer to a query"
        match first["loc"]:
            case ("items", str() as name, int() as number, *_, str() as place):
                item = from_json(content)["items"][name][number]
                if isinstance(item, dict):
                    class_name = self._forms[name].item_class.__name__
                    what = f"{class_name} {item.get('space')}:{item.get('externalId')}, {place}"
        return (
            f"The service's answer does not fit the SDK: {what}: {first['msg']}. If the view has changed since the SDK "
            "was generated, run `pygen generate` again"
        )


class _AnswerOf:
    """Core schema of an answer: every result set a list of its class, those that were not selected absent."""

    def __init__(self, forms: Mapping[str, ItemForm]) -> None:
        self._forms = forms

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> cs.CoreSchema:
        schemas = {form: form.schema(handler) for form in dict.fromkeys(self._forms.values())}
        sets = {
            name: cs.typed_dict_field(cs.list_schema(schemas[form]), required=False)
            for name, form in self._forms.items()
        }
        answer = {
            "items": cs.typed_dict_field(cs.typed_dict_schema(sets)),
            "typing": cs.typed_dict_field(cs.any_schema(), required=False),
        }
        return cs.typed_dict_schema(answer)


def _no_adapters(owner: type[Instance]) -> dict[tuple[tuple[str, ItemForm], ...], TypeAdapter[Any]]:
    return {}


_adapters = PerClass(_no_adapters)


def _adapter(plan: Plan, forms: Mapping[str, ItemForm]) -> TypeAdapter[Any]:
    kept = _adapters(plan.root.item_class)
    key = tuple(forms.items())
    adapter = kept.get(key)
    if adapter is None:
        adapter = TypeAdapter(Annotated[Any, _AnswerOf(forms)])
        if len(kept) >= _KEPT:
            kept.clear()
        kept[key] = adapter
    return adapter
