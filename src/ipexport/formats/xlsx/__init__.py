"""Excel files. `writer` draws a document's tables."""
