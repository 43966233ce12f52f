"""What stands for edges, and for what a filter demands, in the write classes of nodes."""

from __future__ import annotations

from pygen_client.schema import NodeId

from pygen_generator.languages.python.code import identifier, string_literal
from pygen_generator.languages.python.fields import NONE, FieldLine
from pygen_generator.languages.python.layout import SQUARE, Group
from pygen_generator.languages.python.references import References
from pygen_generator.languages.source import Code, code
from pygen_generator.languages.targets import EdgeWriting
from pygen_generator.model.view import Kind


def edge_field(
    attribute: str, writing: EdgeWriting, read: str, references: References, notes: tuple[Code, ...]
) -> FieldLine:
    """The attribute that takes the edges of a connection; ``read`` is the class that declares the connection."""
    parts = [references.write(writing.node, Kind.NODE)] if writing.takes_nodes else []
    parts.append(references.write(writing.edge, Kind.EDGE))
    name = identifier(attribute)
    form = f"Write{'Link' if writing.takes_nodes else 'Edge'}{'' if writing.single else 's'}"
    taken = Group(references.seam(form), parts, Code(" | None"), SQUARE)
    mark = Group(references.seam("edges"), [code("{}.relations.{}", identifier(read), name)])
    annotated = references.standard("typing", "Annotated")
    return FieldLine(name, Group(annotated, [taken, mark], brackets=SQUARE), NONE, notes)


def type_field(demanded: NodeId | None, references: References) -> FieldLine:
    """The type of the node, which is written unless another one is given."""
    target = references.write(None, Kind.NODE)
    value = NONE
    if demanded is not None:
        value = Group(references.seam("NodeId"), [string_literal(demanded.space), string_literal(demanded.external_id)])
    return FieldLine(identifier("node_type"), code("{}[{}] | None", references.seam("RelationTarget"), target), value)
