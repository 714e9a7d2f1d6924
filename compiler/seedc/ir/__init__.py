"""The Program: everything a backend needs and nothing else. No JSON, no generator, no name to resolve."""
