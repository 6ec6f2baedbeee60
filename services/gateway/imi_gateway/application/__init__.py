"""What the gateway does: log in, keep sessions and accounts, tell open pages of changes, serve member states."""
