"""`pygen emulator` serves the data model of a source until it is stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from command_line_program import PROGRAM
from pygen_client import PygenClient, PygenClientConfig
from pygen_client.schema import DataModelId
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]

MODEL = Path(__file__).parents[2] / "examples" / "shop" / "model"
SHOP = DataModelId("pygen_example", "ExampleDataModel", "v1")


@contextmanager
def started(*arguments: str, end: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The emulator as a process of its own, and what it showed up to a line."""
    command = [sys.executable, "-c", PROGRAM, "emulator", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            shown = ""
            assert process.stdout is not None
            for line in process.stdout:
                shown += line
                if line.rstrip("\n") == end:
                    break
            yield process, shown
        finally:
            process.kill()


def stop(process: subprocess.Popen[str], number: int) -> tuple[int, str, str]:
    """Send a signal; give exit code, what else was shown, and the error output."""
    process.send_signal(number)
    shown, errors = process.communicate(timeout=20)
    return process.returncode, shown, errors


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals for another process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_the_model_until_a_signal(number: int) -> None:
    with started("--source", str(MODEL), "--json", end="}") as (process, shown):
        environment: dict[str, str] = json.loads(shown)["environment"]
        with PygenClient(PygenClientConfig.from_env(environment)) as client:
            model = client.data_models.retrieve(SHOP, inline_views=True)
            assert model is not None
            assert len(model.views) == 3
        assert stop(process, number) == (0, "", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals for another process")
def test_it_shows_what_a_client_needs(folder: Path, same_as_snapshot: Compare) -> None:
    options = ("--source", str(MODEL), "--project", "shop", "--token", "open-sesame")
    with started(*options, end="Ctrl-C stops it.") as (process, shown):
        code, rest, errors = stop(process, signal.SIGINT)

    assert (code, errors) == (0, "")
    same_as_snapshot("emulator", shown + rest)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals for another process")
def test_a_file_keeps_the_data_for_the_next_start(tmp_path: Path) -> None:
    file = str(tmp_path / "cdf.db")
    with started("--source", str(MODEL), "--db", file, "--json", end="}") as (process, _):
        stop(process, signal.SIGTERM)
    with started("--db", file, "--json", end="}") as (process, shown):
        environment: dict[str, str] = json.loads(shown)["environment"]
        with PygenClient(PygenClientConfig.from_env(environment)) as client:
            assert client.data_models.retrieve(SHOP) is not None
        stop(process, signal.SIGTERM)


def test_a_port_that_is_taken(pygen: Pygen, same_as_snapshot: Compare) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        result = pygen("emulator", "--port", port)

    assert result.exit_code == 2
    same_as_snapshot("emulator_port_taken", result.stderr.replace(port, "<port>"))


def test_listening_to_the_network_is_said(pygen: Pygen) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        everywhere = "0.0.0.0"  # noqa: S104 - the port is taken, so nothing listens
        result = pygen("emulator", "--host", everywhere, "--port", other.getsockname()[1])

    assert result.exit_code == 2
    assert "others reach it over the network" in result.stdout


def test_a_file_that_is_not_the_emulators(folder: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    (folder / "letter.txt").write_text("Dear reader, " * 100, encoding="utf-8")

    result = pygen("emulator", "--db", folder / "letter.txt")

    assert result.exit_code == 6
    same_as_snapshot("emulator_foreign_file", result.stderr)
    assert (folder / "letter.txt").read_text(encoding="utf-8") == "Dear reader, " * 100


def test_a_model_that_the_service_would_refuse(folder: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    model = {"space": "node", "externalId": "Empty", "version": "v1", "views": []}
    answered = {**model, "createdTime": 0, "lastUpdatedTime": 0, "isGlobal": False}
    (folder / "model.json").write_text(json.dumps(answered), encoding="utf-8")

    result = pygen("emulator", "--source", "model.json", "--host", "not an address")

    assert result.exit_code == 3
    same_as_snapshot("emulator_refused_model", result.stderr)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals for another process")
def test_it_begins_with_instances_and_faults(folder: Path, same_as_snapshot: Compare) -> None:
    item = {"space": "stock", "externalId": "mine"}
    Path("data.json").write_text(json.dumps({"items": [{"instanceType": "node", **item}]}), encoding="utf-8")
    Path("Saw.Node.yaml").write_text("space: stock\nexternalId: saw\n", encoding="utf-8")
    given = ("--data", "data.json", "--data", "Saw.Node.yaml", "--seed", "30", "--space", "stock")
    faults = (
        "--latency",
        "1",
        "--fail",
        "GET /models/datamodels 503 x1",
        "--fail",
        "/models/* 429 retry-after=1 after=99",
    )
    options = ("--source", str(MODEL), "--token", "open-sesame", *given, *faults)
    with started(*options, end="Ctrl-C stops it.") as (process, shown):
        code, rest, errors = stop(process, signal.SIGINT)

    assert (code, errors) == (0, "")
    same_as_snapshot("emulator_filled", shown + rest)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals for another process")
def test_machines_are_told_how_to_set_faults() -> None:
    options = ("--source", str(MODEL), "--seed", "12", "--fail", "503 x1", "--admin", "--json")
    with started(*options, end="}") as (process, shown):
        answer = json.loads(shown)
        headers = {"Authorization": f"Bearer {answer['admin_token']}"}
        listed = httpx.get(f"{answer['base_url']}/admin/faults", headers=headers).json()
        assert stop(process, signal.SIGTERM) == (0, "", "")

    assert answer["faults"] == ["503 x1"]
    assert [each["rule"] for each in listed["items"]] == ["503 x1"]
    assert sum(answer["seeded"].values()) == 12
    assert (answer["loaded"], answer["without_instances"]) == ({}, {})


@pytest.mark.parametrize("rule", ["POST /models/instances", "POST 503 often", "latency=never"])
def test_a_rule_that_cannot_be_used(pygen: Pygen, rule: str) -> None:
    result = pygen("emulator", "--fail", rule)

    assert result.exit_code == 2
    assert f"Error: The rule {rule!r}" in result.stderr
    assert "Fix:   Write --fail like 'POST /models/instances 503 x2'." in result.stderr


def test_web_pages_call_it_where_they_may() -> None:
    page = "http://localhost:5173"
    with started("--allow-origin", page, "--json", end="}") as (process, shown):
        answer = json.loads(shown)
        listed = httpx.get(f"{answer['base_url']}/api/v1/token/inspect", headers={"Origin": page})
        assert stop(process, signal.SIGTERM) == (0, "", "")

    assert listed.headers["access-control-allow-origin"] == page


def test_what_is_no_origin(pygen: Pygen) -> None:
    result = pygen("emulator", "--allow-origin", "localhost")

    assert result.exit_code == 2
    assert "Error: 'localhost' is no origin: scheme, host and port" in result.stderr
    assert "Fix:   Write --allow-origin http://localhost:5173." in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("data.json", '{"items": [{"space": "nowhere", "externalId": "a"}]}', "One or more spaces do not exist"),
        ("data.json", '"items"', "data.json holds no instances."),
        ("data.yaml", "items: [", "data.yaml is not YAML"),
        ("missing.json", None, "There is no file missing.json."),
    ],
)
def test_instances_that_cannot_be_loaded(
    folder: Path, pygen: Pygen, name: str, content: str | None, reason: str
) -> None:
    if content is not None:
        (folder / name).write_text(content, encoding="utf-8")

    result = pygen("emulator", "--data", name)

    assert result.exit_code == 3
    assert reason in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals for another process")
def test_made_instances_that_are_in_each_others_way(folder: Path, pygen: Pygen) -> None:
    model = _unique_names()
    Path("model.json").write_text(json.dumps(model), encoding="utf-8")
    begin = ("--source", "model.json", "--db", "cdf.db", "--seed", "5")
    with started(*begin, "--space", "one", "--json", end="}") as (process, _):
        stop(process, signal.SIGTERM)

    result = pygen("emulator", *begin, "--space", "two")

    assert result.exit_code == 3
    assert "No instances could be made" in result.stderr
    assert "violates the uniqueness constraint" in result.stderr


def _unique_names() -> dict[str, Any]:
    """A data model as an API answers it, with a container whose names are unique."""
    times = {"createdTime": 0, "lastUpdatedTime": 0, "isGlobal": False}
    type_ = {"type": "text", "list": False, "collation": "ucs_basic"}
    stored = {"type": type_, "nullable": True, "immutable": False, "autoIncrement": False}
    saw = {"type": "container", "space": "shop", "externalId": "Saw"}
    constraint = {"constraintType": "uniqueness", "properties": ["name"], "bySpace": False}
    container = {"space": "shop", "externalId": "Saw", "usedFor": "node", "properties": {"name": stored}, **times}
    mapped = {**stored, "container": saw, "containerPropertyIdentifier": "name"}
    view = {
        **{"space": "shop", "externalId": "Saw", "version": "v1", "properties": {"name": mapped}, **times},
        **{"writable": True, "queryable": True, "usedFor": "node", "mappedContainers": [saw], "implements": []},
    }
    return {
        "dataModel": {"space": "shop", "externalId": "Shop", "version": "v1", "views": [view], **times},
        "containers": [{**container, "constraints": {"name": constraint}, "indexes": {}}],
        "spaces": [{"space": "shop", **times}],
    }


def test_it_serves_a_program_and_ends_with_it(pygen: Pygen, capfd: pytest.CaptureFixture[str]) -> None:
    program = """
from pygen_client import PygenClient, PygenClientConfig
with PygenClient(PygenClientConfig.from_env()) as client:
    print(*(space.space for space in client.spaces.list()))
raise SystemExit(3)
"""
    ended = pygen("emulator", "--source", MODEL, "--space", "shop", "--", sys.executable, "-c", program)

    assert ended.exit_code == 3
    assert capfd.readouterr().out == "pygen_example shop\n"


def test_the_program_finds_the_instances_that_it_begins_with(
    folder: Path, pygen: Pygen, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "Saw.Node.yaml").write_text("space: stock\nexternalId: saw\n", encoding="utf-8")
    program = """
from pygen_client import OperationClass, PygenClient, PygenClientConfig
with PygenClient(PygenClientConfig.from_env()) as client:
    items = client.api.post("/models/instances/list", {"limit": 1000}, operation_class=OperationClass.READ)
    nodes = client.run(items).json()["items"]
    names = {node["externalId"] for node in nodes if node["space"] == "stock"}
    print("saw" in names, len(names) > 1)
"""
    given = ("--data", "Saw.Node.yaml", "--seed", 5, "--space", "stock")
    ended = pygen("emulator", "--source", MODEL, *given, "--", sys.executable, "-c", program)

    assert ended.exit_code == 0
    assert capfd.readouterr().out == "True True\n"


def test_a_program_that_there_is_not(pygen: Pygen) -> None:
    ended = pygen("emulator", "--", "pyhton", "report.py")

    assert ended.exit_code == 2
    assert ended.stderr == "Error: There is no program pyhton.\nFix:   Give one that runs in this terminal.\n"


def test_a_python_that_is_not_on_the_path(pygen: Pygen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    ended = pygen("emulator", "--", "python", "report.py")

    assert ended.exit_code == 2
    assert f"Give one that runs in this terminal, such as Pygen's own Python: {sys.executable}." in ended.stderr
