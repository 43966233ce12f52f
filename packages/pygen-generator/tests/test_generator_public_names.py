"""What the package offers, and what importing it costs."""

from __future__ import annotations

import inspect
import keyword

import pygen_generator
from pydantic import BaseModel
from pygen_generator import GeneratorError, Issue, Severity
from pygen_generator.languages.python import reserved


def test_exports_are_sorted_and_there():
    names = pygen_generator.__all__

    assert names == sorted(names, key=lambda name: (not name[0].isupper(), not name.startswith("__"), name))
    assert all(hasattr(pygen_generator, name) for name in names)


def test_everything_public_is_documented():
    for name in pygen_generator.__all__:
        if name != "__version__":
            assert inspect.getdoc(getattr(pygen_generator, name)), name


def test_every_error_says_what_to_do():
    error = GeneratorError("It does not work.", "Do this.")

    assert (str(error), error.message, error.fix) == ("It does not work. Do this.", "It does not work.", "Do this.")


def test_an_issue_is_one_line():
    issue = Issue(Severity.INFO, "renamed", "s:V(1).class", "The name is a keyword.", "It is called class_.")

    assert str(issue) == "info renamed s:V(1).class: The name is a keyword. It is called class_."


def test_the_keywords_are_those_of_python():
    assert frozenset(keyword.kwlist) == reserved.KEYWORDS


def test_all_attributes_of_pydantic_models_are_reserved():
    assert {name for name in dir(BaseModel) if not name.startswith("_")} <= reserved.PYDANTIC_ATTRIBUTES
