"""What breaks first, with how many feeds? Arithmetic on measured costs; every assumption is an option.

    python bench/capacity.py [--every 1800] [--turn 0.005] [--news 0.1] [--work 0.02] [--entries 6] [--bytes 1400]
        [--stored 90]

``--every`` seconds between two looks at a feed, ``--turn`` seconds that the transaction of a poll with news keeps
others waiting, ``--news`` the share of polls that have some (the others take no turn), ``--work`` seconds of one core
for a poll, ``--entries`` new ones of a feed in a day, ``--bytes`` in the database for each, ``--stored`` days for which
they are kept.
"""

import argparse

FEEDS = (10_000, 1_000_000, 100_000_000)
BUSY = 0.7  # of a core or of the turns that may be used up on average: what comes in bursts needs the rest


def main() -> None:
    """Print a line for each number of feeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=float, default=1800)
    parser.add_argument("--turn", type=float, default=0.005)
    parser.add_argument("--news", type=float, default=0.1)
    parser.add_argument("--work", type=float, default=0.02)
    parser.add_argument("--entries", type=float, default=6)
    parser.add_argument("--bytes", type=float, default=1400)
    parser.add_argument("--stored", type=float, default=90)
    given = parser.parse_args()
    print(f"{'feeds':>12} {'polls/s':>9} {'cores':>8} {'turns used':>10} {'entries/day':>12} {'database':>10}")
    for feeds in FEEDS:
        polls = feeds / given.every
        cores = polls * given.work / BUSY
        turns = polls * given.news * given.turn / BUSY
        entries = feeds * given.entries
        size = entries * given.bytes * given.stored / 1e9
        print(f"{feeds:12,} {polls:9,.1f} {cores:8,.1f} {turns:10.0%} {entries:12,.0f} {size:8,.0f}GB")


if __name__ == "__main__":
    main()
