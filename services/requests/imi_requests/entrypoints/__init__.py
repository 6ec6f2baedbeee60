"""Doors of the service: parse, call, answer."""
