"""An article paragraph by paragraph, as whoever corrects it sees it: read, saved, and what helps."""
