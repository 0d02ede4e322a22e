"""Out to the regions and back: forms to fill in, mail, collecting answers."""
