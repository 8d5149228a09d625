"""Files of word processors and e-books, read and written: what authors hand in, and editors take along."""
