"""From bytes to objects: a page of instances in one call of pydantic-core."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Annotated, Any, Generic, TypeVar, Union, cast, get_args, get_origin

from pydantic import ConfigDict, GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator, from_json, to_json
from pydantic_core import core_schema as cs
from pygen_client.schema import NodeId, ViewId
from typing_extensions import NotRequired, TypedDict

from pygen_runtime.answers import answer_to
from pygen_runtime.collector import collector_paused
from pygen_runtime.errors import UnexpectedAnswerError
from pygen_runtime.instances.per_class import PerClass
from pygen_runtime.instances.properties import property_names
from pygen_runtime.instances.read import Edge, Instance
from pygen_runtime.instances.ref import Ref, RefFrom

T = TypeVar("T", bound=Instance)

_CURSOR_AT_END = re.compile(rb'"nextCursor"\s*:\s*("(?:[^"\\]|\\.)*"|null)\s*\}\s*\Z')
_TAIL = 8192


@dataclass(slots=True)
class Page(Generic[T]):
    """One page of a read; ``next_cursor`` is None on the last."""

    items: list[T]
    next_cursor: str | None


class _Answer(TypedDict):
    items: list[Any]
    nextCursor: NotRequired[str | None]
    typing: NotRequired[dict[str, dict[str, dict[str, Any]]] | None]


_CURSOR_ONLY = SchemaValidator(
    cs.typed_dict_schema({"nextCursor": cs.typed_dict_field(cs.nullable_schema(cs.str_schema()), required=False)})
)


def next_cursor(content: bytes) -> str | None:
    """The cursor of an answer, without decoding its items wherever that is possible.

    The next request can then leave before this page is decoded.
    """
    # A quote inside a JSON string is escaped, so this can only match the last member of the outermost object.
    match = _CURSOR_AT_END.search(content, max(0, len(content) - _TAIL))
    if match is None and b'"nextCursor"' not in content:
        return None
    try:
        found = _CURSOR_ONLY.validate_json(content if match is None else b"{" + match.group())
    except ValidationError:
        # Decoding will say what is wrong with this answer; there is no page after it.
        return None
    return cast("str | None", found.get("nextCursor"))


def json_of(content: bytes) -> Any:
    """What an answer holds, as plain values.

    Raises:
        UnexpectedAnswerError: It is no answer of the service.
    """
    try:
        with collector_paused():
            answer = from_json(content)
    except ValueError as error:
        raise UnexpectedAnswerError(
            f"The answer is no JSON ({error}). Check the base URL, and proxies on the way"
        ) from None
    if not isinstance(answer, dict) or "items" not in answer:
        raise UnexpectedAnswerError("The answer has no items. Check the base URL, and proxies on the way")
    return answer


class Decoder(Generic[T]):
    """Decodes answers about one class. Built when the class is first read, then shared; safe among threads."""

    def __init__(self, item_class: type[T]) -> None:
        self._class = item_class
        view = item_class.view_id
        self._view = view
        self._known = frozenset(property_names(item_class).values())
        self._fast: TypeAdapter[_Answer] = _adapter(_PageOf(item_class, keep_others=False))
        self._keeping: TypeAdapter[_Answer] | None = None

    def page(self, content: bytes, *, keep_others: bool | None = None) -> tuple[Page[T], bool]:
        """Decode one page.

        Args:
            content: The answer of the service.
            keep_others: Whether to keep properties that the class does not know. None on the first page of a read:
                the answer then says itself, by ``typing``, which properties there are.

        Returns:
            The page, and ``keep_others`` for the pages that follow.

        Raises:
            UnexpectedAnswerError: An instance does not fit the class.
        """
        adapter = self._adapter() if keep_others else self._fast
        try:
            with collector_paused():
                answer = adapter.validate_json(content)
                if keep_others is None:
                    with answer_to("a read"):
                        keep_others = self._has_unknown(answer.get("typing"))
                    if keep_others:
                        answer = self._adapter().validate_json(content)
        except ValidationError as error:
            raise UnexpectedAnswerError(self._explain(error, content)) from error
        return Page(cast("list[T]", answer["items"]), answer.get("nextCursor")), bool(keep_others)

    def one(self, data: Any) -> T:
        """Decode one instance from decoded JSON; properties that the class does not know are kept."""
        answer = self._adapter().validate_json(to_json({"items": [data]}))
        return cast(T, answer["items"][0])

    def _explain(self, error: ValidationError, content: bytes) -> str:
        first = error.errors(include_url=False, include_input=False)[0]
        what = f"an answer about {self._class.__name__}"
        match first["loc"]:
            case ("items", int() as number, *_, str() as place):
                item = from_json(content)["items"][number]
                if isinstance(item, dict):
                    what = f"{self._class.__name__} {item.get('space')}:{item.get('externalId')}, {place}"
        return (
            f"The service's answer does not fit the SDK: {what}: {first['msg']}. If view {self._view} has changed "
            "since the SDK was generated, run `pygen generate` again"
        )

    def _has_unknown(self, typing: Mapping[str, Mapping[str, Mapping[str, Any]]] | None) -> bool:
        properties = (typing or {}).get(self._view.space, {}).get(f"{self._view.external_id}/{self._view.version}", {})
        return not self._known.issuperset(properties)

    def _adapter(self) -> TypeAdapter[_Answer]:
        if self._keeping is None:
            self._keeping = _adapter(_PageOf(self._class, keep_others=True))
        return self._keeping


def _make_decoder(item_class: type[T]) -> Decoder[T]:
    return Decoder(item_class)


_decoder: PerClass[type[Instance], Decoder[Any]] = PerClass(_make_decoder)


def decoder_of(item_class: type[T]) -> Decoder[T]:
    """The one decoder of a class."""
    return _decoder(item_class)


class _PageOf:
    """Core schema of a page of one class."""

    def __init__(self, item_class: type[Instance], *, keep_others: bool) -> None:
        self._form = ItemForm(item_class, keep_others=keep_others)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> cs.CoreSchema:
        answer = {
            "items": cs.typed_dict_field(cs.list_schema(self._form.schema(handler))),
            "nextCursor": cs.typed_dict_field(cs.nullable_schema(cs.str_schema()), required=False),
            "typing": cs.typed_dict_field(cs.any_schema(), required=False),
        }
        return cs.typed_dict_schema(answer)


def _adapter(page: _PageOf) -> TypeAdapter[_Answer]:
    # What is not kept for long gains nothing from texts that are the same object, and looking for them takes a tenth of
    # the time. Where a whole list is kept it is a quarter of the memory; such lists are read by queries.
    return TypeAdapter(Annotated[Any, page], config=ConfigDict(cache_strings="keys"))


@dataclass(frozen=True, slots=True)
class ItemForm:
    """How one instance is decoded: each field of its class takes its value from its place in the answer.

    Args:
        item_class: The class. Without ``view_id`` it has no properties.
        keep_others: Whether to keep properties that the class does not know.
        only: The attributes to decode; None for all.
        via: A relation that the class does not have, to be kept as ``_via``: its view and property.
        via_list: Whether that relation is a list.
        deletable: Whether it may be told as deleted, without properties; ``_deleted`` is then set.
    """

    item_class: type[Instance]
    keep_others: bool = False
    only: frozenset[str] | None = None
    via: tuple[ViewId, str] | None = None
    via_list: bool = False
    deletable: bool = False

    def properties(self) -> list[str]:
        """The properties of the view that are decoded."""
        names = property_names(self.item_class)
        return [name for attribute, name in names.items() if self.only is None or attribute in self.only]

    def schema(self, handler: GetCoreSchemaHandler) -> cs.CoreSchema:
        """The core schema of one instance."""
        metadata, properties = [*self._metadata(handler)], [*self._properties(handler)]
        if self.deletable:
            live = self._object([*metadata, _deleted(_or_none(cs.int_schema())), *properties])
            gone = self._object([*metadata, _deleted(cs.int_schema())])
            return cs.union_schema([live, gone], mode="left_to_right")
        if self.keep_others:
            # What was dumped may have been deleted; no other answer tells it.
            metadata.append(_deleted(_or_none(cs.int_schema())))
        return self._object([*metadata, *properties])

    def _object(self, fields: list[cs.DataclassField]) -> cs.CoreSchema:
        # pydantic-core takes the validator that a class has already instead of this schema, once the class was used to
        # make an object by hand; it does not for a generic origin.
        return cs.dataclass_schema(
            self.item_class,
            cs.dataclass_args_schema(self.item_class.__name__, fields),
            [field["name"] for field in fields],
            generic_origin=self.item_class,
        )

    def _metadata(self, handler: GetCoreSchemaHandler) -> Iterator[cs.DataclassField]:
        node = handler.generate_schema(NodeId)
        yield _field("space", cs.str_schema(), ["space"])
        yield _field("external_id", cs.str_schema(), ["externalId"])
        yield _field("_version", _or_none(cs.int_schema()), ["version"])
        yield _field("_created", _or_none(cs.int_schema()), ["createdTime"])
        yield _field("_updated", _or_none(cs.int_schema()), ["lastUpdatedTime"])
        if issubclass(self.item_class, Edge):
            yield _field("edge_type", node, ["type"])
            yield _field("start_node", node, ["startNode"])
            yield _field("end_node", node, ["endNode"])
        else:
            yield _field("node_type", _or_none(node), ["type"])

    def _properties(self, handler: GetCoreSchemaHandler) -> Iterator[cs.DataclassField]:
        if self.via is not None:
            view, relation = self.via
            reference = handler.generate_schema(_from_wire(list[Ref[Any]] if self.via_list else Ref, relation))
            yield _field("_via", _or_none(reference), [*_place(view), relation])
        names = property_names(self.item_class)
        for attribute, name in names.items():
            if self.only is not None and attribute not in self.only:
                continue
            info = self.item_class.model_fields[attribute]
            # Queries include relations of nodes only.
            is_edge = issubclass(self.item_class, Edge)
            origin = "" if is_edge else f"{self.item_class.__name__}.relations.{attribute}"
            schema = handler.generate_schema(_from_wire(info.annotation, origin))
            if not info.is_required():
                schema = cs.with_default_schema(schema, default=None)
            yield _field(attribute, schema, [*_place(self.item_class.view_id), name])
        if self.keep_others:
            known = frozenset(names.values())

            def others(values: dict[str, Any]) -> dict[str, Any] | None:
                return {name: value for name, value in values.items() if name not in known} or None

            kept = cs.no_info_after_validator_function(others, cs.dict_schema(cs.str_schema(), cs.any_schema()))
            yield _field("_other", cs.with_default_schema(kept, default=None), _place(self.item_class.view_id))


def _place(view: ViewId) -> list[str]:
    return ["properties", view.space, f"{view.external_id}/{view.version}"]


def _field(name: str, schema: cs.CoreSchema, path: list[str]) -> cs.DataclassField:
    return cs.dataclass_field(name, schema, kw_only=True, validation_alias=cast("list[str | int]", path))


def _deleted(schema: cs.CoreSchema) -> cs.DataclassField:
    return _field("_deleted", schema, ["deletedTime"])


def _or_none(schema: cs.CoreSchema) -> cs.CoreSchema:
    return cs.with_default_schema(cs.nullable_schema(schema), default=None)


def _from_wire(annotation: Any, relation: str) -> Any:
    """The annotation, with what makes references and timestamps straight from JSON in place of their types."""
    if annotation is Ref:
        return Annotated[Ref, RefFrom(relation)]
    if annotation is datetime:
        return Annotated[datetime, _AwareTimestamp()]
    arguments = get_args(annotation)
    origin = get_origin(annotation)
    if origin is list:
        return list[_from_wire(arguments[0], relation)]  # type: ignore[misc]  # built at run time
    if origin in (Union, types.UnionType):
        return Union[tuple(_from_wire(one, relation) for one in arguments)]
    return annotation


class _AwareTimestamp:
    """Timestamps come with an offset; one without is taken as UTC (behaviour.md section 25, question 30)."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> cs.CoreSchema:
        naive = cs.no_info_after_validator_function(_in_utc, cs.datetime_schema())
        return cs.union_schema([cs.datetime_schema(tz_constraint="aware"), naive], mode="left_to_right")


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value
