"""Is what operators decided of stories remembered, through one merge after another?"""

from bot.model import Hit
from bot.store.engine import Store
from tests.samples import NO_MATCH, NOW, a_story, an_entry


def test_a_story_leads_to_what_it_became_part_of(store: Store) -> None:
    """Also where that became part of another one; a short id that people have is never given again."""
    with store.begin() as tx:
        gone = tx.stories.save(a_story(1), words="decree", terms={"t"})
        tx.stories.remove(gone)
        tx.regroups.became(gone.id, gone.short, "b", NOW)
        tx.regroups.became("b", "bbbb", "c", NOW)
        assert (tx.regroups.heir(gone.id), tx.regroups.heir_of_short(gone.short)) == ("c", "c")
        assert (tx.regroups.heir("c"), tx.regroups.heir_of_short("zzzz")) == ("c", None)
        assert (list(tx.stories.each_newest(9, stems=[("decree",)])), tx.stories.having({"t"}, NOW)) == ([], {})
        assert tx.stories.save(a_story(1), words="", terms=()).short != gone.short


def test_stories_kept_apart_stay_so_through_a_merge(store: Store) -> None:
    """Who was apart from a story is apart from the one that has its reports now, whichever way round the ids are."""
    with store.begin() as tx:
        tx.regroups.keep_apart("b", "a", NOW)
        tx.regroups.keep_apart("a", "b", NOW)
        tx.regroups.keep_apart("c", "b", NOW)
        assert tx.regroups.apart(["a", "b"]) == {("a", "b")}
        tx.regroups.became("b", "bbbb", "a", NOW)
        assert tx.regroups.apart(["a", "b", "c"]) == {("a", "c")}


def test_an_entry_without_an_address_is_not_taken_for_another(store: Store) -> None:
    """Looking for a key finds that entry, not the newest that has no address either."""
    with store.begin() as tx:
        tx.entries.save([Hit(entry=an_entry(number, url=None), match=NO_MATCH) for number in (1, 2)], {})
        for number in (1, 2):
            found = tx.entries.find(key=an_entry(number).key)
            assert found is not None
            assert found.entry.key == an_entry(number).key
