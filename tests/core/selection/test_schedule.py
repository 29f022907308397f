"""Rules by time: when they hold, what they multiply, and what is said of a wrong one."""

import pytest

from tui_player.core.selection.schedule import Context, ContextError, ContextRules
from tui_player.model.clock import DAY_S, Moment

THURSDAY_UNIX_S = 0.0  # the first of January 1970


def at(day: int, hour: float, utc_offset_s: float = 0.0) -> Moment:
    """So many days after that Thursday, at this hour on the wall."""
    return Moment(0.0, THURSDAY_UNIX_S + day * DAY_S + hour * 3600 - utc_offset_s, utc_offset_s)


def rules(**entry: object) -> ContextRules:
    return ContextRules.from_entries([{"weights": {"ambient": 2.0}, **entry}])


def holds(which: ContextRules, now: Moment) -> bool:
    return bool(which.at(now).rules)


def test_the_clock_on_the_wall_counts() -> None:
    assert (at(0, 13.5).weekday, at(0, 13.5).minute_of_day) == (3, 13 * 60 + 30)
    assert (at(4, 0.0, 7200.0).weekday, at(4, 0.0, 7200.0).minute_of_day) == (0, 0)
    assert Moment(0.0, 4 * DAY_S - 3600.0, 7200.0).weekday == 0, "still Sunday in Greenwich"


def test_hours_of_one_day() -> None:
    morning = rules(hours="06:00-09:30")
    told = [(5.9, False), (6.0, True), (9.4, True), (9.5, False), (22.0, False)]
    assert [(hour, holds(morning, at(0, hour))) for hour, _ in told] == told


def test_hours_past_midnight_belong_to_the_day_they_begin_on() -> None:
    friday_night = rules(hours="22:00-04:00", days=["fri"])
    assert holds(friday_night, at(1, 23.0))
    assert holds(friday_night, at(2, 3.0))
    assert not holds(friday_night, at(1, 3.0))
    assert not holds(friday_night, at(2, 23.0))
    assert not holds(friday_night, at(1, 12.0))


def test_whole_days_and_until_midnight() -> None:
    for weekend in (rules(days=["sat", "sun"]), rules(days=["sat", "sun"], hours="00:00-24:00")):
        assert [holds(weekend, at(day, 12.0)) for day in range(7)] == [
            *(False, False, True, True, False, False, False)
        ]
    evening = rules(hours="20:00-24:00")
    assert holds(evening, at(0, 23.99))
    assert not holds(evening, at(1, 0.0))


def test_rules_that_hold_together_multiply() -> None:
    both = ContextRules.from_entries(
        [
            {"hours": "22:00-06:00", "weights": {"ambient": 2.0, "metal": 0.5}},
            {"days": ["thu"], "weights": {"ambient": 3.0}},
        ]
    )
    context = both.at(at(0, 23.0))
    assert context.factor("ambient") == 6.0
    assert context.factor("metal") == 0.5
    assert context.factor("pop") == 1.0
    assert context.when("ambient") == "22:00-06:00; thu"
    assert Context().factor("ambient") == 1.0


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (3, r"context\[1\]: write it as"),
        ({"weights": {"pop": 2}}, r"context\[1\]: needs hours or days"),
        ({"days": ["mon"]}, r"context\[1\].weights: must name"),
        ({"days": ["mon"], "weights": {"pop": -1}}, r"the factor of pop must be a number"),
        ({"days": ["mon"], "weights": {"pop": "much"}}, r"the factor of pop must be a number"),
        ({"days": ["monday"], "weights": {"pop": 2}}, r"context\[1\].days: must be some of mon, "),
        ({"days": [], "weights": {"pop": 2}}, r"context\[1\].days: must be some of mon, "),
        ({"days": 5, "weights": {"pop": 2}}, r"context\[1\].days: must be some of mon, "),
        ({"hours": "22-6", "weights": {"pop": 2}}, r"context\[1\].hours: must be like"),
        ({"hours": "22:00-25:00", "weights": {"pop": 2}}, r"from 00:00 to 24:00"),
        ({"hours": "22:70-23:00", "weights": {"pop": 2}}, r"hours: must be like"),
        ({"hours": "08:00-08:00", "weights": {"pop": 2}}, r"hours: must be like"),
        ({"hours": 8, "weights": {"pop": 2}}, r"hours: must be like"),
        ({"hour": "8", "days": ["mon"], "weights": {"pop": 2}}, r"context\[1\].hour: no such"),
    ],
)
def test_wrong_rules_are_told_with_their_place(entry: object, said: str) -> None:
    with pytest.raises(ContextError, match=said):
        ContextRules.from_entries([entry])


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(ContextError) as told:
        ContextRules.from_entries([{"weights": {"pop": 2}}, {"hours": "x", "weights": {}}])
    lines = str(told.value).strip().splitlines()
    places = [line.strip().split(":")[0] for line in lines]
    assert places == ["context[1]", "context[2].hours", "context[2].weights"]
