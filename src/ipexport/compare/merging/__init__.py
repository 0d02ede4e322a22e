"""Three work plans merged: base, ours, theirs ──▶ merged work plan, and decisions as data.

`merge` builds the merged work plan from the top down. `structure` says which regions, focus areas and
tasks it has, `plans` which plan cell is over a task, `cells` and `front` what stands in them, `order` in
which order. All ask a `Decider` (`decisions`) whose version is taken. `levels` knows what is the same in
three documents, `three_way` in any three sequences; `report` tells what was decided.
"""
