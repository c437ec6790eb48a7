"""What general sort of event is this? Frames, each a group of the kinds of event that six languages have words for."""

FRAMES: dict[str, tuple[str, ...]] = {
    frame: tuple(kinds.split())
    for frame, kinds in {
        "accident": "fire crash die wound hospital missing found",
        "arms": "nuclear missile drone deal_arms",
        "courts": "trial convict acquit arrest release prison search",
        "cyber": "cyber spy sabotage",
        "diplomacy": "meet call ambassador summon recognise treaty sign ratify peace visa",
        "disaster": "fire virus blockade flee",
        "elections": "election inaugurate resign appoint dismiss",
        "energy": "oil gas electricity powerplant",
        "membership": "join leave integrate expel",
        "migration": "migrant border flee visa",
        "military": "attack invade troops deploy withdraw exercise mobilise war mercenary shootdown",
        "money": "money loan pay price currency invest support",
        "protest": "protest strike_work",
        "regulation": "law ban allow lift impose",
        "restriction": "sanction ban impose lift blockade",
        "trade": "trade fertiliser price invest",
    }.items()
}
