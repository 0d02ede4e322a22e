"""The second language: what is wrong with it, what is stale, and the way to translators and back.

`texts` lists the texts of a dataset one by one; `checks` finds what a machine can find, with the
words of the `glossary` and the values of `numbers`; the `lock` knows which English was confirmed
for which Chinese, `status` tells; `exchange` writes files for translators (`po`, `xliff`) and takes
them back (`merging`).
"""
