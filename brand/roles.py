"""The company's words and looks are the owner's. Editors may correct a plain page, not add or remove one:
each is linked at the foot of every page, and some are legal texts.
"""

from staff.roles import EDITOR, OWNER, Grants

GRANTS: Grants = {
    EDITOR: {"Page": ["view", "change"]},
    OWNER: {"Company": ["view", "change"], "Page": ["view", "add", "change", "delete"]},
}
