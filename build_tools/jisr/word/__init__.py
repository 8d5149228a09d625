"""Files of word processors, read and written: what authors hand in, and editors take along."""
