"""Information requests: the four-step exchange between two authorities of different states."""
