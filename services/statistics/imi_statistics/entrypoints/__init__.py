"""The doors: HTTP."""
