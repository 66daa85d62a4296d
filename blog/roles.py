"""Who may do what with the blog. An author writes, an editor decides; sales staff read articles where visitors do.

`write` is narrower than `change`: only one's own articles, and only while no visitor sees them (blog/admin/rights.py).
"""

from staff.roles import AUTHOR, EDITOR, OWNER, Grants

ALL = ["view", "add", "change", "delete"]

_content = {
    "Article": [*ALL, "publish"],
    "Author": ALL,
    "Category": ALL,
    "MissingPage": ["view", "delete"],
    "MovedPage": [*ALL, "exchange"],
    "Picture": ALL,
    "Tag": ALL,
}

GRANTS: Grants = {
    AUTHOR: {
        "Article": ["write"],
        "Author": ["view"],
        "Category": ["view"],
        "Picture": ["view", "add", "change"],
        "Tag": ["view"],
    },
    EDITOR: {**_content, "Rule": ["view"]},
    OWNER: {**_content, "Rule": ["view", "change"]},
}
