"""The whole system in one terminal: servers, mail sink, six services, training data; ended by Ctrl-C."""
