"""Grammatical forms in which a relation is written: passive, apposition, list, noun of doing, office, quotation."""

from __future__ import annotations

import pytest

from kg.tasks.extract import extract_text

# fmt: off
SENTENCES = [
    ('Marta Olin, a close associate of the banker Piet Rutgers, flew out on Friday.', 'Marta Olin associateOf Piet Rutgers [asserted]'),
    ('Dr Helen Makori, an adviser to the Ministry of Fisheries, resigned in May.', 'Helen Makori consultantFor Ministry of Fisheries [asserted]'),
    ('Workers Aid Durban is run by Lindiwe Khumalo.', 'Lindiwe Khumalo directorOf Workers Aid Durban [asserted]'),
    ('"It is a scandal," said Lindiwe Khumalo, the executive director of Workers Aid Durban.', 'Lindiwe Khumalo directorOf Workers Aid Durban [asserted]'),
    ('Ana Souza, a nurse at Santa Clara Hospital, treated the men.', 'Ana Souza employedBy Santa Clara Hospital [asserted]'),
    ('Delta Rubber employed Peter Nkemelu as a driver until 2014.', 'Peter Nkemelu employedBy Delta Rubber [asserted]'),
    ('Rosa Quiroga is married to Deputy Minister Juan Alvarado.', 'Rosa Quiroga familyOf Juan Alvarado [asserted]'),
    ('The company belongs to Ramon Alvarado, a nephew of the minister, Juan Alvarado.', 'Ramon Alvarado familyOf Juan Alvarado [asserted]'),
    ('Migrant Voice was founded in 1998 by the priest Aldo Ferri.', 'Aldo Ferri founded Migrant Voice [asserted]'),
    ('Aldo Ferri and Carla Neri set up Migrant Voice after the fire.', 'Aldo Ferri founded Migrant Voice [asserted]'),
    ('The mayor of Tarlac, Benigno Reyes, visited the plant.', 'Benigno Reyes holdsOfficeAt Tarlac [asserted]'),
    ('Grace Adu is a member of the Ghana Journalists Association.', 'Grace Adu memberOf Ghana Journalists Association [asserted]'),
    ('Silver Bridge joined the Association of Overseas Recruiters last year.', 'Silver Bridge memberOf Association of Overseas Recruiters [asserted]'),
    ('Viktor Hajdu owns 60 percent of Danube Poultry.', 'Viktor Hajdu owns Danube Poultry [asserted]'),
    ('Danube Poultry, in which Viktor Hajdu holds a stake, denied the charge.', 'Viktor Hajdu owns Danube Poultry [asserted]'),
    ('Danube Poultry, a company owned by Viktor Hajdu, went bankrupt.', 'Viktor Hajdu owns Danube Poultry [asserted]'),
    ('The Anti-Slavery Unit is part of the Ministry of Interior.', 'Anti-Slavery Unit partOf Ministry of Interior [asserted]'),
    ('Oba Lawson represents the fishermen in court.', 'Oba Lawson represents fishermen [asserted]'),
    ("Danube Poultry's lawyer, Oba Lawson, called the case weak.", 'Oba Lawson represents Danube Poultry [asserted]'),
    ('Viktor Hajdu was represented by Oba Lawson.', 'Oba Lawson represents Viktor Hajdu [asserted]'),
    ('Polar Fish spokeswoman Sanna Holm rejected the claim.', 'Sanna Holm spokespersonFor Polar Fish [asserted]'),
    ('Polar Fish is a wholly owned subsidiary of Nordic Ocean ASA.', 'Polar Fish subsidiaryOf Nordic Ocean ASA [asserted]'),
    ('Polar Fish, controlled by Nordic Ocean ASA, exports cod.', 'Polar Fish subsidiaryOf Nordic Ocean ASA [asserted]'),
    ('Police beat Daniel Okoth with sticks.', 'Police attacked Daniel Okoth [asserted]'),
    ('An attack by rebels on the village left Daniel Okoth dead.', 'rebels attacked village [asserted]'),
    ('The killing of Daniel Okoth by two soldiers shocked the town.', 'two soldiers attacked Daniel Okoth [asserted]'),
    ('About 300 dockers staged a protest against Polar Fish on Sunday.', 'About 300 dockers protestedAgainst Polar Fish [asserted]'),
    ('Dockers went on strike against Polar Fish.', 'Dockers protestedAgainst Polar Fish [asserted]'),
    ("The ministry's offer was refused by Polar Fish.", 'Polar Fish rejected ministry [asserted]'),
    ("The Labour Inspectorate revoked Polar Fish's licence.", 'Labour Inspectorate sanctioned Polar Fish [asserted]'),
    ('The foreman threatened the workers with deportation.', 'foreman threatened workers [asserted]'),
    ("Polar Fish reached a settlement with the dockers' union.", "Polar Fish agreedWith dockers' union [asserted]"),
    ('Sanna Holm phoned Erik Lund on the eve of the vote.', 'Sanna Holm communicatedWith Erik Lund [asserted]'),
    ('Erik Lund and Sanna Holm met in Bergen.', 'Erik Lund met Sanna Holm [asserted]'),
    ('Erik Lund visited the Polar Fish plant.', 'Erik Lund visited Polar Fish [asserted]'),
    ('Soldiers abused the detainees for months.', 'Soldiers abused detainees [asserted]'),
    ("The trawler's captain locked the men in the hold.", "trawler's captain confined men [asserted]"),
    ('Casa Lobo lured 40 women with promises of good pay.', 'Casa Lobo deceived 40 women [asserted]'),
    ('Casa Lobo forced the women to work without pay.', 'Casa Lobo exploited women [asserted]'),
    ('Casa Lobo recruited 40 women in Honduras.', 'Casa Lobo recruited 40 women [asserted]'),
    ('Ramon Alvarado allegedly trafficked girls to Spain.', 'Ramon Alvarado trafficked girls [alleged]'),
    ('A court found Ramon Alvarado guilty of trafficking girls.', 'Ramon Alvarado trafficked girls [alleged by court]'),
    ('Police arrested Ramon Alvarado and Carlos Pinto at the airport.', 'Police arrested Carlos Pinto [asserted]'),
    ('Police detained five men, among them Ramon Alvarado.', 'Police arrested Ramon Alvarado [asserted]'),
    ('Ramon Alvarado was charged by federal prosecutors with fraud.', 'federal prosecutors charged Ramon Alvarado [asserted]'),
    ('The High Court convicted Ramon Alvarado and sentenced him to nine years.', 'High Court convicted Ramon Alvarado [asserted]'),
    ('Ramon Alvarado was acquitted by the High Court.', 'High Court convicted Ramon Alvarado [asserted not]'),
    ('A complaint filed by Migrant Voice against Casa Lobo is pending.', 'Migrant Voice filedComplaintAgainst Casa Lobo [asserted]'),
    ('Casa Lobo is under investigation by the Labour Inspectorate.', 'Casa Lobo investigated Labour Inspectorate [asserted]'),
    ('The state attorney prosecuted Casa Lobo in 2010.', 'state attorney prosecuted Casa Lobo [asserted]'),
    ('Police raided the offices of Casa Lobo.', 'Police raided Casa Lobo [asserted]'),
    ('During a raid on Casa Lobo by the Labour Inspectorate, 12 women were found.', 'Labour Inspectorate raided Casa Lobo [asserted]'),
    ('Casa Lobo is being sued by Migrant Voice.', 'Migrant Voice sued Casa Lobo [asserted]'),
    ('Casa Lobo has its headquarters in San Pedro.', 'Casa Lobo basedIn San Pedro [asserted]'),
    ('Ramon Alvarado, who lives in Tegucigalpa, denied it.', 'Ramon Alvarado basedIn Tegucigalpa [asserted]'),
    ('The women were taken to Guatemala by Casa Lobo.', 'women movedTo Guatemala [asserted]'),
    ('Casa Lobo sent 40 women to Mexico.', '40 women movedTo Mexico [asserted]'),
    ('Casa Lobo has branches in Guatemala.', 'Casa Lobo operatesIn Guatemala [asserted]'),
    ('Erik Lund received 3,000 dollars from Casa Lobo.', 'Casa Lobo paid Erik Lund [asserted]'),
    ('Erik Lund was bribed by Casa Lobo, the prosecutor Ines Cruz alleges.', 'Casa Lobo paid Erik Lund [alleged by Ines Cruz]'),
    ('The women, helped by Migrant Voice, went to court.', 'Migrant Voice aided women [asserted]'),
    ('Migrant Voice provides the women with food.', 'Migrant Voice aided women [asserted]'),
    ('The embassy of Nepal repatriated 30 workers.', 'embassy of Nepal repatriated 30 workers [asserted]'),
    ('The navy rescued 30 fishermen from the boat.', 'navy rescued 30 fishermen [asserted]'),
    ('The rescue of 30 fishermen by the navy took two days.', 'navy rescued 30 fishermen [asserted]'),
    ('Ramon Alvarado denied that he had paid Erik Lund.', 'Ramon Alvarado paid Erik Lund [denied by Ramon Alvarado]'),
    ('According to the union, Polar Fish did not pay the crew.', 'Polar Fish paid crew [alleged not by union]'),
    ('Prosecutors suspect Casa Lobo of bribing Erik Lund.', 'Casa Lobo paid Erik Lund [alleged by Prosecutors]'),
    ('The women say that they were beaten by a guard.', 'guard attacked women [alleged by women]'),
    ('Blue Reef has been accused of beating crew members, among them Ibrahim Sesay.', 'Blue Reef attacked Ibrahim Sesay [alleged]'),
    ("Two weeks later the port authority in Kudat detained the Lucky Star's captain, Hu Jianguo.", 'port authority arrested Hu Jianguo [asserted]'),
    ('The prosecutor had asked the court to jail Hu Jianguo for ten years.', 'prosecutor demandedOf court [asserted]'),
    ("Migrant Care wants the Transport Ministry to revoke Blue Reef's licence.", 'Migrant Care demandedOf Transport Ministry [asserted]'),
    ("Lawmaker Siti Zahra called the ministry's silence shameful.", 'Siti Zahra criticized ministry [asserted]'),
    ('Felix Goh has never been arrested by police.', 'police arrested Felix Goh [asserted not]'),
    ("Felix Goh's daughter, Clara, is married to the son of the former chief minister, Harris Yong.", 'Clara familyOf Felix Goh [asserted]'),
    ('Blue Reef sold the men to a trawler owner (source: Migrant Care).', 'Blue Reef trafficked men [alleged by Migrant Care]'),
    ('Orca Capital, which holds 30 percent of Blue Reef, said it was shocked.', 'Orca Capital owns Blue Reef [asserted]'),
    ('Dewi Lestari writes for the daily Tempus.', 'Dewi Lestari employedBy Tempus [asserted]'),
    ('Anton Goh stepped down as chairman of Blue Reef last year.', 'Anton Goh directorOf Blue Reef [asserted]'),
    ("The protest against Blue Reef was organised by the Seafarers' League.", "Seafarers' League protestedAgainst Blue Reef [asserted]"),
    ("The Labour Department's investigation into Blue Reef lasted two years.", 'Labour Department investigated Blue Reef [asserted]'),
    ('Blue Reef was found to have withheld wages from 40 men, according to the Labour Department.', 'Blue Reef exploited 40 men [alleged by Labour Department]'),
    ('The Labour Department is expected to prosecute Blue Reef.', 'Labour Department prosecuted Blue Reef [planned]'),
    ('Anton Goh met Transport Minister Lim Wei and Harris Yong at a hotel in Labuan.', 'Anton Goh met Harris Yong [asserted]'),
    ("Blue Reef and the Seafarers' League have signed a collective agreement.", "Blue Reef agreedWith Seafarers' League [asserted]"),
    ('Blue Reef agreed to pay the men 3 million ringgit.', 'Blue Reef paid men [planned]'),
    ('Blue Reef stands accused of confiscating the passports of 40 men.', 'Blue Reef exploited 40 men [alleged by Blue Reef]'),
    ('It is not true that Blue Reef paid the officers, Anton Goh said.', 'Blue Reef paid officers [denied by Anton Goh]'),
    ('Lim Wei has confirmed receiving money from Anton Goh.', 'Anton Goh paid Lim Wei [alleged by Lim Wei]'),
]
# fmt: on


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_the_form_is_read(text: str, expected: str) -> None:
    """Whoever does it, whom it meets, how firmly and who says so."""
    lines = []
    for row in extract_text(text.encode()):
        negative = " not" if row["polarity"] == "negative" else ""
        voice = f" by {row['claimant']}" if row["claimant"] else ""
        lines.append(f"{row['subject']} {row['relation']} {row['object']} [{row['modality']}{negative}{voice}]")
    assert expected in lines


def test_a_deed_taken_up_again_has_its_time_and_place() -> None:
    """The deed before lends both to the sentence that names who did it; the accusation itself has neither."""
    text = "Ana Prior said the caseload grew in 2012 due to the trafficking of sailors to Norland. “This was carried out by Silva Shipping,” Ms. Prior said."
    rows = {str(row["relation"]): row for row in extract_text(text.encode())}

    deed, speech = rows["trafficked"], rows["accused"]
    assert (deed["subject"], deed["object"], deed["claimant"], deed["when"]) == ("Silva Shipping", "sailors", "Ana Prior", "2012")
    assert (speech["when"], speech["place"]) == ("", "")


def test_offices_without_their_body_are_given_to_the_one_that_can_be_meant() -> None:
    """And to none where two can."""
    one = "The Ministry of Labour closed the firm. Labour Minister Jon Vale thanked the police."
    two = "The Ministry of Labour and the Ministry of Justice closed the firm. Deputy Minister Jon Vale thanked the police."

    assert [r["object"] for r in extract_text(one.encode()) if r["relation"] == "holdsOfficeAt"] == ["Ministry of Labour"]
    assert [r["object"] for r in extract_text(two.encode()) if r["relation"] == "holdsOfficeAt"] == []


def test_who_says_all_before_says_it_at_the_end() -> None:
    """However the parser hangs the last clause, nothing of the sentence is a fact."""
    text = (
        "The Harbour Police has arrested the deputy director of the Fisheries Agency, Jon Vale, on suspicion of taking bribes from Silva Shipping, "
        "its spokesperson, Ana Prior, said on Wednesday."
    )
    arrests = [(r["modality"], r["claimant"]) for r in extract_text(text.encode()) if r["relation"] == "arrested"]

    assert arrests == [("alleged", "Ana Prior")]


def test_what_hangs_on_the_last_of_several_is_charged_to_all() -> None:
    """A deed behind "with" is the accuser's word also where the parser hangs it on a name."""
    text = "Prosecutors have charged the owner of the estate, Jon Vale, and his foreman with holding 28 labourers in slavery."

    assert all(r["modality"] == "alleged" for r in extract_text(text.encode()) if r["relation"] in ("exploited", "confined", "arrested"))
