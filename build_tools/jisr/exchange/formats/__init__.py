"""The formats of translators' programs: XLIFF, TMX, PO, glossaries, and OmegaT's projects."""
