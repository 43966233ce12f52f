"""Every kind of finding about a data model, in one table: what is noticed, why it matters, what is done about it."""

from __future__ import annotations

from dataclasses import dataclass

from pygen_generator.issue import Severity


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding; an ``Issue`` with this code says where it is and what can be done."""

    code: str
    severity: Severity
    what: str
    why: str
    action: str


_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

_KINDS = (
    FindingKind(
        "base-dropped",
        _INFO,
        "A class does not inherit from the class of a view that its own view implements.",
        "Python or its type checkers refuse what the service allows, such as another type for an inherited property.",
        "The class has all properties of its own.",
    ),
    FindingKind(
        "connection-of-edges",
        _WARNING,
        "A view for edges has a connection.",
        "Connections start at nodes.",
        "No attribute is generated for it.",
    ),
    FindingKind(
        "connection-unknown",
        _WARNING,
        "A connection is of a kind that this version does not know.",
        "The service has learnt something new.",
        "No attribute is generated for it.",
    ),
    FindingKind(
        "container-property-unknown",
        _WARNING,
        "A view maps a property of a container that no file defines.",
        "Its type cannot be known.",
        "The property is left out.",
    ),
    FindingKind(
        "default-not-usable",
        _WARNING,
        "A default is not a value of the type of its property.",
        "An attribute cannot begin with it.",
        "The attribute has no default.",
    ),
    FindingKind(
        "edge-view-not-edge",
        _WARNING,
        "The edges of a connection are said to have the properties of a view for nodes.",
        "An edge has no data there.",
        "Edges are read as plain ones, and not written along with nodes.",
    ),
    FindingKind(
        "edge-view-not-writable",
        _INFO,
        "The edges of a connection have properties of a view that cannot be written.",
        "An edge could not be written whole.",
        "Edges are read, and not written along with nodes.",
    ),
    FindingKind(
        "edge-view-outside-model",
        _INFO,
        "The edges of a connection have properties of a view that is not part of the data model.",
        "There is no class to read or write them with.",
        "Edges are read as plain ones, and not written along with nodes.",
    ),
    FindingKind(
        "enum-empty",
        _WARNING,
        "An enum has no values.",
        "No value could ever be written.",
        "It is generated as text.",
    ),
    FindingKind(
        "index-missing",
        _INFO,
        "A reverse direct relation goes through a direct relation without an index for sorted paging.",
        "To follow it, the service looks at every instance that has the relation.",
        "It is generated like any other.",
    ),
    FindingKind(
        "name-for-nothing",
        _WARNING,
        "A setting names a view or property that there is not.",
        "Most likely it is misspelt.",
        "The setting changes nothing.",
    ),
    FindingKind(
        "name-of-parent",
        _WARNING,
        "A setting gives an inherited property another name than it has in the parent.",
        "A class and its base share their attributes.",
        "The property has the name that it has in the parent.",
    ),
    FindingKind(
        "name-refused",
        _WARNING,
        "A name is one that the service refuses.",
        "The data model in the file cannot be deployed.",
        "A name that the language takes is made from it.",
    ),
    FindingKind(
        "no-views",
        _WARNING,
        "A data model has no views.",
        "A client for it has nothing to offer.",
        "No classes are generated for it.",
    ),
    FindingKind(
        "nodes-and-edges",
        _WARNING,
        "A view maps containers for nodes only and others for edges only.",
        "No instance can have data in both.",
        "Classes are generated, but nothing can be written or found through them as a whole.",
    ),
    FindingKind(
        "parent-in-circle",
        _ERROR,
        "Views implement each other.",
        "The service refuses such views, and classes cannot inherit in a circle.",
        "The parent is left out; its properties stay.",
    ),
    FindingKind(
        "parent-outside-model",
        _INFO,
        "A view implements a view that is not part of the data model.",
        "There is no class to inherit from.",
        "Its properties are generated as the view's own.",
    ),
    FindingKind(
        "parent-unknown",
        _WARNING,
        "A view implements a view that no file defines.",
        "The service would refuse it, and what it inherits cannot be known.",
        "The parent is left out.",
    ),
    FindingKind(
        "pattern-names-nothing",
        _WARNING,
        "A setting that includes or excludes views fits none.",
        "Most likely it is misspelt.",
        "The setting changes nothing.",
    ),
    FindingKind(
        "renamed",
        _INFO,
        "A name is not the one that would be expected.",
        "It is a word of the language or the runtime, or something else has it already.",
        "It gets a name that stays the same when the model grows.",
    ),
    FindingKind(
        "reverse-from-edges",
        _WARNING,
        "A reverse direct relation reads its nodes through a view for edges.",
        "What points back is a node.",
        "No attribute is generated for it.",
    ),
    FindingKind(
        "reverse-through-container",
        _WARNING,
        "A reverse direct relation goes through a property of a container that its source does not show.",
        "It cannot be followed through the views of the data model.",
        "No attribute is generated for it.",
    ),
    FindingKind(
        "reverse-through-nothing",
        _WARNING,
        "A reverse direct relation goes through something that is no direct relation.",
        "There is nothing to follow back.",
        "No attribute is generated for it.",
    ),
    FindingKind(
        "target-not-node",
        _WARNING,
        "A relation or connection leads to a view for edges.",
        "At its end are nodes.",
        "It is generated as one to plain nodes.",
    ),
    FindingKind(
        "target-outside-model",
        _INFO,
        "A relation or connection leads to a view that is not part of the data model.",
        "There is no class for what it leads to.",
        "It is generated as one to plain nodes.",
    ),
    FindingKind(
        "type-unknown",
        _WARNING,
        "A property is of a type that this version does not know.",
        "The service has learnt something new.",
        "No attribute is generated for it.",
    ),
    FindingKind(
        "view-differs",
        _WARNING,
        "Two data models of one SDK hold the same view with different properties.",
        "They were fetched at different times.",
        "The last one in the order of data models is used.",
    ),
    FindingKind(
        "view-excluded",
        _INFO,
        "The configuration leaves out a view.",
        "What leads to it, or inherits from it, changes as well.",
        "No classes are generated for it.",
    ),
    FindingKind(
        "view-filter-not-usable",
        _WARNING,
        "The filter of a view refers to something that is gone, or is nested too deeply.",
        "Queries have to send it, and the service would refuse it.",
        "Queries show all instances that have data in the view.",
    ),
    FindingKind(
        "view-not-writable",
        _INFO,
        "A view cannot be written.",
        "The service takes instances only where all that must be given can be given.",
        "There is a class to read it with, and none to write it with.",
    ),
    FindingKind(
        "view-unknown",
        _WARNING,
        "A data model lists a view that no file defines.",
        "Its properties cannot be known.",
        "The view is left out.",
    ),
)

FINDINGS: dict[str, FindingKind] = {kind.code: kind for kind in _KINDS}
"""Every kind by its code, sorted."""
