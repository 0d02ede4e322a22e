"""Excel files. `writer` draws a document's tables; only this package imports openpyxl."""
