"""What importers, exporters and validators of one family share: markup, dates, archives, names, pictures."""
