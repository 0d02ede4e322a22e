"""The form of a region: its table with cells to fill in, questions beside it, and what to do.

`columns` has what a form's columns are, `layout` where its cells stand and how high its rows are,
`words` what it says in which language; `form_sheet`, `guide_sheet` and `aside_sheet` draw its sheets
with what `checks` lets people type, in the styles of `looks`; `writer` puts all of it together.
"""
