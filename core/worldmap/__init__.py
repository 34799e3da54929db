"""World maps made on the server: where a solution began and where it went.

from core.worldmap import Arc, Hue, Line, MapPoint, world_map
"""

from core.worldmap.drawing import world_map
from core.worldmap.model import Arc, Hue, Line, Map, MapPoint

__all__ = ["Arc", "Hue", "Line", "Map", "MapPoint", "world_map"]
