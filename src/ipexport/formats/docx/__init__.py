"""Word files. `writer` draws a document's tables; only `template` imports python-docx."""
