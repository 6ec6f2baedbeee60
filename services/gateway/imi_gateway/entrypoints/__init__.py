"""The doors: pages, administration, live changes, and the queue of member-state systems."""
