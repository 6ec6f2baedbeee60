"""Mechanism without a word of the domain: bus, stores, identity, telemetry, errors, health, settings."""
