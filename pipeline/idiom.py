"""Which human language a leaflet is in: English is what the rules read, anything else is refused by name."""

from functools import cache
from typing import Any

from pipeline.errors import LanguageError

_MIN_LETTERS = 300
"""Shorter texts (a composition line, one dose) give a language guesser too little; they pass."""
_ENGLISH = frozenset("the of and to you your with for is are this not be if".split())
_ENOUGH = 0.08
"""English leaflets have at least one of these words in eight; a foreign one next to none. Measured on EU leaflets."""
_NAMES = {
    "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish", "et": "Estonian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "hr": "Croatian", "hu": "Hungarian", "is": "Icelandic",
    "it": "Italian", "lt": "Lithuanian", "lv": "Latvian", "mt": "Maltese", "nl": "Dutch", "no": "Norwegian",
    "nb": "Norwegian", "nn": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "ar": "Arabic",
    "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "hi": "Hindi", "he": "Hebrew",
}  # fmt: skip


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def require_english(text: str) -> None:
    """Raise LanguageError, naming the language, where `text` is long enough to tell and is not English."""
    sample = _sample(text)
    # In the middle of a label there may stand a long table of numbers: then the whole of it is looked at.
    if _has_english(sample) or sum(map(str.isalpha, sample)) < _MIN_LETTERS or _has_english(text):
        return
    code, certainty = _identifier().classify(sample)
    if code != "en" and certainty > 0.9 and code in _NAMES:
        raise LanguageError(f"looks like {_NAMES[code]}; English is what the rules read")


def _has_english(text: str) -> bool:
    words = text.lower().split()
    return sum(word in _ENGLISH for word in words) >= _ENOUGH * len(words)


def _sample(text: str) -> str:
    """A stretch from the text's middle, where names, addresses and headings are rare."""
    middle = len(text) // 2
    return text if len(text) <= 2000 else text[middle - 1000 : middle + 1000]
