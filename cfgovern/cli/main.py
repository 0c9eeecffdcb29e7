"""The ``cfgovern`` command and how it ends: each error a sentence, a place and a remedy."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from cfgovern import __version__
from cfgovern.cli.outputs import steady_streams
from cfgovern.cli.values import PLACE, Day
from cfgovern.errors import CfgovernError, InternalFault

__all__ = ["cfgovern", "main"]

# Command name -> (module, attribute, one line for --help). Modules are imported when called, so
# that asking for help costs nothing.
COMMANDS = {
    "demo": ("demo", "demo", "Make a made-up area, check it and write every report."),
    "init": ("init", "init", "Start a folder for one area, to be filled in."),
    "validate": ("validate", "validate", "Check a submission against its contract."),
    "scan": ("scan", "scan", "Look for personal identifiers in a submission or any file."),
    "pseudonymise": (
        "pseudonymise",
        "pseudonymise",
        "Part a submission: answers without names, names without answers.",
    ),
    "synth": ("synth", "synth", "Make data about people who never existed."),
    "key": ("key", "key", "Make and keep the keys of references and tokens."),
    "link": ("link", "link", "Find which records of two files are of one person."),
    "draft": ("draft", "draft", "Draft an impact assessment or a data-sharing agreement of an area."),
    "documents": ("documents", "documents", "Say how far the documents are, and keep them true."),
    "templates": ("templates", "templates", "Check a Word template of your own, or make a new one."),
    "contract": ("contract", "contract", "Check or show a data contract."),
}

_COMPLETE = "_CFGOVERN_COMPLETE"


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"cfgovern.cli.{module}"), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="cfgovern")
def cfgovern() -> None:
    """Check data for the Changing Futures programme against data contracts, on your own machine.

    Nothing is sent anywhere, and no report shows what stands in a cell.

    Exit codes: 0 done; 1 something must be fixed or confirmed; 2 wrong use, or a fault in a file you
    wrote; 3 the submission cannot be read; 4 a fault of cfgovern itself.
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    _tidy_up_when_ended()
    lost = steady_streams()
    asked = os.environ.get(_COMPLETE)
    code = _complete(asked) if asked else _run(arguments)
    if fault := lost():
        _say(str(fault))
        code = max(code, fault.exit_code)
    sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    """The exit code of one command; what went wrong has been said."""
    try:
        result = cfgovern.main(args=arguments, prog_name="cfgovern", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        _say(_wrong_use(error))
        context = getattr(error, "ctx", None)
        _say(f"Try: {context.command_path if context else 'cfgovern'} --help")
        return 2
    except CfgovernError as error:
        _say(str(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("Stopped.")
        return 130
    except BaseException as error:
        _say(str(_internal(error)))
        return 4
    return result if isinstance(result, int) else 0


def _complete(asked: str) -> int:
    """Give a shell what it ``asked`` for to complete a command. Nothing may disturb who is typing."""
    from click.shell_completion import shell_complete

    try:
        return shell_complete(cfgovern, {}, "cfgovern", _COMPLETE, asked)
    except Exception:
        return 1


def _tidy_up_when_ended() -> None:
    """Let a polite end, or a closed terminal, leave through every clean-up as Ctrl-C does."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _say(message: str) -> None:
    click.echo(message, err=True)


def _wrong_use(error: click.ClickException) -> str:
    """What is wrong with the words of the command, without any of them: one may name a person.

    Click's own messages repeat what was typed. Only names the command itself gives are shown here.
    """
    if isinstance(error, (click.MissingParameter, click.exceptions.NoArgsIsHelpError)):
        return error.format_message()
    if isinstance(error, click.NoSuchOption):
        meant = f" Did you mean {error.possibilities[0]}?" if error.possibilities else ""
        return f"There is no such option.{meant}"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"The value of {error.param.get_error_hint(error.ctx)} cannot be used.{_wanted(error.param)}"
    if isinstance(error, click.BadOptionUsage):  # only an option that there is comes so far
        return f"The option {error.option_name} lacks its value, or does not take one."
    context = getattr(error, "ctx", None)
    if context is not None and isinstance(context.command, click.Group):
        return f"There is no such command. Choose from {', '.join(context.command.list_commands(context))}."
    return "A word of this command is one too many."


def _wanted(parameter: click.Parameter) -> str:
    if isinstance(parameter.type, click.Choice):
        return f" Choose from {', '.join(map(str, parameter.type.choices))}."
    if isinstance(parameter.type, Day):
        return " Give a day as YYYY-MM-DD."
    return ""


def _internal(error: BaseException) -> InternalFault:
    """An unforeseen error as ours: its kind and its place in our own code, never its words."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}cfgovern{os.sep}" in frame.filename]
    frame = ours[-1] if ours else None
    place = f"{Path(frame.filename).name}:{frame.lineno}" if frame else "unknown"
    return InternalFault(
        "internal.unforeseen",
        f"Something went wrong inside cfgovern ({type(error).__name__} at {place}).",
        fix="Nothing was changed. Please report this line; it holds none of your data.",
    )


def options(function: Any) -> Any:
    """The options that every command has."""
    function = click.option("--quiet", is_flag=True, help="Say nothing but faults.")(function)
    function = click.option("--no-color", is_flag=True, help="No colours (so does NO_COLOR).")(function)
    pack = click.option(
        "--pack",
        type=PLACE,
        metavar="DIR",
        help="Another programme's folder of contracts and rules.",
    )
    return pack(function)
