"""Fonts: which one each role of a style is printed with in a PDF, and which characters they have.

`files` reads what a font file says of itself, `installed` finds the fonts of this machine,
`choice` chooses for each role of a style, `glyphs` finds a glyph for each character, `report`
says what came of it. Embedding is the PDF writer's.

The open fonts that travel with ipexport (SIL Open Font License, OFL.txt) are always there: Noto
Serif SC Regular has all characters of the face; the bold and the sans serif have GB 2312, Latin,
Greek and signs, and fall back to the regular face for others. README.md beside this file says how
they were made.
"""
