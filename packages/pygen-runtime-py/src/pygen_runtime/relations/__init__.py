"""Relations between views: how generated classes declare them, and what queries fill in."""

from pygen_runtime.relations.attributes import Link, Links, LinkTo, Many, One, connection
from pygen_runtime.relations.declarations import DirectRelation, EdgeRelation, Relation, ReverseRelation

__all__ = [
    "DirectRelation",
    "EdgeRelation",
    "Link",
    "LinkTo",
    "Links",
    "Many",
    "One",
    "Relation",
    "ReverseRelation",
    "connection",
]
