"""What follows by itself from who is there, what is pinned and how time passes."""

from tui_player.core.mood.profile_controller import finish_measuring, sum_up_minute
from tui_player.core.state import Parts
from tui_player.messages.commands import Command
from tui_player.messages.facts import MoodOrders
from tui_player.model.clock import MINUTE_S
from tui_player.model.device_states import FaceSight


def attend(parts: Parts) -> list[Command]:
    """To be called after each event: the orders that follow."""
    finish_measuring(parts)
    sum_up_minute(parts)
    keep_orders(parts)
    return [*_heed_absence(parts), *rest_camera(parts)]


def resume_orders(parts: Parts) -> None:
    """At the start: pin and goal as they were left, and said so."""
    orders = parts.orders = parts.programme.person.orders
    if orders.pin is not None:
        parts.mood.pin_until_unpinned(orders.pin)
        parts.say(f"Still pinned from last time: {orders.pin}. 0 follows your face.")
    if orders.goal is not None:
        parts.mood.goal = orders.goal
        way = " → ".join(orders.goal.path) or f"to {orders.goal.target}"
        parts.say(f"The goal of last time goes on: {orders.goal.kind} {way}. g changes it.")


def keep_orders(parts: Parts) -> None:
    """Note pin and goal for the next start, each if it changed in this run.

    What was kept and not resumed stays kept.
    """
    pin = parts.mood.pin
    lasting = pin.emotion if pin is not None and pin.is_lasting else None
    before, kept = parts.orders, parts.programme.person.orders
    parts.orders = MoodOrders(lasting, parts.mood.goal)
    changed = MoodOrders(
        kept.pin if lasting is before.pin else lasting,
        kept.goal if parts.mood.goal == before.goal else parts.mood.goal,
    )
    if changed != kept:
        parts.programme.remember(changed)


def _heed_absence(parts: Parts) -> list[Command]:
    playback, sight, rule = parts.programme.playback, parts.mood.sight, parts.absence
    is_there = sight.sight(parts.now_s) in (FaceSight.FACE, FaceSight.SEVERAL)
    if rule.should_resume(parts.now_s, is_there=is_there, paused=playback.paused):
        parts.say("Welcome back: the music goes on.")
        return [*playback.set_paused(False)]
    nobody_for_s = sight.nobody_for_s(parts.now_s)
    is_silent = playback.paused or playback.queue.now is None
    if rule.should_pause(nobody_for_s, paused=is_silent):
        parts.say(f"Nobody there for {_minutes(nobody_for_s)}: paused until you are back.")
        return [*playback.set_paused(True)]
    return []


def _minutes(seconds: float) -> str:
    minutes = round(seconds / MINUTE_S, 1)
    return "a minute" if minutes == 1 else f"{minutes:g} minutes"


def rest_camera(parts: Parts) -> list[Command]:
    """Open or close the camera, if it is not as it should be."""
    playback = parts.programme.playback
    whole_s = playback.duration_s
    left_s = None if whole_s is None else max(0.0, whole_s - playback.position_s)
    return [*parts.camera.orders(parts.mood.pin, parts.now_s, left_s)]
