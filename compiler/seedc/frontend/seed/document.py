"""The SeedDoc: what one `*.seed.json` says, shape checked, no name resolved yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from seedc.jsonvalue import JsonValue, Pointer
from seedc.origin import Origin


@dataclass(frozen=True, slots=True, eq=False)
class EntityList:
    """A list of entities under one name, at the top level or in a `__children__`."""

    file: str
    name: str
    parent: "Entity | None"
    entities: "list[Entity]" = field(default_factory=list)

    @property
    def pointer(self) -> Pointer:
        """Where the list stands."""
        if self.parent is None:
            return (self.name,)
        return (*self.parent.pointer, "__children__", self.name)

    @property
    def name_origin(self) -> Origin:
        """The list's name, for messages about the table it names."""
        return Origin(self.file, self.pointer, part="key")


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """One entity. `fields` are the members as written without `__key__` and `__children__`.

    `id` stays among the fields: which column it means is known once the table is.
    """

    list: EntityList
    index: int
    key: str
    fields: dict[str, JsonValue]
    children: tuple[EntityList, ...] = ()

    @property
    def pointer(self) -> Pointer:
        """Where the entity stands."""
        return (*self.list.pointer, self.index)

    @property
    def origin(self) -> Origin:
        """The entity, shown at its `__key__`."""
        return Origin(self.list.file, (*self.pointer, "__key__"))

    def value_origin(self, name: str, *path: str | int) -> Origin:
        """The value of one member, or a part of it."""
        return Origin(self.list.file, (*self.pointer, name, *path))

    def name_origin(self, name: str) -> Origin:
        """The name of one member."""
        return Origin(self.list.file, (*self.pointer, name), part="key")


@dataclass(frozen=True, slots=True, eq=False)
class SeedDoc:
    """One seed file. `stem` is its name without `.seed.json` and takes part in every id."""

    file: str
    stem: str
    lists: tuple[EntityList, ...]

    def entities(self) -> Iterator[Entity]:
        """Every entity in document order, a parent before its children."""
        for entities in self.lists:
            yield from _walk(entities)


def _walk(entities: EntityList) -> Iterator[Entity]:
    for entity in entities.entities:
        yield entity
        for children in entity.children:
            yield from _walk(children)
