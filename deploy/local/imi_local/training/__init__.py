"""Training data: invented authorities and people of all states, and a dozen requests between them."""
