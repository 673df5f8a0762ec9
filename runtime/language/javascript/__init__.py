"""JavaScript as text: tokens, imports and exports, and what is wrong with it."""
