"""The crash drill: a thousand commands while processes are killed at random; nothing lost, nothing twice."""
