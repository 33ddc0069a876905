"""Facts about a talk, such as its language, as readers put them among its keywords."""

from collections.abc import Iterator

from confbrowse.model import Talk, facts

_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian",
    "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "ta": "Tamil", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""By their codes in ISO 639-1."""


def language_name(code: str) -> str:
    """Return the English name of the language with *code*, which may name a region; else *code* itself.

    ``pt-BR`` and ``de_formal`` are Portuguese and German.
    """
    return _LANGUAGES.get(code.lower().replace("_", "-").partition("-")[0], code)


def fact_lines(talk: Talk) -> Iterator[str]:
    """Yield each fact about *talk* for readers: ``Language: English``."""
    for name, value in facts(talk.keywords):
        yield f"{name.capitalize()}: {language_name(value) if name == 'language' else value}"
