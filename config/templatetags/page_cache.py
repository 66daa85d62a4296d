"""`{% part "header" place keys="frame" %}…{% endpart %}`: kept beside the pages, under its name and the values that
follow, until one of the keys is dropped (config/page_cache/parts.py)."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from config import page_cache

register = template.Library()


class PartNode(template.Node):
    def __init__(self, names: list[FilterExpression], keys: FilterExpression, nodelist: NodeList) -> None:
        self.names, self.keys, self.nodelist = names, keys, nodelist

    def render(self, context: Context) -> SafeString:
        name = " ".join(str(one.resolve(context)) for one in self.names)
        keys = self.keys.resolve(context).split()
        return page_cache.part(name, keys, lambda: mark_safe(self.nodelist.render(context)))


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    words = token.split_contents()[1:]
    names = [parser.compile_filter(word) for word in words if not word.startswith("keys=")]
    given = token_kwargs([word for word in words if word.startswith("keys=")], parser)
    if not names or "keys" not in given:
        raise template.TemplateSyntaxError("A part needs a name and keys.")
    nodelist = parser.parse(["endpart"])
    parser.delete_first_token()
    return PartNode(names, given["keys"], nodelist)
