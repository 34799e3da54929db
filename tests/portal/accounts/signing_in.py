"""Somebody with a telephone signs in, by requests."""

import time

from django.test import Client
from django_otp.oath import hotp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.second_factor import new_codes, new_secret

PASSWORD = "mended roofs hold longest"
LOGIN, CODE, SET_UP = "/admin/login/", "/admin/login/code/", "/admin/login/second-factor/"


def give_telephone(user):
    """A second factor: the device, and the recovery codes."""
    device = TOTPDevice.objects.create(user=user, name="telephone", key=new_secret())
    return device, new_codes(user)


def code_of(secret, after=-1):
    """What a telephone shows now; or the code that comes after one of a time step."""
    return f"{hotp(bytes.fromhex(secret), max(after + 1, int(time.time()) // 30)):06}"


def next_code(device):
    """The next code of a device that has not been used."""
    device.refresh_from_db()
    return code_of(device.key, device.last_t)


def wait_out(user):
    """Let the time pass that somebody has to wait after a wrong code."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).update(throttling_failure_timestamp=None)


def password(name, client=None, address="198.51.100.7", **more):
    """Send the form of the password from a browser: the browser, and the answer."""
    client = client or Client(REMOTE_ADDR=address)
    form = {"username": name, "password": PASSWORD, "next": "/admin/"} | more
    return client, client.post(LOGIN, form)


def is_in(client):
    return client.get("/admin/").status_code == 200
