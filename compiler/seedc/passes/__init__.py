"""From what was written to the Program, one frozen representation after the other."""
