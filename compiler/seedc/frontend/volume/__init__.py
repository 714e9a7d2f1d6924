"""`volume.json`: what the user wrote about generated rows, read and checked, no name resolved."""
