"""What comes from the formats that translators and editors live in, and goes back into them."""
