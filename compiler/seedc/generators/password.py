"""Hashes of a given password, made while compiling and salted from the seed.

The password comes from the environment or the settings and goes nowhere: not into messages, not
into files. The same seed and password give the same hashes.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution
from seedc.generators.values import Value
from seedc.ir import expr

_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_OF_BCRYPT = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_BCRYPT_BYTES = 72
_N, _R, _P = 2**15, 8, 1


def _password(context: Context, options: Options) -> Value:
    """One of `salts` hashes. A unique column gets another one in every row."""
    without_distribution(context, "a password's hash")
    password = _given(context, options)
    form, cost = options.get("form", "scrypt"), options.get("cost", 10)
    _check(options, password, form)
    count = options.get("salts", 1)
    place = context.choose(count, "salt")
    hashes = [_FORMS[form](password, _salt(context, number), cost) for number in range(count)]
    return Value(expr.pick_text(place, hashes, context.label("hashes")), "text")


def _given(context: Context, options: Options) -> str:
    """The password. Raises Problem (SD738) where it is missing or empty."""
    name = options.get("env")
    if name is not None:
        found, where = context.environment.get(name), f"the environment variable {name}"
        help_ = f"set {name} when you build"
    else:
        name = options["setting"]
        found, where = context.passwords.get(name), f'the setting passwords."{name}"'
        help_ = f'set "{name}" under passwords in the settings, or name an environment variable'
    if not found:
        path = ("env" if "env" in options else "setting",)
        raise Problem("SD738", f"{where} has no password", help=help_, path=path)
    return found


def _check(options: Options, password: str, form: str) -> None:
    if "cost" in options and form != "bcrypt":
        raise Problem("SD736", f"{form} has no cost", path=("cost",))
    if form == "bcrypt" and (len(password.encode()) > _BCRYPT_BYTES or "\0" in password):
        raise Problem(
            "SD736",
            f"bcrypt takes passwords of at most {_BCRYPT_BYTES} bytes without U+0000",
            help='take a shorter password, or "form": "scrypt"',
            path=("form",),
        )


def _salt(context: Context, number: int) -> bytes:
    """Sixteen bytes, of which 126 bits are from the seed and the names."""
    halves = (context.salt(f"salt {number} {half}") for half in "ab")
    return b"".join(half.to_bytes(8, "big") for half in halves)


@lru_cache(maxsize=256)
def _scrypt(password: str, salt: bytes, cost: int) -> str:
    """As Werkzeug's generate_password_hash writes it (RFC 7914): its default method and parameters,
    and a salt of sixteen letters and digits."""
    letters = _STANDARD[:62]
    text = "".join(letters[byte % len(letters)] for byte in salt)
    memory = 132 * _N * _R * _P
    digest = hashlib.scrypt(
        password.encode(), salt=text.encode(), n=_N, r=_R, p=_P, maxmem=memory, dklen=64
    )
    return f"scrypt:{_N}:{_R}:{_P}${text}${digest.hex()}"


@lru_cache(maxsize=256)
def _bcrypt(password: str, salt: bytes, cost: int) -> str:
    """In the Modular Crypt Format, revision 2b (Provos and Mazières, 1999), whose base 64 has an
    alphabet of its own."""
    import bcrypt  # noqa: PLC0415 - needed by few files

    plain = base64.b64encode(salt).decode().rstrip("=")
    text = plain.translate(str.maketrans(_STANDARD, _OF_BCRYPT))
    return bcrypt.hashpw(password.encode(), f"$2b${cost:02d}${text}".encode()).decode()


_FORMS: Mapping[str, Callable[[str, bytes, int], str]] = {"scrypt": _scrypt, "bcrypt": _bcrypt}

_NAME = {"type": "string", "minLength": 1}

GENERATORS = (
    Generator(
        name="password",
        options={
            "type": "object",
            "properties": {
                "env": _NAME,
                "setting": _NAME,
                "form": {"enum": sorted(_FORMS)},
                "cost": {"type": "integer", "minimum": 4, "maximum": 14},
                "salts": {"type": "integer", "minimum": 1, "maximum": 50},
            },
            "oneOf": [{"required": ["env"]}, {"required": ["setting"]}],
            "additionalProperties": False,
        },
        docs=(
            "The hash of a password from an environment variable or a setting: Werkzeug's scrypt"
            " form, or bcrypt; `salts` is how many different hashes there are."
        ),
        example={"password": {"env": "CUSTOMER_PASSWORD", "salts": 5}},
        make=_password,
    ),
)
