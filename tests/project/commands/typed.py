"""Commands as an operator types them."""

from __future__ import annotations

import argparse
from types import ModuleType


def parsed(command: ModuleType, *words: object) -> argparse.Namespace:
    """The words after `tongxing`, as the command's own parser reads them."""
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    return parser.parse_args([*map(str, words)])


def ran(command: ModuleType, *words: object) -> int:
    """The command's exit code."""
    args = parsed(command, *words)
    code: int = args.run(args)
    return code
