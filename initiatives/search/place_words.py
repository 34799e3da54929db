"""Words for regions and groups of countries, as titles and readers have them.

Names of regions (UN M49) and the names and acronyms of groups are known by themselves: these are
adjectives and everyday names, each with the slug of what it stands for.
"""

# English, as titles have them too.
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

# What readers write besides, in five languages, by what it stands for.
READERS_WORDS = {
    "africa": "africano africana africanos africanas africain africaine africains africaines "
    "afrika أفريقيا افريقيا الأفريقية",
    "americas": "las américas les amériques as américas",
    "asia": "asiático asiática asiáticos asiáticas asiatique asiatiques آسيا الآسيوية",
    "europe": "europeo europea européen européenne europeu europeia أوروبا",
    "oceania": "south pacific|south seas|pacific states|pacific countries|pacífico|pacifique|"
    "îles du pacifique|islas del pacífico|ilhas do pacífico|المحيط الهادئ",
    "caribbean": "west indies|caribbean islands|caribeño|caribeña|caribéens|antilles|"
    "antillas|الكاريبي",
    "central-america": "centroamérica|centro américa|centroamericano|centroamericana|"
    "centroamericanos|centroamericanas|amérique centrale|أمريكا الوسطى",
    "south-america": "sudamérica|suramérica|sudamericano|sudamericana|suramericano|sul-americano|"
    "sul-americanos|sud-américain|أمريكا الجنوبية",
    "latin-america-and-the-caribbean": "latinoamérica|latinoamericano|latinoamericana|"
    "latinoamericanos|latinoamericanas|latino-americano|latino-americanos|américa latina|"
    "amérique latine|latino-américain|latino-américains|lac region|أمريكا اللاتينية",
    "western-africa": "west african countries|áfrica del oeste|áfrica do oeste|afrique de l'ouest|"
    "ouest-africain|ouest-africains|غرب أفريقيا",
    "eastern-africa": "east africa|áfrica del este|áfrica do leste|afrique de l'est|"
    "est-africain|شرق أفريقيا",
    "northern-africa": "north africa|áfrica del norte|norte de áfrica|afrique du nord|"
    "norte da áfrica|"
    "شمال أفريقيا",
    "southern-africa": "áfrica austral|afrique australe|sur de áfrica|الجنوب الأفريقي",
    "middle-africa": "central africa|áfrica central|afrique centrale|وسط أفريقيا",
    "sub-saharan-africa": "subsaharan africa|africa south of the sahara|áfrica negra|"
    "afrique subsaharienne|áfrica subsaariana",
    "southern-asia": "asia del sur|sur de asia|asie du sud|sul da ásia|ásia do sul|جنوب آسيا",
    "south-eastern-asia": "south east asia|sudeste asiático|sudeste de asia|asie du sud-est|"
    "جنوب شرق آسيا",
    "eastern-asia": "asia del este|asie de l'est|ásia oriental|شرق آسيا",
    "central-asia": "central asian|asia central|asie centrale|ásia central|آسيا الوسطى",
    "western-asia": "west asia|middle east|oriente medio|moyen-orient|médio oriente|الشرق الأوسط",
    "league-of-arab-states": "arab states|arab countries|arab world|arab region|países árabes|"
    "mundo árabe|pays arabes|monde arabe|الدول العربية|العالم العربي|البلدان العربية",
    "andean-community": "andes|andean countries|andean region|países andinos|región andina|andino|"
    "andina|pays andins|países dos andes",
    "mercosur": "mercosul|southern cone|cono sur|cone sul|cône sud",
    "cplp": "portuguese language countries|comunidade dos países de língua portuguesa",
    "palop": "lusophone african countries|portuguese-speaking africa|"
    "african portuguese-speaking countries|"
    "países africanos de língua portuguesa|países africanos de lengua portuguesa|"
    "pays africains lusophones|pays africains de langue portugaise|áfrica lusófona|"
    "afrique lusophone|"
    "países africanos de língua oficial portuguesa",
    "portuguese-speaking-countries": "lusophone countries|lusófono|lusófonos|lusófona|"
    "países lusófonos|"
    "países de língua portuguesa|pays lusophones|países de lengua portuguesa",
    "french-speaking-countries": "francophone|francophones|francophone countries|francophonie|"
    "francófono|francófona|francófonos|pays francophones|países francófonos|french-speaking|"
    "الدول الفرنكوفونية",
    "spanish-speaking-countries": "spanish-speaking|hispanophone|hispanohablantes|"
    "países hispanohablantes|"
    "países de habla hispana|pays hispanophones|hispano",
    "english-speaking-countries": "english-speaking|anglophone|anglophones|anglófono|anglófonos|"
    "pays anglophones|países de habla inglesa|países anglófonos",
    "arabic-speaking-countries": "arabic-speaking|arabophone|arabophones|pays arabophones|"
    "países arabófonos",
    "ecowas": "cedeao|economic community of west african states",
    "african-union": "african union|unión africana|union africaine|união africana|الاتحاد الأفريقي",
    "asean": "asean countries|ansea",
    "sids": "small islands|small island states|island states|pequeños estados insulares|"
    "petits états insulaires|pequenos estados insulares",
    "ldc": "least developed countries|poorest countries|países menos adelantados|"
    "pays les moins avancés|países menos desenvolvidos|pma",
    "lldc": "landlocked countries|países sin litoral|pays enclavés|países sem litoral",
    "g7-plus": "fragile states|g7 plus|estados frágiles|états fragiles",
}

# What nobody has drawn the borders of once and for all, by name: its countries, and how it is
# called. After the United Nations' programmes for them: the Sahel (UN Integrated Strategy), the
# Gulf (GCC), the Maghreb (Arab Maghreb Union), the Horn (IGAD), the Mekong (Greater Mekong).
EVERYDAY_REGIONS = {
    "the Gulf States": (
        "ARE BHR KWT OMN QAT SAU",
        "gulf|gulf states|gulf countries|arab gulf|persian gulf|gcc|gcc countries|países del golfo|"
        "estados del golfo|pays du golfe|países do golfo|دول الخليج|الخليج|مجلس التعاون الخليجي",
    ),
    "the Sahel": (
        "BFA CMR GIN GMB MLI MRT NER NGA SEN TCD",
        "sahel|sahelian|sahélien|sahéliens|sahel countries|pays du sahel|الساحل",
    ),
    "the Maghreb": (
        "DZA LBY MAR MRT TUN",
        "maghreb|maghrebi|maghrébin|magreb|المغرب العربي",
    ),
    "the Horn of Africa": (
        "DJI ERI ETH KEN SDN SOM SSD UGA",
        "horn of africa|cuerno de áfrica|corne de l'afrique|chifre da áfrica|القرن الأفريقي",
    ),
    "the Mekong countries": (
        "CHN KHM LAO MMR THA VNM",
        "mekong|greater mekong|mekong region|mekong countries",
    ),
}

# Words of the above that say of what kind something is, as "Brazilian" does: "Asian solutions".
ADJECTIVES = [
    *(word for word in REGION_WORDS if word.endswith(("an", "ans", "arab"))),
    *READERS_WORDS["africa"].split(),
    *READERS_WORDS["asia"].split(),
    "latinoamericano",
    "latinoamericana",
    "centroamericano",
    "centroamericana",
    "sudamericano",
    "sudamericana",
]


def readers_words():
    """Pairs of the slug of a region or a group and a word that readers have for it."""
    for word, slug in REGION_WORDS.items():
        yield slug, word
    for slug, words in READERS_WORDS.items():
        for word in words.split("|") if "|" in words else words.split():
            yield slug, word
