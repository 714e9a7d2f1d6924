"""A seed file to its SeedDoc: the shape of the contract, checked whole, and nothing beyond it.

Which names are tables and what the values mean is for the passes that have a Catalog.
"""

import re
from dataclasses import dataclass, field
from typing import cast

from seedc.diagnostics import Note, Sink, nearest
from seedc.frontend.seed.document import Entity, EntityList, SeedDoc
from seedc.frontend.seed.parse import kind, parse, top_level
from seedc.jsonvalue import JsonValue
from seedc.origin import Origin

SUFFIX = ".seed.json"
MAX_KEY = 200
"""Characters in a `__key__`: it is a comment at the end of a row's line."""

_SERVICE = ("key", "children")
_SERVICE_NAME = re.compile(r"__.*__\Z", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ABSENT = object()


def read_seed(file: str, data: bytes, sink: Sink) -> SeedDoc | None:
    """What one seed file says, or None after reporting all that is wrong with it.

    `file` is its path in the project, `data` its bytes. Reports SD101 to SD134.
    """
    before = len(sink.diagnostics)
    parsed = parse(file, data, sink)
    if parsed is None:
        return None
    members = top_level(file, parsed.value, sink)
    if members is None:
        return None
    lists = _Reader(file, sink).lists(members, None)
    if len(sink.diagnostics) > before:
        return None
    return SeedDoc(file=file, stem=stem(file), lists=lists)


def stem(file: str) -> str:
    """The file's name without its folder and `.seed.json`."""
    return file.rpartition("/")[2].removesuffix(SUFFIX)


@dataclass(slots=True)
class _Reader:
    file: str
    sink: Sink
    keys: dict[str, Entity] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)  # member names known to be no service fields

    def lists(self, members: dict[str, JsonValue], parent: Entity | None) -> tuple[EntityList, ...]:
        """The lists of a top level or of a `__children__`."""
        made = []
        for name, items in members.items():
            entities = EntityList(self.file, name, parent)
            if _SERVICE_NAME.match(name):
                self._service_list(entities)
            elif type(items) is list:
                self._fill(entities, items)
                made.append(entities)
            else:
                self._not_a_list(entities, items)
        return tuple(made)

    def _fill(self, into: EntityList, items: list[JsonValue]) -> None:
        keys, plain, append = self.keys, self.plain, into.entities.append
        for index, item in enumerate(items):
            if type(item) is not dict:
                self._not_an_entity(into, index, item)
                continue
            key = item.pop("__key__", _ABSENT)
            children = item.pop("__children__", _ABSENT)
            entity = Entity(into, index, cast("str", key), item)
            append(entity)
            if type(key) is not str or not key.isprintable() or not 0 < len(key) <= MAX_KEY:
                self._check_key(entity, key)
            elif keys.setdefault(key, entity) is not entity:
                self._repeated_key(entity)
            if not item.keys() <= plain:
                self._check_names(entity)
            if children is not _ABSENT:
                self._children(entity, cast("JsonValue", children))

    def _children(self, entity: Entity, children: JsonValue) -> None:
        if type(children) is not dict:
            self.sink.report(
                "SD132",
                entity.value_origin("__children__"),
                f'"__children__" is {kind(children)}, not an object of lists',
                help='write "__children__": {"ChildTable": [ … ]}',
            )
            return
        # Parent and children refer to each other; the entity is complete when its list returns.
        object.__setattr__(entity, "children", self.lists(children, entity))

    def _check_key(self, entity: Entity, key: object) -> None:
        """Report a key that is none; a printable judgement too strict for keys ends here."""
        origin, report = entity.origin, self.sink.report
        if key is _ABSENT:
            origin = Origin(self.file, entity.pointer)
            report("SD128", origin, 'the entity has no "__key__"', help=_key_help(entity.fields))
            return
        if type(key) is not str or not key:
            what = "an empty string" if key == "" else kind(cast("JsonValue", key))
            report("SD129", origin, f'"__key__" is {what}, not a name', help=_KEY_HELP)
            return
        if len(key) > MAX_KEY:
            message = f'"__key__" is {len(key)} characters long, more than {MAX_KEY}'
            report("SD130", origin, message, help="shorten it")
        if control := _CONTROL.search(key):
            message = f'"__key__" holds the control character U+{ord(control.group()):04X}'
            report("SD130", origin, message, help="keys are one line of visible text")
        if self.keys.setdefault(key, entity) is not entity:
            self._repeated_key(entity)

    def _repeated_key(self, entity: Entity) -> None:
        first = self.keys[entity.key]
        self.sink.report(
            "SD131",
            entity.origin,
            f'the key "{entity.key}" stands twice in this file',
            Note(f"it is first given to an entity of {first.list.name}", first.origin),
            help="a key is unique over all lists of a file, children included",
        )

    def _check_names(self, entity: Entity) -> None:
        for name in entity.fields:
            if _SERVICE_NAME.match(name):
                self.sink.report(
                    "SD134",
                    entity.name_origin(name),
                    f'"{name}" is no service field',
                    help=_service_help(name),
                )
            else:
                self.plain.add(name)

    def _service_list(self, entities: EntityList) -> None:
        self.sink.report(
            "SD134",
            entities.name_origin,
            f'"{entities.name}" cannot stand where a list of entities is named',
            help="name a table; service fields are members of an entity",
        )

    def _not_a_list(self, entities: EntityList, items: JsonValue) -> None:
        code = "SD126" if entities.parent is None else "SD133"
        self.sink.report(
            code,
            Origin(self.file, entities.pointer),
            f'"{entities.name}" is {kind(items)}, not a list of entities',
            help=f'write "{entities.name}": [{{ … }}]'
            if type(items) is dict
            else "here stand lists of entities and nothing else",
        )

    def _not_an_entity(self, entities: EntityList, index: int, item: JsonValue) -> None:
        self.sink.report(
            "SD127",
            Origin(self.file, (*entities.pointer, index)),
            f"an entity of {entities.name} is {kind(item)}, not an object",
            help='write {"__key__": "…", … }',
        )


_KEY_HELP = 'write a string that no other entity of the file has, as "vendor:acme"'


def _key_help(fields: dict[str, JsonValue]) -> str:
    for name in fields:
        if name.strip("_").casefold() == "key":
            return f'if "{name}" is meant to be the key, write "__key__"'
    return 'add "__key__": ' + _KEY_HELP.removeprefix("write ")


def _service_help(name: str) -> str:
    hits = nearest(name.strip("_"), _SERVICE)
    if hits:
        return f'the nearest service field is "__{hits[0]}__"'
    return 'the service fields are "__key__" and "__children__"'
