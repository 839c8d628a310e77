"""Python's collector of cycles rests while much is made that stays, and is afterwards as it was."""

import gc

import pytest

from app import collector


def test_it_rests_meanwhile_whatever_happens() -> None:
    assert gc.isenabled()

    def fail() -> None:
        with collector.paused():
            assert not gc.isenabled()
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector.paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_made_meanwhile_is_not_walked_again() -> None:
    before = gc.get_freeze_count()
    with collector.paused():
        made: list[list[int]] = [[] for _ in range(10_000)]
    assert gc.get_freeze_count() >= before + len(made)
