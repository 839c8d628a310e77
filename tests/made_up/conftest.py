"""Without the plugin there are no made-up tables."""

import sys

from tests.merchant import merchant

__all__ = ["merchant"]

if "tests.made_up.plugin" not in sys.modules:
    collect_ignore_glob = ["test_*.py"]
