"""The rules of languages: letters, words, numbers, dates, order. No file and no page is touched here."""
