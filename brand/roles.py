"""The company's words and looks are the owner's. Editors may correct a plain page, not add or remove one:
each is linked at the foot of every page, and some are legal texts. When the company works is the sales lead's, too.
"""

from staff.roles import EDITOR, OWNER, SALES_LEAD, Grants

HOURS = {"BusinessHours": ["view", "change"], "Holiday": ["view", "add", "change", "delete"]}

GRANTS: Grants = {
    EDITOR: {"Page": ["view", "change"]},
    SALES_LEAD: HOURS,
    OWNER: {"Company": ["view", "change"], "Page": ["view", "add", "change", "delete"], **HOURS},
}
