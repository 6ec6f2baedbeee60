"""What the directory does: one module per command, queries beside them."""
