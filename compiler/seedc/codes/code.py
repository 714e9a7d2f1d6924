"""What is registered for one diagnostic code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """`code` (`SD204`), `title` (one line), `explanation` (what it means, why, how to mend it)."""

    code: str
    title: str
    explanation: str
