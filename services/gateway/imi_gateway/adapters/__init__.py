"""Where the gateway keeps things and how it computes with secrets."""
