"""What is taken in from translators' files, and handed out to them."""
