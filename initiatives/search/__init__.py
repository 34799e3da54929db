"""How initiatives and what describes them are found: facets, index, answers."""
