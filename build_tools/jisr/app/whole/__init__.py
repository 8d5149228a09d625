"""What reaches the whole publication: words replaced everywhere, its way online, its safe keeping.

And what is told of it: what drafting did, and what is found in all articles.
"""
