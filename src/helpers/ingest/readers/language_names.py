"""Names of languages as databases print them, as ISO 639-1 codes."""

from __future__ import annotations

import re

from helpers.ingest.months import plain

NAMES = {
    "ar": "arabic arabe arabisch arabo arabisch árabe арабский",
    "bg": "bulgarian bulgare bulgarisch",
    "cs": "czech tchèque tschechisch checo ceco tsjechisch",
    "da": "danish danois dänisch danés danese deens",
    "de": "german allemand deutsch alemán alemão tedesco duits немецкий ドイツ語",
    "el": "greek grec griechisch griego greco grieks",
    "en": "english anglais englisch inglés inglês inglese engels английский 英語",
    "es": "spanish espagnol spanisch español espanhol spagnolo spaans испанский スペイン語",
    "fa": "persian farsi persan persisch",
    "fi": "finnish finnois finnisch finlandés fins",
    "fr": "french français französisch francés francês francese frans французский フランス語",
    "he": "hebrew hébreu hebräisch hebreo ebraico",
    "hu": "hungarian hongrois ungarisch húngaro ungherese hongaars",
    "id": "indonesian indonésien indonesisch indonesio bahasa",
    "it": "italian italien italienisch italiano italiaans итальянский イタリア語",
    "ja": "japanese japonais japanisch japonés japonês giapponese japans японский 日本語",
    "ko": "korean coréen koreanisch coreano koreaans корейский 韓国語",
    "nl": "dutch néerlandais niederländisch neerlandés holandês olandese nederlands",
    "no": "norwegian norvégien norwegisch noruego norvegese noors",
    "pl": "polish polonais polnisch polaco polacco pools польский",
    "pt": "portuguese portugais portugiesisch portugués português portoghese portugees португальский",
    "ro": "romanian roumain rumänisch rumano rumeno roemeens",
    "ru": "russian russe russisch ruso russo русский ロシア語",
    "sv": "swedish suédois schwedisch sueco svedese zweeds",
    "tr": "turkish turc türkisch turco turks турецкий",
    "uk": "ukrainian ukrainien ukrainisch ucraniano ucraino oekraïens украинский",
    "zh": "chinese chinois chinesisch chino chinês cinese chinees китайский 中国語",
}
CODES = {plain(name): code for code, names in NAMES.items() for name in names.split()}


def language_code(name: str | None) -> str | None:
    """``de`` for *Deutsch*, *GERMAN* or *de*; a name that is not known stays as it is written."""
    first = re.split(r"[;,(/]", name or "")[0].strip()
    if re.fullmatch(r"[A-Za-z]{2}", first):
        return first.lower()
    return CODES.get(plain(first), first or None)
