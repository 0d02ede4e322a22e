"""What a workbook shows: its parts (`package`), the cells of its sheets (`sheets`), what a text says in
which language (`texts`), our own tables (`region_table`) and those of others (`other_table`), and all
of it put together (`document`)."""
