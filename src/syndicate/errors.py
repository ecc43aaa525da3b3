"""What stops a command: one tree, each class with the exit code it ends with.

::

    SyndicateError (10)          anything of ours that stops the command
     +- UsageError (2)           the command line asks for something that does not exist
     +- InputError (3)           an input is missing, unreadable, empty or of no known kind
     |   +- ModelError (4)       an input was read but does not fit the model
     +- ConfigError (5)          syndicate.toml is wrong
     +- DependencyError (6)      an optional extra is not installed
     +- OutputError (7)          the output place cannot be written
     +- PluginError (8)          a plugin is broken, a double, or built for another API
     +- ExportError (9)          an exporter failed on an edition it should carry
     +- Interrupted (130)        Ctrl-C

Exit code 0 is a clean run and 1 is a run with findings at or above ``--fail-on``; both are results, not exceptions.
A message names the input and, as ``hint``, the way out. A finding about *content* is not an exception: see
`syndicate.diagnostics`.
"""

from __future__ import annotations


class SyndicateError(Exception):
    """Base of everything that stops a command. `hint` is the way out, shown on a line of its own."""

    exit_code = 10

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(SyndicateError):
    """The command line or the call asks for something that does not exist."""

    exit_code = 2


class InputError(SyndicateError):
    """An input is missing, unreadable, empty, or of no kind that an importer knows."""

    exit_code = 3


class ModelError(InputError):
    """An input was read but does not fit the model. The message carries the line or the JSON path (`$.path`)."""

    exit_code = 4

    def __init__(self, message: str, *, hint: str = "", line: int | None = None, path: str = "") -> None:
        super().__init__(message, hint=hint)
        self.line = line
        self.path = path


class ConfigError(SyndicateError):
    """syndicate.toml cannot be read, or has an unknown or ill-typed key."""

    exit_code = 5


class DependencyError(SyndicateError):
    """A format needs a package that is not installed."""

    exit_code = 6

    @classmethod
    def missing(cls, what: str, extra: str, package: str) -> DependencyError:
        """Say which extra brings `package`, without which `what` cannot be done."""
        return cls(
            f"{what} needs the package {package}, which is not installed",
            hint=f"install the extra: pip install 'syndicate[{extra}]'",
        )


class OutputError(SyndicateError):
    """The output place cannot be written."""

    exit_code = 7


class PluginError(SyndicateError):
    """A plugin is broken, doubles a name, or was built for another API version."""

    exit_code = 8


class ExportError(SyndicateError):
    """An exporter failed on an edition that it should carry."""

    exit_code = 9


class Interrupted(SyndicateError):
    """The user pressed Ctrl-C; 130 is what shells expect for it."""

    exit_code = 130
