"""The laptop stack: private servers, the six services, a mail sink and training accounts."""
