"""Named queries: each gives what the generator of the data knows to be right, on two engines; values cannot break out."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from query_dataset import MINT, Made, World, make_dataset, ontology

from kg.errors import UsageError
from kg.query.guard import read_query
from kg.query.named import Named, Parameter, fill, get_named, known_names, named_queries
from kg.query.run import Answer, Value, lexical, run

NAMES = [
    "about", "accusations", "accused-members-at-meetings", "at-the-table", "connection", "contradictions", "everything", "known-on",
    "members", "members-accused", "met", "planned-not-done", "relations-used", "single-side", "single-voice", "sources", "true-on",
    "who-says-so", "who-speaks-for-whom",
]  # fmt: skip
#: A value for each parameter that must be given: a part of the world, or a day.
GIVEN = {"actor": "ministry", "organisation": "union", "subject": "joined", "one": "joined", "other": "official", "day": "2014-12-31"}


@pytest.fixture(scope="module", params=[1, 2])
def made(request: pytest.FixtureRequest) -> Made:
    """Two copies of the case, other names and numbers for each seed."""
    return make_dataset(request.param, 2)


@pytest.fixture(scope="module")
def small() -> Made:
    """One copy, some 45 statements: enough for rdflib's own engine."""
    return make_dataset(3, 1)


def text_for(made: Made, world: World, name: str, **values: str) -> str:
    """A named query, filled; a value that is a part of the world stands for its id."""
    filled = {key: world.ids.get(value, value) for key, value in values.items()}
    return fill(get_named(name), filled, mint=MINT, ontology=ontology(), known=known_names(made.store, MINT))


def ask(made: Made, world: World, name: str, **values: str) -> Answer:
    return run(made.store, text_for(made, world, name, **values), prefixes=MINT.prefixes)


def picked(answer: Answer, made: Made, columns: str) -> list[tuple[Value, ...]]:
    """The named columns of an answer, row by row; `id` as what the statement says."""
    return [tuple(made.text_of(row[c]) if c == "id" else row[c] for c in columns.split()) for row in answer]


def quoted(world: World, text: str) -> str:
    return f"{text} {world.key}"


# ---- the analysts' questions


def test_who_sat_at_the_table(made: Made) -> None:
    """Everybody at the event, chairs first, with the role; who is only said to have come stands last; plans are no presence."""
    for w in made.worlds:
        rows = picked(ask(made, w, "at-the-table", actor="ministry"), made, "who relation role standing")

        label = w.labels
        assert set(rows[:2]) == {
            (label["ministry"], "presided over", "host", "established"),
            (label["official"], "presided over", None, "established"),
        }
        assert set(rows[2:-1]) == {(label[guest], "participated in", None, "established") for guest in w.guests}
        assert rows[-1] == (label["loner"], "participated in", None, "alleged")


@pytest.mark.parametrize(
    ("bounds", "held"), [({"from": "2013-07-31"}, True), ({"to": "2013-07-01"}, True), ({"from": "2013-08-01"}, False), ({"to": "2013-06-30"}, False)]
)
def test_the_table_can_be_narrowed_to_days(made: Made, bounds: dict[str, str], held: bool) -> None:
    """An event counts when any of its days lies between the bounds."""
    answer = ask(made, made.worlds[0], "at-the-table", actor="union", **bounds)

    assert bool(answer) is held


def test_nobody_sits_at_a_table_by_allegation_or_plan(made: Made) -> None:
    """The actor asked for must have been there by an established statement."""
    w = made.worlds[0]

    assert not ask(made, w, "at-the-table", actor="loner")
    assert not ask(made, w, "at-the-table", actor="owner")


def test_which_members_are_accused_of_what(made: Made) -> None:
    """Established members only; the accuser, whom it speaks for, the words and the source; a misread claim is none."""
    for w in made.worlds:
        answer = ask(made, w, "members-accused", organisation="union")

        assert set(picked(answer, made, "member standing id by speaks_for quote source")) == {
            (w.labels["joined"], "alleged", "joined trafficked crew adviser", w.labels["adviser"], w.labels["charity"],
             quoted(w, "joined trafficked crew adviser"), "The Paper"),
            (w.labels["listed"], "asserted", "listed confined crew", "Paper House", None, quoted(w, "listed confined crew"), "The Paper"),
            (w.labels["listed"], "candidate", "listed deceived crew charity", w.labels["charity"], None,
             quoted(w, "listed deceived crew charity"), "The Paper"),
        }  # fmt: skip


def test_where_sources_contradict_each_other(made: Made) -> None:
    """A number against a number, a report against a denial; each pair once, with the words of both sides."""
    answer = ask(made, made.worlds[0], "contradictions")

    pairs = {frozenset((row["one_quote"], row["other_quote"])) for row in answer}
    assert len(answer) == 2 * len(made.worlds)
    assert pairs == {
        frozenset((quoted(w, one), quoted(w, other)))
        for w in made.worlds
        for one, other in (
            ("government convicted guilty bureau", "government convicted guilty department"),
            ("ministry disputed report", "ministry disputed report official"),
        )
    }


def test_who_speaks_for_whom(made: Made) -> None:
    """Posts and mandates of persons, alleged ones last; owning and belonging is not speaking."""
    rows = picked(ask(made, made.worlds[0], "who-speaks-for-whom"), made, "person organisation role standing")

    assert rows[-len(made.worlds) :] == sorted((w.labels["owner"], w.labels["union"], None, "alleged") for w in made.worlds)
    assert set(rows[: -len(made.worlds)]) == {
        row
        for w in made.worlds
        for row in (
            (w.labels["official"], w.labels["ministry"], "secretary", "established"),
            (w.labels["adviser"], w.labels["charity"], None, "established"),
            (w.labels["head"], w.labels["shelter"], None, "established"),
        )
    }


def test_which_accused_members_met_the_government(made: Made) -> None:
    """From a grave accusation over an established membership to a meeting chaired by a body of the government or its official."""
    rows = picked(ask(made, made.worlds[0], "accused-members-at-meetings"), made, "organisation accused standing id meeting chair government")

    assert set(rows) == {
        (w.labels["union"], w.labels[accused], standing, text, w.labels["meeting"], w.labels[chair], w.labels["ministry"])
        for w in made.worlds
        for accused, standing, text in (
            ("joined", "alleged", "joined trafficked crew adviser"),
            ("listed", "asserted", "listed confined crew"),
            ("listed", "candidate", "listed deceived crew charity"),
        )
        for chair in ("ministry", "official")
    }


@pytest.mark.parametrize("side", ["government", "ministry", "bureau"])
def test_what_only_the_government_says(made: Made, side: str) -> None:
    """Whichever of its bodies is named, all of them are one side; who says another number is no second voice."""
    for w in made.worlds:
        answer = ask(made, w, "single-side", actor=side)

        assert set(picked(answer, made, "voice id")) == {
            (w.labels["bureau"], "government arrested suspects bureau"),
            (w.labels["bureau"], "government convicted guilty bureau"),
        }
        against = {made.text_of(row["id"]): str(row["contradicted_by"]) for row in answer}
        assert against["government arrested suspects bureau"] == "None"
        assert against["government convicted guilty bureau"].startswith(f"ALLEGED by {w.labels['department']}:")


def test_what_only_one_body_without_parts_says(made: Made) -> None:
    """A body that is part of nothing is a side alone; what a second voice says as well is left out."""
    for w in made.worlds:
        assert set(picked(ask(made, w, "single-side", actor="charity"), made, "id")) == {
            ("doubtful memberOf union charity",),
            ("listed basedIn embassy charity",),
            ("owner spokespersonFor union charity",),
        }


def test_what_was_planned_and_not_done(made: Made) -> None:
    """A plan is done by the same deed at its time or later; an older deed does not count."""
    rows = picked(ask(made, made.worlds[0], "planned-not-done"), made, "quote source")

    assert set(rows) == {
        (quoted(w, text), "The Paper")
        for w in made.worlds
        for text in ("owner participatedIn meeting", "ministry communicatedWith embassy", "bureau visited embassy")
    }


@pytest.mark.parametrize("part", ["joined", "listed", "union", "ministry", "crew", "meeting", "report"])
def test_what_is_established_about_an_actor_and_what_only_said(made: Made, part: str) -> None:
    """Every statement with the actor on a side, established first, under the standing that the generator knows."""
    for w in made.worlds:
        rows = picked(ask(made, w, "about", actor=part), made, "standing id statement")

        known = {(s.standing, s.text) for s in w.said if part in (s.subject, s.object)}
        assert {row[:2] for row in rows if row[1] != "derived"} == known
        assert sorted(rows, key=lambda row: row[0] != "established") == rows
        for standing, _, label in rows:
            head = str(label).split(" by ")[0].split(":")[0].split(",")[0]
            assert (head in ("ALLEGED", "ALLEGED NOT", "ASSERTED", "CANDIDATE", "DENIED", "PLANNED", "REJECTED")) is (standing != "established")


def test_about_says_why(made: Made) -> None:
    """The reason of a standing stands beside it."""
    w = made.worlds[0]

    because = {made.text_of(row["id"]): row["because"] for row in ask(made, w, "about", actor="joined")}

    assert because["joined memberOf union adviser"] == "upheld by ed on 2014-03-01: it was seen"


def test_who_says_so(made: Made) -> None:
    """Quote, source, what the document is, claimant, and who or what entered it."""
    for w in made.worlds:
        columns = "claimant stance quote source document_is locator entered_by entered"
        typed = ask(made, w, "who-says-so", subject="joined", relation="memberOf", object="union")
        found = ask(made, w, "who-says-so", subject="listed", relation="deceived")

        assert picked(typed, made, columns) == [
            (w.labels["adviser"], "supports", quoted(w, "joined memberOf union adviser"), "The Paper", "note", None, "Ed Itor", date(2014, 1, 2))
        ]
        assert picked(found, made, "entered_by standing") == [("model-1", "candidate")]
        assert len(ask(made, w, "who-says-so", subject="listed")) == sum(s.subject == "listed" for s in w.said)


# ---- the others


def test_who_met_whom(made: Made) -> None:
    """Meetings that a rule derived from the event: the presiding body with each guest; no plan, and one actor on request."""
    for w in made.worlds:
        everybody = [{row["one"], row["other"]} for row in ask(made, w, "met") if row["event"] == w.labels["meeting"]]
        mine = ask(made, w, "met", actor="union")

        assert len(everybody) == len(w.guests)
        assert all({w.labels["ministry"], w.labels[guest]} in everybody for guest in w.guests)
        assert [{row["one"], row["other"]} for row in mine] == [{w.labels["ministry"], w.labels["union"]}]


def test_accusations(made: Made) -> None:
    """Grave matters whatever they are worth but misread, with who says so; of one actor on request."""
    known = {
        ("doubtful", "alleged", "doubtful abused crew adviser"),
        ("joined", "alleged", "joined trafficked crew adviser"),
        ("listed", "asserted", "listed confined crew"),
        ("listed", "candidate", "listed deceived crew charity"),
    }
    rows = picked(ask(made, made.worlds[0], "accusations"), made, "accused standing id quote")
    mine = picked(ask(made, made.worlds[0], "accusations", actor="joined"), made, "id")

    assert set(rows) == {(w.labels[who], standing, text, quoted(w, text)) for w in made.worlds for who, standing, text in known}
    assert mine == [("joined trafficked crew adviser",)]


def test_what_rests_on_one_voice(made: Made) -> None:
    """Allegations about which nobody else speaks, for or against."""
    rows = picked(ask(made, made.worlds[0], "single-voice"), made, "id voice")

    assert set(rows) == {
        (s.text, w.labels[s.by]) for w in made.worlds for s in w.said if s.standing == "alleged" and s.relation not in ("convicted", "rescued")
    }


def test_the_members_and_what_is_said_of_them(made: Made) -> None:
    """Alleged members too, under a label that says so; and every other statement on each."""
    for w in made.worlds:
        answer = ask(made, w, "members", organisation="union")

        assert set(picked(answer, made, "member standing id")) == {
            (w.labels[part], s.standing, s.text)
            for part in ("joined", "listed", "doubtful")
            for s in w.said
            if part in (s.subject, s.object) and s.relation != "memberOf"
        }
        assert {str(row["membership"])[:7] for row in answer if row["member"] == w.labels["doubtful"]} == {"ALLEGED"}


def test_everything_on_an_actor(made: Made) -> None:
    """Also what it claims and what was said at it, each with its words."""
    for w in made.worlds:
        for part in ("adviser", "meeting"):
            roles = (("subject", "subject"), ("object", "object"), ("by", "claimant"))
            known = {(s.standing, name, s.text, quoted(w, s.text)) for s in w.said for key, name in roles if getattr(s, key) == part}
            rows = picked(ask(made, w, "everything", actor=part), made, "standing as id quote")

            assert {row for row in rows if row[1] != "event"} == known


def test_how_two_actors_are_connected(made: Made) -> None:
    """Ways of one, two and three steps, each step named in the direction of the way, over established ties only."""
    for w in made.worlds:
        ways = ask(made, w, "connection", one="joined", other="official")
        step = ask(made, w, "connection", one="union", other="joined")
        two = ask(made, w, "connection", one="adviser", other="union")

        relations = ontology().relations
        member, has_member = relations["memberOf"].label, relations["memberOf"].inverse_label
        came, chaired, office = relations["participatedIn"].label, relations["presidedOver"].inverse_label, relations["holdsOfficeAt"].inverse_label
        first = {"union": member, "charity": relations["criticized"].inverse_label}
        over = {guest for guest in ("union", "charity") if guest in w.guests}
        assert set(picked(ways, made, "steps first through second then third")) == {
            (3, first[guest], w.labels[guest], *rest)
            for guest in over
            for rest in (("met", w.labels["ministry"], office), (came, w.labels["meeting"], chaired))
        }
        assert picked(step, made, "steps from first to")[0] == (1, w.labels["union"], has_member, w.labels["joined"])
        assert (2, "accused", w.labels["joined"], member) in picked(two, made, "steps first through second")
        assert not ask(made, w, "connection", one="union", other="union")


@pytest.mark.parametrize(
    ("day", "missing"), [("2014-01-01", None), ("2014-01-02", {"joined", "loner"}), ("2014-03-01", {"loner"}), ("2015-12-31", set())]
)
def test_what_was_known_on_a_day(made: Made, day: str, missing: set[str] | None) -> None:
    """Entered, published and judged by then; a vague day counts as its last, a derived statement when its premises were known."""
    rows = picked(ask(made, made.worlds[0], "known-on", day=day), made, "id statement")

    relations = {"joined": "memberOf", "loner": "aided"}
    known = {
        s.text
        for w in made.worlds
        for s in w.said
        if s.standing == "established" and missing is not None and relations.get(s.subject if s.subject in missing else "") != s.relation
    }
    assert {row[0] for row in rows} - {"derived"} == known
    assert len([row for row in rows if row[0] == "derived"]) == (sum(len(w.guests) for w in made.worlds) if known else 0)


@pytest.mark.parametrize(
    ("day", "dated"),
    [
        ("2009-12-31", set()),
        ("2011-06-01", {"listed memberOf union"}),
        (
            "2013-06-30",
            {"joined memberOf union adviser", "official holdsOfficeAt ministry", "adviser consultantFor charity", "head directorOf shelter"},
        ),
        ("2030-01-01", {"head directorOf shelter"}),
    ],
)
def test_what_may_have_been_true_on_a_day(made: Made, day: str, dated: set[str]) -> None:
    """Lasting ties whose time does not exclude the day; what has no date, or no end, is kept."""
    always = {"ministry partOf government", "bureau partOf government", "owner owns joined"}

    rows = picked(ask(made, made.worlds[0], "true-on", day=day), made, "id statement")

    assert {row[0] for row in rows} == always | dated
    assert len(rows) == len(made.worlds) * len(always | dated)
    assert picked(ask(made, made.worlds[0], "true-on", day=day, actor="owner"), made, "id") == [("owner owns joined",)]


def test_how_often_relations_are_used(made: Made) -> None:
    """A count for each relation and standing, the derived ones among them."""
    rows = picked(ask(made, made.worlds[0], "relations-used"), made, "relation standing statements")

    relations = ontology().relations
    known = Counter((relations[s.relation].label, s.standing) for w in made.worlds for s in w.said)
    known["met", "established"] = sum(len(w.guests) for w in made.worlds)
    assert rows == sorted(((*key, number) for key, number in known.items()), key=lambda row: (row[0], row[1] != "established", row[1]))


def test_what_rests_on_each_source(made: Made) -> None:
    """Also a source on which nothing rests."""
    copies = len(made.worlds)

    rows = picked(ask(made, made.worlds[0], "sources"), made, "source kind statements")

    said = sum(len(w.said) + len(w.guests) for w in made.worlds)
    assert rows == [
        ("The Paper", "news", said - 2 * copies), ("A Blog", "other", copies), ("The Leaflet", "news", copies), ("Never Used", "official", 0)
    ]  # fmt: skip


# ---- laws over all of them


def every(made: Made) -> dict[str, str]:
    """All named queries with values for what they need."""
    w = made.worlds[0]
    return {q.name: text_for(made, w, q.name, **{p.name: GIVEN[p.name] for p in q.parameters if p.default is None}) for q in named_queries()}


def test_two_engines_give_the_same_rows(small: Made) -> None:
    """Oxigraph and rdflib's own engine agree on every named query, row by row."""
    oracle = rdflib.Dataset(default_union=True)
    oracle.parse(data="".join(f"{quad} .\n" for quad in small.store), format="nquads")

    for name, text in every(small).items():
        rows = Counter(tuple(lexical(term) for term in row) for row in run(small.store, text, prefixes={}).rows)
        other = Counter(tuple("" if term is None else str(term) for term in row) for row in oracle.query(text))  # type: ignore[union-attr]  # rows of a SELECT
        assert rows == other, name


def test_a_triple_in_two_graphs_changes_no_answer(small: Made) -> None:
    """Statements, actors and direct triples that stand in a second graph are still said once."""
    doubled = ox.Store()
    # Not the whole dataset: each pattern of a query doubles its rows before DISTINCT, which takes long for nothing.
    twice = {ox.NamedNode(MINT.graph(name)) for name in ("statements", "actors", "established")}
    for quad in small.store:
        doubled.add(quad)
        if quad.graph_name in twice:
            doubled.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode("urn:copy")))

    for name, text in every(small).items():
        assert run(doubled, text, prefixes={}).rows == run(small.store, text, prefixes={}).rows, name


def test_every_query_is_complete_and_portable() -> None:
    """Each has a title and sentences for its parameters, stays within SPARQL 1.1, and its order is total."""
    assert [query.name for query in named_queries()] == NAMES
    for query in named_queries():
        filled = re.sub(r"(?m)^ *# values.*$", "", query.text)
        columns = re.findall(r"\?(\w+)", re.search(r"SELECT (.*) WHERE", query.text)[1])  # type: ignore[index]  # each has a SELECT
        order = re.search(r"ORDER BY (.*)", query.text)

        assert read_query(filled).ordered
        assert query.title[0].isupper()
        assert not query.title.endswith(".")
        assert all(parameter.text for parameter in query.parameters)
        assert ("# values" in query.text) is bool(query.parameters)
        assert "GROUP_CONCAT" not in query.text
        assert order is not None
        assert columns[-1] in order[1].split()[-1], query.name


# ---- values


def test_a_value_is_an_id_a_label_or_an_alias(made: Made) -> None:
    """All names of one actor give the same query, whatever the case of their letters."""
    w = made.worlds[0]

    texts = {
        text_for(made, w, "about", actor=name) for name in (w.ids["union"], w.labels["union"].upper(), f"union alias {w.key}", f" {w.ids['union']} ")
    }

    assert len(texts) == 1
    assert f"VALUES ?actor {{ <{MINT.actor(w.ids['union'])}> }}" in texts.pop()


def test_values_stand_where_the_file_says_and_move_no_line(made: Made) -> None:
    """Line numbers in messages are those of the file."""
    w = made.worlds[0]

    text = text_for(made, w, "single-side", actor="union")

    original = get_named("single-side").text.split("\n")
    changed = [n for n, (one, other) in enumerate(zip(original, text.split("\n"), strict=True)) if one != other]
    assert [original[n].strip() for n in changed] == ["# values", "# values"]


def test_what_may_be_left_out_leaves_no_trace(made: Made) -> None:
    """Without a value nothing is narrowed; a default takes its place where there is one."""
    w = made.worlds[0]

    assert "VALUES ?actor" not in text_for(made, w, "met")
    assert 'VALUES ?from { "0001-01-01"^^<http://www.w3.org/2001/XMLSchema#date> }' in text_for(made, w, "at-the-table", actor="union")
    assert text_for(made, w, "met", actor=" ") == text_for(made, w, "met")


EACH = Named(
    "each", "Each type", "", (
        Parameter("who", ("actor", "event"), "Who", ""), Parameter("does", ("relation",), "Does", ""), Parameter("kind", ("type",), "Kind", ""),
        Parameter("where", ("source",), "Where", ""), Parameter("day", ("date",), "Day", ""), Parameter("text", ("text",), "Text", ""),
        Parameter("n", ("number",), "Number", ""),
    ), "SELECT * {\n  # values n text\n  # values\n}",
)  # fmt: skip


def fill_each(made: Made, **values: str) -> str:
    return fill(EACH, values, mint=MINT, ontology=ontology(), known=known_names(made.store, MINT))


def test_each_type_of_value(small: Made) -> None:
    """Things and terms become IRIs, the rest typed literals; a marker may name the parameters it wants."""
    w = small.worlds[0]

    text = fill_each(small, who=w.labels["meeting"], does="is a member of", kind="Person", where="The Paper", day="2013-07-15", text="a", n="-2.5")

    decimal = '"-2.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert text.split("\n")[1] == f'  VALUES ?n {{ {decimal} }} VALUES ?text {{ "a" }}'
    assert text.split("\n")[2] == (
        f"  VALUES ?who {{ <{MINT.event(w.ids['meeting'])}> }} VALUES ?does {{ <https://w3id.org/actor-kg/memberOf> }}"
        " VALUES ?kind { <https://w3id.org/actor-kg/Person> }"
        f" VALUES ?where {{ <{MINT.source('paper')}> }}"
        ' VALUES ?day { "2013-07-15"^^<http://www.w3.org/2001/XMLSchema#date> }'
        f' VALUES ?text {{ "a" }} VALUES ?n {{ {decimal} }}'
    )


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1).filter(lambda text: text.strip() == text))
def test_no_text_breaks_out_of_its_place(text: str) -> None:
    """Whatever is typed comes back as that very text, and as nothing else."""
    made = make_dataset(3, 1)

    answer = made.store.query(fill_each(made, text=text))

    assert isinstance(answer, ox.QuerySolutions)
    assert [row["text"] for row in answer] == [ox.Literal(text)]


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("abuot", {}, 'There is no query "abuot". Did you mean "about"?'),
        ("zzz", {}, 'There is no query "zzz". kg query --list shows the named queries.'),
        ("about", {}, 'The query "about" needs actor (The actor or event to look at). It takes: actor.'),
        ("connection", {"one": "union"}, 'The query "connection" needs other (Where it ends). It takes: one other.'),
        ("about", {"acter": "union"}, 'The query "about" has no parameter "acter". Did you mean "actor"?'),
        ("at-the-table", {"x": "1"}, 'The query "at-the-table" has no parameter "x". It takes: actor [from] [to].'),
        ("sources", {"x": "1"}, 'The query "sources" has no parameter "x". It takes no parameters.'),
        ("known-on", {"day": "2013-13-01"}, 'day: "2013-13-01" is no day. Write it as 2013-07-15.'),
        ("known-on", {"day": "2013-07"}, 'day: "2013-07" is no day. Write it as 2013-07-15.'),
        ("who-says-so", {"subject": "union", "relation": "memberof"}, 'relation: no relation is called "memberof". Did you mean "memberOf"?'),
        ("met", {"actor": "nobody at all"}, 'actor: no actor is called "nobody at all".'),
    ],
)
def test_a_wrong_name_or_value_is_said_with_its_remedy(small: Made, name: str, values: dict[str, str], sentence: str) -> None:
    """Each with what would have been right."""
    with pytest.raises(UsageError) as caught:
        text_for(small, small.worlds[0], name, **values)

    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"n": "ten"}, 'n: "ten" is no number. Write it as 40 or 2.5.'),
        ({"n": "1e5"}, 'n: "1e5" is no number. Write it as 40 or 2.5.'),
        ({"text": "a\ud800"}, "text: the text holds half a character."),
        ({"kind": "perso"}, 'kind: no type is called "perso". Did you mean "Person"?'),
        ({"where": "papr"}, 'where: no source is called "papr". Did you mean "paper"?'),
    ],
)
def test_a_value_of_the_wrong_type_is_said_so(small: Made, values: dict[str, str], sentence: str) -> None:
    """Before any query is run."""
    with pytest.raises(UsageError) as caught:
        fill_each(small, **values)

    assert str(caught.value) == sentence


def test_an_id_that_is_nearly_right_is_suggested(small: Made) -> None:
    """Among the ids and labels of all types that would do."""
    w = small.worlds[0]

    with pytest.raises(UsageError) as caught:
        text_for(small, w, "about", actor=w.ids["meeting"] + "s")

    assert str(caught.value) == f'actor: no event is called "{w.ids["meeting"]}s". Did you mean "{w.ids["meeting"]}"?'


def test_a_label_of_two_is_not_guessed() -> None:
    """The ids are named, and one of them is asked for."""
    known = {"actor": {"ox": ("The Mill",), "oy": ("The Mill", "Oy")}}

    with pytest.raises(UsageError) as caught:
        fill(get_named("about"), {"actor": "the mill"}, mint=MINT, ontology=ontology(), known=known)

    assert str(caught.value) == 'actor: "the mill" may be ox or oy. Write the id.'


def test_former_ids_are_names_too() -> None:
    """An actor that a person joined to another is still found by its old id."""
    store = ox.Store()
    graph, node = ox.NamedNode(MINT.graph("actors")), ox.NamedNode(MINT.actor("mill"))
    for predicate, text in (("http://www.w3.org/2000/01/rdf-schema#label", "The Mill"), ("http://purl.org/dc/terms/identifier", "former:old-mill")):
        store.add(ox.Quad(node, ox.NamedNode(predicate), ox.Literal(text), graph))

    assert known_names(store, MINT)["actor"] == {"mill": ("The Mill", "old-mill")}
