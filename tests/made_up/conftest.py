"""Without the plugin there are no made-up tables."""

import sys

if "tests.made_up.plugin" not in sys.modules:
    collect_ignore_glob = ["test_*.py"]
