"""The lists that a statement uses, in a CTE of their own, and which query reads them."""

from dataclasses import dataclass, field

from seedc.quote import Sql, fill, ident, join


@dataclass(slots=True)
class Constants:
    """The lists that a statement uses, each with its name, in order of first use. They stand in a
    CTE that is not materialized, so that the planner puts each in its places as a constant."""

    named: dict[tuple[object, ...], tuple[Sql, Sql]] = field(default_factory=dict)

    def name(self, label: str, key: tuple[object, ...], written: Sql) -> Sql:
        """The name of a constant, made from its label when it is first met."""
        if key not in self.named:
            used = {entry[0] for entry in self.named.values()}
            plain = "".join(c if c.isalnum() else "_" for c in label)
            candidate, count = plain, 1
            while ident(candidate) in used:
                count += 1
                candidate = f"{plain}_{count}"
            self.named[key] = (ident(candidate), written)
        return self.named[key][0]

    def cte(self) -> tuple[Sql, ...]:
        """The CTE, if the statement uses any list."""
        if not self.named:
            return ()
        columns = [fill("{v} AS {n}", v=v, n=n) for n, v in self.named.values()]
        return (
            fill(
                "lists AS NOT MATERIALIZED (\n  SELECT {columns}\n)",
                columns=join(",\n         ", columns),
            ),
        )


@dataclass(slots=True)
class Lists:
    """The statement's lists as one query reads them; `used` says whether it does."""

    constants: Constants
    used: bool = False

    def name(self, label: str, key: tuple[object, ...], written: Sql) -> Sql:
        """A list, qualified by the FROM item that holds it."""
        self.used = True
        return fill("lists.{n}", n=self.constants.name(label, key, written))

    def beside(self, relation: Sql) -> Sql:
        """The FROM clause with that item, where the query reads a list."""
        return fill("{r}, lists", r=relation) if self.used else relation
