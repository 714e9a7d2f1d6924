"""Files of rows, written when they are asked for: COPY data with a script that loads it, CSV,
Parquet. Each dataset is a folder of its own with a manifest, and takes its place as a whole."""
