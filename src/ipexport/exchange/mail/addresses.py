"""One mail address, checked and in the form that it has in a mail."""

from __future__ import annotations

from ipexport.errors import Place
from ipexport.nodes import Findings, Node


def read_address(node: Node, what: str, findings: Findings) -> str:
    """The address in ASCII (a domain of other letters in its IDNA form), "" where it is wrong.

    By email-validator, without asking the network: the standard library takes `a@b..c` and says of
    others only that they are wrong. Letters other than ASCII before the @ are refused: not every
    server on the way takes them (RFC 6531).
    """
    return checked_address(findings.scalar(node, what).strip(), what, node.place, findings)


def checked_address(said: str, what: str, place: Place, findings: Findings) -> str:
    """The address of a text that stands at a place; see `read_address`."""
    from email_validator import EmailNotValidError, validate_email

    if not said:
        findings.add("invalid-address", place, f"{what} is empty", "an address such as name@example.org")
        return ""
    if "<" in said:
        message = f"{what} {said!r} has a name beside the address"
        findings.add("invalid-address", place, message, "write the name under 'name'")
        return ""
    try:
        valid = validate_email(said, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        message = f"{what} {said!r} is not a mail address"
        findings.add("invalid-address", place, message, str(error).rstrip("."))
        return ""
    return valid.ascii_email or ""
