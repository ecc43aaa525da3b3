"""One article in, every format out, each proven before it leaves.

The whole program is one line, and the packages stand along it::

    Source -> importer -> Article / Edition -> gate -> exporter -> Artifact -> validator -> Report -> destination

Nothing is imported here, so that `import syndicate` costs nothing: start at `syndicate.model` for the article,
`syndicate.contracts` to write a plugin, `syndicate.pipeline` to run an export from Python.
"""

__version__ = "0.1.0"
