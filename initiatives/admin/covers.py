"""Covers of documents: made small for slow lines, and rid of what cameras write into them."""

from io import BytesIO
from threading import Lock

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps
from unfold.widgets import UnfoldAdminImageFieldWidget

from initiatives.models.covers import FOLDER

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")  # no other decoder sees what a stranger has made
LARGEST = (480, 640)  # pixels, as shown on a phone with a sharp screen
TRIAL = f"{FOLDER}/trial.jpg"
MOST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000  # that we are ready to read
ONE_AT_A_TIME = Lock()  # in this process: a large one takes some 160 MB while it is read
TOO_LARGE = f"Use a picture of at most {MOST_PIXELS // 1_000_000} megapixels."
NOT_WHOLE = (
    "This is no whole picture in one of the formats JPEG, PNG, WebP and GIF. "
    "Save it anew as one of them, or use another."
)
NOT_KEPT = (
    "Pictures cannot be kept at the moment, since the disk for them is full or cannot be written. "
    "Save without it, and tell whoever runs this site."
)


class PictureInput(UnfoldAdminImageFieldWidget):
    """A choice of a file that offers pictures of our formats first."""

    def __init__(self, attrs=None):
        accepted = ",".join(f"image/{name.lower()}" for name in FORMATS)
        super().__init__({"accept": accepted} | (attrs or {}))


class PictureField(forms.FileField):
    """An uploaded picture, taken as a small JPEG; whatever its file is called."""

    def __init__(self, *, max_length=None, **kwargs):
        super().__init__(**kwargs)

    def to_python(self, data):
        upload = super().to_python(data)
        if not upload:
            return upload
        picture = made_small(upload)
        require_room(picture)
        return picture


def require_room(picture):
    """Keep a picture for a moment: when its record is saved it is too late to tell that it fails.

    Under a name of its own, which a record would not have: what this one leaves behind is no cover.
    """
    try:
        default_storage.delete(default_storage.save(TRIAL, picture))
    except OSError as error:
        raise ValidationError(NOT_KEPT) from error
    finally:
        picture.seek(0)


def made_small(upload):
    """A small JPEG of an uploaded picture, upright and on white."""
    if upload.size > MOST_BYTES:
        raise ValidationError(
            f"Use a picture of at most {MOST_BYTES // 1_000_000} MB: "
            f"this one has {upload.size / 1_000_000:.1f} MB."
        )
    upload.seek(0)
    try:
        with ONE_AT_A_TIME:
            picture = opened(upload)
            picture.thumbnail((max(LARGEST), max(LARGEST)))  # before anything makes a second copy
        picture = ImageOps.exif_transpose(picture)
        picture.thumbnail(LARGEST)
        picture = picture.convert("RGBA")
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_LARGE) from error
    except Exception as error:  # what broken or hostile files make decoders raise has no end
        raise ValidationError(NOT_WHOLE) from error
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture)
    jpeg = BytesIO()
    paper.save(jpeg, "JPEG", quality=80, optimize=True, progressive=True)
    return ContentFile(jpeg.getvalue(), name="cover.jpg")


def opened(upload):
    """The picture in a file, of a size that we are ready to read."""
    picture = Image.open(upload, formats=FORMATS)
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(TOO_LARGE)
    return picture
