"""Two work plans compared: model × model ──▶ changes ──▶ reports, and three of them merged.

`alignment` finds which parts are the same (`matching` in general, by keys and `words` alike),
`changes` says what differs as data.
"""
