"""Work of the caller for the time that an answer takes to come."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from pygen_client import BadRequestError, OperationClass, PygenValidationError
from pygen_client.core import Operation
from scripted_transport import config, get

OK = httpx.MockTransport(lambda request: httpx.Response(200, content=b"answer"))


@pytest.fixture
def done() -> threading.Event:
    return threading.Event()


@pytest.fixture
def patient_service(done: threading.Event) -> Iterator[str]:
    """The address of a service that answers once the work is done, and says so; after 5 seconds, that it was not."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            content = b"done" if done.wait(5) else b"not done"
            self.send_response(200)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_it_is_done_while_the_answer_is_on_its_way(bench, patient_service, done):
    content = bench.call(config(base_url=patient_service), lambda client: client.run(_post(client.api), done.set))

    assert content == b"done"


def test_it_is_done_where_a_transport_cannot_tell_that_a_request_has_left(bench, done):
    assert bench.call(config(), lambda client: client.run(_post(client.api), done.set), transport=OK) == b"answer"
    assert done.is_set()


def test_it_is_done_where_nothing_is_sent(bench, done):
    def nothing() -> Operation[int]:
        yield from ()
        return 1

    assert bench.call(config(), lambda client: client.run(nothing(), done.set)) == 1
    assert done.is_set()


def test_it_is_done_once_however_many_requests_there_are(bench):
    answers = iter([503, 503, 200])
    done: list[str] = []

    bench.call(
        config(),
        lambda client: client.run(get(client.api), lambda: done.append("work")),
        transport=httpx.MockTransport(lambda request: httpx.Response(next(answers))),
    )

    assert (done, list(answers)) == (["work"], [])


def test_what_it_raises_is_raised_when_the_answer_has_come(bench):
    answered: list[int] = []

    def handle(request: httpx.Request) -> httpx.Response:
        answered.append(1)
        return httpx.Response(200)

    def fail() -> None:
        raise PygenValidationError("no work")

    with pytest.raises(PygenValidationError, match="no work"):
        bench.call(config(), lambda client: client.run(get(client.api), fail), transport=httpx.MockTransport(handle))
    assert answered == [1]


def test_it_is_done_for_an_operation_that_fails(bench, done):
    refusing = httpx.MockTransport(lambda request: httpx.Response(400, json={"error": {"code": 400, "message": "no"}}))

    with pytest.raises(BadRequestError):
        bench.call(config(), lambda client: client.run(get(client.api), done.set), transport=refusing)
    assert done.is_set()


def _post(api) -> Operation[bytes]:
    response = yield from api.post("/models/instances/list", {}, operation_class=OperationClass.READ)
    return response.content
