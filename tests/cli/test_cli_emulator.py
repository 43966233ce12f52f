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

import pytest
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
    command = [sys.executable, "-c", "from pygen_cli.main import main; main()", "emulator", *arguments]
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
