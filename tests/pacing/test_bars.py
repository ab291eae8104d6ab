"""What must hold is judged by what was measured, and by nothing that was not."""

from __future__ import annotations

from pacing import ourselves as us
from pacing import peers
from pacing.bars import MANY, SOME, bars
from pacing.contest import Result
from pacing.measuring import Taken


def result(seconds: float, megabytes: float = 10) -> Result:
    return Result("", megabytes=megabytes, turns=[Taken(seconds, seconds, None, 0, "")])


def judged(found: dict[tuple[int, str], Result]) -> dict[str, bool | None]:
    return {bar.words: bar.holds(found) for bar in bars()}


def test_nothing_measured_holds_nothing() -> None:
    """Of an empty run no promise is said to hold or not to."""
    assert set(judged({}).values()) == {None}


def test_reading_is_compared_without_start_up_where_records_are_few() -> None:
    """With 10 000 records 0.9 s less 0.1 s of start-up is eight times 0.1 s, and a little more is not."""
    found = {(SOME, us.FLOOR): result(0.1), (SOME, us.HELP): result(0.1), (SOME, us.COLD): result(0.89)}
    words = "no cache, 10 000, less start-up: × reading"
    assert judged(found)[words] is True
    assert judged(found | {(SOME, us.COLD): result(0.91)})[words] is False


def test_who_was_stopped_is_slower_than_when_it_was_stopped() -> None:
    """A tool that was stopped after 600 s is at least 20 times as slow as ours of 1 s."""
    stopped = Result("", "stopped after 10 min", at_least=600)
    found = {(SOME, us.COLD): result(1), (SOME, peers.DOORSTOP): stopped}
    assert judged(found)[f"{peers.DOORSTOP}, 10 000: × ours without cache"] is True


def test_memory_is_the_most_that_any_way_of_validating_holds() -> None:
    """One way that holds 301 MB breaks the promise, and while one is not measured nothing is said."""
    words = "most memory of any validate, 100 000: MB"
    found = {(MANY, name): result(1, 299) for name in us.VALIDATING}
    assert judged(found)[words] is True
    assert judged(found | {(MANY, us.STAGED): result(1, 301)})[words] is False
    assert judged({key: value for key, value in found.items() if key[1] != us.WARM})[words] is None


def test_growth_is_of_time_and_of_memory() -> None:
    """Twelve times the memory for ten times the records is too much, though the time is not."""
    found = judged({(SOME, us.COLD): result(1, 10), (MANY, us.COLD): result(10, 120)})
    assert found["ten times the records, no cache: × time"] is True
    assert found["ten times the records, no cache: × memory"] is False
