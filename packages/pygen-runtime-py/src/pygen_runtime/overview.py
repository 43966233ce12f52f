"""What notebooks show of a client: where it goes, and what can be read with it."""

from __future__ import annotations

from html import escape
from inspect import getdoc
from typing import TYPE_CHECKING

from pygen_runtime.lazy import api_names

if TYPE_CHECKING:
    from pygen_runtime.async_client import AsyncInstanceClient
    from pygen_runtime.client import InstanceClient

_DESCRIBED = 100
"""Most views whose classes are imported to describe them: showing a client must not take seconds."""


def overview(client: InstanceClient | AsyncInstanceClient) -> str:
    """A client as HTML: project, data models, and one row for each view."""
    config = client.client.config
    facts = [
        f"project {config.project} at {config.base_url}",
        f"data models: {', '.join(map(str, client.data_model_ids)) or 'none'}",
        f"default instance space: {client._instance_space or 'none'}",
    ]
    names = api_names(type(client))
    titles, rows = ["attribute"], [[name] for name in names]
    if len(names) <= _DESCRIBED:
        titles += ["class", "description"]
        for row, name in zip(rows, names, strict=True):
            item_class = getattr(client, name).item_class
            row += [item_class.__name__, (getdoc(item_class) or "").partition("\n")[0]]
    return (
        f"<p><b>{escape(type(client).__name__)}</b>: {escape('; '.join(facts))}</p>"
        f"<table><thead>{_row('th', titles)}</thead><tbody>{''.join(_row('td', row) for row in rows)}</tbody></table>"
    )


def _row(tag: str, cells: list[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"
