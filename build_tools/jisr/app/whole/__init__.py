"""What reaches the whole publication: words replaced everywhere, its way online, its safe keeping."""
