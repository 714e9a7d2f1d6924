"""Benchmarks of seedc, printed as ratios: `make bench`, or `python -m bench NAME …`."""
