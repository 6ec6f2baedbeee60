"""Translation: approved memory, machine engines behind one port, and the catalogues of the areas."""
