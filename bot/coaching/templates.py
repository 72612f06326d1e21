"""Names filled into a playbook's texts, and nothing else.

Playbooks are written by many hands, and a template language is a programming language. So a text
is only ever parsed: words, ``{{ name }}`` of the playbook's own ``vars`` and the filters listed
here pass, whatever else there is, is refused by name, and filling in runs nothing either.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, nodes

from bot.voice.rendering import capitalise

FILTERS: Mapping[str, Callable[[str], str]] = {"capitalise": capitalise}

_PLAIN: Mapping[type[nodes.Node], str] = {
    nodes.Call: "a call",
    nodes.Getattr: "a look inside a value",
    nodes.Getitem: "a look inside a value",
    nodes.For: "a loop",
    nodes.If: "a condition",
    nodes.CondExpr: "a condition",
    nodes.Const: "a fixed value",
    nodes.BinExpr: "arithmetic",
    nodes.UnaryExpr: "arithmetic",
}


_ENVIRONMENT = Environment(autoescape=False)  # noqa: S701 - it only parses


@dataclass(frozen=True, slots=True)
class Unfit:
    """What a text holds that it may not: a name that isn't known, or anything but a name."""

    kind: str
    found: str


def list_unfit(text: str, known: Collection[str]) -> list[Unfit]:
    """Return what may not stand in a text whose names are ``known``; it runs nothing.

    >>> list_unfit("Ask for {{ rep }}", {"rep"})
    []
    >>> list_unfit("{{ 'a' * 10**9 }}", {"rep"})
    [Unfit(kind='code', found='arithmetic')]
    """
    if "{" not in text:
        return []
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        return [Unfit("syntax", error.message or "braces")]
    except RecursionError:
        return [Unfit("code", "brackets within brackets")]
    return [unfit for part in _parts(tree) for unfit in _look_at(part, known)]


def fill_in(text: str, names: Mapping[str, str]) -> str:
    """Return an accepted text with its names filled in, each a plain string."""
    filled = "".join(_filled(part, names) for part in _parts(_ENVIRONMENT.parse(text)))
    return filled.strip()


def _parts(tree: nodes.Template) -> Iterator[nodes.Node]:
    for node in tree.body:
        yield from node.nodes if isinstance(node, nodes.Output) else [node]


def _filled(part: nodes.Node, names: Mapping[str, str]) -> str:
    if isinstance(part, nodes.Filter) and part.node is not None:
        return FILTERS[part.name](_filled(part.node, names))
    if isinstance(part, nodes.Name):
        return names[part.name]
    return part.data if isinstance(part, nodes.TemplateData) else ""


def _look_at(node: nodes.Node, known: Collection[str]) -> Iterator[Unfit]:
    while isinstance(node, nodes.Filter) and node.node is not None:
        if node.name not in FILTERS:
            yield Unfit("filter", node.name)
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            yield Unfit("code", "a filter with arguments")
        node = node.node
    if isinstance(node, nodes.Name):
        if node.name not in known:
            yield Unfit("name", node.name)
    elif not isinstance(node, nodes.TemplateData):
        plain = (words for kind, words in _PLAIN.items() if isinstance(node, kind))
        yield Unfit("code", next(plain, "an instruction"))
