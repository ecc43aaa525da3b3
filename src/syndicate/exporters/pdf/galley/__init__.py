"""Galleys: a story in one column of fixed measure, numbered, measured, with white beside it for marks.

`column` sets the story, `copyfit` says how long it came out, `cuts` where little must go to save a line; `fitter` does
these three alone, for `syndicate fit`. `pages` draws the galleys, `exporter` is what the registry names.
"""
