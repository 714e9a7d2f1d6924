"""Volume rules to generated rows: row sets, parents, columns, and what is inferred."""
