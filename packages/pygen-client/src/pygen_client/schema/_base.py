"""What all schema models share: camelCase on the wire, unknown fields kept, nothing invented when dumped."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from typing_extensions import Self


class SchemaModel(BaseModel):
    """One object of the schema API, as an immutable value.

    Fields that this version does not know are kept in ``model_extra`` and dumped again, so that an answer of a newer
    service survives a round trip.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        extra="allow",
        frozen=True,
    )

    _constants: ClassVar[tuple[str, ...]] = ()
    """Fields with one fixed value, such as ``constraintType``: always sent, though the caller never sets them."""

    def model_post_init(self, context: Any, /) -> None:
        if self._constants:
            self.__pydantic_fields_set__.update(self._constants)

    @classmethod
    def load(cls, data: Any) -> Self:
        """Make the object from decoded JSON (a dictionary with the service's key names)."""
        return cls.model_validate(data)

    def dump(self) -> dict[str, Any]:
        """The object as JSON-compatible data with the service's key names; what was never set is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)
