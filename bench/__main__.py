"""`python -m bench [NAME …]`: cold_build, rows, apply; all of them where none is named."""

import os
import platform
import sys

from bench import apply, cold_build, rows

BENCHMARKS = {"cold_build": cold_build.main, "rows": rows.main, "apply": apply.main}

if __name__ == "__main__":
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in sys.argv[1:] or BENCHMARKS:
        BENCHMARKS[name]()
