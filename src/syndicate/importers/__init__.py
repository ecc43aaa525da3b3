"""Importers: one room for each kind of source. None knows another; what two need lives in `syndicate.formats`."""
