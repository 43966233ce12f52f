"""The external id of an edge that was given none."""

from __future__ import annotations

from hashlib import sha256

from pygen_client.schema import NodeId

MAX_BYTES = 255
_HASH_DIGITS = 32


def edge_external_id(start: NodeId, edge_type: NodeId, end: NodeId, space: str) -> str:
    """The external id that an edge gets from its ends and its type: ``start:type:end``.

    Two edges that differ in an end or in the type have different ids, and the same edge has the same id from whichever
    end it is written. A node that is not in the space of the edge stands as ``space/external_id``. The signs that
    separate (``:``, ``/``, ``#``, ``%``) stand in a name as in a URL: ``%3A``. What would be longer than 255 bytes of
    UTF-8 is cut, and ends with ``#`` and a hash of the whole. This form is part of the contract with stored data: it
    does not change.

    Args:
        start: Where the edge starts.
        edge_type: The node that types the edge.
        end: Where it ends.
        space: The space of the edge.
    """
    text = ":".join(_part(node, space) for node in (start, edge_type, end))
    whole = text.encode()
    if len(whole) <= MAX_BYTES:
        return text
    kept = whole[: MAX_BYTES - _HASH_DIGITS - 1].decode(errors="ignore")
    return f"{kept}#{sha256(whole).hexdigest()[:_HASH_DIGITS]}"


def _part(node: NodeId, space: str) -> str:
    name = node.external_id
    # "%" first: it is what the others become.
    for sign, escaped in (("%", "%25"), (":", "%3A"), ("/", "%2F"), ("#", "%23")):
        if sign in name:
            name = name.replace(sign, escaped)
    return name if node.space == space else f"{node.space}/{name}"
