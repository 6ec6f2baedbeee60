"""Words that turn a sentence into its opposite, per language; a fuzzy match must not gain or lose one."""

_WORDS = {
    "bg": "не няма без никога никой никакъв нито",
    "cs": "ne není nejsou nikdy nikdo žádný žádná žádné bez ani",
    "da": "ikke ingen intet aldrig uden hverken",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals ohne weder",
    "el": "δεν μη μην όχι ποτέ κανένας καμία κανένα χωρίς ούτε",
    "en": "not no never none nobody neither nor without cannot isn't aren't wasn't doesn't don't didn't hasn't",
    "es": "no nunca ningún ninguno ninguna sin jamás tampoco ni",
    "et": "ei mitte pole ega ilma kunagi",
    "fi": "ei en et emme ette eivät ilman eikä koskaan älä",
    "fr": "ne n pas non jamais sans aucun aucune ni nul nulle",
    "ga": "ní níl níor nach nár gan ná",
    "hr": "ne nije nisu nema nikada nitko nijedan bez niti",
    "hu": "nem nincs nincsenek soha sem se nélkül senki semmi sincs",
    "is": "ekki enginn engin ekkert aldrei án hvorki",
    "it": "non no mai nessun nessuno nessuna senza né",
    "lt": "ne nėra niekada niekas be nei joks jokia",
    "lv": "ne nav nekad neviens nekāds bez ne",
    "mt": "mhux mhijiex m'hux ma xejn ebda mingħajr qatt lanqas",
    "nl": "niet geen nooit niemand zonder noch",
    "no": "ikke ingen intet aldri uten verken",
    "pl": "nie nigdy nikt żaden żadna żadne bez ani",
    "pt": "não nunca nenhum nenhuma sem nem jamais",
    "ro": "nu niciodată niciun nicio fără nici",
    "sk": "nie nie je niesú nikdy nikto žiadny žiadna žiadne bez ani",
    "sl": "ne ni niso nikoli nihče noben nobena brez niti",
    "sv": "inte ej ingen inget inga aldrig utan varken",
}

NEGATIONS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
