"""The world map: its projection, its shapes, its curves, its names and its weight."""

import csv
import gzip
import itertools
import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from core.worldmap import (
    Arc,
    Hue,
    Line,
    MapPoint,
    build,
    flows,
    labels,
    outlines,
    shapes,
    topology,
    world_map,
)
from core.worldmap.projection import HEIGHT, WIDTH, equal_earth, project

with (Path(__file__).parent / "data" / "countries.csv").open(encoding="utf-8") as rows:
    PLACES = {
        row["m49"]: MapPoint(row["m49"], row["name"], float(row["lat"]), float(row["lon"]))
        for row in csv.DictReader(rows)
    }
BRAZIL, ECUADOR, COLOMBIA, FIJI = (PLACES[code] for code in ("076", "218", "170", "242"))
SMALL_STATES = ["132", "242", "296", "520", "584", "626", "690", "772", "776", "798", "882"]


HUES = {
    name: Hue(name, name.replace("-", " ").capitalize(), rank)
    for rank, name in enumerate(["employment", "social-protection", "rights-at-work"])
}


WISH = Line("wish", "not yet", 1, is_tapered=False)


def arc(origin, target, hue="rights-at-work", **more):
    return Arc(origin, target, HUES[hue], **more)


def dots_of(drawn):
    return (*drawn.targets, *drawn.origins)


def flows_of(drawn):
    return [flow for group in drawn.groups for flow in group.flows]


def render(drawn):
    return render_to_string("components/map.html", {"map": drawn})


def many_arcs(how_many):
    """Arcs of five origins to countries all over the world, two hues in turn."""
    origins = [PLACES[code] for code in ("076", "356", "710", "156", "231")]
    targets = list(PLACES.values())[::3]
    ways = (way for way in itertools.product(targets, origins) if way[0] != way[1])
    pairs = itertools.islice(ways, how_many)
    for number, (target, origin) in enumerate(pairs):
        hue = ("employment", "social-protection")[number % 2]
        yield arc(origin, target, hue)


# The projection. EPSG:8857 is Equal Earth in metres on the sphere that has the area of WGS 84; its
# registered bounds are 17243959.06 m to the east and 8392927.60 m to the north. From the formula
# of Šavrič, Patterson and Jenny 2018, x at 180 degrees is 2 sqrt(3) pi / (3 A1), and at the pole
# theta is 60 degrees, so that y is a sum of powers of pi / 3.
RADIUS = 6371007.1809
EAST, NORTH = 17243959.06 / RADIUS, 8392927.60 / RADIUS


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (0, 0, 0, 0),
        (180, 0, EAST, 0),
        (-180, 0, -EAST, 0),
        (90, 0, EAST / 2, 0),
        (0, 90, 0, NORTH),
        (0, -90, 0, -NORTH),
        (180, 0, 2 * math.sqrt(3) * math.pi / (3 * 1.340264), 0),
    ],
)
def test_equal_earth_gives_the_published_bounds(lon, lat, x, y):
    assert equal_earth(math.radians(lon), math.radians(lat)) == pytest.approx((x, y), abs=1e-8)


def test_the_projection_is_symmetric_and_has_the_published_proportions():
    east, north = equal_earth(0.7, 0.9)
    assert equal_earth(-0.7, -0.9) == pytest.approx((-east, -north))
    assert pytest.approx(NORTH / EAST) == HEIGHT / WIDTH


def test_equal_areas_on_the_sphere_are_equal_on_the_map():
    def area(lat):
        corners = [(0, lat), (0.001, lat), (0.001, lat + 0.001), (0, lat + 0.001)]
        ring = [equal_earth(x, y) for x, y in corners]
        return outlines.area(ring) / (0.001 * (math.sin(lat + 0.001) - math.sin(lat)))

    assert [area(lat) for lat in (0.1, 0.6, 1.2)] == pytest.approx([1, 1, 1], rel=1e-3)


def test_the_map_is_cut_in_the_bering_strait():
    chukotka, samoa, alaska = project(-170, 66)[0], project(-172, -14)[0], project(-168, 66)[0]
    assert alaska < WIDTH / 2 < chukotka
    assert project(178, -18)[0] < samoa < WIDTH


# The shapes.


def test_every_country_is_an_outline_or_a_dot():
    drawn = world_map([], highlight=PLACES)
    outlined = {shape.code for shape in drawn.shapes}
    dotted = {dot.code for dot in dots_of(drawn)}
    assert outlined | dotted == set(PLACES)
    assert not outlined & dotted
    assert {"076", "356", "626"} <= outlined
    assert {"520", "772", "798"} <= dotted


def test_overseas_parts_of_france_are_countries_of_their_own():
    assert {"254", "312", "474", "175", "638"} <= shapes.codes()
    assert shapes.extent("254")[2] < shapes.extent("250")[0]


def longest_step(path_data):
    steps = [
        math.dist(a, b)
        for ring in outlines.points(path_data)
        for a, b in itertools.pairwise([*ring, ring[0]])
        # A border along a parallel, as between Canada and the United States, is a straight line.
        if a[1] != b[1]
    ]
    return max(steps)


def test_no_line_runs_across_the_world():
    assert longest_step(shapes.land()) < 30
    drawn = world_map([], highlight=shapes.codes())
    assert {shape.code for shape in drawn.shapes if longest_step(shape.d) > 40} == set()


@pytest.mark.parametrize("code", ["242", "643", "554", "296", "840"])
def test_countries_across_the_180th_meridian_stay_on_their_side(code):
    drawn = world_map([], highlight=[code])
    for shape in drawn.shapes:
        for ring in outlines.points(shape.d):
            left, _, right, _ = outlines.box(ring)
            assert right - left < 460


def test_a_ring_across_the_cut_becomes_two_and_one_across_180_degrees_stays_whole():
    square = [(170.0, 0.0, 1.0), (-175.0, 0.0, 1.0), (-175.0, 5.0, 1.0), (170.0, 5.0, 1.0)]
    assert [[v[0] for v in ring] for ring in topology.mended([square])] == [[170, 185, 185, 170]]
    across = [(-172.0, 0.0, 1.0), (-165.0, 0.0, 1.0), (-165.0, 5.0, 1.0), (-172.0, 5.0, 1.0)]
    before, beyond = topology.mended([across])
    assert {v[0] for v in before} == {188, 191}
    assert {v[0] for v in beyond} == {-169, -165}


def test_path_data_is_read_back_as_it_was_written():
    rings = [[(3, -4), (10, 0), (0, 12)], [(0, 0), (5, 0), (5, 5), (0, 5)]]
    assert outlines.path(rings) == "M3 -4l7 4-10 12zM0 0l5 0 0 5-5 0z"
    assert outlines.points(outlines.path(rings)) == rings


def test_the_builder_reads_a_topology():
    topology_of_a_square = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[10, 10], [10, 0], [0, 10]], [[20, 20], [-10, 0], [0, -10]]],
    }
    arcs = list(topology.weighed_arcs(topology_of_a_square))
    rings = topology.rings_of({"type": "Polygon", "arcs": [[0, 1]]}, arcs)
    assert [vertex[:2] for vertex in rings[0]] == [(10, 10), (20, 10), (20, 20), (10, 20)]
    assert len(build.country(topology.mended(rings))["fine"]) == 1


# The flows.


def test_what_went_the_same_way_in_one_hue_is_one_flow_with_a_count():
    drawn = world_map(
        [
            arc(BRAZIL, FIJI, label="School meals"),
            arc(BRAZIL, FIJI, label="Family farming", count=2),
            arc(BRAZIL, FIJI, hue="employment", label="Vocational training"),
            arc(BRAZIL, FIJI, line=WISH, label="Cash transfers"),
            arc(BRAZIL, BRAZIL, label="Nowhere"),
        ]
    )
    assert [(group.hue.name, group.line.name) for group in drawn.groups] == [
        ("rights-at-work", "wish"),
        ("employment", "went"),
        ("rights-at-work", "went"),
    ]
    assert [(flow.count, flow.label) for flow in flows_of(drawn)] == [
        (1, "Cash transfers"),
        (1, "Vocational training"),
        (3, "School meals; Family farming"),
    ]


def test_a_flow_links_to_its_one_page_or_else_to_the_country():
    there = MapPoint("242", "Fiji", -17.7, 178.0, url="/countries/fji/")
    first, second = arc(BRAZIL, there, url="/a/"), arc(BRAZIL, there, url="/b/")
    assert flows_of(world_map([first]))[0].url == "/a/"
    assert flows_of(world_map([first, second]))[0].url == "/countries/fji/"


def test_the_way_back_is_another_curve_than_the_way_there():
    def handle(origin, target):
        d = flows_of(world_map([arc(origin, target, line=WISH)]))[0].d
        x, y, dx, dy, *_ = (float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", d))
        return x + dx, y + dy

    there, back = handle(ECUADOR, BRAZIL), handle(BRAZIL, ECUADOR)
    assert math.dist(there, back) > 20
    assert there[1] < back[1]


def test_the_same_arcs_in_another_order_make_the_same_map():
    arcs = list(many_arcs(60))
    assert render(world_map(arcs)) == render(world_map(arcs[::-1]))


def test_long_flows_are_faint_only_among_many():
    assert not any(group.is_long for group in world_map([arc(BRAZIL, FIJI)]).groups)
    groups = world_map(many_arcs(60)).groups
    assert [group.is_long for group in groups] == sorted((g.is_long for g in groups), reverse=True)


def test_numbers_in_paths_are_short():
    assert flows._numbers(0.52, -0.04, -0.31, 12.0, 3.14) == ".5 0-.3 12 3.1"


# The frame.


def test_a_fitted_map_shows_its_countries_and_not_the_world():
    drawn = world_map([arc(ECUADOR, COLOMBIA)], focus="fit")
    assert not drawn.is_overview
    assert drawn.view_box == f"0 0 1000 {drawn.height}"
    assert 1000 / 2.3 <= drawn.height + 1 <= 1000 / 1.35 + 2
    assert all(5 < dot.x < 95 and 5 < dot.y < 95 for dot in dots_of(drawn))
    assert {shape.code for shape in drawn.shapes} == {"218", "170"}
    assert [shape.code for shape in drawn.shapes if shape.is_strong] == ["218"]
    assert drawn.hue.name == "rights-at-work"


def test_a_country_fits_whole_in_its_own_map():
    drawn = world_map([], places=[BRAZIL], highlight=["076"], focus="fit")
    left, top, right, bottom = outlines.box(
        point for ring in outlines.points(drawn.shapes[0].d) for point in ring
    )
    assert left > 0
    assert top > 0
    assert right < 1000
    assert bottom < drawn.height


def test_places_half_a_world_apart_fit_in_the_overview():
    drawn = world_map([arc(BRAZIL, PLACES["626"])], focus="fit")
    assert drawn.is_overview
    assert drawn.land == shapes.land()


def test_a_map_of_nothing_is_the_world():
    assert world_map([], focus="fit") == world_map([])


@pytest.mark.parametrize("code", [*SMALL_STATES, "184", "258", "570"])
def test_islands_at_the_edges_stay_inside(code):
    for focus in (None, "fit"):
        (dot,) = dots_of(world_map([], places=[PLACES[code]], focus=focus))
        assert 0 < dot.x < 100
        assert 0 < dot.y < 100


# The names.


CARIBBEAN = [PLACES[c] for c in ("388", "052", "662", "659", "780", "740", "214", "332")]
WEST_AFRICA = [PLACES[c] for c in ("270", "624", "324", "694", "430", "384", "288", "768", "204")]
EAST_AFRICA = [PLACES[c] for c in ("646", "108", "800", "834", "404", "894", "454")]


def shown_at(drawn, width):
    """The labels that the style sheet shows on a map so wide."""
    least = {"": 0, "roomy": 640, "wide": 760, "widest": 950}
    return [label for label in drawn.labels if width >= least[label.shown]]


@pytest.mark.parametrize("width", [300, 360, 640, 768, 824, 1184])
@pytest.mark.parametrize(
    ("arcs", "focus", "least"),
    [
        ([arc(PLACES["152"], place) for place in CARIBBEAN], "fit", 4),
        (list(many_arcs(150)), None, 4),
    ],
    ids=["few", "many"],
)
def test_names_neither_overlap_nor_leave_the_map(arcs, focus, least, width):
    drawn = world_map(arcs, focus=focus)
    ratio = drawn.height / drawn.width
    boxes = [labels.box_of(label).at(width, ratio) for label in shown_at(drawn, width)]
    assert len(boxes) >= least
    assert not [pair for pair in itertools.combinations(boxes, 2) if outlines.overlap(*pair)]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= width * ratio


def test_of_many_places_those_that_gave_most_are_named_and_more_where_there_is_room():
    drawn = world_map(many_arcs(150))
    assert drawn.is_crowded
    named = [{label.text for label in shown_at(drawn, width)} for width in (360, 700, 1184)]
    assert [len(names) for names in named] == sorted(len(names) for names in named)
    assert len(named[0]) <= 5
    assert len(named[1]) <= 16
    assert {"Brazil", "India", "South Africa", "China", "Ethiopia"} <= named[2]


def test_what_is_known_to_have_given_most_is_named_first_and_filled_whatever_is_drawn():
    chad = replace(PLACES["148"], weight=40, given=40)
    drawn = world_map(many_arcs(150), [chad])
    assert drawn.labels[0].text == "Chad"
    assert "148" in {dot.code for dot in drawn.origins}
    assert max(dots_of(drawn), key=lambda dot: dot.radius).code == "148"


def test_where_it_is_crowded_a_name_stands_aside_at_the_end_of_a_line():
    drawn = world_map([arc(a, b) for a, b in itertools.permutations(WEST_AFRICA, 2)], CARIBBEAN)
    led = [label for label in drawn.labels if label.leader]
    assert led
    page = render(drawn)
    assert all(f'<path d="{label.leader}"/><text' in page for label in led)


# The dots.


@pytest.mark.parametrize(
    ("arcs", "focus", "widths"),
    [
        ([arc(BRAZIL, place) for place in EAST_AFRICA], None, (300, 360, 768, 1184)),
        ([arc(PLACES["152"], place) for place in CARIBBEAN], "fit", (300, 360, 768, 1184)),
        (
            [arc(BRAZIL, place) for place in (*CARIBBEAN, *WEST_AFRICA, *EAST_AFRICA)],
            None,
            (760, 824, 1000, 1184),
        ),
    ],
    ids=["few", "close-up", "many"],
)
def test_no_dot_lies_on_another_where_dots_lead_somewhere(arcs, focus, widths):
    drawn = world_map(arcs, focus=focus)
    for width in widths:
        circles = [circle(dot, width, width * drawn.height / drawn.width) for dot in dots_of(drawn)]
        for (x, y, radius), (other_x, other_y, other) in itertools.combinations(circles, 2):
            assert math.dist((x, y), (other_x, other_y)) >= radius + other


def circle(dot, width, height):
    return dot.x / 100 * width + dot.right, dot.y / 100 * height + dot.down, dot.radius


def test_a_dot_moves_only_where_it_has_to():
    drawn = world_map([arc(BRAZIL, place) for place in (*CARIBBEAN, *WEST_AFRICA, *EAST_AFRICA)])
    moved = {dot.code: math.hypot(dot.right, dot.down) for dot in dots_of(drawn)}
    assert moved["076"] == moved["834"] == 0
    assert moved["646"] > 0
    assert max(moved.values()) < 6


def test_maps_name_countries_in_short():
    drawn = world_map([arc(ECUADOR, PLACES["068"])], focus="fit")
    assert {label.text for label in drawn.labels} == {"Ecuador", "Bolivia"}


# The template.


def test_the_overview_is_light():
    page = render(world_map(many_arcs(150), title="Where solutions went"))
    assert len(re.findall(r'<path d="[^"]+"><title>', page)) == 150
    assert len(page.encode()) < 40_000
    assert len(gzip.compress(page.encode())) < 12_500
    assert len(gzip.compress(shapes.land().encode())) < 6_000


def test_the_template_escapes_what_a_curator_typed():
    evil = "<script>alert(1)</script>\"'"
    place = MapPoint("218", evil, -1.8, -78.2, url='/"><script>')
    page = render(world_map([arc(place, COLOMBIA, label=evil, url=evil)], title=evil))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_drawing_is_out_of_the_way_of_keyboards_and_policies():
    place = MapPoint("218", "Ecuador", -1.8, -78.2, url="/countries/ecu/")
    page = render(world_map([arc(place, COLOMBIA, url="/initiatives/a/")], title="Where it went"))
    assert page.count("<a ") == page.count('tabindex="-1"') == 3
    assert page.count("<svg") == page.count('aria-hidden="true"') == 2
    assert 'aria-label="Where it went"' in page
    assert "style=" not in page
    assert "<title>Ecuador → Colombia</title>" in page


def test_the_legend_names_what_is_on_the_map():
    solid = render(world_map([arc(ECUADOR, COLOMBIA)]))
    assert "Rights at work" in solid
    assert "Employment" not in solid
    assert "not yet" not in solid
    wished = render(world_map([arc(ECUADOR, COLOMBIA, line=WISH)]))
    assert "not yet" in wished
    assert "from where it began" not in wished


def test_kinds_of_lines_can_be_hidden_where_there_are_several():
    one = render(world_map([arc(ECUADOR, COLOMBIA)]))
    assert "<input" not in one
    arcs = [arc(ECUADOR, COLOMBIA), arc(ECUADOR, BRAZIL, line=WISH)]
    several = render(world_map(arcs))
    assert several.count('<input type="checkbox" id="map-') == 2
    assert 'class="map-flows map-rights-at-work map-wish"' in several


def points_of(d):
    """The first points of the pieces that path data draws: where each begins."""
    return [tuple(map(float, piece)) for piece in re.findall(r"M(-?[\d.]+)[ ]?(-?[\d.]+)", d)]


@pytest.mark.parametrize("ends", [(ECUADOR, COLOMBIA), (BRAZIL, PLACES["356"]), (ECUADOR, FIJI)])
def test_a_band_has_the_form_that_is_asked_for_and_holds_both_ends(ends):
    drawn = world_map([arc(*ends)], focus="fit", ratio=3.75)
    assert drawn.width / drawn.height == pytest.approx(3.75, abs=0.02)
    assert all(2 < dot.x < 98 and 2 < dot.y < 98 for dot in dots_of(drawn))
    assert {label.text for label in drawn.labels} == {end.label for end in ends}


def test_on_a_band_of_the_world_a_way_across_the_pacific_is_cut_where_the_map_is():
    (flow,) = flows_of(world_map([arc(ECUADOR, FIJI)], ratio=3.75))
    out, back = points_of(flow.d)
    assert out[0] == pytest.approx(project(ECUADOR.lon, ECUADOR.lat)[0], abs=3)
    assert back[0] > WIDTH  # from the right of the map, so that it ends in Fiji
    (across,) = flows_of(world_map([arc(ECUADOR, BRAZIL)], ratio=3.75))
    assert len(points_of(across.d)) == 1
