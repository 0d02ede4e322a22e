"""Tables set in lines and broken into pages, before any drawing; measures in points.

`text` sets the paragraphs of a cell in lines, `pages` breaks a table with merged cells over
pages, `office` foretells on which page of a Word file a table begins. Knows tables, styles and
typography; no file format.
"""
