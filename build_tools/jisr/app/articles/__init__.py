"""What is done to an article as a whole: taken in, its facts told, its Arabic edited here."""
