"""A publication of one's own: what `jisr new` asks, and the files that it writes."""
