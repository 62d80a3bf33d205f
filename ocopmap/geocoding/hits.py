"""Where in a text the names of units stand, and how well each agrees with the words around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from ocopmap.geocoding.names import Name, NameTable
from ocopmap.geocoding.rules import AddressRules, Level, Meaning, Minor
from ocopmap.geocoding.text import Word, words_of

_WEIGHT: Final = {Level.COMMUNE: 3.0, Level.DISTRICT: 2.0, Level.PROVINCE: 1.0}
_KIND_AGREES: Final = 0.5
_LEVEL_AGREES: Final = -0.1
_OTHER_KIND_OF_DISTRICT: Final = -0.5
_TOWNS: Final = frozenset({"city", "town"})
"""Towns became cities without another change: thị xã Hồng Ngự is thành phố Hồng Ngự, not huyện Hồng Ngự."""

_BARE_BEHIND_WORDS: Final = -0.2
_BARE_BEHIND_MISSPELT_KIND: Final = -0.6
_BARE_INSIDE_PART: Final = {Level.COMMUNE: -3.0, Level.DISTRICT: -0.5, Level.PROVINCE: -0.5}
_SHORT: Final = -0.2
_ACCENT_DIFFERS: Final = -0.4
_ACCENT_MISSING: Final = -0.1
_PER_ERROR: Final = -0.7
_LETTERS_FOR_ONE: Final = 4
_LETTERS_FOR_TWO: Final = 9
"""Letters that a name must have for one or two errors in it to be forgiven."""

_ACCENTS_OF_ANOTHER_NAME: Final = 2
_LONGEST_FUZZY: Final = 4
_POSTAL_DIGITS: Final = 5
_LONGEST_PART: Final = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that announce a name: their meaning and the index of the first of them."""

    meaning: Meaning
    start: int


@dataclass(frozen=True, slots=True)
class Text:
    """An address cut into words; ``before[i]`` is the mark ahead of word i, ``after[i]`` the one from i on."""

    original: str
    words: list[Word]
    before: list[Mark | None]
    after: list[tuple[Meaning, int] | None]
    announcing: frozenset[int]
    minor: frozenset[int]
    fillers: frozenset[int]
    accented: bool
    punctuated: bool
    repaired: bool

    @property
    def last(self) -> int:
        """Index behind the last word that says something."""
        end = len(self.words)
        while end and end - 1 in self.fillers:
            end -= 1
        return end


@dataclass(slots=True, eq=False)
class Hit:
    """A name of a unit at words ``start`` to ``end`` (exclusive); ``head`` and ``tail`` take in its kind word."""

    name: Name
    start: int
    end: int
    head: int
    tail: int
    errors: int
    kind_agrees: bool
    accents: float
    score: float


def read_text(text: str, rules: AddressRules) -> Text:
    """Cut an address (NFC) into words and find the words that announce names."""
    return announced(text, words_of(text), rules)


def announced(text: str, words: list[Word], rules: AddressRules, *, repaired: bool = False) -> Text:
    """Find the words that announce names; ``repaired`` tells that the words are not cut as they were written."""
    before: list[Mark | None] = [None] * (len(words) + 1)
    after: list[tuple[Meaning, int] | None] = [None] * (len(words) + 1)
    for index, word in enumerate(words):
        meaning, length = rules.meaning_at(words, index)
        following = index + length
        if meaning and before[following] is None and not (following < len(words) and words[following].after_break):
            before[following] = Mark(meaning, index)
        behind = rules.after.get(word.folded)
        if behind and index and not word.after_break:
            after[index] = behind, index + 1
    accented = any(word.accented != word.folded for word in words)
    punctuated = any(word.after_break for word in words)
    announcing = frozenset(i for end, mark in enumerate(before) if mark for i in range(mark.start, end))
    minor = frozenset(mark.start for mark in before if mark and not mark.meaning.levels)
    fillers = _fillers(words, before)
    return Text(text, words, before, after, announcing, minor, fillers, accented, punctuated, repaired)


def _fillers(words: list[Word], before: list[Mark | None]) -> frozenset[int]:
    """Return indexes of words that say nothing of a place: filler words of the rules, postal codes."""
    found = {i for i, word in enumerate(words) if len(word.folded) >= _POSTAL_DIGITS and word.folded.isdigit()}
    for end, mark in enumerate(before):
        if mark and mark.meaning.minor is Minor.FILLER:
            found.update(range(mark.start, end))
    return frozenset(found)


def exact_hits(text: Text, table: NameTable) -> list[Hit]:
    """Find every name of a table that stands in the text letter for letter (accents and case aside)."""
    hits: list[Hit] = []
    words, count, longest, found = text.words, len(text.words), table.longest, table.by_key.get
    for start in range(count):
        key = ""
        for end in range(start, min(start + longest, count)):
            word = words[end]
            if end > start and word.after_break:
                break
            key += word.folded
            if names := found(key):
                hits += _made(text, names.bare, start, end + 1)
                if start not in text.announcing:
                    hits += _made(text, names.full, start, end + 1, with_kind=True)
    return [hit for hit in hits if not any(_yields(hit, other, hits) for other in hits)]


def _yields(hit: Hit, other: Hit, hits: list[Hit]) -> bool:
    """A name yields to a longer one around it, and a bare commune to the district it is called as.

    Gò Công is not meant in Gò Công Đông, nor Phú Đông in Tân Phú Đông. ``Sa Đéc, tỉnh Đồng Tháp`` says the
    town, perhaps not the ward, but ``Cái Bè, Cái Bè`` says both.
    """
    if hit is other or hit.start < other.start or hit.end > other.end:
        return False
    if hit.start > other.start:
        return hit.head == hit.start and hit.name.level is not Level.PROVINCE
    if hit.name.level is other.name.level:
        return other.end > hit.end and other.score >= hit.score - 0.3
    if other.name.level is not Level.DISTRICT or hit.head < hit.start or hit.tail > hit.end:
        return False
    twice = any(later.name.level is Level.DISTRICT and later.start >= hit.end for later in hits)
    return not twice and (hit.name.words == other.name.words or hit.accents < other.accents)


def fuzzy_hits(text: Text, table: NameTable, taken: set[int]) -> list[Hit]:
    """Find names that the words not taken resemble, typing errors forgiven: alone, or a whole part with its kind."""
    hits: list[Hit] = []
    stretches = set(_free_stretches(text, taken))
    for start, end in stretches:
        for name, errors in table.resembling(_key(text, start, end), table.bare_keys):
            if _is_likely(text, name, start, end):
                hits += _made(text, (name,), start, end, errors=errors)
    for start, end in {*_free_parts(text, taken), *_with_kinds(text, stretches)}:
        for name, errors in table.resembling(_key(text, start, end), table.full_keys):
            if _is_likely(text, name, _without_kind(text, name, start, end), end):
                hits += _made(text, (name,), start, end, errors=errors, with_kind=True)
    return hits


def name_start(text: Text, hit: Hit) -> int:
    """Return where the name itself begins in a hit that may take in its kind word."""
    return (
        _without_kind(text, hit.name, hit.start, hit.end)
        if hit.errors
        else max(hit.start, hit.end - len(hit.name.words))
    )


def _without_kind(text: Text, name: Name, start: int, end: int) -> int:
    """Return where in a stretch the name itself begins: there it resembles its key best."""
    middle = end - (len(name.words) or 2)
    near = range(max(start, middle - 1), min(end, middle + 2))
    return min(near or range(start, end), key=lambda first: OSA.distance(_key(text, first, end), name.key))


def _is_likely(text: Text, name: Name, start: int, end: int) -> bool:
    """Tell whether typing errors explain the difference: few for the name's length, the accents otherwise kept.

    Tân Sỏi is one letter from Tân Hội, but no slip changes the letter and the accents of its neighbour alike.
    """
    errors = OSA.distance(_key(text, start, end), name.key)
    if errors > (len(name.key) >= _LETTERS_FOR_ONE) + (len(name.key) >= _LETTERS_FOR_TWO):
        return False
    return _accents_lost(text, name, start, end) < _ACCENTS_OF_ANOTHER_NAME


def _accents_lost(text: Text, name: Name, start: int, end: int) -> int:
    """Count the differences in accents of a misspelt name, beyond those of its letters."""
    written = "".join(word.accented for word in text.words[start:end])
    letters = _key(text, start, end)
    if not name.words or written == letters:
        return 0
    return int(max(0, OSA.distance(written, "".join(name.words)) - OSA.distance(letters, name.key)))


def _key(text: Text, start: int, end: int) -> str:
    return "".join(word.folded for word in text.words[start:end])


def _free_parts(text: Text, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield short parts between commas of which some word is not taken: the kind itself may be misspelt."""
    start = 0
    for index in range(1, len(text.words) + 1):
        if index == len(text.words) or text.words[index].after_break:
            short = start + 1 < index <= start + _LONGEST_PART
            if short and not taken.issuperset(range(start, index)) and start not in text.minor:
                yield start, index
            start = index


def _with_kinds(text: Text, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield stretches behind a kind word together with it: a short name alone leaves no room for an error."""
    for start, end in stretches:
        mark = text.before[start]
        if mark and mark.meaning.levels:
            yield mark.start, end


def _free_stretches(text: Text, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield stretches of untaken words that may hold a misspelt name; words that announce are left out."""
    start = 0
    for index in range(len(text.words) + 1):
        ends = index == len(text.words) or index in taken or index in text.announcing
        if ends or text.words[index].after_break:
            yield from _stretches(text, start, index)
            start = index + 1 if ends else index


def _stretches(text: Text, start: int, end: int) -> Iterator[tuple[int, int]]:
    mark = text.before[start] if start < end else None
    lengths = range(1, min(_LONGEST_FUZZY, end - start) + 1)
    if not mark or not mark.meaning.levels:
        minor = mark is not None and mark.meaning.minor is not Minor.FILLER
        yield from ((end - length, end) for length in lengths if not minor or end - length > start)
    if not mark or mark.meaning.levels:
        yield from ((start, start + length) for length in lengths)


def _made(
    text: Text, names: Iterable[Name], start: int, end: int, *, errors: int = 0, with_kind: bool = False
) -> Iterator[Hit]:
    for name in names:
        head, tail, agreement = (start, end, _KIND_AGREES) if with_kind else _agreement(text, name, start, end)
        if agreement is None or (agreement < _KIND_AGREES and _is_number(text, start, end)):
            continue
        score = _WEIGHT[name.level] + agreement + errors * _PER_ERROR + (_SHORT if name.short or name.alias else 0)
        accents = _accent_score(text, name, start, end, errors)
        yield Hit(name, start, end, head, tail, errors, agreement == _KIND_AGREES, accents, score + accents)


def _is_number(text: Text, start: int, end: int) -> bool:
    return end - start == 1 and text.words[start].folded.isdigit()


def _agreement(text: Text, name: Name, start: int, end: int) -> tuple[int, int, float | None]:
    """Return the stretch with its kind word and how well the kind agrees; None if another thing is announced."""
    mark, behind = text.before[start], text.after[end]
    if mark and mark.meaning.minor is not Minor.FILLER:
        return mark.start, end, _kind_score(mark.meaning, name)
    if behind:
        return start, behind[1], _kind_score(behind[0], name)
    return start, end, _bare_score(text, name, start)


def _bare_score(text: Text, name: Name, start: int) -> float:
    """A bare name is a unit's when a part begins with it; inside a part (``Làng hoa Sa Đéc``) it rarely is."""
    if start == 0 or text.words[start].after_break or text.before[start]:
        return 0.0
    if not text.punctuated:
        return _BARE_BEHIND_WORDS
    if start == 1 or text.words[start - 1].after_break:
        return _BARE_BEHIND_MISSPELT_KIND
    return _BARE_INSIDE_PART[name.level]


def _kind_score(meaning: Meaning, name: Name) -> float | None:
    if name.kind in meaning.kinds:
        return _KIND_AGREES
    if name.level is Level.DISTRICT and Level.DISTRICT in meaning.levels:
        return _LEVEL_AGREES if name.kind in _TOWNS and meaning.kinds & _TOWNS else _OTHER_KIND_OF_DISTRICT
    return _LEVEL_AGREES if name.level in meaning.levels else None


def _accent_score(text: Text, name: Name, start: int, end: int, errors: int) -> float:
    """Weigh accents that differ; unaccented words in an accented text count little, in any other nothing."""
    if not text.accented or not name.words:
        return 0.0
    if errors:
        first = _without_kind(text, name, start, end)
        return _ACCENT_DIFFERS * min(1, _accents_lost(text, name, first, end))
    if len(name.words) != end - start:
        return 0.0
    score = 0.0
    for word, wanted in zip(text.words[start:end], name.words, strict=True):
        if word.accented != wanted:
            score += _ACCENT_MISSING if word.accented == word.folded else _ACCENT_DIFFERS
    return score
