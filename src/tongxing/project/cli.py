"""`tongxing …`: one module per command in `project/commands`, each with `register`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from tongxing.project.commands.words import ChineseParser
from tongxing.project.loading import loading

COMMANDS = (
    *("plan", "judge", "synth", "lake", "ledger", "audit", "places", "shapes", "accounts"),
    *("demo", "serve", "doctor", "backup", "restore"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (0 fine, 1 found something wrong, 2 misuse)."""
    try:
        return _ran(argv)
    except KeyboardInterrupt:  # while it gets ready, or where a command has nothing more to say
        sys.stderr.write("已中断\n")
        return 1


def _ran(argv: Sequence[str] | None) -> int:
    before = ChineseParser(prog="tongxing", add_help=False)
    before.add_argument("--database", metavar="地址", help="数据库：文件路径或 postgresql://…")
    known, rest = before.parse_known_args(argv)
    if known.database:  # settings are read once, when Django is set up
        os.environ["TONGXING_DATABASE"] = known.database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxing.project.settings")
    with loading():
        import django
        import django.db

        django.setup()
        from importlib import import_module

        from tongxing.project.commands.here import from_here

        parser = ChineseParser(
            prog="tongxing", description="同兴：结对帮扶工作台账", parents=[before]
        )
        commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
        asked = rest[0] if rest and rest[0] in COMMANDS else ""
        for name in (asked,) if asked else COMMANDS:  # one command need not wait for the others
            import_module(f"tongxing.project.commands.{name}").register(commands)
    args = parser.parse_args(rest)
    try:
        with from_here():
            code: int = args.run(args)
    except django.db.DatabaseError:
        if _is_told_unready():
            return 1
        raise
    return code


def _is_told_unready() -> bool:
    """Whether the database cannot be worked with at all; then it is said what to do."""
    from tongxing.project.commands.asking import printer
    from tongxing.project.upkeep.checks import unready

    found = unready()
    if found:
        printer().print(f"{found.what}。{found.remedy}。")
    return found is not None


if __name__ == "__main__":
    sys.exit(main())
