"""What every page is made from: articles, actors, addresses, and what stands in their lines."""
