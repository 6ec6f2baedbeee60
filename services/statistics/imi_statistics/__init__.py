"""Statistics: one fact per request, the indicators of the Commission's scoreboards, and their colours."""
