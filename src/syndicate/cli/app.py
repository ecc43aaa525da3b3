"""The tree of commands, each built when it is called, and the one place where an exception becomes an exit code.

typer builds every command at start, at 2 ms each, and a command's module brings the model, the registry and more. So
the groups here know names and one line of help, and load the rest on demand: `syndicate --help` costs little more
than `import typer`.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Annotated, Any, ClassVar

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from syndicate import __version__
from syndicate.errors import Interrupted, OutputError, SyndicateError

PIPE_CLOSED = 141
"""What shells expect of a program whose reader went away (128 + SIGPIPE)."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}
"""Plain pages: rich would more than double the time of a help page, and tracebacks are not for users."""

CONTEXT = {"help_option_names": ["-h", "--help"]}

EPILOG = """\
syndicate export story.txt --format rss,atom -o out
syndicate export edition.json --format all
syndicate validate out/feed.rss
syndicate COMMAND --help"""


class Command(TyperCommand):
    """A command whose help page ends with examples, line by line as they stand."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the sections of the command's module (its formats, say), then the examples."""
        sections = getattr(ctx.command.callback, "help_sections", None)
        for title, rows in sections() if sections else ():
            with formatter.section(title):
                formatter.write_dl(rows)
        _write_examples(self.epilog, formatter)


class Commands(TyperGroup):
    """A group whose commands are loaded one by one, when they are called."""

    table: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Name -> where it is (`module:attribute`), one line of help."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "commands": None})
        self.commands = _Lazy(self.table)  # type: ignore[assignment]

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, without building anything."""
        return list(self.table)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.table.items()])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples line by line."""
        _write_examples(self.epilog, formatter)

    def make_context(self, *arguments: Any, **named: Any) -> Any:
        """Read the command line; pages and versions are written on the way, and the reader may go away."""
        with _own_ends():
            return super().make_context(*arguments, **named)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _own_ends():
            return super().invoke(ctx)


@contextmanager
def _own_ends() -> Iterator[None]:
    """A closed pipe and Ctrl-C become what they mean here, before typer makes its own of them."""
    try:
        yield
    except BrokenPipeError:
        raise typer.Exit(_close_pipe()) from None
    except KeyboardInterrupt:
        raise Interrupted("interrupted", hint="files that were finished are whole, the others untouched") from None


class _Lazy(Mapping[str, Any]):
    """Commands by name, each built from its module at the first look."""

    def __init__(self, table: Mapping[str, tuple[str, str]]) -> None:
        self._table = table
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            place, summary = self._table[name]
            self._built[name] = _load(name, place, summary)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


class SchemaCommands(Commands):
    """``syndicate schemas ...``."""

    table: ClassVar[Mapping[str, tuple[str, str]]] = {
        "install": ("syndicate.cli.commands.schemas:install", "Download the official schemas, each with its checksum.")
    }


class RootCommands(Commands):
    """``syndicate ...``."""

    table: ClassVar[Mapping[str, tuple[str, str]]] = {
        "export": ("syndicate.cli.commands.export:run", "Write stories in the formats that readers and clients take."),
        "import": ("syndicate.cli.commands.import_:run", "Write stories in the canonical form, nothing left out."),
        "explain": ("syndicate.cli.commands.explain:run", "Show how each line of a source was read, and why."),
        "fit": ("syndicate.cli.commands.fit:run", "Tell how long stories are in a column, and whether they fit."),
        "validate": ("syndicate.cli.commands.validate:run", "Judge files by what they are, and say who judged."),
        "formats": ("syndicate.cli.commands.formats:run", "List what can be written, read and judged here."),
        "schema": ("syndicate.cli.commands.schema:run", "Print the JSON Schema of the canonical form."),
        "schemas": ("syndicate.cli.app:schemas_app", "Official schemas to validate against: install."),
        "doctor": ("syndicate.cli.commands.doctor:run", "Tell what is installed here, and what to do about the rest."),
    }  # fmt: skip


app = typer.Typer(cls=RootCommands, no_args_is_help=True, epilog=EPILOG, context_settings=CONTEXT, **_PLAIN)
schemas_app = typer.Typer(
    cls=SchemaCommands, no_args_is_help=True, add_completion=False, context_settings=CONTEXT, **_PLAIN
)


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"syndicate {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks; every command takes it too.")] = False,
) -> None:
    """One article in; RSS, Atom, NewsML-G2, PDF and EPUB out, each one proven before it leaves."""


@schemas_app.callback()
def _schemas() -> None:
    """Official schemas to validate against, besides the rules that are always here."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; no exception leaves, and no traceback without ``--debug``."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        _let_write_anything(stream)
    debug = "--debug" in words
    try:
        code = typer.main.get_command(app).main(words, prog_name="syndicate", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except SystemExit as end:  # how typer ends completion
        return end.code if isinstance(end.code, int) else 0
    except BrokenPipeError:
        return _close_pipe()
    except KeyboardInterrupt:
        return _complain("interrupted", "", Interrupted.exit_code)
    except SyndicateError as error:
        if debug:
            _show_traceback()
        return _complain(error.message, error.hint, error.exit_code)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            return _fault(error, debug)
        return _complain(f"cannot write to standard output: {error.strerror}", "make room", OutputError.exit_code)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a traceback is not for users
        return _misuse(error) if hasattr(error, "format_message") else _fault(error, debug)


def _let_write_anything(stream: Any) -> None:
    """UTF-8 whatever the locale, so that no headline and no file name can stop a report."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _load(name: str, place: str, summary: str) -> Any:
    module, _, attribute = place.partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        command = typer.main.get_command(found)
        command.name = name
        return command
    single = typer.Typer(add_completion=False, **_PLAIN)
    epilog = getattr(found, "examples", None)
    single.command(name, cls=Command, epilog=epilog, short_help=summary, context_settings=CONTEXT)(found)
    return typer.main.get_command(single)


def _write_examples(examples: str | None, formatter: Any) -> None:
    if examples:
        with formatter.section("Examples"):
            for line in examples.splitlines():
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")


def _misuse(error: Any) -> int:
    """A command line that typer could not make sense of."""
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(error.format_message().rstrip() + "\n")
        return int(error.exit_code)
    context = getattr(error, "ctx", None)
    hint = f"{context.command_path} --help shows what there is" if context else ""
    return _complain(error.format_message().rstrip("."), hint, int(error.exit_code))


def _fault(error: Exception, debug: bool) -> int:
    if debug:
        _show_traceback()
    return _complain(
        f"this is a fault of syndicate: {type(error).__name__}: {error}",
        "--debug shows where; please report it with the input that brought it about",
        SyndicateError.exit_code,
    )


def _show_traceback() -> None:
    import traceback

    traceback.print_exc()


def _complain(message: str, hint: str, code: int) -> int:
    with suppress(BrokenPipeError):
        sys.stderr.write(f"error: {message}\n" + (f" hint: {hint}\n" if hint else ""))
        sys.stderr.flush()
    return code


def _close_pipe() -> int:
    """Nobody reads any more: let the interpreter flush what is left into nothing instead of complaining."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
    return PIPE_CLOSED
