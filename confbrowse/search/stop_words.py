"""Common words, such as ``how`` and ``the``: they rank results but are not required.

English is always assumed. Another language counts where the library has talks in it, which shows in
words that nearly every text of the language contains and no other language has.
"""

from collections.abc import Callable, Mapping

_ENGLISH = """
    a about am an and any are as at be because been being between both but by can could did do does
    doing done during each every for from had has have having he her here him his how i if in into is
    it its me might must my of on or our shall she should so some such than that the their them then
    there these they this those through to us using via was we were what whats when where whether
    which while who whom whose why will with within without would you your
"""
_GERMAN = """
    aber als am an auch auf aus bei beim bin bis da das dass dem den denn der des die diese dieser
    dieses doch du durch ein eine einem einen einer eines er es fur gegen hat haben hier ich ihr im in
    ins ist ja kann kein keine man mein mit nach nicht noch nun nur ob oder ohne sein sich sie sind so
    uber um und uns unser unter vom von vor wann war warum was welche wenn wer werden wie wir wird wo zu
    zum zur
"""
_FRENCH = """
    au aux avec ce ces cette chez comment dans de des du elle elles en est et il ils je la le les leur
    leurs lui ma mais mes mon ne nos notre nous on ou par pas pour pourquoi qu quand que quel quelle
    qui quoi sa sans se ses si son sont sur ta te tu un une vos votre vous
"""
_SPANISH = """
    al como con cual cuando de del donde el ella ellos en entre era es esta este esto la las le les lo
    los mas mi muy nos o para pero por porque que quien se sin sobre son su sus te tu un una unas unos
    y yo
"""
_LANGUAGES: Mapping[tuple[str, ...], frozenset[str]] = {
    (): frozenset(_ENGLISH.split()),
    ("und", "nicht", "wird"): frozenset(_GERMAN.split()),
    ("les", "dans", "pour"): frozenset(_FRENCH.split()),
    ("los", "para", "una"): frozenset(_SPANISH.split()),
}
"""The common words of each language, folded, by words that show its presence."""


def stop_words(is_frequent: Callable[[str], bool]) -> frozenset[str]:
    """Return the common words of every language of a library.

    *is_frequent* says of a word whether a noticeable share of the talks contains it.
    """
    return frozenset().union(
        *(words for signs, words in _LANGUAGES.items() if all(map(is_frequent, signs)))
    )
