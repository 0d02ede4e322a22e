"""PDF: tagged, archival, laid out and written by ipexport itself.

reportlab's canvas was here first: it has neither tags nor object streams, its output had to be mended
in a dozen places for PDF/A, and importing it takes as long as setting and drawing 30 pages.
"""
