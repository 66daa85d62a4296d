"""Who may import whom (docs/architecture.md), read from the syntax tree: imports inside functions count too."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "staff": set(),
    "brand": set(),
    "blog": {"brand", "staff"},
    "reviews": {"blog", "brand", "staff"},
    "leads": {"reviews", "blog", "brand", "staff"},
}
APPS = set(MAY_IMPORT)
# Leaves of config that several apps need and no app owns; they import no app themselves.
GROUND_MODULES = {
    "addresses",
    "common_words",
    "darkroom",
    "fresh",
    "long_lists",
    "mail",
    "many_tables",
    "origin",
    "outbound",
    "outbound_socket",
    "page_cache",
    "pooled",
    "prepared",
    "rich_text",
    "span",
    "stored_file",
    "words",
}
EDGES = {"admin", "feeds", "management", "own_views", "sitemap", "templatetags", "urls", "views"}
NO_NAMES_OF_MODULES = {"utils", "helpers", "services", "common", "core", "misc"}
NO_ENDS_OF_CLASSES = ("Manager", "Handler", "Service", "Processor")
FILES = sorted(path for folder in [*APPS, "config"] for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(source):
    """Without what only the type checker reads."""
    parsed = ast.parse(source)
    for node in ast.walk(parsed):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    return parsed


@cache
def imports(source):
    """Dotted names, down to the name that is taken: `blog.models.Article`."""
    found = []
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{'.' * node.level}{node.module or ''}.{name.name}" for name in node.names]
    return found


def models_named(source):
    """Models named by string: `"leads.Lead"`."""
    strings = (node.value for node in ast.walk(tree(source)) if isinstance(node, ast.Constant))
    return [text for text in strings if isinstance(text, str) and re.fullmatch(r"[a-z]+\.[A-Z]\w+", text)]


def rank(module):
    """0 models and subject modules, 1 forms, 2 the edges where requests, commands and pages come in."""
    return 2 if module in EDGES else int(module == "forms")


def wrong_direction(module, name):
    """Whether `module` (dotted) may not import `name` (dotted)."""
    app, own = (*module.split("."), "")[:2]
    target, part = (*name.split("."), "")[:2]
    if target == "":
        return True  # relative: written out, a reader sees where it goes
    if app == "config":
        return own in GROUND_MODULES and target in APPS
    if target == "config":
        return part not in GROUND_MODULES
    if target == app:
        return rank(part) > rank(own)
    if target in APPS:
        return target not in MAY_IMPORT[app] and not (own == "roles" and (target, part) == ("staff", "roles"))
    return False


def wrong_imports(module, source):
    return [name for name in [*imports(source), *models_named(source)] if wrong_direction(module, name)]


def above_models(app, sources):
    """The app's subject modules that build on the whole of its models: `from blog.models import Article`."""
    whole = re.compile(rf"{app}\.models\.[A-Z]")
    above = {module for module, source in sources.items() if any(map(whole.match, imports(source)))}
    return {
        module for module in above if module.startswith(f"{app}.") and not module.startswith(f"{app}.models")
    }


def loops(app, sources):
    """What its models import of those: module → names. A verb may defer its job from inside its transaction."""
    above = above_models(app, sources) - {f"{app}.tasks"}
    models = [module for module in sources if module.startswith(f"{app}.models")]
    taken = {
        module: [
            name for name in imports(sources[module]) if name in above or name.rpartition(".")[0] in above
        ]
        for module in models
    }
    return {module: names for module, names in taken.items() if names}


def dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


SOURCES = {dotted(path): path.read_text() for path in FILES}


def test_every_import_points_down():
    found = {module: wrong_imports(module, source) for module, source in SOURCES.items()}
    assert {module: names for module, names in found.items() if names} == {}


def test_models_import_no_subject_module_that_builds_on_them():
    assert {app: loops(app, SOURCES) for app in APPS} == {app: {} for app in APPS}


def test_what_speaks_to_a_bucket_is_imported_with_the_bucket_alone():
    """It is 10 MB in every process, and most sites have none."""
    heavy = re.compile(r"(?:boto3|botocore|storages|config\.bucket)(?:\.|$)")
    importing = {module for module, source in SOURCES.items() if any(map(heavy.match, imports(source)))}
    assert importing == {"config.bucket"}


def test_no_module_is_named_for_no_subject():
    assert [module for module in SOURCES if NO_NAMES_OF_MODULES & set(module.split("."))] == []


def test_no_class_is_named_for_no_subject():
    classes = [
        node.name
        for text in SOURCES.values()
        for node in ast.walk(tree(text))
        if isinstance(node, ast.ClassDef)
    ]
    assert [name for name in classes if name.endswith(NO_ENDS_OF_CLASSES)] == []


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("blog.views", "from leads.models import Lead", ["leads.models.Lead"]),
        ("blog.models.article", "def f():\n    import reviews.models", ["reviews.models"]),
        ("blog.models.article", "expert = ForeignKey('leads.Lead')", ["leads.Lead"]),
        ("reviews.models", "from leads import tasks", ["leads.tasks"]),
        ("brand.views", "from blog.models import Article", ["blog.models.Article"]),
        ("brand.views", "from staff.roles import OWNER", ["staff.roles.OWNER"]),
        ("leads.emails", "from config import settings", ["config.settings"]),
        ("config.words", "from blog.models import Article", ["blog.models.Article"]),
        ("leads.models.lead", "from leads.forms import TalkForm", ["leads.forms.TalkForm"]),
        ("leads.forms", "from leads import views", ["leads.views"]),
        ("leads.emails", "from . import models", ["..models"]),
        ("leads.views", "from leads.forms import A\nfrom blog.models import B\nfrom config import words", []),
        ("brand.roles", "from staff.roles import OWNER", []),
        ("blog.models.article", "if TYPE_CHECKING:\n    from leads.models import Lead", []),
    ],
)
def test_these_rules_can_fail(module, source, wrong):
    assert wrong_imports(module, source) == wrong


def test_the_rule_for_models_can_fail():
    sources = {
        "blog.related": "from blog.models import Article",
        "blog.derivation": "from blog.models.picture import Picture",
        "blog.tasks": "from blog.models import Picture",
        "blog.models.article": "from blog.related import pins\nfrom blog import derivation, tasks",
    }
    assert loops("blog", sources) == {"blog.models.article": ["blog.related.pins"]}


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.*")), ids=lambda path: path.name)
def test_a_comment_of_a_template_ends_on_its_line(path):
    """One that goes on is no comment for Django: visitors would read it."""
    assert [line for line in path.read_text().splitlines() if line.count("{#") != line.count("#}")] == []
