"""xml: well-formed documents and content fragments, read by expat with nothing external.

A document type declaration is refused: entities it declares could grow without bound, and the
server reads it under `xmloption document` alone.
"""

import re
from collections.abc import Hashable
from xml.parsers import expat

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import shown, string

_DECLARATION = re.compile(r"<\?xml\s[^>]*\?>").match


class _DoctypeFound(Exception):
    pass


def _refuse_doctype(*_: object) -> None:
    raise _DoctypeFound


def _read(text: str) -> None:
    """Reads `text` as the content of an element. Raises expat.ExpatError or _DoctypeFound."""
    declaration = _DECLARATION(text)
    content = text[declaration.end() :] if declaration else text
    if re.match(r"\s*<!DOCTYPE", content):
        raise _DoctypeFound
    parser = expat.ParserCreate("UTF-8")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(f"<x>{content}</x>".encode(), True)


def _same(text: str) -> Hashable:
    return text


def xml(type_: TypeRef) -> Codec:
    """Codec of xml, which has no `=`; the text is kept exactly."""
    words = str(type_sql(type_))

    def parse(value: JsonValue) -> str:
        kept = string(value, words)
        try:
            _read(kept)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise ValueProblem("SD330", f"{shown(kept)} is not well-formed xml: {reason}") from None
        except _DoctypeFound:
            message = "a document type declaration is not allowed in an xml value"
            raise ValueProblem("SD330", message, help="leave <!DOCTYPE …> out") from None
        return kept

    return Codec(family="xml", parse=parse, canonical=_same, value=None, comparable=False)
