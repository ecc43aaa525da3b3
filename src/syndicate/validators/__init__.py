"""Validators: each judges one format, in two steps: the grammar, then the rules that a grammar cannot say."""
