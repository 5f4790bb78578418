"""Waiting for something to become true, with a deadline, and for how long it took."""

import time


def until(is_true, within, what):
    """Asks again and again; returns the seconds that passed."""
    start = time.monotonic()
    while not is_true():
        assert time.monotonic() - start < within, f"{what}: not within {within} s"
        time.sleep(0.02)
    return time.monotonic() - start
