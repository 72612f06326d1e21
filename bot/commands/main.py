"""The command line: one group, and the one place where an error becomes an exit code.

0: done. 2: what was given cannot be used, one problem a line on standard error. 1: our fault.
"""

import io
import os
import sys
from typing import Any

import click
from rapidfuzz import process

from bot.commands.chat import chat_command
from bot.commands.check import check_command
from bot.commands.demo import demo_command
from bot.commands.export import export_command
from bot.commands.grade import grade_command
from bot.commands.import_ import import_command
from bot.commands.invite import invite_command
from bot.commands.judge import judge_command
from bot.commands.outbox import outbox_command
from bot.commands.playbook import playbook_command
from bot.commands.policy import policy_command
from bot.commands.telegram import telegram_command
from bot.commands.tier import tier_command
from bot.commands.understand import understand_command
from bot.settings import load_settings
from crm.errors import TiercoachError, WithProblems


class _Commands(click.Group):
    """The commands, in the order of a first day; a mistyped one is told what it may have meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            close = process.extractOne(args[0], list(self.commands), score_cutoff=60)
            hint = f"Did you mean {close[0]}?" if close else "tiercoach --help lists them."
            raise click.UsageError(f"There is no command {args[0]!r}. {hint}") from None


@click.group(cls=_Commands)
@click.version_option(package_name="tiercoach", message="tiercoach %(version)s")
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Customers graded A, B, C, and a rep's questions answered, in Chinese and English."""
    if ctx.invoked_subcommand in {None, check_command.name}:  # check tells what is wrong by itself
        return
    if not ctx.resilient_parsing and "--help" not in sys.argv:
        ctx.obj = load_settings()


for _command in (
    demo_command,
    import_command,
    grade_command,
    export_command,
    chat_command,
    invite_command,
    check_command,
    telegram_command,
    outbox_command,
    policy_command,
    tier_command,
    understand_command,
    judge_command,
    playbook_command,
):
    commands.add_command(_command)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        outcome: Any = commands.main(arguments, prog_name="tiercoach", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        outcome = 0
    except click.ClickException as error:
        outcome = _refuse(" ".join(error.format_message().split()))
    except click.Abort:
        outcome = _refuse("Stopped. What was being written is left out whole.")
    except WithProblems as error:
        outcome = _refuse(*map(str, error.problems))
    except TiercoachError as error:
        outcome = _refuse(str(error))
    except (BrokenPipeError, SystemExit):
        # The reader of our output has gone (click leaves by SystemExit then): no error of ours.
        _say_no_more()
        outcome = 0
    except OSError as error:
        _say_no_more()
        outcome = _refuse(
            f"What this prints cannot be written: {error.strerror or error}. "
            "Look at where the output goes, and at the disk."
        )
    return outcome if isinstance(outcome, int) else 0


def _say_no_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(*sentences: str) -> int:
    for sentence in sentences:
        click.echo(sentence, err=True)
    return 2


if __name__ == "__main__":
    sys.exit(main())
