"""Why a command failed, in words that end with what to do, and the exit code that goes with it."""

from __future__ import annotations

import errno
import platform
import sys
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

import typer

from pygen_cli._version import __version__
from pygen_cli.exit_codes import ExitCode
from pygen_cli.printable import printable

if TYPE_CHECKING:
    from pygen_client.errors import PygenError
    from pygen_generator.errors import GeneratorError

P = ParamSpec("P")

show_tracebacks: ContextVar[bool] = ContextVar("show_tracebacks", default=False)
"""Whether a failure shows where in the code it happened, besides its message."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_ISSUES = "https://github.com/cognitedata/pygen/issues"


class CommandError(Exception):
    """What goes wrong in a command itself."""

    def __init__(self, exit_code: ExitCode, message: str, fix: str) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.message = message
        self.fix = fix


def guard(command: Callable[P, None]) -> Callable[P, None]:
    """The command with every failure turned into a message on standard error and a documented exit code."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (typer.Exit, BrokenPipeError):
            raise
        except (KeyboardInterrupt, typer.Abort):  # a question that is left with Ctrl-C or Ctrl-D aborts
            print("Interrupted.", file=sys.stderr)
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except Exception as error:
            raise typer.Exit(show_failure(error)) from None

    return guarded


def show_failure(error: Exception) -> ExitCode:
    """Say on standard error why something failed and what to do, and give the exit code that goes with it."""
    failure = explain(error)
    if show_tracebacks.get():
        traceback.print_exception(error)
    print(f"Error: {printable(failure.message)}\nFix:   {printable(failure.fix)}", file=sys.stderr)
    return failure.exit_code


def explain(error: Exception) -> CommandError:
    """The failure that an error of any of our libraries means to the user of a command."""
    if isinstance(error, CommandError):
        return error
    # Loaded when something failed, so that commands which need neither stay quick.
    from pygen_client.errors import PygenError  # noqa: PLC0415
    from pygen_generator.errors import GeneratorError  # noqa: PLC0415

    if isinstance(error, GeneratorError):
        return _from_generator(error)
    if isinstance(error, PygenError):
        return _from_client(error)
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        message = f"{error.filename or 'What the command shows'} cannot be written: {error.strerror}."
        return CommandError(ExitCode.WRITING, message, "Make room on the disk.")
    return CommandError(
        ExitCode.BUG,
        f"This is a bug in Pygen {__version__} (Python {platform.python_version()}): {type(error).__name__}: {error}",
        f"Report it at {_ISSUES} with what the same command shows after `pygen --traceback`.",
    )


def _from_generator(error: GeneratorError) -> CommandError:
    from pygen_generator.errors import ConfigError, HookError, WriteFailedError, WriteRefusedError  # noqa: PLC0415

    if isinstance(error, (ConfigError, HookError)):
        exit_code = ExitCode.USAGE
    elif isinstance(error, (WriteRefusedError, WriteFailedError)):
        exit_code = ExitCode.WRITING
    else:
        exit_code = ExitCode.SOURCE
    return CommandError(exit_code, error.message, error.fix)


def _from_client(error: PygenError) -> CommandError:
    from pygen_client import errors  # noqa: PLC0415

    exit_code, fix = ExitCode.SOURCE, "Check the space, the external id and the version."
    if isinstance(error, errors.PygenConnectionError) or isinstance(error.__cause__, errors.PygenConnectionError):
        exit_code, fix = ExitCode.CONNECTION, "Check CDF_URL or CDF_CLUSTER, the network and the proxy."
    elif isinstance(error, errors.OAuth2Error):
        exit_code, fix = ExitCode.ACCESS, "Check IDP_CLIENT_ID, IDP_CLIENT_SECRET, IDP_TOKEN_URL and IDP_SCOPES."
    elif isinstance(error, errors.AuthenticationError):
        exit_code, fix = ExitCode.ACCESS, "Get a new token, or check that it belongs to the project in CDF_PROJECT."
    elif isinstance(error, errors.PermissionDeniedError):
        exit_code, fix = ExitCode.ACCESS, "Ask the owner of the project for dataModelsAcl:READ in the model's spaces."
    elif isinstance(error, (errors.TooManyRequestsError, errors.RequestTimeoutError, errors.ServerError)):
        exit_code, fix = ExitCode.CONNECTION, "Try again in a while; if it stays so, give the request id to Cognite."
    elif isinstance(error, errors.NotFoundError):
        exit_code, fix = ExitCode.CONNECTION, "Check CDF_URL or CDF_CLUSTER and CDF_PROJECT."
    return CommandError(exit_code, _sentence(error), fix)


def _sentence(error: PygenError) -> str:
    from pygen_client.errors import PygenAPIError  # noqa: PLC0415

    if not isinstance(error, PygenAPIError):
        return f"{str(error).rstrip('.')}."
    request = f", request {error.request_id}" if error.request_id else ""
    return f"The service answered: {error.message.rstrip('.')} (status {error.status}{request})."
