"""Every choice of a training run, in one commented place, with the recipes that are shipped."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from tui_player.vision.faces.crop import CropSpec


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far a face is moved, lit and hidden at random; every range is symmetric."""

    flip: bool = True
    # Degrees of head roll, share of size, share of the side.
    roll_degrees: float = 10.0
    scale: float = 0.10
    shift: float = 0.08
    # Share of contrast, grey levels over 255 of brightness, exponent range of gamma.
    contrast: float = 0.2
    brightness: float = 0.1
    gamma: float = 0.0
    # Chance of a blurred face and of a covered rectangle, and that rectangle's largest side.
    blur_chance: float = 0.0
    cutout_chance: float = 0.0
    cutout_share: float = 0.4
    # Chance of glasses, from clear to opaque, drawn over the eyes.
    glasses_chance: float = 0.0
    # Beta parameter of mixup (Zhang et al. 2018, arXiv:1710.09412); 0 turns it off.
    mixup: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """One training run: the same recipe, data and seed give the same network on one machine."""

    network: Literal["published_baseline", "residual", "recognition"] = "residual"
    # Output heads, each a label set, and their weight in the loss.
    heads: tuple[str, ...] = ("ferplus8", "fer2013")
    head_weights: tuple[float, ...] = (1.0, 1.0)
    # Width of each stage of the residual network and its residual blocks.
    widths: tuple[int, ...] = (24, 64, 128, 256)
    blocks: tuple[int, ...] = (0, 1, 2, 1)
    dropout: float = 0.3
    # Side that faces are enlarged to inside a recognition network.
    enlarged_px: int = 128

    epochs: int = 40
    batch_size: int = 128
    # SGD with Nesterov momentum under one cycle: linear warm-up, then a half cosine down to zero.
    peak_rate: float = 0.1
    warm_up: float = 0.15
    momentum: float = 0.9
    weight_decay: float = 5e-4
    # Decay of the running mean of the weights, the network that is evaluated and exported.
    averaging: float = 0.999

    # A class with fewer of the ten votes is one tagger's slip and no part of the target.
    fewest_votes: int = 1
    label_smoothing: float = 0.0
    # Logit adjustment (Menon et al. 2021, arXiv:2007.07314): the loss sees the logits plus this
    # power of the class prior, so that the bare logits lean to the rare classes.
    prior_power: float = 0.0
    # A face is drawn the more often the rarer its classes are: by this power of one over their
    # share. Leans the logits as `prior_power` does, but lets the rare classes be learned better.
    balance: float = 0.0
    # Weight of the teachers' mean answer against the labels, and the temperature it is read at.
    distillation: float = 0.0
    distillation_temperature: float = 2.0
    # The run folders the teachers come from.
    teachers: tuple[str, ...] = ()
    # The run folder whose finished network this one begins with; empty: begins at random.
    begins_with: str = ""

    crop: CropSpec = field(default_factory=CropSpec)
    augmentation: Augmentation = field(default_factory=Augmentation)
    seed: int = 1
    # bfloat16 products with float32 weights: twice as fast on processors with AVX512-BF16 or AMX.
    bfloat16: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Plain values for a settings file beside the run."""
        return asdict(self)


# Under the changes of the recipe `strong` a network stays far from its training faces (84 % of them
# right, 83 % of new ones), so the others are trained under milder ones.
_MILD = Augmentation(
    roll_degrees=12.0,
    scale=0.12,
    shift=0.08,
    contrast=0.25,
    brightness=0.12,
    gamma=0.25,
    blur_chance=0.1,
    cutout_chance=0.2,
    cutout_share=0.4,
    glasses_chance=0.1,
)

_WIDE = Recipe(
    widths=(32, 64, 128, 256),
    blocks=(0, 1, 2, 2),
    dropout=0.2,
    epochs=38,
    fewest_votes=2,
    label_smoothing=0.02,
    prior_power=0.3,
    crop=CropSpec(mean=0.0, std=1.0, contrast="per_face"),
    augmentation=_MILD,
)

RECIPES: dict[str, Recipe] = {
    "baseline": Recipe(
        network="published_baseline",
        heads=("ferplus7",),
        head_weights=(1.0,),
        epochs=16,
        peak_rate=0.02,
        weight_decay=1e-4,
    ),
    # Strong changes, a small network: stays far from its training faces, as told above.
    "strong": Recipe(
        widths=(24, 48, 96, 176),
        blocks=(0, 1, 2, 1),
        dropout=0.2,
        epochs=50,
        fewest_votes=2,
        label_smoothing=0.05,
        prior_power=0.3,
        crop=CropSpec(mean=0.0, std=1.0, contrast="per_face"),
        augmentation=Augmentation(
            roll_degrees=15.0,
            scale=0.15,
            shift=0.10,
            contrast=0.3,
            brightness=0.15,
            gamma=0.3,
            blur_chance=0.1,
            cutout_chance=0.3,
            cutout_share=0.5,
            mixup=0.2,
        ),
    ),
    # The shipped network is `restarted`, which begins with this one.
    "wide": _WIDE,
    # A second cycle for a finished `wide` network (a warm restart, Loshchilov and Hutter 2017,
    # arXiv:1608.03983), with rare expressions drawn more often and finished runs as teachers.
    "restarted": replace(
        _WIDE, epochs=44, peak_rate=0.05, warm_up=0.1, prior_power=0.0, balance=0.35
    ),
    # Begins with the features of dlib's face recognition network, learned on three million faces;
    # a rate as high as the others' makes it forget them.
    "recognition": replace(
        _WIDE,
        network="recognition",
        blocks=(3, 4, 3, 2),
        epochs=44,
        peak_rate=0.006,
        warm_up=0.1,
        prior_power=0.0,
        balance=0.35,
    ),
    # The smaller network again, with milder changes, and rare expressions drawn more often.
    "balanced": replace(
        _WIDE,
        widths=(24, 48, 96, 176),
        blocks=(0, 1, 2, 1),
        dropout=0.1,
        epochs=32,
        prior_power=0.0,
        balance=0.35,
    ),
}


def recipe_from(fields: dict[str, Any]) -> Recipe:
    """The recipe of a settings file, the reverse of `as_dict`; what it lacks has its default."""
    plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
    plain["crop"] = CropSpec(**fields["crop"])
    plain["augmentation"] = Augmentation(**fields["augmentation"])
    return Recipe(**plain)
