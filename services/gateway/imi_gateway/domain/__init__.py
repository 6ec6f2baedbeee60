"""Rules of the door: who is let in, how often one may try, what a state's system may say."""
