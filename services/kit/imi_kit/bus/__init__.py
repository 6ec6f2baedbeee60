"""The message bus: publish with confirms, consume once, end visibly in the dead-letter queue."""
