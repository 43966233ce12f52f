"""Which views an SDK is made of: the report says what else goes."""

from __future__ import annotations

import pytest
from pygen_generator import ConfigError, Severity


@pytest.fixture
def plant(models):
    """Pumps in sites, and an old pump."""
    return (
        models.view("Asset", {"name": models.prop()}),
        models.view("Pump", {"name": models.prop(), "site": models.relation("Site")}, implements=["Asset"]),
        models.view("Site", {"title": models.prop()}, space="places"),
        models.view("OldPump", {"name": models.prop()}, version="v0"),
    )


def modules(look):
    paths = (path.split("/") for path in look.sdk.files)
    return {parts[-1].removesuffix(".py") for parts in paths if parts[-2] == "data_classes"} - {"__init__"}


def left_out(look):
    return {issue.place: issue for issue in look.sdk.report if issue.code == "view-excluded"}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, {"asset", "pump", "site", "old_pump"}),
        ({"exclude_views": ["OldPump"]}, {"asset", "pump", "site"}),
        ({"exclude_views": ["*Pump"]}, {"asset", "site"}),
        ({"exclude_views": ["s:Old*"]}, {"asset", "pump", "site"}),
        ({"exclude_views": ["OldPump(v0)", "s:Asset(v1)"]}, {"pump", "site"}),
        ({"exclude_views": ["OldPump(v1)"]}, {"asset", "pump", "site", "old_pump"}),
        ({"exclude_spaces": ["pl*"]}, {"asset", "pump", "old_pump"}),
        ({"include_views": ["Pump", "places:*"]}, {"pump", "site"}),
        ({"include_views": ["*Pump"], "exclude_views": ["Old*"]}, {"pump"}),
    ],
)
def test_patterns_choose_views(generate, plant, settings, expected):
    assert modules(generate(*plant, **settings)) == expected


def test_each_view_that_goes_has_a_line_with_what_else_changes(generate, models, plant):
    back = models.view("Hall", {"sites": models.relation("Site"), "edges": models.prop()}, space="places")

    look = generate(*plant, back, exclude_views=["Site", "Asset"])

    asset, site = left_out(look)["s:Asset(v1)"], left_out(look)["places:Site(v1)"]
    assert site.severity is Severity.INFO
    assert "exclude_views has Site" in site.message
    assert asset.action.endswith("What it declares becomes their own: s:Pump(v1).")
    fields = look.fields("data_classes/pump.py", "Pump")
    assert "name" in fields


def test_relations_to_what_goes_are_named_and_stay_references(generate, models):
    look = generate(
        models.view("Pump", {"site": models.relation("Site")}),
        models.view("Site", {"title": models.prop()}),
        exclude_views=["Site"],
    )

    assert "a plain reference or left out: s:Pump(v1).site." in left_out(look)["s:Site(v1)"].action
    assert "Site" not in look.fields("data_classes/pump.py", "Pump")["site"]


def test_edges_and_reverse_relations_to_what_goes_are_named(generate, models):
    through = {"source": models.view_id("Pump"), "identifier": "site"}
    reverse = {"connectionType": "multi_reverse_direct_relation", "source": models.view_id("Pump"), "through": through}
    edge = {
        "connectionType": "multi_edge_connection",
        "source": models.view_id("Pump"),
        "type": {"space": "s", "externalId": "next"},
        "direction": "outwards",
    }
    look = generate(
        models.view("Pump", {"site": models.relation("Site")}),
        models.view("Site", {"pumps": reverse, "near": edge}),
        exclude_views=["Pump"],
    )

    assert "s:Site(v1).near, s:Site(v1).pumps" in left_out(look)["s:Pump(v1)"].action


def test_the_lock_keeps_what_is_left_out(generate, plant):
    whole, part = generate(*plant), generate(*plant, exclude_views=["OldPump"])

    assert part.sdk.lock.schema_hash == whole.sdk.lock.schema_hash
    assert part.sdk.lock.config_hash != whole.sdk.lock.config_hash


@pytest.mark.parametrize(
    ("settings", "suggestion"),
    [
        ({"exclude_views": ["Pumpp"]}, "Did you mean Pump?"),
        ({"include_views": ["*", "Boat"]}, "Correct it, or take it out."),
        ({"exclude_spaces": ["place"]}, "Did you mean places?"),
    ],
)
def test_a_pattern_that_names_nothing_is_reported(generate, plant, settings, suggestion):
    (issue,) = (issue for issue in generate(*plant, **settings).sdk.report if issue.code == "pattern-names-nothing")

    assert (issue.severity, issue.suggestion) == (Severity.WARNING, suggestion)


def test_leaving_out_everything_is_refused(generate, plant):
    with pytest.raises(ConfigError, match="leaves out every view"):
        generate(*plant, exclude_spaces=["*"])
