"""Answers of the service that are read by hand: what is not of their form is an error that can be caught."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pygen_client import PygenError, UnreadableAnswerError


@contextmanager
def answer_to(what: str) -> Iterator[None]:
    """Stands around what reads an answer, and nothing else.

    Raises:
        UnreadableAnswerError: It lacks something, or has it in another form than the service.
    """
    try:
        yield
    except PygenError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise UnreadableAnswerError(
            f"The answer to {what} does not have the form of the service ({type(error).__name__}: {error}). "
            "Check the base URL, and proxies on the way"
        ) from error
