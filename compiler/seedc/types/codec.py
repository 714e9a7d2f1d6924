"""What the compiler knows of one column type: a `Codec`, made once per column, called per value."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from seedc.jsonvalue import JsonValue, Pointer


class ValueProblem(Exception):
    """A value that its column cannot hold.

    `code` is registered in `codes/values.py`, `message` is a clause in lower case, `path` leads
    from the value to the part at fault (steps into an array or object), `help` says the mend.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        help: str | None = None,
        path: Pointer = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """How values of one column type are read, compared and written.

    - `family`: the name of the type family (`integer`, `text`, `timestamptz`, …).
    - `parse`: a JSON value (never None) to the text PostgreSQL's input function reads, in one
      canonical spelling that no session setting can change the meaning of. Raises ValueProblem.
    - `canonical`: that text to a key that is equal exactly where the type's `=` is true.
    - `value`: that text to a Python value for evaluating CHECKs (int, Decimal, str, bool, date, …),
      or None where checks on the type are not understood.
    - `bare`: texts that are SQL tokens by themselves (`12`, `-1.50`, `true`) are written unquoted.
    - `comparable`: the type has an `=` that tells every two different values apart; where it is
      false (json, xml, point, citext, …) scripts compare the values as text.
    """

    family: str
    parse: Callable[[JsonValue], str]
    canonical: Callable[[str], Hashable]
    value: Callable[[str], Any] | None
    bare: bool = False
    comparable: bool = True
