"""From Arabic blocks to English ones and back: keys, ledger, sync, drafts, and what people decided."""
