"""Note: view shop_model:Note(v1)."""

from typing import ClassVar

from pygen_runtime.codegen import Edge, EdgeWrite, InstanceList, Text, ViewId


class Note(Edge):
    """What someone remarks on a product of a category."""

    view_id: ClassVar = ViewId("shop_model", "Note", "v1")

    text: str | None = None

    def as_write(self) -> "NoteWrite":
        """This edge in the form that is written, guarded by the version that was read."""
        return self._as_write(NoteWrite)


class NoteWrite(EdgeWrite):
    """What someone remarks on a product of a category, as it is written."""

    view_id: ClassVar = ViewId("shop_model", "Note", "v1")

    text: Text | None = None


class NoteList(InstanceList[Note]):
    """A list of Note that also shows as a table."""
