"""The rules: whom a step concerns, what a notice and a mail are, when sending is given up."""
