"""What relations and edges of an SDK lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pygen_client.schema import ViewId

from pygen_generator.languages.family import ClassKey
from pygen_generator.model.view import Connection, EdgeConnection, Kind, View


@dataclass(frozen=True, slots=True)
class EdgeWriting:
    """What can be given for a connection where a node is written."""

    takes_nodes: bool
    """Whether the node behind the edge is enough: no property of the edge must be given."""
    single: bool
    node: ClassKey | None
    """The family whose written form stands for the node; None for plain nodes."""
    edge: ClassKey | None
    """The family whose written form stands for the edge; None for plain edges."""


@dataclass(frozen=True)
class Targets:
    """Finds the family that stands at the end of a relation."""

    views: Mapping[ClassKey, View]
    """The view of each family."""

    def target(self, view_id: ViewId | None) -> ClassKey | None:
        """What nodes are read as through a view; None for plain nodes.

        That is so without a view, with one outside of the model, and with one that shows edges only.
        """
        return self._known(view_id, Kind.NODE)

    def edges(self, view_id: ViewId | None) -> ClassKey | None:
        """What edges are read as through a view; None for plain edges."""
        return self._known(view_id, Kind.EDGE)

    def _known(self, view_id: ViewId | None, kind: Kind) -> ClassKey | None:
        key = (view_id, kind) if view_id else None
        return key if key in self.views else None

    def write_target(self, view_id: ViewId | None) -> ClassKey | None:
        """What can be written in place of a node of a view; None for its id alone."""
        key = self.target(view_id)
        return key if key is not None and self.views[key].writable else None

    def edge_writing(self, connection: Connection) -> EdgeWriting | None:
        """What can be given for a connection; None where nothing can.

        Reverse relations are not written, nor are edges whose view cannot be written or is not part of the model.
        """
        if not isinstance(connection, EdgeConnection):
            return None
        edge = self.edges(connection.edge_view)
        if connection.edge_view is not None and (edge is None or not self.views[edge].writable):
            return None
        takes_nodes = edge is None or not any(prop.must_be_given for prop in self.views[edge].properties)
        return EdgeWriting(takes_nodes, connection.single, self.write_target(connection.target), edge)
