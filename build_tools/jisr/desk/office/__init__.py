"""The desk of several people: who is let in, how long, how often one may try, who is where."""
