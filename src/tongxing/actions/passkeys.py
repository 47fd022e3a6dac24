"""What a passkey said, checked: made for this site, and signed what this session asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webauthn import base64url_to_bytes
from webauthn import generate_authentication_options
from webauthn import generate_registration_options
from webauthn import options_to_json
from webauthn import verify_authentication_response
from webauthn import verify_registration_response
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor
from webauthn.helpers.structs import UserVerificationRequirement

from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import SecondFactor
from tongxing.records.accounts.sealing import digest

SITE = "同兴"


class Unverified(ValueError):  # noqa: N818  an answer, not a fault
    """The browser's answer is none to what was asked."""


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What was asked, of which site: `rp` is its host name, `origin` its address."""

    challenge: bytes
    rp: str
    origin: str


def asked_to_make(account: Account, ceremony: Ceremony, known: Sequence[SecondFactor]) -> str:
    """What the browser is told to make a key, as JSON; keys it has already are left out."""
    made = generate_registration_options(
        rp_id=ceremony.rp,
        rp_name=SITE,
        user_name=account.username,
        user_id=digest(account.username, "passkey")[:32].encode("ascii"),
        user_display_name=account.person.name,
        challenge=ceremony.challenge,
        exclude_credentials=_described(known),
    )
    return options_to_json(made)


def asked_to_sign(ceremony: Ceremony, known: Sequence[SecondFactor]) -> str:
    """What the browser is told to sign with one of these keys, as JSON."""
    made = generate_authentication_options(
        rp_id=ceremony.rp,
        challenge=ceremony.challenge,
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return options_to_json(made)


def _described(known: Sequence[SecondFactor]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential))
        for one in known
        if one.sort == SecondFactor.Sort.PASSKEY
    ]


def made(answer: str, ceremony: Ceremony) -> tuple[str, str, int]:
    """A new key's id, public key and count; raises Unverified."""
    try:
        seen = verify_registration_response(
            credential=answer,
            expected_challenge=ceremony.challenge,
            expected_rp_id=ceremony.rp,
            expected_origin=ceremony.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Unverified from None
    return (
        bytes_to_base64url(seen.credential_id),
        bytes_to_base64url(seen.credential_public_key),
        seen.sign_count,
    )


def shown_count(
    known: Sequence[SecondFactor], answer: str, ceremony: Ceremony
) -> tuple[SecondFactor, int]:
    """Which key signed, and what it counts now; raises Unverified."""
    try:
        given = parse_authentication_credential_json(answer)
        key = {one.credential: one for one in known}[bytes_to_base64url(given.raw_id)]
        seen = verify_authentication_response(
            credential=given,
            expected_challenge=ceremony.challenge,
            expected_rp_id=ceremony.rp,
            expected_origin=ceremony.origin,
            credential_public_key=base64url_to_bytes(key.secret),
            credential_current_sign_count=key.counter,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Unverified from None
    return key, seen.new_sign_count
