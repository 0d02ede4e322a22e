"""Two work plans compared, and three of them merged: model × model ──▶ changes ──▶ reports.

`pairing` finds which parts are the same (`matching` does it for any things, `words` for texts),
`alignment` lays them beside each other, `differences` says what differs, as data (`changes`);
`text_report`, `html_report` and `shapes` show it. `merging` puts two versions of a base together.
`sources` reads what is compared, also from a revision of `git`; `git_settings` and `git_driver` let
`git diff` do so. `golden` compares what was produced with what it should be, for tests by pytest
(`pytest_plugin`).
"""
