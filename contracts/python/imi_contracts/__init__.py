"""What the parties of OpenIMI agreed on: events, commands, areas of law, vocabularies. Imports nothing of ours."""
