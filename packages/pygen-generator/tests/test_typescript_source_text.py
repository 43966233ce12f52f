"""Text of a data model in TypeScript source: always as a value or a comment, never as anything else."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygen_generator.languages.typescript.code import comment, identifier, jsdoc, key, string_literal
from pygen_generator.model.text import SchemaText

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=60) | st.text(
    "\\\"'*/@`\n\r\t\u2028\u202e ab", max_size=30
)


def _value(literal: str) -> str:
    """What a literal stands for. JSON writes texts as TypeScript does, but for single quotes and long numbers."""
    value: str = json.loads('"' + re.sub(r'\\(u\{[0-9a-f]+\}|.)|"', _in_json, literal[1:-1]) + '"')
    return value


def _in_json(match: re.Match[str]) -> str:
    if match[0] in ('"', "\\'"):
        return json.dumps(match[0][-1])[1:-1]
    is_long = match[0].startswith("\\u{")
    return json.dumps(chr(int(match[0][3:-1], 16)))[1:-1] if is_long else match[0]


@given(any_text)
def test_a_literal_has_exactly_the_value_and_one_line(text: str) -> None:
    literal = string_literal(SchemaText(text))

    # Texts of the web are made of units of 16 bits.
    assert _value(literal).encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")
    assert len(literal.splitlines()) == 1
    literal.encode()


@given(any_text)
def test_a_comment_is_one_line(text: str) -> None:
    assert len(comment(SchemaText(text)).splitlines()) == 1


@given(any_text)
def test_a_description_ends_where_its_comment_does(text: str) -> None:
    doc = jsdoc(SchemaText(text), 2)

    assert doc.strip().startswith("/**")
    assert doc.index("*/") == len(doc) - 2
    assert "@" not in re.sub(r"\\@|[A-Za-z0-9]@", "", doc)


def test_long_descriptions_are_wrapped() -> None:
    doc = jsdoc("word " * 60 + "\n\n- one\n- two  ", 2)

    assert max(map(len, doc.splitlines())) <= 120
    assert doc.endswith("\n   *\n   * - one\n   * - two\n   */")


@pytest.mark.parametrize("name", ["class", "a b", "", "1a", "é", "x;y"])
def test_an_identifier_that_was_not_named_by_the_rules_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="without naming"):
        identifier(name)


def test_members_may_be_called_like_words_of_the_language() -> None:
    assert key("class") == "class"
    with pytest.raises(ValueError, match="without naming"):
        key("a b")
