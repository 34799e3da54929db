"""World maps made on the server: where a solution began and where it went.

from core.worldmap import Arc, Hue, MapPoint, world_map
"""

from core.worldmap.drawing import world_map
from core.worldmap.model import Arc, Hue, Map, MapPoint

__all__ = ["Arc", "Hue", "Map", "MapPoint", "world_map"]
