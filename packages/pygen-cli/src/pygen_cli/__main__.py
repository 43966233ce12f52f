"""`python -m pygen_cli` is the `pygen` command, where that is not on the path."""

from pygen_cli.main import main

main()
