"""Made-up tables, for words of the engine that no table of the house uses yet.

They would be in every schema of the process, so their tests run in one of their own: see tests/engine/test_made_up.py.
"""
