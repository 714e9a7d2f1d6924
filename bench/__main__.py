"""`python -m bench [NAME …]`: cold_build, rows, apply, volume, bulk, streaming, engine, peers;
all where none is named.

`volume` and `bulk` take some ten minutes each; `--quick` only shows that they run, the other
options choose what `volume` measures.
"""

import argparse
import os
import platform
from collections.abc import Callable, Sequence

from bench import apply, bulk, cold_build, engine, peers, rows, streaming, volume

BENCHMARKS: dict[str, Callable[[], None]] = {
    "cold_build": cold_build.main,
    "rows": rows.main,
    "apply": apply.main,
}
NAMES = (*BENCHMARKS, "volume", "bulk", "streaming", "engine", "peers")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is named, in the order given."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    options = parser.add_argument_group("volume (bulk and peers heed --quick and --rounds)")
    options.add_argument("--quick", action="store_true", help="a few thousand rows, one round")
    options.add_argument("--rows", type=int, help="rows of the comparison with \\copy")
    options.add_argument("--sizes", type=int, nargs="+", help="sizes for the cost of a row")
    options.add_argument("--batch", type=int, help="rows of a batch")
    options.add_argument("--rounds", type=int, help="rounds that are counted")
    options.add_argument(
        "--released", action="store_true", help="bulk: leave out the loads that keep constraints"
    )
    asked = parser.parse_args(arguments)
    if unknown := sorted({*asked.names} - {*NAMES}):
        parser.error(f"no benchmark is called {', '.join(unknown)}")
    if min((*(asked.sizes or ()), asked.rows or 2, asked.batch or 2, asked.rounds or 2)) < 1:
        parser.error("numbers are positive")
    if 1 in (asked.sizes or ()):
        parser.error("a size of 1 is what the others are compared with")
    plan = volume.plan(
        quick=asked.quick,
        rows=asked.rows,
        sizes=asked.sizes and tuple(asked.sizes),
        batch=asked.batch,
        rounds=asked.rounds,
    )
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in asked.names or NAMES:
        if name == "volume":
            volume.main(plan)
        elif name == "bulk":
            bulk.main(bulk.plan(quick=asked.quick, rounds=asked.rounds, released=asked.released))
        elif name == "streaming":
            changes = {"rows": asked.rows, "batch": asked.batch, "rounds": asked.rounds}
            streaming.main(streaming.plan(quick=asked.quick, **changes))
        elif name == "engine":
            engine.main(engine.plan(quick=asked.quick, rows=asked.rows, rounds=asked.rounds))
        elif name == "peers":
            peers.main(peers.plan(quick=asked.quick, rounds=asked.rounds))
        else:
            BENCHMARKS[name]()


if __name__ == "__main__":
    main()
