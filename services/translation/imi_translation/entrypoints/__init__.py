"""The doors: queue of commands, HTTP, the watcher of areas."""
