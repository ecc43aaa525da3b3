"""The canonical article model: closed, frozen, format-free. Importers fill it, exporters read it.

The common names are re-exported here; blocks and marks are in `syndicate.model.body`.
"""

from syndicate.model.article import Article, Edition, Media, Section
from syndicate.model.body import Block, Mark, Run, Text, plain, text

__all__ = ["Article", "Block", "Edition", "Mark", "Media", "Run", "Section", "Text", "plain", "text"]
