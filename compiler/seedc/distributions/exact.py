"""Arithmetic that gives the same digits on every machine.

Python's decimal module implements the General Decimal Arithmetic Specification (Cowlishaw): under
a given context +, -, *, /, ln and exp are correctly rounded, in the C version and the Python
version alike. Its power is only nearly so, and is not used: x^a is exp(a · ln x).
"""

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)

CONTEXT = Context(
    prec=30,
    rounding=ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
"""30 digits: a table's probabilities have ten, and nothing here loses more than fifteen."""

FAR = Decimal(8)
"""Deviations after which a normal distribution counts as over: 10^-15 of it lies beyond."""


def bell(z: Decimal) -> Decimal:
    """∫ from 0 to z of exp(-t²/2) dt: the normal distribution without its constant factor, odd, so
    that nothing is lost near 0. Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11
    (a series of positive terms)."""
    z = max(-FAR, min(FAR, z))
    square = z * z
    term = total = z
    odd = 1
    # A term below 10^-24 of the sum changes no probability of 2^-31.
    while abs(term) > abs(total).scaleb(-24):
        odd += 2
        term = term * square / odd
        total += term
    return total * (-square / 2).exp()


def rate(mean: Decimal, size: int) -> Decimal:
    """The λ ≥ 0 with which weights exp(-λk) for k from 0 to size - 1 have this mean, which is above
    0 and not above the middle. Found by halving, to 2^-60 of the answer without an upper end."""
    with localcontext() as context:
        # With 2^63 numbers the mean's two terms agree in up to forty digits.
        context.prec = 60
        middle = Decimal(size - 1) / 2
        if middle - mean <= middle * Decimal("1e-6"):
            return Decimal(0)
        low, high = Decimal(0), (1 + 1 / mean).ln()
        if high * size > 200:
            return high  # exp(-200) of the weight lies beyond the range
        for _ in range(60):
            half = (low + high) / 2
            low, high = (half, high) if _mean(half, size) > mean else (low, half)
        return low


def _mean(rate: Decimal, size: int) -> Decimal:
    """The mean of k from 0 to size - 1 with weights exp(-rate · k)."""
    step, whole = (-rate).exp(), (-rate * size).exp()
    return step / (1 - step) - size * whole / (1 - whole)
