"""PDF for the screen and the office printer: one clean page layout with embedded fonts.

The modules from the outside in: `exporter` is what the registry names; `edition` and `article` say what stands where;
`blocks` and `tables` set the body; `flow` places it on pages; `setting`, `direction` and `fonts` turn text into lines;
`pen` writes the file. Nothing of reportlab is imported until something is exported.
"""

from syndicate.exporters.pdf.exporter import PdfExporter

__all__ = ["PdfExporter"]
