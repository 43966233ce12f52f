"""Text of a data model becomes source through filters only, and no filter lets it become anything else."""

from __future__ import annotations

import ast
import inspect
import unicodedata
from pathlib import Path

import pygen_generator
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygen_generator.languages import source
from pygen_generator.languages.python import code as filters
from pygen_generator.languages.python import rendering
from pygen_generator.languages.python.code import (
    comment,
    docstring,
    identifier,
    module_path,
    number_literal,
    string_literal,
)
from pygen_generator.languages.python.rendering import Templates
from pygen_generator.languages.source import Code, code, join
from pygen_generator.languages.typescript import code as typescript_filters
from pygen_generator.model.text import SchemaText

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=60) | st.text(
    "\"'\\\n {}#%\u202e", max_size=20
)


@pytest.mark.parametrize("use", [str, format, "{}".format, "".join, lambda text: f"{text}", lambda text: f"{text:>9}"])
def test_schema_text_refuses_to_become_part_of_other_text(use):
    with pytest.raises(TypeError):
        use(SchemaText("harmless"))


def test_schema_text_says_nothing_of_itself_in_a_debugger():
    assert repr(SchemaText("secret")) == "<SchemaText of 6 characters>"


def test_source_is_put_together_from_source_alone():
    with pytest.raises(TypeError):
        code("{}", "print(1)")  # type: ignore[arg-type]  # that text is refused is the point
    with pytest.raises(TypeError):
        join(", ", [Code("a"), "b"])  # type: ignore[list-item]  # that text is refused is the point


@pytest.mark.parametrize("value", ["plain text", SchemaText("from a model"), 5])
def test_a_template_puts_nothing_into_a_file_that_no_filter_has_seen(value):
    with pytest.raises(TypeError):
        Templates().render("module.py.jinja", title=SchemaText("x"), imports=Code(""), body=value)


def test_a_template_that_names_what_is_not_there_fails():
    with pytest.raises(Exception, match="'body' is undefined"):
        Templates().render("module.py.jinja", title=SchemaText("x"), imports=Code(""))


def test_only_the_filters_and_the_templates_turn_text_into_source():
    """Everywhere else ``Code`` is called on constants only."""
    allowed = {Path(inspect.getfile(module)) for module in (source, filters, rendering, typescript_filters)}
    for path in Path(inspect.getfile(pygen_generator)).parent.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Code"]
        if path not in allowed:
            assert all(_is_constant(call.args[0]) for call in made), path


def _is_constant(node):
    if isinstance(node, ast.IfExp):
        return _is_constant(node.body) and _is_constant(node.orelse)
    return isinstance(node, ast.Constant)


@given(any_text)
def test_a_string_literal_has_exactly_the_value(text):
    literal = string_literal(SchemaText(text))

    assert ast.literal_eval(literal) == text
    assert len(literal.splitlines()) == 1
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in literal)


@given(any_text)
def test_a_docstring_is_one_string_and_ends_where_it_should(text):
    source = f"class X:\n    {docstring(SchemaText(text), 4)}\n    y = 1\n"

    (class_,) = ast.parse(source).body
    assert isinstance(class_, ast.ClassDef)
    assert [type(node) for node in class_.body] == [ast.Expr, ast.Assign]
    assert ast.get_docstring(class_) is not None
    source.encode()


# Variation selectors, from U+E0100 on, are marks and yet have no picture.
VISIBLE = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp", "Zs"], max_codepoint=0xDFFFF)


@given(st.text(VISIBLE))
def test_a_docstring_keeps_what_can_be_seen(text):
    doc = ast.literal_eval(docstring(text, 0))

    assert "".join(doc.split()) == ("".join(text.split()) or "-")


@given(any_text)
def test_a_comment_stays_a_comment(text):
    assert ast.parse(f"{comment(SchemaText(text))}\n").body == []


def test_long_descriptions_are_wrapped_and_keep_their_lines():
    doc = docstring("word " * 60 + "\n\n- one\n- two  ", 4)

    assert max(len(line) for line in f"    {doc}".splitlines()) <= 120
    assert "\n\n    - one\n    - two\n    " in doc


def test_marks_that_turn_text_around_are_shown_by_number():
    assert docstring("admin\u202e# nimda", 0) == '"""admin<U+202E># nimda"""'


@pytest.mark.parametrize("name", ["class", "a b", "", "1a", "é", "x;y", "None"])
def test_an_identifier_that_was_not_named_by_the_rules_is_refused(name):
    with pytest.raises(ValueError, match="without naming"):
        identifier(name)


def test_a_module_path_is_made_of_identifiers():
    assert module_path("..data_classes.pump") == "..data_classes.pump"
    with pytest.raises(ValueError, match="without naming"):
        module_path(".a;b")


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_a_number_that_is_not_finite_has_no_literal(number):
    with pytest.raises(ValueError, match="finite"):
        number_literal(number)
