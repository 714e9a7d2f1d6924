"""The environment guard: the rule at the top of every compiled script, for the runner.

A script read by psql decides for itself; the runner skips that part and asks here.
"""

from collections.abc import Iterable, Mapping

from seedc.diagnostics import Diagnostic
from seedc.origin import Origin

PROTECTED = ("PROD", "PRODUCTION", "STAGING", "RENDER")
"""Values of APP_ENV, upper case, that are refused where no program names others."""
_BLANK = " \t\r\n"


class Refused(Exception):
    """A guard said no, and nothing was written. The command line prints it and exits with 3."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.message)


def check_environment(environment: Mapping[str, str], protected: Iterable[str] = PROTECTED) -> None:
    """Raises Refused (SD607) where APP_ENV is protected and FORCE_SEED is not `true`.

    As in the script: white space around either value and their case do not matter.
    """
    name = environment.get("APP_ENV", "").strip(_BLANK).upper()
    forced = environment.get("FORCE_SEED", "").strip(_BLANK).lower() == "true"
    if forced or name not in protected:
        return
    raise Refused(
        Diagnostic(
            code="SD607",
            origin=Origin("APP_ENV"),
            message=f'APP_ENV is "{name}", where seeds are not loaded',
            help="set FORCE_SEED=true for this one command if it is really meant",
        )
    )
