"""Validators of numbers with check digits, each written from the usual textbook formula, which the
generators do not use."""

from collections.abc import Callable


def _sum(digits: str, weights: list[int]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True))


def _eleven(digits: str, weights: list[int]) -> str:
    rest = _sum(digits, weights) % 11
    return "0" if rest < 2 else str(11 - rest)


def is_cpf(text: str) -> bool:
    first = _eleven(text[:9], list(range(10, 1, -1)))
    second = _eleven(text[:9] + first, list(range(11, 1, -1)))
    return len(text) == 11 and len(set(text)) > 1 and text[9:] == first + second


def is_cnpj(text: str) -> bool:
    weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
    first = _eleven(text[:12], weights[1:])
    return len(text) == 14 and text[12:] == first + _eleven(text[:12] + first, weights)


def is_inn(text: str) -> bool:
    weights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
    if len(text) == 10:
        return int(text[9]) == _sum(text[:9], weights[2:]) % 11 % 10
    first = _sum(text[:10], weights[1:]) % 11 % 10
    second = _sum(text[:11], weights) % 11 % 10
    return len(text) == 12 and text[10:] == f"{first}{second}"


def is_ean13(text: str) -> bool:
    return len(text) == 13 and _sum(text, [1, 3] * 6 + [1]) % 10 == 0


def is_luhn(text: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(text)):
        twice = int(char) * (1 + place % 2)
        total += twice // 10 + twice % 10
    return total % 10 == 0


def is_iban(text: str) -> bool:
    digits = "".join(str(int(char, 36)) for char in text[4:] + text[:4])
    own = _NATIONAL.get(text[:2])
    right = int(digits) % 97 == 1 and 2 <= int(text[2:4]) <= 98
    return right and len(text) == LENGTHS[text[:2]] and (own is None or own(text[4:]))


LENGTHS = {
    "AT": 20, "BE": 16, "BR": 29, "CH": 21, "DE": 22, "ES": 24, "FR": 27, "GB": 22, "IE": 22,
    "IT": 27, "LT": 20, "LU": 20, "NL": 18, "PL": 28, "PT": 25,
}  # fmt: skip

KNOWN = (
    "AT611904300234573201",
    "BE68539007547034",
    "BR9700360305000010009795493P1",
    "CH9300762011623852957",
    "DE89370400440532013000",
    "ES9121000418450200051332",
    "FR7630006000011234567890189",
    "GB29NWBK60161331926819",
    "IE29AIBK93115212345678",
    "IT60X0542811101000000123456",
    "LT121000011101001000",
    "LU280019400644750000",
    "NL91ABNA0417164300",
    "PL61109010140000071219812874",
    "PT50000201231234567890154",
)
"""The example of each country, as its banks print it."""


def _belgian(text: str) -> bool:
    return (int(text[:10]) % 97 or 97) == int(text[10:])


def _spanish(text: str) -> bool:
    def one(digits: str) -> str:
        powers = [pow(2, place, 11) for place in range(10)]
        found = 11 - _sum(digits, powers) % 11
        return str({10: 1, 11: 0}.get(found, found))

    return text[8:10] == one("00" + text[:8]) + one(text[10:])


def _french(text: str) -> bool:
    bank, branch, account, key = text[:5], text[5:10], text[10:21], text[21:]
    return 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97 == int(key)


def _italian(text: str) -> bool:
    odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
    values = [odd[int(d)] if n % 2 == 0 else int(d) for n, d in enumerate(text[1:])]
    return ord(text[0]) - ord("A") == sum(values) % 26


def _dutch(text: str) -> bool:
    return _sum(text[4:], list(range(10, 0, -1))) % 11 == 0


def _polish(text: str) -> bool:
    return _sum(text[:8], [3, 9, 7, 1, 3, 9, 7, 1]) % 10 == 0


def _portuguese(text: str) -> bool:
    return int(text) % 97 == 1


_NATIONAL: dict[str, Callable[[str], bool]] = {
    "BE": _belgian,
    "ES": _spanish,
    "FR": _french,
    "IT": _italian,
    "NL": _dutch,
    "PL": _polish,
    "PT": _portuguese,
}
