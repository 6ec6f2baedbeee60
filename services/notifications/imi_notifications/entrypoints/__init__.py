"""The doors: queue of events, HTTP, the loop that sends mails."""
