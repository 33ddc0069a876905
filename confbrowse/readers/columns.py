"""What people call the fields of a talk: headers of tables, keys of JSON objects.

Names are compared without case, accents and punctuation, and camel case is split: ``Start time``,
``startTime`` and ``start_time*`` are one name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from confbrowse.text.clean import clean_line
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import words

NAMES: Mapping[str, str] = {
    "id": "id uid guid uuid # no number code pid identifier paper_no paper_number paper_code"
    " submission_number submission submission_no abstract_number proposal_code",
    "title": "title name talk_title paper_title paper_name talk_name event_title item_title"
    " presentation_title submission_title proposal_title contribution_title abstract_title"
    " english_title display_title headline titel titre titulo titolo",
    "authors": "authors author all_authors author_names author_name author_list complete_author_list"
    " full_author_list authors_list list_of_authors speakers speaker speaker_names presenters"
    " presenter presented_by presenter_names presenting_author speakers_authors people persons"
    " participants contributors creators panelists lecturer lecturers instructor instructors host"
    " hosts organisers organiser organizers organizer facilitators facilitator who fullname"
    " full_name autoren autor vortragende referent referenten auteurs auteur autores intervenants",
    "coauthors": "coauthors co_authors coauthor co_author other_authors additional_authors"
    " co_presenters co_speakers",
    "affiliated": "authors_and_affil authors_and_affiliations authors_with_affiliations"
    " authors_with_affiliation authors_affiliations authors_and_affiliation"
    " author_names_and_affiliations",
    "session": "session sessions session_title session_name title_of_session poster_session"
    " oral_session session_theme block",
    "chairs": "chair chairs session_chair session_chairs moderator moderators",
    "kind": "kind type paper_type talk_type event_type session_type presentation_type"
    " type_of_presentation presentation presentation_mode presentation_format format talk_format"
    " session_format contribution_type submission_type item_type accepted_to art",
    "decision": "decision final_decision decision_status acceptance_status acceptance"
    " paper_status submission_status proposal_state status state",
    "accepted": "accepted is_accepted",
    "withdrawn": "withdrawn is_withdrawn deleted is_deleted cancelled canceled is_cancelled"
    " is_canceled",
    "start": "start start_time starttime start_at starts_at starts start_datetime start_date_time"
    " startdatetime time_start date_start datetime_start dtstart begin begins begin_time beginning"
    " from item_time item_start talk_time talk_start presentation_time event_start event_start_time"
    " scheduled_at scheduled_start datetime date_time time time_slot timeslot slot when hours"
    " session_start session_start_time session_starts session_time time_label beginn uhrzeit zeit"
    " heure debut hora inicio",
    "end": "end end_time endtime end_at ends_at ends end_datetime end_date_time enddatetime time_end"
    " time_stop date_end datetime_end dtend finish finishes finish_time stop until to item_end"
    " talk_end event_end event_end_time scheduled_end session_end session_end_time session_ends"
    " ende fin",
    "duration": "duration mins duration_minutes duration_min duration_mins minutes length"
    " length_minutes scheduled_duration dauer duree",
    "date": "date start_date startdate event_date session_date talk_date presentation_date day_date"
    " datum fecha",
    "day": "day session_day weekday tag jour dia",
    "end_date": "end_date enddate",
    "timezone": "timezone time_zone tz",
    "room": "room rooms loc room_name location venue place hall stage auditorium where session_room"
    " session_location room_location raum saal ort salle lieu sala lugar",
    "position": "position poster_position poster_number poster_no poster_id poster_board"
    " board_number board booth poster_location",
    "track": "track tracks track_name track_theme area theme topic primary_area primary_subject"
    " primary_subject_area primary_topic subject_area research_area category stream strand",
    "keywords": "keywords keyword tags tag topics topic_list subject_areas secondary_subject"
    " secondary_subject_area secondary_subject_areas subjects subject categories author_keywords"
    " key_words",
    "abstract": "abstract description desc summary_text text short_description long_description"
    " full_description abstract_text paper_abstract talk_abstract details synopsis blurb"
    " beschreibung zusammenfassung resume resumen",
    "link": "link links url urls website web_site webpage web_page homepage virtualsite_url page"
    " web_link demo_url demo site item_url event_url talk_url session_url public_url permalink"
    " program_url website_url project project_page project_url",
    "paper": "paper pdf pdf_url pdf_link pdf_path paper_url paper_link paper_pdf paper_pdf_url"
    " full_text preprint arxiv arxiv_url arxiv_link arxiv_id doi doi_url openreview openreview_url"
    " openreview_link forum forum_url proceedings proceedings_url",
    "code": "code_url code_link code_repository github github_url github_link repository repo"
    " repo_url source_code",
    "slides": "slides slides_url slides_link slides_pdf slide_url slide presentation_url",
    "video": "video videos video_url video_link recording recording_url recording_link youtube"
    " youtube_url youtube_link full_video slideslive slideslive_url",
    "poster": "poster poster_pdf poster_url poster_link poster_file",
}
"""The possible names of each field, the most specific to a talk first."""

_COLUMNS = {
    name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names.split())
}
_THINGS = frozenset(
    [
        "talk",
        "paper",
        "item",
        "event",
        "presentation",
        "submission",
        "contribution",
        "proposal",
        "clean",
        "full",
        "final",
        "main",
        "poster",
        "workshop",
        "tutorial",
        "your",
        "official",
        "original",
        "camera_ready",
    ]
)
"""Words before a name that say whose it is: ``paper_keywords``, ``talk_room``."""
_ENDINGS = frozenset(["name", "names", "text", "list", "value", "en", "field", "raw", "string"])
"""Words after a name that add nothing: ``speaker_name``, ``title_en``."""
_IDS_OF = _THINGS | frozenset(["abstract", "entry", "record", "talk", "oral", "panel", "demo"])
_MAX_NAME_CHARS = 200
_STATED = -1
"""The rank of a name that the user states."""
_COLLECTED = frozenset(["abstract", "keywords", "coauthors", "link"])
"""Fields that other names than the one that the user states still give."""
_GUESSED = 1_000
"""Added to the rank of a name that is only known without such a word."""
_WITHOUT_TITLE = (
    *("session_title", "session_name", "talk", "summary", "subject", "topic", "presentation"),
    *("event", "activity", "session", "item", "what"),
)
"""Names of the title where no other column has it, best first."""


@dataclass(frozen=True, slots=True)
class Column:
    """A field, as given by one column or key."""

    field: str
    """A key of ``NAMES``, or ``person`` for one part of one person's name."""
    rank: int = 0
    """If several give the same field, the lowest rank is the most specific."""
    number: int = 0
    """Of the person, counted as in the source."""
    part: str = ""
    """Of the person's name: ``first``, ``middle``, ``last``; empty for the whole name."""


def assign(names: Sequence[str], wanted: Sequence[tuple[str, str]] = ()) -> list[Column | None]:
    """Return the field that each of *names*, those of one table or list, gives; None if unknown.

    *wanted* has the names of some fields as the user states them.
    """
    folded = [normalised(name) for name in names]
    found = [_column(name) for name in folded]
    stated = {normalised(name): field for field, name in wanted}
    for index, name in enumerate(folded):
        if field := stated.get(name):
            found[index] = Column(field, _STATED)
        elif (
            (known := found[index])
            and known.field in stated.values()
            and known.field not in _COLLECTED
        ):
            found[index] = None
    titles = [index for index, one in enumerate(found) if one and one.field == "title"]
    if not titles:
        best = next((name for name in _WITHOUT_TITLE if name in folded), None)
        if best:
            found[folded.index(best)] = Column("title")
    for index in titles:
        if folded[index] == "name" and len(titles) > 1:  # of the speaker
            found[index] = Column("authors", _GUESSED)
    return found


def described(given: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield names and the field that each gives, to be shown."""
    for name, field in given:
        yield clean_line(name), "authors" if field == "person" else field


def normalised(name: str) -> str:
    """Return *name* as it stands in ``NAMES``: its words in lower case, joined by ``_``."""
    return _normalised(name[:_MAX_NAME_CHARS])


@lru_cache(1_024)  # every object of a list has the same names
def _normalised(name: str) -> str:
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("(s)", "s"))
    for text in (split, re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", split)):
        found = "_".join(words(text)) or text.strip()
        if _column(found):
            break
    return found


def _column(name: str) -> Column | None:
    """Return the field called *name*, which is normalised; None if it is unknown."""
    if known := _COLUMNS.get(name):
        return Column(*known)
    if person := _person(name):
        return person
    head, _, rest = name.partition("_")
    if rest == "id" and head in _IDS_OF:
        return Column("id", _GUESSED)
    if head in _THINGS and (known := _COLUMNS.get(rest)):
        return Column(known[0], _GUESSED + known[1])
    rest, _, tail = name.rpartition("_")
    if tail in _ENDINGS and (known := _COLUMNS.get(rest)):
        return Column(known[0], _GUESSED + known[1])
    return None


_PERSON = lazy_pattern(
    r"(?P<role>(?:co_?)?(?:author|speaker|presenter|organi[sz]er|contributor)s?)?_?"
    r"(?P<number>\d{1,3})?_?(?:name_?)?(?P<part>first|last|given|family|middle|fore|sur)?_?(?:names?)?"
    r"(?:_(?P<later>\d{1,3}))?"
)
_PARTS = {"given": "first", "fore": "first", "family": "last", "sur": "last"}


def _person(name: str) -> Column | None:
    """Return the part of a person's name in a column *name*: ``author_1_first``, ``1_last_name``."""
    found = _PERSON.fullmatch(name)
    if not found:
        return None
    number, part = found["number"] or found["later"], found["part"] or ""
    if not part and not (found["role"] and number):
        return None
    if not found["role"] and not number and "name" not in name:
        return None
    return Column("person", 0, int(number or 0), _PARTS.get(part, part))
