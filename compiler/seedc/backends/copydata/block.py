"""The rows that are computed at once."""

from dataclasses import dataclass, field

from seedc.backends.copydata import texts
from seedc.backends.copydata.columns import Ints
from seedc.backends.copydata.texts import Text


@dataclass(frozen=True, slots=True)
class Block:
    """Rows by their indexes, and the texts that were put together for them, with what they were
    made of, so that it keeps its id."""

    index: Ints
    made: dict[int, tuple[Text, list[str]]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.index)

    def strings(self, text: Text) -> list[str]:
        """The texts of all rows, put together once however many nodes ask for them: a digit of a
        number with check digits is a slice in each of its branches."""
        if id(text) not in self.made:
            self.made[id(text)] = (text, texts.strings(text, self.size))
        return self.made[id(text)][1]
