"""What people may do at the desk: four roles, each more than the one before."""

from typing import Literal, get_args

Role = Literal["suggester", "translator", "reviewer", "publisher"]
"""Who suggests (words on no page, and remarks), writes, approves, publishes."""
ROLES: tuple[Role, ...] = get_args(Role)
Least = Role | Literal["anyone"]
"""The least role that something asks for; `anyone` for what is there before somebody signs in."""


def has_role(role: Role | None, least: Least) -> bool:
    """Whether whoever has `role` (none, before they sign in) may do what asks for `least`."""
    return least == "anyone" or (role is not None and ROLES.index(role) >= ROLES.index(least))
