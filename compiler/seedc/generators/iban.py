"""Bank account numbers: IBAN (ISO 13616) with its check digits and the country's own.

Banks and accounts are drawn numbers of the right form; the check digits that countries put inside
are computed where they follow from the number alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

from seedc.generators.context import Context, Generator, Options
from seedc.generators.digits import digit, followed, weighted
from seedc.generators.literals import named
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.expr import Node


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the number: its text, and its value and width in decimal digits, for which a
    letter counts as two (A is 10, Z is 35; ISO 7064)."""

    text: Node
    value: Node
    width: int


Check = Callable[[Node, Node], Node]
"""From the bank's and the account's number to the country's own check digits, as a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What stands behind the country and the check digits: `layout` names the parts in order.

    `bank` and `account` are how many digits are drawn for each, `words` what `word` is one of (all
    of one form); `check` is written in so many digits, or as a letter where that is 0.
    """

    layout: str
    bank: int = 0
    account: int
    words: tuple[str, ...] = ()
    check: Check | None = None
    check_digits: int = 2


def _digits(value: Node, width: int) -> Part:
    return Part(expr.pad(value, width), value, width)


def _modulo_97(parts: list[Part]) -> Node:
    """The parts written one behind the other, as a number modulo 97."""
    total, place = expr.integer(0), 0
    for part in reversed(parts):
        share = expr.multiply(part.value, expr.integer(pow(10, place, 97)))
        total = expr.add(total, share)
        place += part.width
    return expr.modulo(total, expr.integer(97))


_ZEROS = _digits(expr.integer(0), 2)


def _less(number: int, rest: Node) -> Node:
    return expr.subtract(expr.integer(number), rest)


def _french_key(bank: Node, account: Node) -> Node:
    """97 less the number with 00 behind it, modulo 97 (clé RIB)."""
    return _less(97, _modulo_97([_digits(bank, 10), _digits(account, 11), _ZEROS]))


def _portuguese_key(bank: Node, account: Node) -> Node:
    """98 less the number with 00 behind it, modulo 97 (NIB; ISO 7064, MOD 97-10)."""
    return _less(98, _modulo_97([_digits(bank, 8), _digits(account, 11), _ZEROS]))


def _belgian_key(bank: Node, account: Node) -> Node:
    """The ten digits modulo 97, of which 0 is written 97: what 97 lacks of their opposite."""
    opposite = expr.multiply(_modulo_97([_digits(bank, 3), _digits(account, 7)]), expr.integer(96))
    return _less(97, expr.modulo(opposite, expr.integer(97)))


def _spanish_digits(bank: Node, account: Node) -> Node:
    """A digit over bank and branch, one over the account: powers of 2 modulo 11 as weights, what 11
    lacks of the sum, of which 10 is written 1 (dígitos de control)."""
    written = (*range(10), 1)
    first = expr.pick_int(weighted(bank, (7, 3, 6, 1, 2, 4, 8, 5), 11), written, "checks")
    second = weighted(account, (10, 9, 7, 3, 6, 1, 2, 4, 8, 5), 11)
    return followed(first, 1, expr.pick_int(second, written, "checks"))


def _italian_letter(bank: Node, account: Node) -> Node:
    """CIN: digits at odd places count by a table, at even ones as they are; modulo 26, A is 0.
    Bank and account have an even number of digits, so both begin at an odd place."""
    odd_place = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
    total = expr.integer(0)
    for number, width in ((bank, 10), (account, 12)):
        for place in range(width):
            found = digit(number, place)
            value = expr.pick_int(found, odd_place, "cin") if place % 2 else found
            total = expr.add(total, value)
    return expr.modulo(total, expr.integer(26))


def _polish_digit(bank: Node, account: Node) -> Node:
    """The eighth digit of bank and branch: what 10 lacks of the first seven with the weights 3, 9,
    7, 1."""
    return weighted(bank, (7, 1, 3, 9, 7, 1, 3), 10)


def _dutch_digits(bank: Node, account: Node) -> Node:
    """The last two of ten digits whose sum with the weights 10 to 1 divides by 11 (elfproef): 0 and
    what is missing, or 1 and 8 where 10 are missing."""
    missing = weighted(account, (1, 2, 3, 4, 5, 6, 7, 8), 11)
    return expr.pick_int(missing, (*range(10), 18), "checks")


COUNTRIES = {
    "AT": Country(layout="bank account", bank=5, account=11),
    "BE": Country(layout="bank account check", bank=3, account=7, check=_belgian_key),
    "BR": Country(layout="bank account word", bank=13, account=10, words=("C1", "P1")),
    "CH": Country(layout="bank account", bank=5, account=12),
    "DE": Country(layout="bank account", bank=8, account=10),
    "ES": Country(layout="bank check account", bank=8, account=10, check=_spanish_digits),
    "FR": Country(layout="bank account check", bank=10, account=11, check=_french_key),
    "GB": Country(
        layout="word bank account",
        bank=6,
        account=8,
        words=("BARC", "HBUK", "LOYD", "MONZ", "NWBK", "RBOS"),
    ),
    "IE": Country(
        layout="word bank account", bank=6, account=8, words=("AIBK", "BOFI", "IPBS", "REVO")
    ),
    "IT": Country(
        layout="check bank account", bank=10, account=12, check=_italian_letter, check_digits=0
    ),
    "LT": Country(layout="bank account", bank=5, account=11),
    "LU": Country(layout="bank account", bank=3, account=13),
    "NL": Country(
        layout="word account check",
        account=8,
        words=("ABNA", "BUNQ", "INGB", "RABO", "SNSB", "TRIO"),
        check=_dutch_digits,
    ),
    "PL": Country(
        layout="bank check account", bank=7, account=16, check=_polish_digit, check_digits=1
    ),
    "PT": Country(layout="bank account check", bank=8, account=11, check=_portuguese_key),
}
"""The forms in SWIFT's IBAN Registry. Letters that an account may have are drawn as digits."""


def _value_of(word: str) -> str:
    """Letters as the two digits that they count as."""
    return "".join(str(int(char, 36)) for char in word)


def _word(context: Context, words: tuple[str, ...]) -> Part:
    place = named(context, "word", context.uniform(len(words), "word"))
    values = [_value_of(word) for word in words]
    value = expr.pick_int(place, [int(v) % 97 for v in values], "rests")
    return Part(expr.pick_text(place, words, context.label("words")), value, len(values[0]))


def _bank(context: Context, width: int) -> Node:
    """A number of so many digits, none of which is a leading zero; the constant 0 of no digits."""
    if width == 0:
        return expr.integer(0)
    low = 10 ** (width - 1)
    drawn = expr.add(context.uniform(9 * low, "bank"), expr.integer(low))
    return named(context, "bank", drawn)


def _iban(context: Context, options: Options) -> Value:
    region = context.locale[-2:]
    code = options.get("country", region if region in COUNTRIES else "DE")
    country = COUNTRIES[code]
    bank = _bank(context, country.bank)
    account = named(context, "account", context.choose(10**country.account))
    made: dict[str, Part] = {
        "bank": _digits(bank, country.bank),
        "account": _digits(account, country.account),
    }
    if country.words:
        made["word"] = _word(context, country.words)
    if country.check is not None:
        check = named(context, "check", country.check(bank, account))
        made["check"] = (
            _digits(check, country.check_digits) if country.check_digits else _letter(check)
        )
    parts = [made[name] for name in country.layout.split()]
    own = expr.integer(int(_value_of(code)))
    rest = _modulo_97([*parts, _digits(own, 4), _ZEROS])
    front = expr.concat(expr.text(code), expr.pad(_less(98, rest), 2))
    return Value(expr.concat(front, *(part.text for part in parts)), "text")


def _letter(place: Node) -> Part:
    """A letter from A, which is 0."""
    alphabet = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return Part(expr.pick_text(place, alphabet, "letters"), expr.add(place, expr.integer(10)), 2)


GENERATORS = (
    Generator(
        name="iban",
        options={
            "type": "object",
            "properties": {"country": {"enum": sorted(COUNTRIES)}},
            "additionalProperties": False,
        },
        docs=(
            "An IBAN with all its check digits; without a country it is the locale's, or else"
            " Germany's."
        ),
        example={"iban": {"country": "PT"}, "unique": True},
        make=_iban,
    ),
)
