"""Random flips, moves, light and covers for a batch of faces, drawn from a given generator."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from tui_player.training.recipe import Augmentation


def augment(faces: Tensor, settings: Augmentation, generator: torch.Generator) -> Tensor:
    """Faces (N, 1, S, S) in grey levels 0 to 255 (float32), changed, in the same form."""
    moved = _move(_wear_glasses(faces, settings.glasses_chance, generator), settings, generator)
    lit = _light(moved, settings, generator)
    blurred = _blur(lit, settings.blur_chance, generator)
    return _cover(blurred, settings, generator).clamp(0, 255)


def _wear_glasses(faces: Tensor, chance: float, generator: torch.Generator) -> Tensor:
    """Some faces behind two framed lenses over the eyes, from clear to opaque.

    Sizes and places are shares of the side, read off faces cut by the Haar cascade: the eyes lie
    about a third down, a fifth of the side left and right of the middle.
    """
    if chance <= 0:
        return faces
    count, side = len(faces), faces.shape[-1]
    half_width = 0.145 + _uniform(count, 0.035, generator)
    half_height = 0.105 + _uniform(count, 0.03, generator)
    apart = 0.19 + _uniform(count, 0.025, generator)
    height = 0.345 + _uniform(count, 0.045, generator)
    rim = 0.01 + 0.03 * torch.rand(count, generator=generator)
    passing = torch.rand(count, 1, 1, 1, generator=generator)
    rim_grey = 90 * torch.rand(count, 1, 1, 1, generator=generator)
    chosen = _chosen(count, chance, generator).view(-1, 1, 1, 1)
    place = (torch.arange(side) + 0.5) / side
    across = ((place - 0.5).abs() - apart[:, None]).abs() / half_width[:, None]
    down = (place - height[:, None]).abs() / half_height[:, None]
    # Rectangular lenses: 1 on the rim, the larger of the two distances inside and outside.
    reach = torch.maximum(across[:, None, None, :], down[:, None, :, None])
    thick = (rim / half_height).view(-1, 1, 1, 1)
    bridge = (down[:, None, :, None] < 0.25) & (across[:, None, None, :] > 1)
    bridge = bridge & ((place - 0.5).abs() < apart[:, None])[:, None, None, :]
    worn = torch.where(reach < 1, faces * passing, faces)
    worn = torch.where(((reach - 1).abs() < thick / 2) | bridge, rim_grey, worn)
    return torch.where(chosen, worn, faces)


def _uniform(count: int, reach: float, generator: torch.Generator) -> Tensor:
    """(N,) numbers between -reach and reach."""
    return (torch.rand(count, generator=generator) * 2 - 1) * reach


def _chosen(count: int, chance: float, generator: torch.Generator) -> Tensor:
    return torch.rand(count, generator=generator) < chance


def _move(faces: Tensor, settings: Augmentation, generator: torch.Generator) -> Tensor:
    """Roll, scale, shift and mirror by one sampling of the picture."""
    count = len(faces)
    angle = _uniform(count, math.radians(settings.roll_degrees), generator)
    scale = 1 + _uniform(count, settings.scale, generator)
    mirror = torch.ones(count)
    if settings.flip:
        mirror = torch.where(_chosen(count, 0.5, generator), -1.0, 1.0)
    # Sampling coordinates run from -1 to 1, so a shift of one side is 2.
    shift_x = _uniform(count, 2 * settings.shift, generator)
    shift_y = _uniform(count, 2 * settings.shift, generator)
    cosine, sine = torch.cos(angle) / scale, torch.sin(angle) / scale
    across = torch.stack([cosine * mirror, -sine, shift_x], dim=1)
    down = torch.stack([sine * mirror, cosine, shift_y], dim=1)
    grid = functional.affine_grid(
        torch.stack([across, down], dim=1), list(faces.shape), align_corners=False
    )
    return functional.grid_sample(faces, grid, padding_mode="border", align_corners=False)


def _light(faces: Tensor, settings: Augmentation, generator: torch.Generator) -> Tensor:
    count = len(faces)
    gain = (1 + _uniform(count, settings.contrast, generator)).view(-1, 1, 1, 1)
    offset = (255 * _uniform(count, settings.brightness, generator)).view(-1, 1, 1, 1)
    middle = faces.mean(dim=(1, 2, 3), keepdim=True)
    lit = ((faces - middle) * gain + middle + offset).clamp(0, 255)
    if settings.gamma > 0:
        power = torch.exp(_uniform(count, settings.gamma, generator)).view(-1, 1, 1, 1)
        lit = 255 * (lit / 255) ** power
    return lit


def _blur(faces: Tensor, chance: float, generator: torch.Generator) -> Tensor:
    """Some faces at a half to three quarters of their resolution, as from a far or cheap camera."""
    if chance <= 0:
        return faces
    chosen = _chosen(len(faces), chance, generator)
    if not chosen.any():
        return faces
    side = faces.shape[-1]
    small_side = int(side * (0.5 + 0.25 * torch.rand(1, generator=generator).item()))
    small = functional.interpolate(
        faces[chosen], size=(small_side, small_side), mode="bilinear", antialias=True
    )
    blurred = faces.clone()
    blurred[chosen] = functional.interpolate(small, size=(side, side), mode="bilinear")
    return blurred


def _cover(faces: Tensor, settings: Augmentation, generator: torch.Generator) -> Tensor:
    """Cutout (DeVries and Taylor 2017, arXiv:1708.04552) with a random grey."""
    if settings.cutout_chance <= 0:
        return faces
    count, side = len(faces), faces.shape[-1]
    chosen = _chosen(count, settings.cutout_chance, generator)
    half = side * settings.cutout_share * torch.rand(count, 2, generator=generator) / 2
    centre = side * torch.rand(count, 2, generator=generator)
    pixel = torch.arange(side)
    hidden_rows = (pixel - centre[:, :1]).abs() < half[:, :1]
    hidden_columns = (pixel - centre[:, 1:]).abs() < half[:, 1:]
    hidden = hidden_rows[:, :, None] & hidden_columns[:, None, :] & chosen[:, None, None]
    grey = 255 * torch.rand(count, 1, 1, 1, generator=generator)
    return torch.where(hidden[:, None], grey, faces)
