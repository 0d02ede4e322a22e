"""PDF: the document laid out by ipexport and drawn on reportlab's canvas, fonts embedded."""
