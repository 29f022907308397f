"""Policies that follow by themselves from who is there, what is pinned and how time passes."""

from tui_player.core.context import CoreContext
from tui_player.core.mood.absence import AbsencePause
from tui_player.core.mood.camera_policy import CameraPolicy
from tui_player.core.mood.controller import MoodController
from tui_player.core.playback.transport import Transport
from tui_player.messages.commands import Command
from tui_player.messages.facts import MoodOrders
from tui_player.model.clock import MINUTE_S
from tui_player.model.device_states import FaceSight


class Upkeep:
    """Keeps camera, pause and lasting orders in line with the present; applied after each event."""

    def __init__(
        self,
        context: CoreContext,
        mood: MoodController,
        transport: Transport,
        camera: CameraPolicy,
        absence: AbsencePause,
    ) -> None:
        self._context = context
        self._mood = mood
        self._transport = transport
        self._camera = camera
        self._absence = absence
        self._orders = MoodOrders()  # as they stood after the last event

    def resume_orders(self) -> None:
        """At the start: pin and goal as they were left, and a notice of them."""
        orders = self._orders = self._context.memory.person.orders
        if orders.pin is not None and self._mood.knows(orders.pin):
            self._mood.pin_until_unpinned(orders.pin)
            pinned = f"Still pinned from last time: {orders.pin}. 0 follows your face."
            self._context.notify(pinned)
        if orders.goal is not None and self._mood.knows(orders.goal.target, *orders.goal.path):
            self._mood.go_on_with(orders.goal)
            way = " → ".join(orders.goal.path) or f"to {orders.goal.target}"
            goal = f"The goal of last time goes on: {orders.goal.kind} {way}. g changes it."
            self._context.notify(goal)

    def keep_orders(self) -> None:
        """Note pin and goal for the next start, each if it changed in this run.

        What was kept and not resumed stays kept.
        """
        pin, goal = self._mood.pin, self._mood.goal
        lasting = pin.emotion if pin is not None and pin.is_lasting else None
        before, kept = self._orders, self._context.memory.person.orders
        self._orders = MoodOrders(lasting, goal)
        changed = MoodOrders(
            kept.pin if lasting == before.pin else lasting,
            kept.goal if goal == before.goal else goal,
        )
        if changed != kept:
            self._context.remember(changed)

    def pause_for_absence(self) -> list[Command]:
        """Pause when nobody was there for long, and go on once somebody is back."""
        transport, presence, rule = self._transport, self._mood.presence, self._absence
        now_s = self._context.now_s
        is_there = presence.sight(now_s) in (FaceSight.FACE, FaceSight.SEVERAL)
        if rule.should_resume(now_s, is_there=is_there, paused=transport.paused):
            self._context.notify("Welcome back: the music goes on.")
            return [*transport.set_paused(False)]
        nobody_for_s = presence.nobody_for_s(now_s)
        is_silent = transport.paused or transport.queue.now is None
        if rule.should_pause(nobody_for_s, paused=is_silent):
            for_long = f"Nobody there for {_minutes(nobody_for_s)}: paused until you are back."
            self._context.notify(for_long)
            return [*transport.set_paused(True)]
        return []

    def adjust_camera(self) -> list[Command]:
        """Open or close the camera, if it is not as it should be."""
        whole_s = self._transport.duration_s
        left_s = None if whole_s is None else max(0.0, whole_s - self._transport.position_s)
        return [*self._camera.orders(self._mood.pin, self._context.now_s, left_s)]


def _minutes(seconds: float) -> str:
    minutes = round(seconds / MINUTE_S, 1)
    return "a minute" if minutes == 1 else f"{minutes:g} minutes"
