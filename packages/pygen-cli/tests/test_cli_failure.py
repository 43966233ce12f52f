"""A failure becomes a message with its fix and an exit code; a bug says how to report it."""

from __future__ import annotations

import pytest
import typer
from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError, explain, guard, show_tracebacks
from pygen_client import errors as client
from pygen_generator import errors as generator


def api(kind: type[client.PygenAPIError], status: int) -> client.PygenAPIError:
    return kind("No.", status=status)


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (generator.ConfigError("No.", "Fix."), ExitCode.USAGE),
        (generator.SourceNotFoundError("No.", "Fix."), ExitCode.SOURCE),
        (generator.LockError("No.", "Fix."), ExitCode.SOURCE),
        (generator.WriteRefusedError("No.", "Fix.", ("a.py",)), ExitCode.WRITING),
        (generator.WriteFailedError("No.", "Fix."), ExitCode.WRITING),
        (api(client.BadRequestError, 400), ExitCode.SOURCE),
        (api(client.AuthenticationError, 401), ExitCode.ACCESS),
        (api(client.PermissionDeniedError, 403), ExitCode.ACCESS),
        (api(client.NotFoundError, 404), ExitCode.CONNECTION),
        (api(client.RequestTimeoutError, 408), ExitCode.CONNECTION),
        (api(client.TooManyRequestsError, 429), ExitCode.CONNECTION),
        (api(client.ServerError, 503), ExitCode.CONNECTION),
        (client.OAuth2Error("No."), ExitCode.ACCESS),
        (client.PygenConnectionError("No."), ExitCode.CONNECTION),
        (client.PygenTimeoutError("No."), ExitCode.CONNECTION),
        (CommandError(ExitCode.WRITING, "No.", "Fix."), ExitCode.WRITING),
        (ZeroDivisionError("No."), ExitCode.BUG),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.name,
)
def test_every_error_has_its_exit_code_and_a_fix(error: Exception, exit_code: ExitCode) -> None:
    explained = explain(error)

    assert explained.exit_code is exit_code
    assert "No" in explained.message
    assert explained.fix


def test_an_identity_provider_that_cannot_be_reached_is_a_matter_of_connection() -> None:
    error = client.OAuth2Error("No answer")
    error.__cause__ = client.PygenConnectionError("cannot connect")

    assert explain(error).exit_code is ExitCode.CONNECTION


def broken() -> None:
    raise ZeroDivisionError("one divided by nothing")


def test_a_bug_says_how_to_report_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        guard(broken)()

    shown = capsys.readouterr()
    assert ended.value.exit_code == ExitCode.BUG
    assert shown.out == ""
    assert "bug in Pygen" in shown.err
    assert "ZeroDivisionError: one divided by nothing" in shown.err
    assert "pygen --traceback" in shown.err
    assert "Traceback" not in shown.err


def test_where_it_happened_is_shown_if_asked(capsys: pytest.CaptureFixture[str]) -> None:
    asked = show_tracebacks.set(True)
    try:
        with pytest.raises(typer.Exit):
            guard(broken)()
    finally:
        show_tracebacks.reset(asked)

    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "in broken" in shown


def test_ctrl_c_ends_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as ended:
        guard(interrupted)()

    assert ended.value.exit_code == ExitCode.INTERRUPTED
    assert capsys.readouterr().err == "Interrupted.\n"


def test_a_reader_that_went_away_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    def unread() -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        guard(unread)()

    assert capsys.readouterr().err == ""
