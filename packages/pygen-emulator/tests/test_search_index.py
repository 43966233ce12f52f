"""The index behind search: made once, by whoever searches first, and right while others write."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import emulated_project
import httpx
import pytest
from emulated_project import Project, data, name_of, node, view

pytestmark = pytest.mark.evidence("14")

WRITERS, ROUNDS = 3, 15


def search(project: Project, text: str) -> list[str]:
    items = project.post("instances/search", {"view": view("Named"), "query": text})["items"]
    return [item["externalId"] for item in items]


def test_only_the_first_search_writes(tmp_path: Path) -> None:
    file = tmp_path / "cdf.sqlite"
    with emulated_project.open_project(file) as project, closing(sqlite3.connect(file)) as observer:
        project.write(node("a", data("Named", name="saw")))

        def version() -> int:
            """Another number whenever somebody else has written to the file."""
            (number,) = observer.execute("PRAGMA data_version").fetchone()
            return int(number)

        before = version()
        assert search(project, "saw") == ["a"]
        indexed = version()
        assert indexed != before
        assert search(project, "saw drill") == ["a"]
        assert version() == indexed


def test_who_may_only_read_may_be_the_first_to_search(project: Project) -> None:
    project.write(node("a", data("Named", name="saw")))
    cdf = project.emulator
    with httpx.Client(transport=cdf.transport(), headers={"Authorization": f"Bearer {cdf.read_only_token}"}) as reader:
        url = f"{cdf.base_url}/api/v1/projects/{cdf.project}/models/instances/search"
        answer = reader.post(url, json={"view": view("Named"), "query": "saw"})
    assert [item["externalId"] for item in answer.json()["items"]] == ["a"]


def test_searches_are_right_while_others_write(project: Project) -> None:
    def write(writer: int) -> None:
        for number in range(ROUNDS):
            project.write(*(node(f"{writer} {number} {each}", data("Named", name="saw")) for each in range(5)))
            project.write(node(f"{writer} {number} 0", data("Named", name="drill")))
            project.post("instances/delete", {"items": [name_of(f"{writer} {number} 1")]})

    def read(writer: int) -> None:
        for _ in range(ROUNDS + writer):
            found = search(project, "saw")
            # Five come and one changes in requests of their own, so that three or four or five are left of each round.
            assert len(found) <= WRITERS * (3 * ROUNDS + 2)
            assert len(set(found)) == len(found)

    with ThreadPoolExecutor(2 * WRITERS) as pool:
        tasks = [pool.submit(task, number) for number in range(WRITERS) for task in (write, read)]
        for task in tasks:
            task.result()
    assert len(search(project, "saw")) == WRITERS * ROUNDS * 3
    assert len(search(project, "drill")) == WRITERS * ROUNDS
