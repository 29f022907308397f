"""Which key of the US layout is where another layout has a character, so that keys act by place."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

# The rows of a keyboard from the left of the digits to the right of `m`, as each layout fills
# them, plain and with shift; `¤` is a key without a character of its own. They are those of XKB
# (xkeyboard-config 2.35), the default of each country.
_US = (
    "`1234567890-= qwertyuiop[]\\ asdfghjkl;' zxcvbnm,./",
    '~!@#$%^&*()_+ QWERTYUIOP{}| ASDFGHJKL:" ZXCVBNM<>?',
)


class Layout(NamedTuple):
    """The characters of a layout; `languages` are those whose countries use it, as in LANG."""

    languages: tuple[str, ...]
    plain: str
    shifted: str

    def places(self) -> Iterator[tuple[str, str]]:
        """Its characters, each with the one that the US layout has there."""
        for own, us in zip((self.plain, self.shifted), _US, strict=True):
            yield from ((a, b) for a, b in zip(own, us, strict=True) if a not in " ¤")


# What several have in different places is where the first of them has it, unless the person's own
# language is that of another one.
LAYOUTS = (
    Layout(
        ("ru", "tt", "ky", "tg", "mn", "ba", "cv"),
        "ё1234567890-= йцукенгшщзхъ\\ фывапролджэ ячсмитьбю.",
        'Ё!"№;%:?*()_+ ЙЦУКЕНГШЩЗХЪ/ ФЫВАПРОЛДЖЭ ЯЧСМИТЬБЮ,',
    ),
    Layout(
        ("uk",),
        "'1234567890-= йцукенгшщзхїґ фівапролджє ячсмитьбю.",
        'ʼ!"№;%:?*()_+ ЙЦУКЕНГШЩЗХЇҐ ФІВАПРОЛДЖЄ ЯЧСМИТЬБЮ,',
    ),
    Layout(
        ("be",),
        "ё1234567890-= йцукенгшўзх'\\ фывапролджэ ячсмітьбю.",
        'Ё!"№;%:?*()_+ ЙЦУКЕНГШЎЗХ¤/ ФЫВАПРОЛДЖЭ ЯЧСМІТЬБЮ,',
    ),
    Layout(
        ("kk",),
        "¤¤әіңғ¤¤үұқөһ йцукенгшщзхъ\\ фывапролджэ ячсмитьбю№",
        "¤¤ӘІҢҒ¤¤ҮҰҚӨҺ ЙЦУКЕНГШЩЗХЪ/ ФЫВАПРОЛДЖЭ ЯЧСМИТЬБЮ?",
    ),
    Layout(
        ("el",),
        "`1234567890-= ;ςερτυθιοπ[]\\ ασδφγηξκλ¤' ζχψωβνμ,./",
        '~!@#$%^&*()_+ :ΣΕΡΤΥΘΙΟΠ{}| ΑΣΔΦΓΗΞΚΛ¤" ΖΧΨΩΒΝΜ<>?',
    ),
    Layout(
        ("he", "iw", "yi"),
        ";1234567890-= /'קראטוןםפ][\\ שדגכעיחלךף, זסבהנמצתץ.",
        '~!@#$%^&*()_+ QWERTYUIOP}{| ASDFGHJKL:" ZXCVBNM><?',
    ),
    Layout(
        ("ar",),
        "ذ1234567890-= ضصثقفغعهخحجد\\ شسيبلاتنمكط ئءؤرﻻىةوزظ",
        "\u0651!@#$%^&*()_+ \u064e\u064b\u064f\u064cﻹإ`÷×؛<>¤"
        " \u0650\u064d][ﻷأـ،/:\" ~\u0652}{ﻵآ',.؟",
    ),
    Layout(
        ("fa",),
        "¤۱۲۳۴۵۶۷۸۹۰-= ضصثقفغعهخحجچ\\ شسیبلاتنمکگ ظطزرذدپو./",
        "÷!٬٫﷼٪×،*()ـ+ \u0652\u064c\u064d\u064b\u064f\u0650\u064e\u0651][}{|"
        " ؤئيإأآة»«:؛ كٓژٰ¤\u0654ء><؟",
    ),
    Layout(
        ("hy",),
        "՝ֆձ֊,։՞․՛)օէղ ճփբսմուկըթծց» ջվգեանիտհպր ժդչյզլքխշռ",
        "՜ՖՁ—$…%և՚(ՕԷՂ ՃՓԲՍՄՈՒԿԸԹԾՑ« ՋՎԳԵԱՆԻՏՀՊՐ ԺԴՉՅԶԼՔԽՇՌ",
    ),
    Layout(
        ("ka",),
        "„1234567890-= ქწერტყუიოპ[]\\ ასდფგჰჯკლ;' ზხცვბნმ,./",
        '“!@#$%^&*()_+ QჭEღთYUIOP{}| AშDFGHჟKL:" ძXჩVBNM<>?',
    ),
    Layout(
        ("th",),
        "_ๅ/-ภถุึคตจขช ๆไำพะัีรนยบลฃ ฟหกดเ้่าสวง ผปแอิืทมใฝ",
        '%+๑๒๓๔ู฿๕๖๗๘๙ ๐"ฎฑธํ๊ณฯญฐ,ฅ ฤฆฏโฌ็๋ษศซ. ()ฉฮฺ์?ฒฬฦ',
    ),
    Layout(
        ("hi", "mr", "ne", "sa"),
        "ॊ१२३४५६७८९०-ृ ौैाीूबहगदजड¤ॉ ोे्िुपरकतचट ॆंमनवलस,.य",
        "ऒऍॅ#$%^&*()ःऋ औऐआईऊभङघधझढञऑ ओएअइउफऱखथछठ ऎँणऩऴळशष।¤",
    ),
    Layout(
        ("sr", "cnr"),
        "`1234567890'+ љњертзуиопшђж асдфгхјклчћ ¤џцвбнм,.-",
        '~!"#$%&/()=?* ЉЊЕРТЗУИОПШЂЖ АСДФГХЈКЛЧЋ ¤ЏЦВБНМ;:_',
    ),
    Layout(
        ("mk",),
        "¤1234567890-= љњертѕуиопшѓж асдфгхјклчќ зџцвбнм,./",
        "~!„“$%^&*()_+ ЉЊЕРТЅУИОПШЃЖ АСДФГХЈКЛЧЌ ЗЏЦВБНМ;:?",
    ),
    Layout(
        ("bg",),
        "(1234567890-. ,уеишщксдзц;„ ьяаожгтнвмч юйъэфхпрлб",
        ')!?+"%=:/–№$€ ыУЕИШЩКСДЗЦ§“ ѝЯАОЖГТНВМЧ ЮЙЪЭФХПРЛБ',
    ),
)


class KeyPlaces:
    """Knows the layout of the last letter that was typed, by which signs are looked up, too.

    `language` is the person's own, as LANG begins.
    """

    def __init__(self, language: str = "") -> None:
        self._layouts = sorted(LAYOUTS, key=lambda layout: language not in layout.languages)
        self._in_use: Mapping[str, str] | None = None

    def note(self, character: str) -> None:
        """A person typed this, whatever for."""
        if "a" <= character <= "z":
            self._in_use = None
        elif not character.isascii() and (layout := self._layout_with(character)) is not None:
            self._in_use = layout

    def us_key(self, character: str) -> str:
        """What the US layout has where the person's has this character; empty if none is known.

        A digit of any script is that digit.
        """
        if (digit := unicodedata.decimal(character, None)) is not None:
            return "" if character.isascii() else str(digit)
        places = self._in_use if character.isascii() else self._layout_with(character)
        us = (places or {}).get(character, "")
        return "" if us == character else us

    def _layout_with(self, character: str) -> Mapping[str, str] | None:
        if self._in_use is not None and character in self._in_use:
            return self._in_use
        for layout in self._layouts:
            if character in (places := dict(layout.places())):
                return places
        return None


def language_of(environ: Mapping[str, str]) -> str:
    """The language of the locale, such as `uk`; empty if none is set."""
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return locale.partition(".")[0].partition("_")[0].lower()
