"""World maps made on the server: where a solution began and where it went.

from portal.worldmap import Arc, Place, world_map
"""

from portal.worldmap.drawing import world_map
from portal.worldmap.model import Arc, Map, Place

__all__ = ["Arc", "Map", "Place", "world_map"]
