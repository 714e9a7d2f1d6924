"""Every generator there is, by name. One file holds one generator, or one close family of them."""

from seedc.generators import integer
from seedc.generators.context import Generator

GENERATORS: dict[str, Generator] = {
    generator.name: generator for module in (integer,) for generator in module.GENERATORS
}
