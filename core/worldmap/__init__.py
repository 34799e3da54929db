"""World maps made on the server: where a solution began and where it went.

from core.worldmap import Arc, Place, world_map
"""

from core.worldmap.drawing import world_map
from core.worldmap.model import Arc, Map, Place

__all__ = ["Arc", "Map", "Place", "world_map"]
