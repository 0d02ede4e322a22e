"""Taking a PDF apart: bytes -> `FoundDocument`.

`apart` guards the process in which `document` opens the file; `tags` reads the structure tree
with the texts that `texts` and `fonts` decode; without tags, `pages` finds texts and rules,
`ruled` tables on each page, and `pieces` puts together what page breaks have cut.
"""
