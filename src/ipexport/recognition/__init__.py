"""Tables that a reader found, back into the model: the way from `table` to `model`.

A reader of a format knows where that format keeps texts, tables, ids and properties, and gives
them as a `FoundDocument`; what they mean is recognised here, the same for every format: which
column is which (`columns`), which region a table is (`regions`), and which rows are tasks,
results and plans (`groups`). What was written by ipexport comes back as it was; of what others
have made or changed, everything that cannot be understood is a finding with its place.
"""

from ipexport.recognition.columns import header
from ipexport.recognition.document import Recognised, recognise
from ipexport.recognition.found import (
    FoundAnswer,
    FoundCell,
    FoundDocument,
    FoundRow,
    FoundTable,
    FoundText,
    TextRole,
    TrackedChanges,
)
from ipexport.recognition.groups import Answered
from ipexport.recognition.tidying import closed_up, is_tidy, tidied, tidied_paragraphs
from ipexport.recognition.words import guessed_language

__all__ = [
    "Answered",
    "FoundAnswer",
    "FoundCell",
    "FoundDocument",
    "FoundRow",
    "FoundTable",
    "FoundText",
    "Recognised",
    "TextRole",
    "TrackedChanges",
    "closed_up",
    "guessed_language",
    "header",
    "is_tidy",
    "recognise",
    "tidied",
    "tidied_paragraphs",
]
