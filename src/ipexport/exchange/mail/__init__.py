"""Mail to the regions: prepared as files that any mail program opens, sent at most once each.

    recipients.yaml ─┐
    styles/mail/  ───┼─▶ prepare ──▶ OUT/mail/REGION.eml ──▶ send ──▶ a mail server
    handouts ────────┘        │                               │
                              └──────▶ ledger.sqlite ◀────────┘

`prepare` writes what is to be sent, `send` sends exactly that. The ledger knows of each region what
was prepared, and what became of it, before and after every step that cannot be taken back.
"""
