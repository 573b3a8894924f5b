"""`python -m muaina` is the console script."""

from muaina.cli import main

main(prog_name="muaina")
