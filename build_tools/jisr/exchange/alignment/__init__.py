"""Which paragraphs of a finished translation belong to which blocks of an article."""
