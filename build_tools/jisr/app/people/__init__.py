"""People who work on a publication together: what they say, who has what, who may what, what they changed."""
