"""The only door: login, session, pages for people; and the door for member-state systems."""
