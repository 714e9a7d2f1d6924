"""The arithmetic under the tables is the same everywhere and as good as it says."""

import _pydecimal
from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.distributions.exact import CONTEXT, bell, rate

UNHURRIED = settings(deadline=None)  # a loaded machine is no mistake

arguments = st.decimals("1e-9", "1e20", allow_nan=False)


@UNHURRIED
@given(arguments)
def test_logarithms_and_powers_have_the_same_digits_in_c_and_in_python(argument: Decimal) -> None:
    slow = _pydecimal.Context(prec=CONTEXT.prec, rounding=CONTEXT.rounding)
    fast = CONTEXT.copy()
    number = _pydecimal.Decimal(str(argument))
    assert str(slow.ln(number)) == str(fast.ln(argument))
    small = argument.scaleb(-18)
    power = slow.exp(_pydecimal.Decimal(str(-small)))
    assert str(power) == str(fast.exp(-small))


@pytest.mark.parametrize(
    ("z", "area"),
    # (Φ(z) - 1/2) · sqrt(2π)
    [("0.5", "0.479925"), ("1", "0.855624"), ("2", "1.196288"), ("6", "1.253314")],
)
def test_the_bell_has_the_known_areas(z: str, area: str) -> None:
    with localcontext(CONTEXT):
        assert abs(bell(Decimal(z)) - Decimal(area)) < Decimal("1e-6")
        assert bell(Decimal(z)) == -bell(-Decimal(z))


def test_the_bell_is_exact_near_0() -> None:
    with localcontext(CONTEXT):
        assert bell(Decimal("1e-19")) == Decimal("1e-19")
        assert bell(Decimal(0)) == 0


@UNHURRIED
@given(st.integers(2, 2**63), st.decimals("1e-6", "0.999", places=6))
def test_a_rate_gives_the_mean_that_it_was_asked_for(size: int, part: Decimal) -> None:
    with localcontext(CONTEXT):
        mean = part * (size - 1) / 2
        found = rate(mean, size)
        with localcontext() as context:
            context.prec = 90
            step, whole = (-found).exp(), (-found * size).exp()
            drawn = step / (1 - step) - size * whole / (1 - whole)
            assert abs(drawn / mean - 1) < Decimal("1e-9")
