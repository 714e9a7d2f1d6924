"""The registry of diagnostic codes: no code, no error. `seedc explain` and docs/errors.md read it.

SD0xx project and settings · SD1xx file, JSON and contract shape · SD2xx names, keys, references ·
SD3xx values · SD4xx schema · SD5xx ids, uniqueness, policies, order · SD6xx applying and guards ·
SD7xx volume rules.
"""

from seedc.codes import (
    binding,
    contract,
    profiles,
    project,
    schema,
    serving,
    values,
    volume,
    writing,
)
from seedc.codes.code import Code

CODES: dict[str, Code] = {
    code.code: code
    for family in (project, contract, binding, values, schema, writing, serving, volume, profiles)
    for code in family.CODES
}

__all__ = ["CODES", "Code"]
