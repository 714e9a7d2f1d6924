"""The templates and the Jinja environment that prints nothing but `Sql`."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import jinja2

from seedc.quote import Sql


def render(template: str, **context: object) -> str:
    """The template of that name, filled. Raises TypeError where it would print what is not Sql."""
    return _environment().get_template(template).render(context)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_source),
        undefined=jinja2.StrictUndefined,
        finalize=_only_sql,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the output is SQL; `finalize` is what escapes demand here
    )


def _only_sql(value: object) -> Sql:
    if not isinstance(value, Sql):
        raise TypeError(f"a template printed {type(value).__name__}, not Sql")
    return value


def _source(name: str) -> str:
    return (_folder() / name).read_text(encoding="utf-8")


def _folder() -> Traversable:
    """`seedc/templates/pgsql` in an installed wheel, `templates/pgsql` in a checkout."""
    package = files("seedc")
    installed = package / "templates" / "pgsql"
    if installed.is_dir():
        return installed
    return Path(str(package)).parents[1] / "templates" / "pgsql"
