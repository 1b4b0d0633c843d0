"""A case as one HTML file: pyvis holds the network, our template holds the page, a policy inside it shuts the network out."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache, partial
from html import escape
from importlib.resources import files
from typing import Any

from kg.model import Case
from kg.model.judgement import READINGS, WORLD
from kg.ontology import Ontology
from kg.page.data import counts, page_data, records_of
from kg.page.drawing import CAP, Drawing, draw
from kg.page.embed import PACKED_ABOVE, heavy, lean, pack, pack_case, to_json
from kg.page.look import families, lines
from kg.page.wording import carried, rich
from kg.standing import Weighed, standing_word
from kg.standing.standing import BINDING
from kg.stories import Story
from kg.texts import LANGUAGES, say, spoken

__all__ = ["LOADER", "SCRIPTS", "STYLES", "render"]

#: Our scripts in the order they run; each adds its part to what the first one starts.
SCRIPTS = (
    "base", "texts", "load", "speech", "state", "language", "filters", "legend", "time", "size", "graph", "shapes", "looks", "sheet", "frame", "map",
    "walk", "evidence", "cite", "statement", "panel", "search", "table", "timeline", "contradictions", "sources", "svg", "records", "takeaway",
    "story", "paths", "notes", "start",
)  # fmt: skip
#: Unpacks what is packed and runs the others: the only script that the browser starts by itself.
LOADER = "unpack"
#: These read the data; all others find them read.
FIRST = ("base", "texts", "load")
#: Our styles, one idea a file; where two speak of the same element, the later one wins.
STYLES = (
    "theme", "frame", "search", "filters", "network", "map", "table", "timeline", "sources", "panel", "help", "takeaway", "story", "paths", "notes",
    "narrow", "paper",
)  # fmt: skip
#: The columns of `judgements.csv`; a test compares them with the table, whose room is not ours to import.
JUDGEMENTS = ("statement", "source", "judgement", "curator", "date", "reason", "instead")
VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
#: pyvis looks for every node in a list when one is added, so long lists are handed over whole.
LONG = 1_000
FACE = "system-ui, -apple-system, Segoe UI, Noto Sans, Noto Sans Khmer, sans-serif"

OPTIONS: dict[str, object] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": False, "tooltipDelay": 120, "hoverConnectedEdges": False, "selectConnectedEdges": False},
    "nodes": {"borderWidth": 1.5, "chosen": False, "font": {"size": 14, "face": FACE, "strokeWidth": 5}},
    "edges": {
        "smooth": False,
        # What a line is worth stays written on it, however far away it is looked at from.
        "scaling": {"label": {"drawThreshold": 1}},
        "chosen": False,
        "arrowStrikethrough": False,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.6}, "from": {"scaleFactor": 0.6}},
        "font": {"size": 12, "face": FACE, "strokeWidth": 5, "align": "horizontal"},
    },
}


def render(
    case: Case,
    ontology: Ontology,
    weighed: Weighed,
    *,
    title: str | None = None,
    profile: str = "team",
    withheld: str = "",
    data_date: str = "",
    stories: tuple[Story, ...] = (),
    part: Mapping[str, str] | None = None,
    language: str | None = None,
    packed_above: int = PACKED_ABOVE,
) -> str:
    """The whole page; the same bytes for the same case, in UTF-8 whatever the locale.

    `part` says what the case is a part of, if it is one: by language, a sentence that stands on the page and on all that is taken from it.
    `language` is the one that the page opens in; `kg.toml` names it otherwise.
    `withheld` says what a public copy does not tell: `names` (they are pseudonyms) or `more`.
    Data of more than so many bytes are packed.
    """
    home = spoken(language or case.settings.language)
    data = page_data(case, ontology, weighed, home)
    heading = title or case.settings.title
    drawing = draw(records_of(case), case, ontology, weighed, home)
    data |= {
        "title": heading,
        "profile": profile,
        "withheld": withheld,
        "dataDate": data_date or _latest(case),
        "cap": CAP,
        "parts": drawing.parts,
        "map": drawing.map,
        "counts": counts(data),
    }
    data |= {"stories": [_story(story) for story in stories], "judging": _judging(case), "part": (part or {}).get(home, ""), "partIn": part or {}}
    packed = heavy(data, packed_above)
    scripts = [_script(name, waits=packed) for name in SCRIPTS]
    loader = _bare(f"{LOADER}.js")
    style = _palette() + "".join(_bare(f"{name}.css") for name in STYLES)
    net = _network(drawing)
    # pyvis' own environment does not escape, and its template asks strangers for styles: both are replaced.
    net.templateEnv = _environment(home)
    net.templateEnv.globals.update(
        page=data,
        language=home,
        languages=LANGUAGES,
        t=partial(say, home),
        word=standing_word,
        copy_mark=_copy_mark(profile, withheld),
        style=style,
        library=pack(_vis()),
        # Packed, its licence would be read by nobody.
        notice=_vis().partition("*/")[0].removeprefix("/**").replace("--", "- -"),
        scripts=scripts,
        loader=loader,
        policy=_policy([_vis(), *scripts, loader], style),
        blocks={"page-texts": to_json(carried(home)), "network-options": to_json(net.options)} | _blocks(data, net, packed=packed),
    )
    net.path = "page.html.j2"
    return str(net.generate_html())


def _copy_mark(profile: str, withheld: str) -> str:
    """The key of the sentence that says for whom the copy is, where its reader has to know."""
    if profile == "team":
        return "frame.copy-team"
    return f"frame.copy-{withheld}" if withheld else ""


def _blocks(data: dict[str, object], net: Any, *, packed: bool) -> dict[str, str]:
    if packed:
        return {"packed-data": to_json(pack_case(data, net.nodes, net.edges))}
    return {"network-data": to_json({"nodes": net.nodes, "edges": net.edges}), "page-data": to_json(lean(data))}


def _script(name: str, *, waits: bool) -> str:
    """One of our scripts; where the data have to be unpacked, all that need them wait."""
    text = _bare(f"{name}.js")
    return f"KG.later(() => {{\n{text}}});\n" if waits and name not in FIRST else text


def _story(story: Story) -> dict[str, object]:
    steps = [{"heading": step.heading, "text": step.text, "address": step.address} for step in story.steps]
    return {"id": story.id, "title": story.title, "lead": story.lead, "steps": steps}


def _judging(case: Case) -> dict[str, object]:
    """What a reader needs to write a row of judgements: the columns of the table, its words, and who is a curator."""
    return {"columns": JUDGEMENTS, "readings": READINGS, "world": WORLD, "binding": sorted(BINDING), "curators": case.settings.curators}


def _latest(case: Case) -> str:
    """The day of the last row that somebody entered or judged: what the page shows is the case of that day."""
    entered = [item.entered for statement in case.statements for item in statement.evidence if item.entered]
    judged = [row.date for row in case.judgements] + [row.date for row in case.identities]
    return max((*entered, *judged)).isoformat() if entered or judged else ""


def _network(drawing: Drawing) -> Any:  # pyvis has no types
    # Importing pyvis imports IPython; whoever only asks for help should not wait for that.
    from pyvis.network import Network

    # Undirected, pyvis drops parallel lines without a word.
    net = Network(directed=True, cdn_resources="in_line")
    net.options = OPTIONS
    if len(drawing.nodes) + len(drawing.edges) > LONG:
        net.nodes, net.edges = list(drawing.nodes), list(drawing.edges)
        return net
    for node in drawing.nodes:
        net.add_node(node["id"], **{key: value for key, value in node.items() if key != "id"})
    for edge in drawing.edges:
        net.add_edge(edge["from"], edge["to"], **{key: value for key, value in edge.items() if key not in ("from", "to")})
    return net


def _environment(home: str) -> Any:  # jinja2 is needed as late as pyvis, which brings it
    from jinja2 import Environment, FunctionLoader

    return Environment(loader=FunctionLoader(partial(_worded, home)), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _worded(language: str, name: str) -> str:
    """A template whose elements with `data-t` hold their words, and whose attributes `data-t-NAME` have become a NAME as well."""
    text = re.sub(r'data-t="([\w.-]+)"([^>]*)></', lambda found: f'data-t="{found[1]}"{found[2]}>{rich(say(language, found[1]))}</', _text(name))
    mark = say(language, "statement.contested")
    text = text.replace(f"<b>{mark}</b>", f'<b class="contested">{mark}</b>')
    return re.sub(r'data-t-([\w-]+)="([\w.-]+)"', lambda found: f'{found[0]} {found[1]}="{escape(say(language, found[2]))}"', text)


@cache
def _text(name: str) -> str:
    return files("kg.page").joinpath(name).read_text(encoding="utf-8")


@cache
def _bare(name: str) -> str:
    """A script or style without indentation and lines of comment: they are for whoever reads the program, not for the mail."""
    lines = (line.strip() for line in _text(name).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/* "))) + "\n"


@cache
def _vis() -> str:
    """The drawing library as pyvis ships it, its licence on top, without the line that names a file we do not have."""
    text = files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    return text.partition("//# sourceMappingURL=")[0]


def _palette() -> str:
    """Colours of standings and families as style variables, so that style, legend and drawing share one table."""
    rows = []
    for theme in ("light", "dark"):
        colours = [f"--s-{line.key}:{getattr(line, theme)}" for line in lines()] + [f"--f-{f.key}:{getattr(f, theme)}" for f in families()]
        rows.append(f":root[data-theme={theme}]{{{';'.join(colours)}}}")
    rows += [
        f".pill.s-{line.key},svg.s-{line.key},.figure.s-{line.key}{{color:var(--s-{line.key})}}.s-{line.key}{{--c:var(--s-{line.key})}}"
        for line in lines()
    ]
    rows += [f".f-{f.key}{{fill:var(--f-{f.key})}}" for f in families()]
    return "\n".join(rows) + "\n"


def _policy(scripts: list[str], style: str) -> str:
    """The content-security policy: only these scripts and this style, no requests at all."""
    allowed = " ".join(_hash(script) for script in scripts)
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    # The browser hashes what stands between the tags: a script that ended early would not be the one that is allowed.
    assert not re.search("</(script|style)", text, re.IGNORECASE)
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
