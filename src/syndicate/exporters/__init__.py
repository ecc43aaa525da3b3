"""Exporters: one room for each format. None knows another; what two need lives in `syndicate.formats`."""
