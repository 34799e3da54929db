"""Words for regions and groups of countries, as titles and readers have them.

Names of regions (UN M49) and the names and acronyms of groups are known by themselves: these are
adjectives and everyday names, each with the slug of what it stands for.
"""

REGION_WORDS = {
    "african": "africa",
    "africans": "africa",
    "american": "americas",
    "arab": "league-of-arab-states",
    "asian": "asia",
    "central african": "middle-africa",
    "central american": "central-america",
    "east african": "eastern-africa",
    "east asia": "eastern-asia",
    "east asian": "eastern-asia",
    "eastern african": "eastern-africa",
    "european": "europe",
    "latin america": "latin-america-and-the-caribbean",
    "latin american": "latin-america-and-the-caribbean",
    "lusophone": "cplp",
    "lusophone africa": "palop",
    "north african": "northern-africa",
    "pacific": "oceania",
    "pacific island": "oceania",
    "pacific islands": "oceania",
    "portuguese language": "cplp",
    "south american": "south-america",
    "south asia": "southern-asia",
    "south asian": "southern-asia",
    "southeast asia": "south-eastern-asia",
    "southeast asian": "south-eastern-asia",
    "southern african": "southern-africa",
    "west africa": "western-africa",
    "west african": "western-africa",
    "andean": "andean-community",
}
