"""Notifications: tells people what happened on their requests, in the application and by mail."""
