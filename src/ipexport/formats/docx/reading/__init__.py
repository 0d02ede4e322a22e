"""Finds in a Word file what it shows: package ──▶ document ──▶ texts and tables for `recognition`.

`package` opens the file within limits, `styles` and `numbering` say what a paragraph's properties
mean, `paragraphs` and `tables` give texts and cells in one view of tracked changes, `document`
goes through the text and puts it together.
"""
