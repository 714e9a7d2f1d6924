"""Generated rows computed here, on the client: as COPY text, as CSV, as typed frames.

The same rows, byte for byte, that `backends/pgsql` has the server compute. `stream.py` is the door.
"""
