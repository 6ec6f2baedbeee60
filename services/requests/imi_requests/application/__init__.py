"""What can be asked of the service: commands, incoming events, queries."""
