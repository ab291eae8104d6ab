"""How bad an event was: the consequence it could have, and its grade by each law."""

from __future__ import annotations

from generating.chance import Chance
from generating.events import Event
from generating.material import Scene


def consequence(scene: Scene, chance: Chance) -> int:
    """Return the consequence from 1 to 4 that an event could have had, greater where its scene is graver."""
    ways = (
        ((1, 0.75), (2, 0.25)),
        ((1, 0.14), (2, 0.66), (3, 0.19), (4, 0.01)),
        ((2, 0.69), (3, 0.31)),
        ((2, 0.5), (3, 0.5)),
    )
    return chance.weighted(ways[scene.gravity])


_HSL = (
    (("ej_vardskada", 0.9), ("risk_for_vardskada", 0.1)),
    (("ej_vardskada", 0.22), ("risk_for_vardskada", 0.78)),
    (("vardskada", 0.6), ("risk_for_vardskada", 0.4)),
    (("vardskada", 1.0),),
)
_SOCIAL = (
    (("ej_missforhallande", 1.0),),
    (("ej_missforhallande", 0.9), ("pataglig_risk_missforhallande", 0.1)),
    (("ej_missforhallande", 0.7), ("pataglig_risk_missforhallande", 0.3)),
    (("pataglig_risk_missforhallande", 1.0),),
)


def grades(event: Event) -> dict[str, str]:
    """Grade by each law that the event falls under, milder where the consequence is."""
    gravity = event.plan.scene.gravity if event.risk[1] > 1 else min(1, event.plan.scene.gravity)
    found = {}
    if "hsl" in event.laws:
        found["grad_hsl"] = event.chance.weighted(_HSL[gravity])
    if event.laws[-1] != "hsl":
        found["grad_sol_lss"] = event.chance.weighted(_SOCIAL[gravity])
    return found
