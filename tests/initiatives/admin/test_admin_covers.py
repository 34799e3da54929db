"""Pictures that curators upload: made small, and refused where they are none."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from initiatives.models import Resource
from portal.desk.roles import EDITORS
from tests.desk import Page, url_of
from tests.factories import ResourceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(UserFactory(groups=[EDITORS]))
    resource = ResourceFactory(publication="draft", slug="report")
    return Page(client, url_of(Resource, "change", resource.pk))


def picture(kind="PNG", size=(2000, 3000), mode="RGBA", **options):
    content = BytesIO()
    Image.new(mode, size).save(content, kind, **options)
    return content.getvalue()


def upload(content, name="cover.png"):
    return SimpleUploadedFile(name, content)


def covers(folder):
    return sorted(path.name for path in folder.glob("covers/*"))


def test_a_cover_becomes_a_small_jpeg_on_white_without_what_a_camera_wrote(page, tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    page.fill(cover=upload(picture(exif=exif))).send()
    cover = Image.open(tmp_path / Resource.objects.get().cover.name)
    assert (cover.format, cover.size) == ("JPEG", (427, 640))
    assert not cover.getexif()
    assert cover.getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "CMYK"), ("GIF", "P"), ("TIFF", "I;16"), ("PNG", "1"), ("PNG", "LA")],
)
def test_pictures_of_all_kinds_are_taken(page, kind, mode):
    page.fill(cover=upload(picture(kind, (20, 10), mode), f"x.{kind.lower()}"))
    assert page.send().status_code == 302


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "cover.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cover.svg"),
        (picture(size=(2, 2)), "cover.html"),
        (picture(size=(2, 2))[:40], "cover.png"),
        (b"", "cover.png"),
        (picture("PNG", (8000, 6000), "1"), "cover.png"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(page, tmp_path, content, name):
    page.fill(cover=upload(content, name)).send()
    assert set(page.errors) == {"cover"}
    assert covers(tmp_path) == []


def test_a_name_cannot_leave_its_folder(page, tmp_path):
    page.fill(cover=upload(picture(size=(9, 9)), "../../../etc/x.png")).send()
    assert covers(tmp_path) == ["cover.jpg"]


def test_a_record_that_is_refused_leaves_no_file_behind(page, tmp_path):
    page.fill(cover=upload(picture(size=(9, 9)))).send("_publish")
    assert page.errors == {"__all__": ["It has no source."]}
    assert covers(tmp_path) == []


def test_a_cover_can_be_taken_away(page):
    page.fill(cover=upload(picture(size=(9, 9)))).send()
    again = Page(page.client, page.url)
    again.fill(**{"cover-clear": "on"}).send()
    assert not Resource.objects.get().cover
