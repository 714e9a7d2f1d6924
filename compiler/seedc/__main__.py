"""`python -m seedc`: the same as the console script `seedc`."""

from seedc.cli import main

if __name__ == "__main__":
    main()
