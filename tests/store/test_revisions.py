"""Is what an entry said before kept, within bounds?"""

from dataclasses import replace

from bot.model import Hit
from bot.store.engine import Store
from bot.store.entries import KEPT
from tests.samples import NO_MATCH, NOW, an_entry

ENTRY = an_entry()
HIT = Hit(entry=ENTRY, match=replace(NO_MATCH, score=0.9, alert=True, store=True))


def worded(number: int) -> Hit:
    return replace(HIT, entry=replace(ENTRY, title=f"Version {number}"))


def test_the_hash_is_remembered_for_its_own_feed(store: Store) -> None:
    """Another feed with the same page does not edit ours; what was not noted yet is None."""
    with store.begin() as tx:
        tx.entries.save([HIT], {}, said={ENTRY.key: "abc"}, full={ENTRY.key})
        other = an_entry(2)
        tx.entries.save([Hit(entry=other, match=NO_MATCH)], {})
        found = tx.revisions.said("one", [*ENTRY.keys, *other.keys, "u0"])
        assert {key: (each.hash, each.full) for key, each in found.items()} == {
            ENTRY.key: ("abc", True),
            other.key: (None, False),
        }
        assert tx.revisions.said("two", ENTRY.keys) == {}
        tx.revisions.note({ENTRY.key: "def", "u0": "x"})
        assert tx.revisions.said("one", ENTRY.keys)[ENTRY.key].hash == "def"


def test_the_newest_version_is_the_entry_and_the_others_are_kept(store: Store) -> None:
    """Title, text and match are those of now; the first version and the latest stay, twenty at the most."""
    with store.begin() as tx:
        tx.entries.save([worded(0)], {})
        for number in range(1, 31):
            kept = tx.revisions.replace(worded(number - 1), worded(number), NOW, keep=True)
            assert kept == min(number, KEPT)
        found = tx.entries.find(key=ENTRY.key)
        assert found is not None
        assert (found.entry.title, found.match.alert) == ("Version 30", True)
        assert [each.title for each in tx.revisions.of(ENTRY.key)] == [
            f"Version {number}" for number in (0, *range(11, 30))
        ]


def test_what_is_off_topic_leaves_no_trace_of_its_edits(store: Store) -> None:
    """Its row says what the feed says now, and that is all."""
    with store.begin() as tx:
        tx.entries.save([worded(0)], {})
        assert tx.revisions.replace(worded(0), worded(1), NOW, keep=False) == 0
        assert tx.revisions.of(ENTRY.key) == []
