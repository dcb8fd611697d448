#!/usr/bin/env python
"""Django's command line for Leadsite."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadsite.settings")
    from django.core.management import execute_from_command_line

    from leadsite.embedded import command_line

    command_line.run(execute_from_command_line, sys.argv)


if __name__ == "__main__":
    main()
