"""`python -m app.cli` is `paygraph`, where that is not installed."""

from app.cli.entry import main

main()
