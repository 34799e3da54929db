"""The second factor: codes of a telephone (TOTP, RFC 6238), and recovery codes for when it is lost.

django-otp keeps the devices, takes each code once, and has whoever errs wait longer each time. A
code is asked of the one device that it looks like, so that an error with one makes nobody wait for
the other. Of recovery codes only digests are kept: they have 80 random bits, so no slow hash has to
keep them from being guessed.
"""

import re
import secrets
from base64 import b32encode, urlsafe_b64encode
from hashlib import sha256

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from portal.accounts import sessions
from portal.accounts.log import noted
from portal.accounts.models import AccessEvent
from portal.accounts.telling import tell
from portal.desk.roles import CURATORS, ROLES

CODE = re.compile(r"[0-9]{6}")
RECOVERY = re.compile(r"[A-Z2-7]{16}")
RECOVERY_CODES = 10
Kind = AccessEvent.Kind
SET = "A telephone was set up as your second factor, with new recovery codes."
NEW_CODES = "New recovery codes were made, and the old ones hold no more."
TAKEN = "Your second factor was taken away, and all your recovery codes."
OF_CURATORS = {
    f"{model._meta.app_label}.{action}_{model._meta.model_name}"
    for model, actions in ROLES[CURATORS].items()
    for action in actions
}


def needs_one(user):
    """Whether the portal lets somebody in with a second factor only."""
    match settings.SECOND_FACTOR_REQUIRED:
        case "NOBODY":
            return False
        case "EVERYBODY":
            return True
    return user.is_superuser or not user.get_all_permissions() <= OF_CURATORS


def device_of(user):
    """The telephone whose codes somebody gives; None without a second factor."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def codes_left(user):
    """How many recovery codes somebody has."""
    return StaticToken.objects.filter(device__user=user).count()


def new_secret():
    """What a telephone is to be given."""
    return default_key()


def in_groups(secret):
    """A secret as somebody types it into a telephone: in groups of four."""
    text = b32encode(bytes.fromhex(secret)).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def picture(user, secret):
    """A secret as a picture that telephones read, SVG within a page. It is kept nowhere."""
    address = TOTPDevice(user=user, key=secret).config_url
    return segno.make(address, micro=False).svg_inline(scale=4, border=2)


def accepts(user, text):
    """Whether a text is a code of somebody's, now used up: "code" or "recovery"; else ""."""
    text = re.sub(r"[\s-]", "", text).upper()
    if CODE.fullmatch(text):
        kind, devices = "code", TOTPDevice.objects.filter(confirmed=True)
    elif RECOVERY.fullmatch(text):
        kind, devices, text = "recovery", StaticDevice.objects.all(), digest(user, text)
    else:
        return ""
    with transaction.atomic():  # two who give one code at once come one after the other
        device = devices.select_for_update().filter(user=user).first()
        return kind if device and device.verify_token(text) else ""


def was_used(user, text):
    """Whether a text is a code that still holds by its time, and has opened before."""
    text, device = re.sub(r"[\s-]", "", text), device_of(user)
    if not (device and CODE.fullmatch(text)):
        return False
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    return clock.verify(int(text), device.tolerance) and clock.t() <= device.last_t


def set_up(request, user, secret, code, *, replaces):
    """Give somebody a telephone, if it tells its code: the recovery codes, or None.

    replaces: whether it may take the place of another. All other sessions end.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        former = TOTPDevice.objects.filter(user=user)
        if former.exists() and not replaces:
            return None
        device = TOTPDevice(user=user, name="telephone", key=secret)
        text = re.sub(r"\s", "", code)
        if not (CODE.fullmatch(text) and device.verify_token(text)):
            TOTPDevice.objects.filter(pk=device.pk).delete()  # which the failure has saved
            return None
        former.exclude(pk=device.pk).delete()
        codes = new_codes(user)
        sessions.end_all(user, but=request.session.session_key)
        noted(Kind.SECOND_FACTOR_SET, request, by=user.get_username())
        tell(user, SET, by=user.get_username())
    return codes


def make_codes(request, user):
    """Give somebody new recovery codes in place of those that she has."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        codes = new_codes(user)
        noted(Kind.CODES_MADE, request)
        tell(user, NEW_CODES, by=user.get_username())
    return codes


def new_codes(user):
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery codes")
    codes = [b32encode(secrets.token_bytes(10)).decode() for _ in range(RECOVERY_CODES)]
    for code in codes:
        device.token_set.create(token=digest(user, code))
    return ["-".join(re.findall("....", code)) for code in codes]


def digest(user, code):
    """What is kept of a recovery code: 96 bits, as many as django-otp has room for."""
    return urlsafe_b64encode(sha256(f"{user.pk}:{code}".encode()).digest()[:12]).decode()


def take_away(request, user):
    """Leave somebody without a second factor, and signed in nowhere else: whether she had one."""
    with transaction.atomic():
        devices = (TOTPDevice.objects.filter(user=user), StaticDevice.objects.filter(user=user))
        if not sum(of_a_kind.delete()[0] for of_a_kind in devices):
            return False
        is_own = request and request.user.pk == user.pk
        sessions.end_all(user, but=request.session.session_key if is_own else None)
        noted(Kind.SECOND_FACTOR_TAKEN, request, about=user.get_username())
        tell(user, TAKEN, by=request.user.get_username() if request else "a command")
    return True
