"""Two work plans compared, and three of them merged: model × model ──▶ changes ──▶ reports.

`alignment` finds which parts are the same (`matching` does it for any things, `words` for texts),
`changes` says what differs, as data; `text_report`, `html_report` and `shapes` show it. `merge` puts
two versions of a base together (`three_way` for any things, `decisions` for whose version is taken).
`sources` reads what is compared, also from a revision of `git`; `git_settings` and `git_driver` let
`git diff` do so. `golden` compares what was produced with what it should be, for tests by pytest
(`pytest_plugin`).
"""
