"""Which product a row means, and what its recognitions become."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ocopmap.catalogue.recognition import RecognitionEvent
from ocopmap.ingest.recognitions import decided
from ocopmap.ingest.registers.entries import Entry, Round
from ocopmap.ingest.registers.existing import KnownProduct, KnownRecognition
from ocopmap.ingest.registers.likeness import accents_disagree, nearly_same
from ocopmap.ingest.registers.sheet import fold_once
from ocopmap.ingest.registers.slugs import Slugs, slug_of


@dataclass
class Products:
    """Every product by code and by producer; grows as an import adds new ones."""

    slugs: Slugs
    by_code: dict[str, KnownProduct] = field(default_factory=dict)
    by_producer: dict[str | None, list[KnownProduct]] = field(default_factory=dict)

    def add(self, known: Iterable[KnownProduct]) -> None:
        """Let these be found."""
        for one in known:
            if code := one.values["national_code"]:
                self.by_code[str(code)] = one
            self.by_producer.setdefault(one.producer_id, []).append(one)

    def match(self, entry: Entry, producer_id: str) -> KnownProduct | None:
        """Return the product with the entry's code, else of its name and producer."""
        if entry.code in self.by_code:
            return self.by_code[entry.code or ""]
        name = fold_once(entry.product_name)
        for known in self.by_producer.get(producer_id, ()):
            if known.folded == name and not accents_disagree(known.name, entry.product_name):
                stored = known.values["national_code"]
                if not (stored and entry.code):
                    return known
        return None

    def like(self, entry: Entry, producer_id: str) -> KnownProduct | None:
        """Return a product of the same producer whose name differs by a slip of the pen."""
        name = fold_once(entry.product_name)
        return next((one for one in self.by_producer.get(producer_id, ()) if nearly_same(one.folded, name)), None)

    def new(self, entry: Entry, producer_id: str) -> KnownProduct:
        """Return a product not stored yet, and let it be found."""
        producer = slug_of(entry.subject.core)
        known = KnownProduct(
            id=self.slugs.new("", f"{entry.product_name} {producer.replace('-', ' ')}"),
            name=entry.product_name,
            folded=fold_once(entry.product_name),
            producer_id=producer_id,
            values={"national_code": entry.code},
            row=entry.row,
        )
        self.add([known])
        return known


def recognition_rows(
    product_id: str, rounds: Sequence[Round], stored: Sequence[KnownRecognition]
) -> list[tuple[KnownRecognition | None, dict[str, Any]]]:
    """Return the facts of each round of a register, with the stored recognition that is the same event, if any.

    A round is first when nothing came before it, an upgrade when stars rose, a renewal otherwise (domain rule B.2);
    a rank without date or decision is only stated.
    """
    left = list(stored)
    found: list[tuple[KnownRecognition | None, dict[str, Any]]] = []
    before: tuple[int | None] | None = None
    for one in rounds:
        same = next((known for known in left if _same_event(known, one)), None)
        if same:
            left.remove(same)
        earlier = before or _latest_before(one, left)
        facts: dict[str, Any] = {"product_id": product_id, "stars": one.stars, "score": one.score}
        facts |= {"decision_no": one.decision_no, "authority": one.authority}
        facts |= decided(_finer(one.decided, same)) | {"event": _event_kept(_event(one, earlier), same)}
        facts["expires_on"] = one.expires_on
        found.append((same, facts))
        before = (one.stars,)
    return found


def _same_event(known: KnownRecognition, one: Round) -> bool:
    """Tell whether dates are the same, or agree as far as both are known and so do the stars."""
    stars = known.values["stars"]
    if known.decided == (one.decided or "") and (known.decided or known.values["event"] == RecognitionEvent.STATED):
        return True
    if stars is not None and one.stars is not None and stars != one.stars:
        return False
    if known.values["decision_no"] and known.values["decision_no"] == one.decision_no:
        return True
    have, want = known.decided, one.decided or ""
    return bool(have) == bool(want) and (have.startswith(want) or want.startswith(have))


def _finer(written: str | None, same: KnownRecognition | None) -> str | None:
    stored = same.decided if same else ""
    return stored if stored.startswith(written or "") and stored else written


def _latest_before(one: Round, stored: Sequence[KnownRecognition]) -> tuple[int | None] | None:
    earlier = [known for known in stored if known.decided and one.decided and known.decided < one.decided]
    return (earlier[-1].values["stars"],) if earlier else None


def _event_kept(event: RecognitionEvent, same: KnownRecognition | None) -> str:
    """Keep the event that is stored unless a register shows that something came before it."""
    stored = str(same.values["event"]) if same else RecognitionEvent.STATED
    vague = event in (RecognitionEvent.STATED, RecognitionEvent.FIRST)
    return stored if vague and stored != RecognitionEvent.STATED else event


def _event(one: Round, earlier: tuple[int | None] | None) -> RecognitionEvent:
    if one.decided is None and one.decision_no is None:
        return RecognitionEvent.STATED
    if earlier is None:
        return RecognitionEvent.FIRST
    rose = one.stars is not None and earlier[0] is not None and one.stars > earlier[0]
    return RecognitionEvent.UPGRADE if rose else RecognitionEvent.RENEWAL
