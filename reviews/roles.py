"""Review links stand on every article, so editors look after them."""

from staff.roles import EDITOR, OWNER, Grants

ALL = ["view", "add", "change", "delete"]

GRANTS: Grants = {EDITOR: {"ReviewLink": ALL}, OWNER: {"ReviewLink": ALL}}
