"""`python -m app.cli` is `paygraph`, where that is not installed."""

from app.cli.main import main

main()
