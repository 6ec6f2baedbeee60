"""What can be read, each for the eyes of one actor."""
