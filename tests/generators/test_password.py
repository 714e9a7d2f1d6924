"""Hashes of passwords: verified by the formula, made of the seed, silent about the password."""

import hashlib
from typing import Any

import bcrypt
import pytest

from generators.kit import TEXT, StubRow, made, sample
from seedc.generators.context import Context, Problem
from seedc.generators.registry import GENERATORS
from seedc.generators.values import Target
from seedc.ir import expr

SECRET = "correct horse battery"  # noqa: S105 - nobody's
GIVEN: dict[str, Any] = {"environment": {"CUSTOMER_PASSWORD": SECRET}}


def hashes(count: int = 200, **options: Any) -> list[str]:
    rule = {"password": {"env": "CUSTOMER_PASSWORD", **options}}
    found: list[str] = sample(rule, rows=count, **GIVEN)
    return found


def test_the_default_form_is_werkzeugs_scrypt() -> None:
    (found,) = set(hashes())
    method, salt, digest = found.split("$")
    wanted = hashlib.scrypt(
        SECRET.encode(), salt=salt.encode(), n=32768, r=8, p=1, maxmem=132 * 32768 * 8
    )
    assert (method, digest) == ("scrypt:32768:8:1", wanted.hex())
    assert len(salt) == 16
    assert salt.isalnum()


@pytest.mark.parametrize("cost", [4, 5])
def test_bcrypt_hashes_are_checked_by_bcrypt(cost: int) -> None:
    found = set(hashes(form="bcrypt", cost=cost, salts=3))
    assert len(found) == 3
    assert all(bcrypt.checkpw(SECRET.encode(), text.encode()) for text in found)
    assert {text[:7] for text in found} == {f"$2b${cost:02d}$"}


def test_the_default_cost_of_bcrypt_is_ten() -> None:
    assert hashes(1, form="bcrypt")[0].startswith("$2b$10$")


def test_rows_choose_among_the_salts_and_unique_rows_take_another_each() -> None:
    rule = {"password": {"env": "CUSTOMER_PASSWORD", "form": "bcrypt", "cost": 4, "salts": 5}}
    assert len(set(sample(rule, rows=100, **GIVEN))) == 5
    assert len(set(sample(rule | {"unique": True}, rows=5, **GIVEN))) == 5
    with pytest.raises(Problem) as caught:
        sample(rule | {"unique": True}, rows=6, **GIVEN)
    assert caught.value.code == "SD741"


def test_salts_follow_the_column_and_nothing_else() -> None:
    options = {"env": "CUSTOMER_PASSWORD", "form": "bcrypt", "cost": 4}
    other = Target(table="shop.users", column="secret", type_name="text", type_sql="text")
    first = sample({"password": options}, rows=1, **GIVEN)
    assert first == sample({"password": options}, rows=1, **GIVEN)
    assert first != sample({"password": options}, other, rows=1, **GIVEN)


def test_a_setting_can_hold_the_password() -> None:
    context = Context(
        target=TEXT,
        row=StubRow(),
        index=expr.index(0, 9),
        rows=10,
        salts=("1",),
        passwords={"customer": SECRET},
    )
    options = {"setting": "customer", "form": "bcrypt", "cost": 4}
    found = GENERATORS["password"].make(context, options).node.constant
    assert bcrypt.checkpw(SECRET.encode(), found.encode())


@pytest.mark.parametrize("environment", [{}, {"CUSTOMER_PASSWORD": ""}, {"OTHER": SECRET}])
def test_a_password_that_is_nowhere_given_is_asked_for(environment: dict[str, str]) -> None:
    for options, name in (
        ({"env": "CUSTOMER_PASSWORD"}, "CUSTOMER_PASSWORD"),
        ({"setting": "customer"}, "customer"),
    ):
        with pytest.raises(Problem, match=name) as caught:
            sample({"password": options}, environment=environment)
        assert caught.value.code == "SD738"


def test_no_message_and_no_node_holds_the_password() -> None:
    long: dict[str, Any] = {"environment": {"CUSTOMER_PASSWORD": SECRET * 4}}
    rule = {"password": {"env": "CUSTOMER_PASSWORD", "form": "bcrypt"}}
    with pytest.raises(Problem) as caught:
        sample(rule, **long)
    assert caught.value.code == "SD736"
    assert SECRET not in f"{caught.value.message} {caught.value.help}"
    value, _ = made({"password": {"env": "CUSTOMER_PASSWORD"}}, **GIVEN)
    assert SECRET not in repr(value)


def test_scrypt_has_no_cost() -> None:
    with pytest.raises(Problem) as caught:
        hashes(cost=10)
    assert caught.value.code == "SD736"
