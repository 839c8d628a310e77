"""Where the command `paygraph` begins: Ctrl-C ends it without a traceback, also while its modules are imported. A
command that has something to put away says so itself, with `ended_by_signals`."""

import signal


def main() -> None:
    """Run the command line."""
    # Whoever started it to go on in spite of Ctrl-C has it ignored.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from app.cli.main import main

    main()
