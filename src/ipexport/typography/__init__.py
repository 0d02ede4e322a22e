"""Rules of Chinese typesetting as pure functions on strings; no file format, no drawing.

Sources: GB/T 15834-2011 (punctuation) and W3C clreq (Requirements for Chinese Text Layout).
"""
