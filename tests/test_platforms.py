"""Exports of the platforms that people use are read as what they are, in each platform's shape."""

import json

import pytest

from pipeline.errors import FolkmootError
from pipeline.ingest import plan
from tests import files as make
from tests.test_ingest import only, run

LAMPS = "Mend the lamps on the path"
DECIDIM = {
    "id": 7,
    "author": {"id": 1, "name": "Una Example", "url": "https://example.org/una"},
    "taxonomies": {"id": [3], "name": {"en": ["Paths"]}},
    "title": {"en": "Lamps", "gd": ""},
    "body": {"en": f"<p>{LAMPS}</p>", "gd": ""},
    "address": "",
    "latitude": None,
    "longitude": None,
    "state": "accepted",
    "answer": {"en": "Thank you, the lamps will be mended in spring"},
    "answered_at": "2020-03-01T10:00:00Z",
    "votes": 12,
    "comments": 2,
    "published_at": "2020-01-02T10:00:00Z",
    "url": "https://example.org/7",
    "meeting_urls": [],
    "created_in_meeting": True,
    "withdrawn": False,
    "withdrawn_at": None,
}
EXPORTS = {
    "polis.csv": (
        "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body,is-meta,"
        "is-seed,group-informed-consensus\n"
        f"1528298520,Wed Jun 06 15:22:00 UTC 2018,4,3,5,2,1,{LAMPS},false,true,0.4\n"
    ),
    "ideas.csv": (
        "title,description,why the contribution is important,tags,rating,votes,comments,author,date"
        f'\nLamps,{LAMPS},It is dark,"lamps,paths",4.0,2,,una,"June 06, 2018 at 03:22PM"\n'
    ),
    "citizen.csv": (
        "Response ID,Submitted,What is your name?,What is your organisation?,What should change?,"
        "Which area?,May we publish your response?,Analyst notes\n"
        f"ANON-1,2020-01-02,Una Example,The Example Trust for Lamps and Paths,{LAMPS},North,Yes,"
        "Look at this one again when the others are in\n"
    ),
    "decidim.json": json.dumps([DECIDIM]),
    "decidim.csv": (
        "id;author/id;author/name;taxonomies/ids;taxonomies/name/en;title/en;body/en;state;"
        "answer/en;votes;published_at;created_in_meeting;withdrawn;withdrawn_at\n"
        f"7;1;Una Example;3;Paths;Lamps;{LAMPS};accepted;Thank you for writing to us in winter;12;"
        "2020-01-02 10:00:00 UTC;true;false;\n"
    ),
    "proposals.json": json.dumps(
        {"proposals": [{"id": 3, "title": "Lamps", "summary": "Mend", "description": LAMPS}]}
    ),
    "comments.json": json.dumps(
        [{"id": 5, "commentable_id": 3, "commentable_type": "Proposal", "body": LAMPS}]
    ),
    "consul.csv": (
        "ID,Proposal,Author,Summary,created_at\n"
        f"3,Lamps,una@example.org,{LAMPS},2020-01-02 10:00:00\n"
    ),
    "talk.csv": f"id,comment,interview,video,timestamp\n1,{LAMPS},Una Example,,00:01:02\n",
    "talk2.csv": f"i,text,speaker name\n1,{LAMPS},Una Example\n",
    "sense.csv": (
        "comment-id,comment_text,agrees,disagrees,passes,a-agree-count,a-disagree-count\n"
        f"1,{LAMPS},5,2,1,3,1\n"
    ),
    "sense2.csv": f"participant_id,survey_text\np1,{LAMPS}\n",
    "responses.jsonl": json.dumps({"response_id": 1, "response": LAMPS}) + "\n",
    "kouchou.csv": f"comment-id,comment-body,source,url,attribute_age\n1,{LAMPS},web,,30\n",
    "args.csv": f"arg-id,argument\nA1_0,{LAMPS}\n",
    "hierarchical_result.json": json.dumps(
        {
            "arguments": [{"arg_id": "A1_0", "argument": LAMPS, "comment_id": 1, "x": 0.1}],
            "clusters": [{"level": 1, "id": "1_1", "label": "Lamps", "takeaway": "They are out"}],
            "comment_num": 1,
        }
    ),
}
EXPECTED = {  # platform, its id, votes, status
    "polis.csv": ("Polis", "4", 7, "included"),
    "ideas.csv": ("ideas.gov.scot", None, 2, "included"),
    "citizen.csv": ("Citizen Space", "ANON-1", None, "included"),
    "decidim.json": ("Decidim", "7", 12, "included"),
    "decidim.csv": ("Decidim", "7", 12, "included"),
    "proposals.json": ("Consul", "3", None, "included"),
    "comments.json": ("Consul", "5", None, "included"),
    "consul.csv": ("Consul", "3", None, "included"),
    "talk.csv": ("Talk to the City", "1", None, "included"),
    "talk2.csv": ("Talk to the City", "1", None, "included"),
    "sense.csv": ("Sensemaker", "1", 8, "included"),
    "sense2.csv": ("Sensemaker", None, None, "included"),
    "responses.jsonl": ("ThemeFinder", "1", None, "included"),
    "kouchou.csv": ("kouchou-ai", "1", None, "included"),
    "args.csv": ("kouchou-ai", "A1_0", None, "included"),
    "hierarchical_result.json": ("kouchou-ai", "A1_0", None, "included"),
}
BESIDE = {
    "votes.csv": "timestamp,datetime,comment-id,voter-id,vote\n1528298520,x,0,3,1\n",
    "participants-votes.csv": "participant,group-id,n-comments,n-votes,n-agree,0,1\n0,1,1,2,1,1,-1",
    "summary.csv": "topic,Lamps in our town\nurl,https://example.org/1\nvoters,10\ncomments,2\n",
    "question.json": json.dumps({"question_number": 1, "question_text": "What should change?"}),
    "mapping.jsonl": json.dumps({"response_id": 1, "labels": ["A"], "stances": ["POSITIVE"]}),
    "themes.json": json.dumps(
        [
            {
                "topic_id": "A",
                "topic_label": "Lamps on paths",
                "topic_description": "People want the lamps on the path to be mended",
                "topic": "Lamps on paths: People want the lamps on the path to be mended",
            }
        ]
    ),
    "respondents.jsonl": json.dumps({"response_id": 1, "demographic_data": {"age": ["30"]}}),
}
BESIDE_NAMES = {
    "votes.csv": "Polis votes",
    "participants-votes.csv": "Polis votes by participant",
    "summary.csv": "Polis summary",
    "question.json": "ThemeFinder question",
    "mapping.jsonl": "ThemeFinder mapping",
    "themes.json": "ThemeFinder themes",
    "respondents.jsonl": "ThemeFinder respondents",
}
PROJECT = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="A project"><CodeBook><Codes>
<Code guid="c1" name="Lamps" isCodable="true"/></Codes></CodeBook><Sources>
<TextSource guid="s1" name="An evening in Oban" plainTextPath="internal://AB-1.txt">
<PlainTextSelection guid="p1" startPosition="2" endPosition="6"><Coding guid="g1"><CodeRef
targetGUID="c1"/></Coding></PlainTextSelection></TextSource>
<TextSource guid="s2" name="A letter"><PlainTextContent>Sweep the leaves</PlainTextContent>
</TextSource><PDFSource guid="s3" name="A leaflet" path="internal://X.pdf"/></Sources></Project>"""


@pytest.mark.parametrize("file", EXPORTS)
def test_an_export_is_read_as_its_platform_writes_it(file: str) -> None:
    """One contribution: the words alone, the platform's own id, votes; nothing else is text."""
    found = run(make.folder({file: EXPORTS[file]})).contributions
    names = ("platform", "original_id", "votes_total", "status")
    assert only(found, *names) == [EXPECTED[file]]
    assert list(found["text"]) == [LAMPS]
    assert only(found, "event_id") == [(None,)]


@pytest.mark.parametrize("file", BESIDE)
def test_what_comes_with_an_export_is_named(file: str) -> None:
    """Votes, summaries, questions and facts about people are no contributions, and said to be."""
    result = run(make.folder({file: BESIDE[file]}))
    assert result.contributions.empty
    assert only(result.set_aside, "location", "advice") == [
        ("whole file", "nothing to do if that is right")
    ]
    told = plan(make.folder({file: BESIDE[file]}), make.columns(), max_mb=5)
    assert only(told, "taken_for", "n_rows", "problem") == [(BESIDE_NAMES[file], 0, None)]


def test_comments_in_a_file_of_their_own_reply_to_the_proposals_of_the_other() -> None:
    """By its number and kind; a debate or comment of the same number is no such proposal."""
    about = [(3, "Proposal"), (3, "Debate"), (9, "Proposal")]
    comments = [
        {"id": number, "commentable_id": parent, "commentable_type": kind, "body": "Yes please"}
        for number, (parent, kind) in enumerate(about, start=3)
    ]
    files = {"comments.json": json.dumps(comments), "proposals.json": EXPORTS["proposals.json"]}
    found = run(make.folder(files)).contributions.set_index("file")
    idea = found["contribution_id"]["proposals.json"]
    assert only(found.loc[["comments.json"]], "parent_id") == [(idea,), (None,), (None,)]
    alone = run(make.folder({"comments.json": json.dumps(comments)})).contributions
    assert list(alone["contribution_id"]) == list(found["contribution_id"]["comments.json"])
    assert alone["parent_id"].isna().all()
    twice = run(make.folder(files | {"again.csv": EXPORTS["consul.csv"]})).contributions
    assert twice["parent_id"].isna().all()


def test_drafts_are_not_republished() -> None:
    """A proposal that its platform never published, or that was withdrawn, is not shown here."""
    draft = DECIDIM | {"id": 8, "published_at": None}
    back = DECIDIM | {"id": 9, "withdrawn": True, "withdrawn_at": "2020-02-02"}
    found = run(make.folder({"d.json": json.dumps([draft, back])})).contributions
    assert list(found["status"]) == ["set aside", "withdrawn"]


def test_an_export_of_drafts_alone_publishes_none() -> None:
    """Where no proposal says when it was published, all are drafts until people say otherwise."""
    rows = [DECIDIM | {"id": number, "published_at": None} for number in (7, 8)]
    given = make.folder({"d.json": json.dumps(rows)})
    assert list(run(given).contributions["status"]) == ["set aside", "set aside"]


def test_words_in_any_language_of_a_proposal_are_read() -> None:
    """A proposal written in Gaelic alone is read from its Gaelic column."""
    gaelic = DECIDIM | {"body": {"en": "", "gd": "Càraich na lampaichean"}}
    found = run(make.folder({"d.json": json.dumps([DECIDIM, gaelic | {"id": 8}])})).contributions
    assert list(found["text"]) == [LAMPS, "Càraich na lampaichean"]


def test_comments_in_a_cell_are_replies() -> None:
    """Under an exported idea each comment is a reply of its own; its author is not in its words."""
    comments = (
        "Posted by ewan July 27, 2018 at 14:17\nYes\n\nPosted by una July 28, 2018 at 9:01\nNo"
    )
    table = (
        f'title,description,why the contribution is important,comments\nLamps,Mend,,"{comments}"\n'
    )
    found = run(make.folder({"i.csv": table})).contributions
    idea = found["contribution_id"].iloc[0]
    assert only(found, "text", "parent_id", "author", "submitted_at") == [
        ("Mend", None, None, None),
        ("Yes", idea, "ewan", "2018-07-27T14:17:00"),
        ("No", idea, "una", "2018-07-28T09:01:00"),
    ]


def test_a_project_of_an_analysis_tool_gives_its_texts() -> None:
    """Sources in files and in the project itself; codes are counted, other sources named."""
    members = {"project.qde": PROJECT, "sources/ab-1.txt": "\ufeff• Lamps\r\n• Bins 🚲\r\n"}
    result = run(make.folder({"a.qdpx": make.zipped(members)}))
    assert only(result.contributions, "location", "heading", "text") == [
        ("An evening in Oban: paragraph 1", "An evening in Oban", "Lamps"),
        ("An evening in Oban: paragraph 2", "An evening in Oban", "Bins 🚲"),
        ("A letter: paragraph 1", "A letter", "Sweep the leaves"),
    ]
    assert only(result.set_aside, "location", "part") == [
        ("codebook", "frame"),
        ("A leaflet", "unread"),
    ]


SEVERAL = [
    ["Asked by the hall", "Noted by the pier"],
    ["The lamps should be mended soon", "A bench by the water would help"],
    ["A crossing at the school gate", "Somebody ought to sweep the leaves"],
]


def test_a_sheet_or_member_is_settled_by_itself() -> None:
    """In a workbook or archive the question names the sheet or member, and so does the answer."""
    rows = "\n".join(",".join(row) for row in SEVERAL)
    given = make.folder(
        {
            "book.xlsx": make.workbook({"A": [["id", "comment"], [1, "Trees"]], "B": SEVERAL}),
            "all.zip": make.zipped({"x.csv": "id,comment\n1,Bins\n", "in/y.csv": rows}),
        }
    )
    with pytest.raises(FolkmootError) as asked:
        run(given)
    settled = make.columns(
        ("book.xlsx > B", "text", "Asked by the hall"),
        ("all.zip > in/y.csv", "text", "Noted by the pier"),
    )
    assert '"all.zip > in/y.csv": {text: "' in str(asked.value)
    assert '"book.xlsx > B": {text: "' in str(asked.value)
    texts = list(run(given, settled).contributions["text"])
    assert texts == ["Bins", SEVERAL[1][1], SEVERAL[2][1], "Trees", SEVERAL[1][0], SEVERAL[2][0]]


def test_check_says_how_each_column_of_an_export_is_read() -> None:
    """Every column with a role is named with it, in plain words."""
    told = plan(make.folder({"d.csv": EXPORTS["decidim.csv"]}), make.columns(), max_mb=5)
    assert list(told["how"]) == [
        '"body/en" read as the text; "title/en" read as the title; "id" read as its id; '
        '"author/name" read as the author (never published); "published_at" read as the date; '
        '"votes" read as all votes; "taxonomies/name/en" read as the tags; '
        '"state" read as its state; "withdrawn" read as whether it was withdrawn; '
        '"published_at" read as when it was published (empty: a draft); '
        'not read: "taxonomies/ids", "answer/en", "created_in_meeting" '
        "(data/raw/columns.yaml can have them read)"
    ]
