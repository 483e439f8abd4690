"""Ingest takes what people send: every row and every note is there, with its place or a reason."""

import re
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline.errors import FolkmootError
from pipeline.ingest import ingest, plan
from pipeline.tables import (
    Columns,
    Conflicts,
    Contributions,
    Events,
    Files,
    SetAside,
    Withdrawals,
)
from tests import files as make
from tests.build import rows

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared is not here")
NAME = "the name of the file or folder"
EVENTS = (
    "event_id,name,date,place,kind,attendance,file,status\n"
    'hall,An evening in the hall,2018-06-05,"Oban, Village Hall",public,30,,held\n'
    'pier,A morning on the pier,2018-08-13,"Oban, North Pier",public,12,walk.txt,held\n'
    "tent,In the tent,2018-06-20,Brora,public,,,planned\n"
)


class Ingested(NamedTuple):
    """The tables of one run."""

    contributions: DataFrame[Contributions]
    events: DataFrame[Events]
    set_aside: DataFrame[SetAside]
    conflicts: DataFrame[Conflicts]


def run(
    given: DataFrame[Files], settled: DataFrame[Columns] | None = None, *taken_back: dict[str, str]
) -> Ingested:
    """Ingest with the usual dials."""
    columns = make.columns() if settled is None else settled
    back = rows(Withdrawals, *taken_back)
    tables = (given, columns, back)
    return Ingested(*ingest(*tables, max_mb=200, day_first=True, language_min_chars=40))


def only(table: pd.DataFrame, *names: str) -> list[tuple[object, ...]]:
    """Rows of some columns; what is missing is None."""
    plain = table[list(names)].astype(object)
    return [tuple(None if pd.isna(v) else v for v in row) for row in plain.to_numpy()]


def error(given: DataFrame[Files], settled: DataFrame[Columns] | None = None) -> str:
    """Give the sentence a person reads."""
    with pytest.raises(FolkmootError) as raised:
        run(given, settled)
    return str(raised.value)


# Tables and platforms


def test_a_plain_table_is_read_by_the_names_of_its_columns() -> None:
    """Case, spaces and punctuation in names do not matter; rows are counted as people see them."""
    given = make.files(
        a__csv="Row ID,COMMENT_TEXT,Author,Votes,Tags,Date\n"
        "7,More buses,Ann,12 votes,bus,05/06/2018\n"
    )
    table = run(given).contributions
    assert only(table, "location", "original_id", "platform", "text", "author") == [
        ("row 2", "7", "table", "More buses", "Ann")
    ]
    assert only(table, "votes_total", "tags", "submitted_at", "status", "title", "event_id") == [
        (12.0, "bus", "2018-06-05", "included", None, None)
    ]


def test_polis_rejected_comments_stay_with_their_reason() -> None:
    """Moderated −1 is set aside, 0 (nobody looked yet) and 1 are included; times are in UTC."""
    given = make.files(
        comments__csv="timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,"
        "comment-body\n"
        "1518501496471,Tue Feb 13 12:58:16 WIB 2018,2,9,48,8,1,Wider pavements\n"
        "1518501496471,Tue Feb 13 12:58:16 WIB 2018,1,9,0,0,0,A new one\n"
        "1518501496471,Tue Feb 13 12:58:16 WIB 2018,0,9,1,3,-1,Rude words\n"
    )
    table = run(given).contributions
    assert only(table, "original_id", "status", "reason", "votes_total", "votes_against") == [
        ("2", "included", None, 56.0, 8.0),
        ("1", "included", None, 0.0, 0.0),
        ("0", "set aside", "rejected by the platform's moderators", 4.0, 3.0),
    ]
    assert set(table["platform"]) == {"Polis"}


def test_tables_of_votes_are_no_contributions() -> None:
    """The other files of a Polis export are named as what they are, in one row each."""
    given = make.folder(
        {
            "votes.csv": "timestamp,datetime,comment-id,voter-id,vote\n1,x,0,0,1\n",
            "participants-votes.csv": "participant,group-id,n-comments,n-votes,n-agree,0\n"
            "0,0,5,1,1,1\n",
            "summary.csv": "topic,Buses\nurl,x\nvoters,12\n",
        }
    )
    result = run(given)
    assert result.contributions.empty
    assert only(result.set_aside, "file", "location", "reason") == [
        ("participants-votes.csv", "whole file", "votes, not contributions"),
        ("summary.csv", "whole file", "a summary of the conversation, not contributions"),
        ("votes.csv", "whole file", "votes, not contributions"),
    ]


IDEAS = "id,title,body,why the contribution is important,author,date,rating,votes,comments\n"


def test_an_idea_page_export_keeps_title_reason_and_rating() -> None:
    """A rating of 0.0 without votes means that nobody rated; with votes it is a rating."""
    given = make.files(
        ideas__csv=IDEAS
        + 'a,Lamps,Put lamps on the path,Dark,ann,"June 06, 2018 at 03:22PM",0.0,0,3\n'
        + "b,Mud,Lay gravel,Wet,bob,07 July 2018 08:41,0.0,2,0\n"
    )
    table = run(given).contributions
    assert only(table, "title", "text", "why", "rating", "votes_total", "submitted_at") == [
        ("Lamps", "Put lamps on the path", "Dark", None, 0.0, "2018-06-06T15:22:00"),
        ("Mud", "Lay gravel", "Wet", 0.0, 2.0, "2018-07-07T08:41:00"),
    ]


def test_the_line_about_a_public_event_becomes_a_link() -> None:
    """Found by place and month in the list of events, else a new event; the words lose the line."""
    line = "submitted at public discussion event"
    given = make.files(
        events__csv=EVENTS,
        ideas__csv=IDEAS
        + f'a,T,"Lamps. This idea was {line}, Oban, June 2018, uploaded by admin",,,,,,\n'
        + f'b,T,Gravel,"Mud. (Idea {line} in Oban, August 2018, uploaded by admin)",,,,,\n'
        + f'c,T,"Idea {line} in Tain, May 2018, uploaded by admin\n\nBenches",,,,,,\n',
    )
    result = run(given)
    assert only(result.contributions, "text", "why", "event_id") == [
        ("Lamps.", None, "hall"),
        ("Gravel", "Mud.", "pier"),
        ("Benches", None, "tain-2018-05"),
    ]
    assert only(result.events.tail(1), "event_id", "place", "date") == [
        ("tain-2018-05", "Tain", None)
    ]


@pytest.mark.parametrize(
    ("header", "platform"),
    [
        ("response_id,response", "ThemeFinder"),
        ("comment-id,comment_text,agrees,disagrees,passes", "Sensemaker"),
        ("participant_id,survey_text", "Sensemaker"),
        ("arg-id,argument", "kouchou-ai"),
        ("comment-id,comment-body,source,url", "kouchou-ai"),
        ("comment-id,comment-body,interview,timestamp", "Talk to the City"),
        ("id;title/en;body/en;taxonomies/ids;published_at", "Decidim"),
        ("ID,Proposal,Author,Summary,created_at", "Consul"),
        ("Question,Asker Name,Answer", "webinar questions"),
    ],
)
def test_platforms_are_told_by_their_columns(header: str, platform: str) -> None:
    """Nobody has to say where an export comes from."""
    delimiter = ";" if ";" in header else ","
    row = delimiter.join(f"cell {i}" for i in range(header.count(delimiter) + 1))
    assert list(run(make.files(a__csv=f"{header}\n{row}\n")).contributions["platform"]) == [
        platform
    ]


def test_withdrawn_and_hidden_rows_say_so() -> None:
    """A proposal that was withdrawn, hidden or left a draft is never published again."""
    given = make.files(
        d__csv="id;title;body;state;withdrawn_at;hidden_at;published_at\n"
        "1;T;One;accepted;;;x\n2;T;Two;withdrawn;2020-01-01;;x\n3;T;Three;;;2020-01-01;x\n"
        "4;T;Four;rejected;;;x\n"
    )
    assert only(run(given).contributions, "text", "status", "reason") == [
        ("One", "included", None),
        ("Two", "withdrawn", "withdrawn by the person who gave it"),
        ("Three", "set aside", "hidden, deleted or left as a draft on the platform"),
        ("Four", "included", None),
    ]


def test_citizen_space_gives_one_contribution_for_each_answer() -> None:
    """The question is the heading; consent decides on publishing, and no answer is no consent."""
    given = make.files(
        r__csv="Response ID,What should change on your street?,Is it safe?,"
        "May we publish your response?\n"
        "ANON-1,The lamps should be mended before winter comes,No,Yes\n"
        "ANON-2,There should be a bench at the bus stop,Yes,No\n"
        "ANON-3,A crossing by the school gate would be good,Yes,\n"
        "ANON-4,Somebody ought to sweep the leaves away,Yes,if you must\n"
    )
    assert only(run(given).contributions, "original_id", "heading", "status", "reason") == [
        ("ANON-1", "What should change on your street?", "included", None),
        (
            "ANON-2",
            "What should change on your street?",
            "not published",
            "the person asked us not to publish it",
        ),
        (
            "ANON-3",
            "What should change on your street?",
            "not published",
            "the question whether it may be published was not answered",
        ),
        (
            "ANON-4",
            "What should change on your street?",
            "not published",
            "the answer to whether it may be published is neither a yes nor a no",
        ),
    ]


def test_replies_point_to_what_they_reply_to() -> None:
    """The platform's own ids of parents become ours."""
    given = make.files(c__csv="id,parent_id,comment\n1,,First\n2,1,Reply\n3,99,Lost reply\n")
    table = run(given).contributions
    first = table["contribution_id"].iloc[0]
    assert only(table, "parent_id") == [(None,), (first,), (None,)]


def test_broken_characters_are_repaired_and_marked() -> None:
    """Words lose nothing else: quotes stay curly, accents stay, and the repair is said."""
    given = make.files(
        a__csv="id,comment\n1,Itâ€™s cafÃ© time\n2,It’s “café” time in Gàidhealtachd\n"
    )
    assert only(run(given).contributions, "text", "reason") == [
        ("It’s café time", "characters that were broken on the way here were repaired"),
        ("It’s “café” time in Gàidhealtachd", None),
    ]


def test_rows_without_words_are_set_aside() -> None:
    """An empty answer is counted, not lost; a title alone is still somebody's words."""
    given = make.files(a__csv="id,title,body\n1,Lamps,\n2,,\n3,,  \n4,T,Text\n")
    result = run(given)
    assert only(result.contributions, "location", "title", "text") == [
        ("row 2", None, "Lamps"),
        ("row 5", "T", "Text"),
    ]
    assert only(result.set_aside, "file", "location", "reason") == [
        ("a.csv", "row 3", "no text in this row"),
        ("a.csv", "row 4", "no text in this row"),
    ]


def test_rows_above_the_header_and_cells_beside_it_are_accounted_for() -> None:
    """A title over a table and a cell without a column are set aside, each with its place."""
    given = make.files(
        a__csv="Our ideas 2018,,\n,,\nid,comment,votes\n1,Lamps,3,and more\n2,Mud,1\n"
    )
    result = run(given)
    assert only(result.contributions, "location", "text") == [("row 4", "Lamps"), ("row 5", "Mud")]
    assert only(result.set_aside, "location", "reason") == [
        ("row 1", "this row stands above the heads of the columns and is not a contribution"),
        ("row 4", "this row has 1 more cells than there are columns; they were not read"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mend the lamps on the path\nLay gravel in the lane\n",
        "1,Mend the lamps on the path\n2,Lay gravel in the muddy lane\n",
    ],
)
def test_a_table_without_a_header_loses_no_first_row(text: str) -> None:
    """A first row that holds data is somebody's words."""
    assert list(run(make.files(a__csv=text)).contributions["location"]) == ["row 1", "row 2"]


def test_control_characters_go_and_words_stay() -> None:
    """What no file may hold is taken out once, here; line ends become one kind."""
    given = make.files(a__csv=b'id,comment\n1,"a\x00b\x01 \x1bc\r\nd\te"\n')
    assert list(run(given).contributions["text"]) == ["ab c\nd\te"]


def test_a_workbook_of_notes_has_a_heading_for_each_sheet() -> None:
    """Cells are named as a spreadsheet names them; a sheet with its header alone says so."""
    content = make.workbook(
        {
            "Table 1": [["Point", "Votes"], ["Lamps", 3], ["Mud", None]],
            "Table 2": [["Point", "Votes"]],
        }
    )
    result = run(make.files(notes__xlsx=content))
    assert only(result.contributions, "location", "platform", "heading", "text", "votes_total") == [
        ('sheet "Table 1" A2', "workshop notes", "Table 1", "Lamps", 3.0),
        ('sheet "Table 1" A3', "workshop notes", "Table 1", "Mud", None),
    ]
    assert only(result.set_aside, "location", "reason") == [
        ('sheet "Table 2"', "no entries on this sheet")
    ]


def test_a_sheet_with_questions_as_heads_gives_a_contribution_for_each_cell() -> None:
    """Flipcharts typed up side by side."""
    content = make.workbook(
        {
            "Table 3": [
                ["What works?", "What does not?"],
                ["The library on the square is warm", "The last bus leaves far too early"],
                ["Neighbours clear the snow together", None],
            ]
        }
    )
    assert only(run(make.files(n__xlsx=content)).contributions, "location", "heading") == [
        ('sheet "Table 3" A2', "Table 3 > What works?"),
        ('sheet "Table 3" B2', "Table 3 > What does not?"),
        ('sheet "Table 3" A3', "Table 3 > What works?"),
    ]


# Notes


NOTES = """# Open evening, Brora, 20 June 2018

Date: 20 June 2018
Note-taker: Una

## Table 1: Getting about

- Later buses
  - until ten at least
- Cheaper:
  - for carers
  - for pupils

Somebody said the ferry is fine.

## Table 2: Money
"""


def test_notes_give_a_contribution_for_each_point_under_its_headings() -> None:
    """Nested bullets stand under their parent's words; a lead-in ending in ":" is a heading."""
    result = run(make.files(n__md=NOTES))
    assert only(result.contributions, "heading", "text") == [
        ("Table 1: Getting about", "Later buses"),
        ("Table 1: Getting about > Later buses", "until ten at least"),
        ("Table 1: Getting about > Cheaper", "for carers"),
        ("Table 1: Getting about > Cheaper", "for pupils"),
        ("Table 1: Getting about", "Somebody said the ferry is fine."),
    ]
    assert set(result.contributions["platform"]) == {"workshop notes"}


def test_the_head_of_notes_and_a_blank_table_are_set_aside() -> None:
    """Title, date and note-taker are no contributions; nor is a table that wrote nothing."""
    assert only(run(make.files(n__md=NOTES)).set_aside, "location", "reason") == [
        ("paragraph 1", "part of the notes' heading, not a contribution"),
        ("paragraph 2", "part of the notes' heading, not a contribution"),
        ("paragraph 10", "nothing was noted under this heading"),
    ]


def test_three_short_lines_are_three_contributions() -> None:
    """Notes need no headings; three lines in a text file are a round."""
    assert list(
        run(make.files(a__txt="Lamps\nMud on the path\nBenches\n")).contributions["text"]
    ) == [
        "Lamps",
        "Mud on the path",
        "Benches",
    ]


def test_a_column_beside_what_was_said_is_not_said() -> None:
    """In a table of comment cards only the comments are contributions."""
    text = "## Cards\n\n| Comment | Where |\n|---|---|\n| Mend the lamps | By the door |\n"
    result = run(make.files(a__md=text))
    assert only(result.contributions, "location", "heading", "text") == [
        ("table 1, row 2, cell 1", "Cards > Comment", "Mend the lamps")
    ]
    assert list(result.set_aside["location"]) == ["table 1, row 2, cell 2"]


def test_who_wrote_in_a_chat_is_an_author_not_a_contribution() -> None:
    """A saved chat names people in lines of their own; those are never published."""
    text = "11:02:12 From Una Example to Everyone:\n\nMend the lamps\n"
    result = run(make.files(chat__txt=text))
    assert only(result.contributions, "author", "text") == [("Una Example", "Mend the lamps")]
    assert len(result.set_aside) == 1


def test_who_wrote_in_a_chat_is_told_from_the_words_in_the_same_line() -> None:
    """Each line is its writer's, and the names are in no text."""
    text = (
        "11:02 From Una Example to Everyone: Mend the lamps\n"
        "11:03 From Ewan (he/him) to Everyone: Plant trees\nalong the road\n"
    )
    result = run(make.files(chat__txt=text))
    assert only(result.contributions, "author", "text") == [
        ("Una Example", "Mend the lamps"),
        ("Ewan (he/him)", "Plant trees"),
        ("Ewan (he/him)", "along the road"),
    ]


def test_what_was_sent_to_one_person_in_a_chat_is_no_contribution() -> None:
    """A saved chat holds the private messages of who saved it; what follows to all is read."""
    text = (
        "11:02 From Una Example to Ewan Example (Direct Message): Is he always so loud?\n"
        "Tell me later\n11:03 From Ewan to Everyone: Plant trees\n"
    )
    result = run(make.files(chat__txt=text))
    assert only(result.contributions, "author", "text") == [("Ewan", "Plant trees")]
    told = "sent to one person in the chat, not to all"
    assert list(result.set_aside["reason"]).count(told) == 2


def test_what_stands_between_the_times_of_an_agenda_belongs_to_it() -> None:
    """Whether the times stand in front of what was planned, or alone in a column."""
    times = "14:00 - 14:05\n\nWelcome\n\n14:05 - 14:30\n\nTea\n\n14:30 - 15:00\n\nLamps\n"
    assert list(run(make.files(day__txt=times)).contributions["text"]) == ["Lamps"]


def test_a_saved_idea_page_gives_the_idea_and_its_comments() -> None:
    """Title, reason, rating, votes and the event line; comments are replies to the idea."""
    text = (
        "Lamps on the path\n\nPut up two lamps.\n\n• by the bridge\n• by the school\n\n"
        "Idea submitted at public discussion event in Oban, June 2018, uploaded by admin\n\n"
        "Why the contribution is important\n\nIt is dark.\n\n"
        "by una on June 06, 2018 at 03:22PM\n\nCurrent Rating\n\nAverage score : 4.0\n"
        "Based on : 2 votes\n\n•  Posted by ewan July 27, 2018 at 14:17\n\nYes, please.\n\n"
        "Log in or register to add comments and rate ideas\n"
    )
    table = run(make.files(events__csv=EVENTS, lamps__txt=text)).contributions
    idea = table["contribution_id"].iloc[0]
    assert only(table, "title", "text", "why", "rating", "votes_total", "event_id") == [
        (
            "Lamps on the path",
            "Put up two lamps.\n• by the bridge\n• by the school",
            "It is dark.",
            4.0,
            2.0,
            "hall",
        ),
        (None, "Yes, please.", None, None, None, "hall"),
    ]
    assert only(table, "parent_id", "author", "submitted_at") == [
        (None, "una", "2018-06-06T15:22:00"),
        (idea, "ewan", "2018-07-27T14:17:00"),
    ]


def test_an_idea_page_without_blank_lines_keeps_its_writers_apart() -> None:
    """Copied line by line, names of who wrote ideas and comments stay out of the words."""
    text = (
        "Lamps on the path\nPut up lamps.\nWhy the contribution is important\nIt is dark\n"
        "by una.from.the.harbour on June 06, 2018 at 03:22PM\n"
        "Posted by ewan.from.the.brae July 27, 2018 at 14:17\nYes, please.\n"
    )
    table = run(make.files(lamps__txt=text)).contributions
    assert only(table, "text", "why", "author") == [
        ("Put up lamps.", "It is dark", "una.from.the.harbour"),
        ("Yes, please.", None, "ewan.from.the.brae"),
    ]


def test_ids_of_events_hold_no_personal_data() -> None:
    """They stand in addresses of pages; events whose ids become the same stay two."""
    listed = "event_id,name,date\newan@example.org,Quay,\nuna@example.org,Hall,2018-06-05\n"
    notes = "Place: Hall, ask una@example.org\n\nDate: 5 June 2018\n\n## Lamps\n\n- Mend them\n"
    result = run(make.files(events__csv=listed, notes__md=notes))
    made = "hall-ask-email-2018-06-05"
    assert list(result.events["event_id"]) == ["[email]", "[email] (2)", made]
    assert list(result.contributions["event_id"]) == [made]


def test_a_message_is_one_contribution_and_what_is_attached_is_read() -> None:
    """Its writer's words alone; a signature and what cannot be read are set aside."""
    given = EmailMessage()
    given["From"], given["To"] = "Una Example <una@example.org>", "forum@example.org"
    given["Subject"], given["Date"] = "Lamps", "Wed, 06 Jun 2018 15:22:00 +0100"
    given.set_content(
        "Dear Ms Example,\n\nPut two lamps on the path by the school,\nit is dark there.\n\n"
        "- and one by the hall\n\nBest wishes\nUna\n\n-- \nUna, 0131 496 0000\n\n"
        "On Monday, The forum\n<forum@example.org> wrote:\n> Ideas?\n"
    )
    given.add_attachment("- Plant trees\n", filename="more.txt")
    given.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="path.jpg")
    result = run(make.folder({"lamps.eml": bytes(given)}))
    assert only(result.contributions, "location", "title", "text", "author", "submitted_at") == [
        ("more.txt: paragraph 1", None, "Plant trees", None, None),
        (
            *("entry 1", "Lamps"),
            "Put two lamps on the path by the school, it is dark there.\n• and one by the hall",
            *("Una Example", "2018-06-06T15:22:00+01:00"),
        ),
    ]
    assert only(result.set_aside, "location", "reason", "part") == [
        ("entry 1", "a greeting or a signature, not what was said here", "frame"),
        ("path.jpg: whole file", "a picture cannot be read", "unread"),
    ]


LETTER = """Glenbogle Community Council
12 June 2018

Dear Ms Example,

Please publish the budget of the hall.

Dear parking keeps us away.

Kind regards,
Una Example
Chair, Glenbogle Community Council

On 3 June 2018, The forum wrote:
> What would you change, and
> what would you keep?
"""


def test_what_stands_around_a_letter_is_not_published() -> None:
    """Address, greeting, closing, signature and quotes are set aside, each with a reason."""
    result = run(make.folder({"letter.txt": LETTER}))
    assert list(result.contributions["text"]) == [
        "Please publish the budget of the hall.",
        "Dear parking keeps us away.",
    ]
    assert list(result.set_aside["reason"].unique()) == [
        "the head of a message, not a contribution",
        "the greeting of a letter, not a contribution",
        "the closing of a letter, not a contribution",
        "who signed a letter, not a contribution",
        "quoted from an earlier message, not what was said here",
    ]


def test_notes_that_thank_or_name_lose_nothing() -> None:
    """Without a greeting or a closing it is no letter."""
    text = "Thanks\nFree Wifi\n> more buses\nTo: the council\n"
    assert len(run(make.folder({"notes.txt": text})).contributions) == 4


@pytest.mark.parametrize(
    "body",
    [
        "Run buses.\n\nOn Monday, Una wrote:\n> Ideas?\n> Any?\n",
        "> Ideas?\nRun buses.\n",
        "Run buses.\n\n-----Original Message-----\nFrom: Una\nIdeas?\n",
        "Run buses.\n\nFrom: Una\nSent: Monday\nIdeas?\n",
        "On Monday, Una wrote:\n> Ideas?\n\nRun buses.\n",
        "<p>Run buses.</p><blockquote>Ideas?</blockquote>",
    ],
)
def test_what_a_message_quotes_is_not_said_again(body: str) -> None:
    """Each program quotes in its own way, below or above the answer."""
    given = EmailMessage()
    given.set_content(body, subtype="html" if body.startswith("<") else "plain")
    result = run(make.folder({"a.eml": bytes(given)}))
    assert list(result.contributions["text"]) == ["Run buses."]
    assert len(result.set_aside) == 1


def test_a_message_that_only_passes_on_another_is_not_lost() -> None:
    """Who wrote the words inside cannot be told, so people are asked for them."""
    given = EmailMessage()
    given.set_content("---------- Forwarded message ---------\nFrom: Una\n\nRun buses.\n")
    result = run(make.folder({"a.eml": bytes(given)}))
    assert only(result.set_aside, "reason", "advice", "part") == [
        (
            "this message says nothing itself and passes on another",
            "save the other message as .eml, or put its words into a text file, and run again",
            "unread",
        )
    ]


def test_lists_of_people_are_no_contributions() -> None:
    """Names under "Attendees" and times under "Agenda" are set aside, not published as ideas."""
    text = "## Agenda\n\n- 10:00 Welcome\n\n## Attendees\n\nUna Example\n\n## Table 1\n\n- Lamps\n"
    result = run(make.files(a__md=text))
    assert list(result.contributions["text"]) == ["Lamps"]
    assert only(result.set_aside, "location", "reason") == [
        ("paragraph 2", "part of a list of people or times, not a contribution"),
        ("paragraph 4", "part of a list of people or times, not a contribution"),
    ]


# Events


def test_notes_find_their_event() -> None:
    """By the list's file column, by place and date in name or title; else from their own head."""
    given = make.folder(
        {
            "events.csv": EVENTS,
            "notes/walk.txt": "Lamps in Brora\n",
            "notes/2018-06-05 oban.txt": "Mud\n",
            "brora.txt": "Benches\n",
            "oban.txt": "Which of the two?\n",
            "tain.md": "# Notes\n\nPlace: Tain\n\nDate: 3 May 2018\n\n## Table 1\n\n- Gravel\n",
        }
    )
    result = run(given)
    assert only(result.contributions, "file", "event_id") == [
        ("brora.txt", "tent"),
        ("notes/2018-06-05 oban.txt", "hall"),
        ("notes/walk.txt", "pier"),
        ("oban.txt", None),
        ("tain.md", "tain-2018-05-03"),
    ]
    assert only(result.events, "event_id", "date", "place", "attendance") == [
        ("hall", "2018-06-05", "Oban, Village Hall", 30.0),
        ("pier", "2018-08-13", "Oban, North Pier", 12.0),
        ("tent", "2018-06-20", "Brora", None),
        ("tain-2018-05-03", "2018-05-03", "Tain", None),
    ]


def test_an_id_names_an_event_in_whole_words_alone() -> None:
    """A "1" in `table 12.txt`, an "x" in `.txt` or a "lamp" in "lamps" is no event."""
    events = "event_id,name\n1,Stornoway\nx,Wick\nlamp,Thurso\npier,North Pier\n"
    names = ("table 12.txt", "table 1.txt", "council mail.txt", "lamps.txt", "pier 2.txt")
    result = run(make.folder({"events.csv": events, **dict.fromkeys(names, "Mend the lamps\n")}))
    assert only(result.contributions, "file", "event_id") == [
        (name, "pier" if name == "pier 2.txt" else None) for name in sorted(names)
    ]


def test_the_file_column_of_the_list_of_events_always_wins() -> None:
    """Over the place in a file's name, a heading inside it, and a like name in another folder."""
    events = "event_id,name,date,place,file\nwalk,Walk,2018-06-05,Oban,w/Brora.txt\n"
    events += "tent,Tent,2018-06-06,Brora,\n"
    points = "# Brora, 6 June 2018\n\n- Mend the lamps\n"
    given = {"events.csv": events, "w/Brora.txt": points, "v/Brora.txt": points}
    result = run(make.folder(given))
    assert only(result.contributions, "file", "event_id") == [
        ("v/Brora.txt", "tent"),
        ("w/Brora.txt", "walk"),
    ]


def test_check_says_whose_notes_each_file_is_taken_for() -> None:
    """How that is known, that the event was called off, or that there is none."""
    events = "event_id,name,date,place,file,status\nw,Walk,2018-06-05,Oban,a.txt,Cancelled\n"
    names = ("a.txt", "oban.txt", "mail.txt")
    given = make.folder({"events.csv": events, **dict.fromkeys(names, "Mend the lamps\n")})
    walk, off = "taken as notes of Walk, 2018-06-05", 'though events.csv calls it "Cancelled"'
    assert only(plan(given, make.columns(), max_mb=5), "file", "how") == [
        ("a.txt", f"{walk} (events.csv names this file), {off}"),
        ("events.csv", ""),
        ("mail.txt", "taken as notes of no event (the column file of events.csv can name one)"),
        ("oban.txt", f"{walk} (the file or its head names the event), {off}"),
    ]


def test_notes_say_at_which_table_and_who_wrote() -> None:
    """By headings, by columns or by the name of a sheet; who took the notes is no contribution."""
    notes = "# Table 1\n\nNote-taker: Una Example\n\n- Lamps\n\n# Table 2: Paths\n\n- Mud\n"
    sheet = make.workbook({"Group 4": [["What was said?"], ["Benches by the water would help"]]})
    table = "table,scribe,comment\nTable 7,Ewan Example,Trees\n"
    found = run(make.folder({"a.md": notes, "b.csv": table, "c.xlsx": sheet})).contributions
    assert only(found, "text", "table", "note_taker") == [
        ("Lamps", "Table 1", "Una Example"),
        ("Mud", "Table 2", None),
        ("Trees", "Table 7", "Ewan Example"),
        ("Benches by the water would help", "Group 4", None),
    ]


POINTS = "\n\n- Mend the lamps\n- Plant trees\n"


@pytest.mark.parametrize(
    ("file", "head", "found", "where"),
    [
        ("2018-06-05-glasgow-trades-hall.md", "", ("Glasgow Trades Hall", "Glasgow"), NAME),
        ("Glasgow 5 June 2018 notes.txt", "", ("Glasgow", "Glasgow"), NAME),
        ("05.06.2018 The Harbour Hut.txt", "", ("Harbour Hut", None), NAME),
        ("events/2018-06-05 Oban/table 3.txt", "", ("Oban", "Oban"), NAME),
        ("notes.txt", "Glasgow, 5 June 2018", ("Glasgow", "Glasgow"), "paragraph 1"),
        ("notes.md", "# Evening in Oban, 5 June 2018", ("Oban", "Oban"), "paragraph 1"),
        ("oban.md", "Date: 5 June 2018", ("Oban", "Oban"), f"{NAME}, paragraph 1"),
    ],
)
def test_names_of_files_and_headings_tell_of_events(
    file: str, head: str, found: tuple[str, str | None], where: str
) -> None:
    """Without a list of events: the day, the place, and where that was found, are kept."""
    result = run(make.folder({file: head + POINTS}))
    told = only(result.events, "name", "place", "date", "file", "found_in")
    assert told == [(*found, "2018-06-05", file, where)]
    assert list(result.contributions["text"]) == ["Mend the lamps", "Plant trees"]
    assert set(result.contributions["event_id"]) == set(result.events["event_id"])
    assert result.contributions["heading"].isna().all()


def test_names_of_files_that_tell_of_no_event_make_none() -> None:
    """A day without a place, or words that any file may be called, are no event."""
    names = ("2018-06-05 notes.md", "table 3.txt", "lamps.md", "2018-06-05-ideas.txt")
    assert run(make.folder(dict.fromkeys(names, POINTS))).events.empty


def test_a_file_with_notes_of_several_events_keeps_them_apart() -> None:
    """A heading with a place and a day is an event for what stands under it."""
    text = "# Talks\n\n## Oban, 5 June 2018\n\n- Lamps\n\n## Portree, 6 June 2018\n\n- Trees\n"
    result = run(make.files(talks__md=text))
    assert only(result.contributions, "text", "event_id") == [
        ("Lamps", "oban-2018-06-05"),
        ("Trees", "portree-2018-06-06"),
    ]
    assert result.events["found_in"].iloc[0] == 'heading "Oban, 5 June 2018"'


def test_two_events_with_one_id_are_refused() -> None:
    """An id must name one event."""
    given = make.files(events__csv="event_id,name,date\na,One,2018-01-01\na,Two,sometime\n")
    assert error(given) == (
        'data/raw/events.csv: 2 events share the event_id "a"; give each event its own'
    )


# Questions to people


TWO = "id,request,reason\n" + "".join(
    f"{i},Please mend the lamp number {i},It is dark there on evening number {i}\n"
    for i in range(9)
)


def test_two_equally_good_columns_are_a_question() -> None:
    """The sentence names both, and shows the line that settles it."""
    assert error(make.files(requests__csv=TWO)) == (
        'data/raw/requests.csv: the columns "reason" and "request" could both be the text; '
        "write in data/raw/columns.yaml which one it is, for example "
        '"requests.csv": {text: "reason"}'
    )


def test_what_people_settle_is_read_so() -> None:
    """A row of columns.yaml decides, also against the names of the columns."""
    settled = make.columns(("requests.csv", "text", "Request"), ("requests.csv", "why", "reason"))
    table = run(make.files(requests__csv=TWO), settled).contributions
    assert only(table.head(1), "text", "why") == [
        ("Please mend the lamp number 0", "It is dark there on evening number 0")
    ]


def test_two_settled_texts_are_two_questions() -> None:
    """Where both hold what people said, both are read, each under its head."""
    settled = make.columns(("requests.csv", "text", "request"), ("requests.csv", "text", "reason"))
    table = run(make.files(requests__csv=TWO), settled).contributions
    assert only(table.head(2), "original_id", "heading") == [("0", "request"), ("0", "reason")]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            ("gone.csv", "text", "reason"),
            'data/raw/columns.yaml: there is no file "gone.csv" in data/raw; it holds requests.csv',
        ),
        (
            ("requests.csv", "text", "reasons"),
            'data/raw/columns.yaml: requests.csv: there is no column "reasons"; '
            "its columns are id, request, reason",
        ),
    ],
)
def test_settings_for_what_is_not_there_are_refused(
    row: tuple[str, str, str], sentence: str
) -> None:
    """A slip in columns.yaml is said, not passed over."""
    assert error(make.files(requests__csv=TWO), make.columns(row)) == sentence


def test_an_unknown_role_is_refused_with_the_known_ones() -> None:
    """A slip in the name of a role is said, too."""
    sentence = error(make.files(requests__csv=TWO), make.columns(("requests.csv", "txt", "reason")))
    assert sentence.startswith(
        'data/raw/columns.yaml: requests.csv: "txt" is no role of a column; '
        "the roles are text, title,"
    )


def test_check_and_run_know_the_same_roles() -> None:
    """`votes` is a word for all votes; a word for no role is wrong in both, in the same words."""
    given = make.files(call__csv="idea,Thumbs up,Where do you live?\nMend the lamps,4,Oban\n")
    votes = make.columns(("call.csv", "votes", "Thumbs up"))
    assert list(run(given, votes).contributions["votes_total"]) == [4]
    told = plan(given, votes, max_mb=5).iloc[0]
    unread = 'not read: "Where do you live?" (data/raw/columns.yaml can have them read)'
    assert told["how"] == f'"idea" read as the text; "Thumbs up" read as all votes; {unread}'
    place = make.columns(("call.csv", "place", "Where do you live?"))
    refused = plan(given, place, max_mb=5)
    assert refused["problem"].iloc[-1] == error(given, place)
    assert "read as the place" not in refused["how"].iloc[0]


# Bad input


def test_a_table_without_text_is_set_aside_with_its_columns_named() -> None:
    """Statistics are not contributions, and the advice lists what was found."""
    result = run(make.files(a__csv="year,place,count\n2018,Oban,4\n2019,Brora,5\n"))
    assert only(result.set_aside, "location", "reason", "advice") == [
        (
            "whole file",
            "no column that holds what people wrote",
            "say which column holds the text in data/raw/columns.yaml, or leave the file out; "
            "its columns are year, place, count",
        )
    ]


def test_files_that_cannot_be_read_do_not_stop_the_others() -> None:
    """An unknown type, an empty file, a picture and a cut file are each one row."""
    given = make.folder(
        {
            "a.csv": "comment\nLamps, please\n",
            "b.xyz": "?",
            "c.csv": "",
            "d.png": b"\x89PNG",
            "e.xlsx": make.workbook({"S": [["comment"], ["hi"]]})[:800],
        }
    )
    result = run(given)
    assert list(result.contributions["file"]) == ["a.csv"]
    assert only(result.set_aside, "file", "location", "reason") == [
        ("b.xyz", "whole file", "files ending in .xyz are not read"),
        ("c.csv", "whole file", "the file is empty"),
        ("d.png", "whole file", "a picture cannot be read"),
        ("e.xlsx", "whole file", "the file is damaged or was cut off, so it could not be opened"),
    ]


def test_no_files_give_empty_tables() -> None:
    """Nothing in, nothing out, in the right shape."""
    result = run(make.folder({}))
    assert [len(table) for table in result] == [0, 0, 0, 0]
    assert plan(make.folder({}), make.columns(), max_mb=200).empty


def test_two_thousand_identical_rows_are_two_thousand_contributions() -> None:
    """Each has its own id, and the ids are the same next time."""
    given = make.files(a__csv="comment\n" + "Keep the library open\n" * 2000)
    once, again = run(given).contributions, run(given).contributions
    assert once["contribution_id"].nunique() == 2000
    assert once.equals(again)


def test_a_text_of_200_000_characters_is_read_whole() -> None:
    """Length is no reason to lose words, in a cell or in a document."""
    text = "word and so on " * 13_334
    given = make.files(a__csv=f"comment\n{text}\n", b__txt=text)
    assert list(run(given).contributions["text"].str.len()) == [len(text.strip())] * 2


# Ids, languages, parts


def test_ids_depend_on_the_source_alone() -> None:
    """Neither the order of rows nor other files change the id of a contribution."""
    one = run(make.files(a__csv="id,comment\n1,Lamps\n2,Mud\n")).contributions
    other = run(
        make.files(a__csv="id,comment\n3,Benches\n2,Mud\n1,Lamps\n", b__csv="id,comment\n1,Lamps\n")
    ).contributions
    ids = dict(zip(other["file"] + other["original_id"], other["contribution_id"], strict=True))
    assert list(one["contribution_id"]) == [ids["a.csv1"], ids["a.csv2"]]
    assert all(re.fullmatch("[0-9abcdefghjkmnpqrstvwxyz]{8}", name) for name in ids.values())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Publish the budget in plain words so folk can see where the money goes", "en"),
        ("We need more Gàidhlig signage in the town and on all the trains", "en"),
        ("Kids' playparks in Drumchapel: council tae fix the swings this year", "en"),
        ("Bu chòir don chomhairle barrachd fiosrachaidh fhoillseachadh sa Ghàidhlig", "gd"),
        ("Mae angen mwy o wybodaeth yn Gymraeg ar y cyngor lleol bob tro", "cy"),
        ("Mehr Busse am Abend bitte", None),
    ],
)
def test_language_is_a_careful_hint(text: str, language: str | None) -> None:
    """English with Scots or Gaelic words stays English; short texts get no guess."""
    table = run(make.files(a__txt=text)).contributions
    assert only(table, "language") == [(language,)]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=8))
@settings(max_examples=8, deadline=None)
def test_no_row_is_lost(texts: list[str]) -> None:
    """Every row of a table is a contribution or a row with a reason, once."""
    quoted = "".join('{},"{}"\n'.format(i, text.replace('"', '""')) for i, text in enumerate(texts))
    result = run(make.files(a__csv="id,comment\nx,Words\n" + quoted))
    places = [*result.contributions["location"], *result.set_aside["location"]]
    assert sorted(places) == sorted(f"row {i + 2}" for i in range(len(texts) + 1))


@given(st.text('ab,;"\n\t #-*|:1', max_size=40), st.sampled_from(["csv", "txt", "md", "html"]))
@settings(max_examples=10, deadline=None)
def test_whatever_is_typed_is_read_or_set_aside(text: str, suffix: str) -> None:
    """No mixture of delimiters, quotes, marks and line ends makes the room fall over."""
    result = run(make.folder({f"a.{suffix}": text}))
    assert len(result.contributions) + len(result.set_aside) > 0


def test_the_whole_equals_its_parts() -> None:
    """A part of the files gives the same rows, provided that the list of events goes with it."""
    named = {
        "events.csv": EVENTS,
        "a.csv": "id,comment\n1,Lamps\n2,\n",
        "brora.md": NOTES,
        "c.txt": "Mud\n\nBenches\n",
    }
    whole = run(make.folder(named))
    parts = [
        run(make.folder({"events.csv": EVENTS, name: named[name]}))
        for name in named
        if name != "events.csv"
    ]
    assert only(whole.contributions, *whole.contributions.columns) == [
        row for part in parts for row in only(part.contributions, *whole.contributions.columns)
    ]
    assert only(whole.set_aside, *whole.set_aside.columns) == [
        row for part in parts for row in only(part.set_aside, *whole.set_aside.columns)
    ]


# What stands around what people said


def test_headings_and_dates_are_not_pieces_that_were_set_aside() -> None:
    """A heading, a date, an empty table's name: around what people said, none of it is missing."""
    assert set(run(make.files(n__md=NOTES)).set_aside["part"]) == {"frame"}


def test_a_file_that_holds_no_more_than_a_frame_says_so() -> None:
    """Every file has a contribution or a reason that people are told."""
    result = run(make.files(n__md="# Notes of a workshop\n\n## Table 1\n"))
    assert only(result.set_aside, "location", "part") == [
        ("paragraph 1", "frame"),
        ("paragraph 2", "frame"),
        ("whole file", "unread"),
    ]


def test_an_agenda_is_no_contribution() -> None:
    """Three lines from one time to another are an agenda; a single one may be somebody's point."""
    lines = ["10:00 - 10:15 Welcome", "10.15am – 11.00am Tables", "11:00-11:30 Close", "Lamps"]
    assert list(run(make.files(a__txt="\n".join(lines))).contributions["text"]) == ["Lamps"]
    two = run(make.files(a__txt="\n".join(lines[1:])))
    assert list(two.contributions["text"]) == lines[1:]


def test_why_it_matters_stays_beside_a_comment_in_a_table_of_notes() -> None:
    """Of the columns beside the comments, what people gave as a reason is theirs too."""
    table = "|Comment|From|Why it matters|\n|-|-|-|\n|Lamps on the path|web|People fall|\n"
    assert list(run(make.files(n__md=table)).contributions["text"]) == [
        "Lamps on the path",
        "People fall",
    ]


# The plan


def test_the_plan_says_how_each_file_is_read() -> None:
    """What `folkmoot check` prints, from the same recognition as ingest uses."""
    given = make.folder(
        {
            "events.csv": EVENTS,
            "comments.csv": "comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
            "1,2,3,4,1,Hi\n",
            "n.md": NOTES,
            "x.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "z.csv": TWO,
        }
    )
    rows = only(plan(given, make.columns(), max_mb=200), "file", "taken_for", "n_rows")
    assert rows == [
        ("comments.csv", "Polis comments", 1),
        ("events.csv", "list of events", 3),
        ("n.md", "workshop notes (Markdown)", 5),
        ("x.doc", "not read", 0),
        ("z.csv", "table", 0),
    ]
    how, problem = plan(given, make.columns(), max_mb=200)[["how", "problem"]].to_numpy().T
    assert how[0].startswith('"comment-body" read as the text; "comment-id" read as its id')
    assert problem[3] == (
        "this is an old Word file (.doc), which is not read; "
        "open it in Word or LibreOffice and save it as .docx"
    )
    assert problem[4] == error(make.files(z__csv=TWO))


def test_the_plan_calls_nothing_wrong_that_is_right() -> None:
    """Votes beside comments are no problem; a zip of which nothing could be read is one."""
    votes = "comment-id,voter-id,vote\n1,2,1\n"
    given = make.folder({"v.csv": votes, "z.zip": make.zipped({"a.png": "x"})})
    assert only(plan(given, make.columns(), max_mb=5), "how", "problem") == [
        ("votes, not contributions", None),
        ("", "a picture cannot be read; type up what it shows, in any text format"),
    ]


# Real files


def shared_files(*patterns: str) -> DataFrame[Files]:
    """Real files by pattern, read in place."""
    found = sorted(path for pattern in patterns for path in SHARED.glob(pattern) if path.is_file())
    return make.folder({path.relative_to(SHARED).as_posix(): path.read_bytes() for path in found})


@pytest.mark.slow
@needs_shared
def test_bowling_green_keeps_all_896_comments() -> None:
    """The 289 that moderators rejected are in the table, with that reason."""
    table = run(shared_files("polis/american-assembly.bowling-green/comments.csv")).contributions
    assert len(table) == 896
    rejected = table[table["status"] == "set aside"]
    assert len(rejected) == 289
    assert set(rejected["reason"]) == {"rejected by the platform's moderators"}


@pytest.mark.slow
@needs_shared
def test_affordable_housing_is_read_whole() -> None:
    """One file of comments, the others named as votes and summary."""
    result = run(shared_files("polis/scoop-hivemind.affordable-housing/*"))
    assert only(result.contributions["status"].value_counts().reset_index(), "status", "count") == [
        ("included", 119),
        ("set aside", 46),
    ]
    assert len(result.set_aside) == 3


@pytest.mark.slow
@needs_shared
def test_budget_requests_ask_which_column_and_then_read_it() -> None:
    """Several columns hold free text; the option settles it."""
    name = "nyc-community-requests/cbbr_submissions_input_fy2024.csv.gz"
    given = shared_files(name)
    assert "could both be the text" in error(given)
    result = run(given, make.columns((name, "text", "reason")))
    assert (len(result.contributions), len(result.set_aside)) == (3724, 4)


@pytest.mark.slow
@needs_shared
def test_two_formats_of_one_session_give_the_same_questions() -> None:
    """The questions of a webinar as a spreadsheet: all thirty, and no answers among them."""
    result = run(shared_files("us-open-gov-meeting-docs/05292024_Q&A_Report.xlsx"))
    assert (len(result.contributions), len(result.set_aside)) == (30, 4)


@pytest.mark.slow
@needs_shared
@pytest.mark.parametrize(
    ("folder", "ambiguous"),
    [
        ("us-open-gov-meeting-docs", []),
        ("messy-documents", []),
        (
            "messy-tables",
            ["211.csv", "spanish_chars.csv"],
        ),
    ],
)
def test_every_real_file_is_accounted_for(folder: str, ambiguous: list[str]) -> None:
    """Contributions or a reason for each file, never a traceback."""
    given = shared_files(f"{folder}/**/*")
    table = plan(given, make.columns(), max_mb=200)
    open_ = {f"{folder}/{name}" for name in ambiguous}
    assert set(table.loc[table["problem"].str.contains("could both", na=False), "file"]) == open_
    result = run(DataFrame[Files](given[~given["file"].isin(open_)]))
    seen = {*result.contributions["file"], *result.set_aside["file"]}
    assert seen == set(given["file"]) - open_


def test_what_is_withdrawn_keeps_its_number_and_no_word() -> None:
    """Status and reason are told; text, title, author and tags are gone; others are untouched."""
    table = "id,title,text,author\n1,Lamps,Light the pier at night,Ann\n2,Ferry,A later boat,Bob\n"
    given = make.files(wishes__csv=table)
    before = run(given).contributions
    name = before["contribution_id"].iloc[0]
    after = run(given, None, {"contribution_id": name, "why": "I changed my mind"})
    row = after.contributions.set_index("contribution_id").loc[name]
    assert (row["status"], row["reason"]) == ("withdrawn", "I changed my mind")
    assert row["text"] == "[withdrawn]"
    assert row[["title", "author", "why", "heading", "tags"]].isna().all()
    assert row["original_id"] == "1"
    pd.testing.assert_frame_equal(after.contributions[1:], before[1:])


def test_a_withdrawal_can_be_taken_back_and_one_of_nothing_is_told() -> None:
    """Undo is a row; a number that no contribution has becomes a conflict, never an error."""
    given = make.files(wishes__csv="id,text\n1,Light the pier at night\n")
    name = run(given).contributions["contribution_id"].iloc[0]
    rows_given = ({"contribution_id": name}, {"action": "undo", "contribution_id": "2"})
    assert list(run(given, None, *rows_given).contributions["status"]) == ["included"]
    told = run(given, None, {"contribution_id": "nobody"}).conflicts
    assert told.to_dict("records") == [
        {
            "decision_file": "data/raw/decisions/withdrawals.csv",
            "row": 2,
            "what": "nobody",
            "why": "there is no contribution with this number",
            "advice": "copy the number from the ledger or from the address of its page",
        }
    ]
