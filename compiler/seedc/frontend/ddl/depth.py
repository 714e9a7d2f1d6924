"""How deep a statement's syntax tree can be, told from its tokens: before the grammar sees it.

libpg_query walks a tree by recursion in C, and a chain of some ten thousand operators is as deep as
it is long: it would end the process, not the statement.
"""

import re
from typing import Final

LIMIT: Final = 1000
"""Levels that are parsed and printed again with a wide margin on a stack of half a megabyte."""

# Every token that nests, chains or ends a chain, and what could hide one (strings, comments).
_TOKEN = re.compile(
    r"""(?<![\w$])[eE]'(?:[^'\\]|\\.|'')*+' | '[^']*+' | "[^"]*+" | --[^\n]*+ | /\*.*?\*/
      | (?<![\w$])(?P<tag>\$(?:[^\W\d]\w*)?\$).*?(?P=tag)
      | (?P<open>[(\[]|\bcase\b) | (?P<close>[)\]]|\bend\b)
      | (?P<joint>\b(?:union|except|intersect|join)\b)
      | (?P<chain>[-+*/<>=~!@\#%^&|?:]+|\b(?:not|is|isnull|notnull|collate|at)\b)
      | (?P<stop>[,;]|\b(?:and|or|when|then|else|select|from|where|values|on|set)\b)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def depth(text: str) -> int:
    """An upper estimate of how many operators, calls and queries of `text` lie in each other.

    AND, OR and lists are flat in the tree however long they are. A text that is too short to reach
    LIMIT is not looked at: 0.
    """
    if len(text) < 2 * LIMIT:
        return 0
    deepest, outside = 0, 0
    levels: list[tuple[int, int]] = []
    chain, joints = 0, 0
    for match in _TOKEN.finditer(text):
        match match.lastgroup:
            case "chain":
                chain += 1
            case "joint":
                joints += 1
            case "stop":
                chain = 0
            case "open":
                levels.append((chain, joints))
                outside += chain + joints + 1
                chain, joints = 0, 0
            case "close" if levels:
                chain, joints = levels.pop()
                outside -= chain + joints + 1
        deepest = max(deepest, outside + chain + joints)
    return deepest
