"""One small made-up programme in every supported format: three talks, in one session or two."""

import json

from sample_formats_papers import PAPERS
from sample_formats_rare import ABSTRACT, RARER

from confbrowse.readers import READERS

_RECORDS = [
    {
        "id": 11,
        "uid": "aa",
        "name": "Moths &amp; lamps",
        "authors": [
            {"fullname": "Ada Ångström"},
            {"fullname": "Bo O&#x27;Hara", "institution": None},
        ],
        "abstract": None,
        "decision": "Accept (spotlight)",
        "session": "Poster Session 1",
        "eventtype": "Poster",
        "event_type": "{location} Poster",
        "room_name": "Hall A",
        "virtualsite_url": "/virtual/2026/poster/11",
        "sourceurl": "https://openreview.net/group?id=ICML.cc/2026/Conference",
        "starttime": "2026-07-06T18:30:00-07:00",
        "endtime": "2026-07-06T20:15:00-07:00",
        "paper_url": "https://openreview.net/forum?id=aa",
        "visible": True,
        "poster_position": "#12",
    },
    {
        "id": 12,
        "uid": "aa",
        "name": "Moths &amp; lamps",
        "session": "Oral 1A",
        "eventtype": "Oral",
        "event_type": "Oral",
        "virtualsite_url": "/virtual/2026/oral/12",
        "sourceurl": "https://openreview.net/group?id=ICML.cc/2026/Conference",
        "starttime": "2026-07-07T10:00:00-07:00",
        "endtime": "2026-07-07T10:15:00-07:00",
        "visible": True,
        "poster_position": None,
    },
    {"id": 13, "name": "Bats", "session": "Oral 1A", "eventtype": "Oral", "visible": True},
    {"id": 14, "name": "Withheld", "eventtype": "Oral", "visible": False},
]
VIRTUAL_SITE = json.dumps({"count": 4, "next": None, "results": _RECORDS}).encode()
ABSTRACTS = json.dumps({"11": "<p>Moths find the lamp.</p><p>Then they find us.</p>"}).encode()

FRAB_XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<schedule><generator name="made up"/>
<conference><acronym>moth25</acronym><title>MothCon</title><start>2025-02-01</start>
<time_zone_name>Europe/Brussels</time_zone_name><base_url>https://moth.example/2025/</base_url></conference>
<day index="1" date="2025-02-01"><room name="Janson">
<event id="1" guid="g1"><date>2025-02-01T09:30:00+00:00</date><start>10:30</start><duration>00:20</duration>
<room>Janson</room><title> Moths &amp; lamps</title><subtitle>A love story</subtitle><track>Insects</track>
<type>lecture</type><language>en</language>
<abstract>&lt;p&gt;Moths find the lamp.&lt;/p&gt;&lt;p&gt;Then they find us.&lt;/p&gt;</abstract>
<description></description><persons><person id="0">Ada Ångström</person><person id="2">Bo</person></persons>
<links><link href="https://github.com/moth/lamp">Source</link></links>
<attachments><attachment href="/files/moths.pdf">Slides</attachment></attachments>
<url>https://moth.example/2025/talk/1/</url></event>
<event id="2"><date>2025-02-02T00:30:00+01:00</date><start>00:30</start><duration>1:00</duration>
<title>Night flight</title><track>Insects</track><abstract/><persons/></event></room>
<room name="Empty"/><room name="Hall 2"><event id="3"><date>2025-02-01T12:00:00+01:00</date>
<duration>00:30</duration><title>Bats</title><track></track><persons/></event></room></day></schedule>
""".encode()

_EVENT = {
    "id": 1,
    "date": "2025-02-01T10:30:00+01:00",
    "start": "10:30",
    "duration": "00:20",
    "room": "Janson",
    "title": "Moths & lamps",
    "track": "Insects",
    "type": "lecture",
    "abstract": ABSTRACT,
    "persons": [{"public_name": "Ada Ångström"}, {"name": "Bo"}],
    "links": [{"url": "https://github.com/moth/lamp", "title": "Source"}, "https://moth.example/x"],
}
_NIGHT = {"id": 2, "date": "2025-02-02T00:30:00+01:00", "duration": "1:00", "title": "Night flight"}
_BATS = {"id": 3, "date": "2025-02-01T12:00:00+01:00", "duration": "0:30", "title": "Bats"}
FRAB_JSON = json.dumps(
    {
        "schedule": {
            "version": "1",
            "base_url": "https://moth.example/",
            "conference": {
                "title": "MothCon 2025",
                "time_zone_name": "Europe/Brussels",
                "days": [
                    {
                        "date": "2025-02-01",
                        "rooms": {
                            "Janson": [_EVENT, _NIGHT | {"track": "Insects"}],
                            "Hall 2": [_BATS],
                        },
                    }
                ],
            },
        }
    },
    ensure_ascii=False,
).encode()

PAPER_LIST = json.dumps(
    [
        {
            "title": "Moths and lamps",
            "status": "Oral",
            "track": "main",
            "site": "https://icml.cc/virtual/2019/poster/1",
            "author": "Ada Ångström; Bo",
            "abstract": ABSTRACT,
            "github": "https://github.com/moth/lamp",
            "aff": ";",
        },
        {"title": "Night flight", "status": "Oral", "author_site": "Bo, Cy", "aff": ""},
        {"title": "Bats", "status": "Poster", "author": "Cy", "abstract": None},
        {"title": "Wasps", "status": "Reject", "author": "Di", "abstract": "No."},
    ]
).encode()

OPENREVIEW = json.dumps(
    {
        "count": 4,
        "notes": [
            {
                "id": "n1",
                "forum": "n1",
                "content": {
                    "title": {"value": "Moths and lamps"},
                    "authors": {"value": ["Ada Ångström", "Bo"]},
                    "abstract": {"value": ABSTRACT},
                    "venue": {"value": "ICLR 2024 poster"},
                    "venueid": {"value": "ICLR.cc/2024/Conference"},
                    "primary_area": {"value": "insects"},
                    "pdf": {"value": "/pdf/1.pdf"},
                },
            },
            {
                "forum": "n2",
                "content": {
                    "title": "Night flight",
                    "authors": [{"fullname": "Bo", "username": "~Bo1"}],
                    "primary_area": "insects",
                    "venue": "ICLR 2024 oral",
                },
            },
            {"forum": "n3", "content": {"title": "Bats", "venue": "ICLR 2024 oral"}},
            {
                "forum": "n4",
                "content": {"title": "Wasps", "venueid": "ICLR.cc/2024/Rejected_Submission"},
            },
        ],
    }
).encode()

CALENDAR = (
    (
        """\
BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:MothCon 2025
VTIMEZONE: Europe/Brussels
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Brussels;VALUE=DATE-TIME:20250201T103000
DURATION:PT0H20M
SUMMARY;CHARSET=UTF-8;ENCODING=8BIT:Moths\\, lamps and
  a fold
DESCRIPTION:Speaker: Ada Ångström\\n<p>Moths find the lamp.</p><p>Then they find
  us.</p>
LOCATION:Janson
URL:https://moth.example/1
BEGIN:VALARM
TRIGGER:-PT5M
ACTION:DISPLAY
DESCRIPTION:soon
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:1
DTSTART:20250201T233000Z
DTEND:20250202T003000Z
SUMMARY:Night flight
LOCATION:Janson
ORGANIZER;CN=Bo:MAILTO:bo@moth.example
END:VEVENT
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20250202
SUMMARY:Bats
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:20250202T100000Z
SUMMARY:Wasps
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""
    )
    .replace("\n", "\r\n")
    .encode()
)

TABLE = (
    "Title;Speakers;Session;Start;End;Timezone;Room;Abstract;Mood\n"
    'Moths and lamps;Ada Ångström, Bo;Insects;2025-02-01 10:30;2025-02-01 10:50;Europe/Brussels;Janson;"Moths find the lamp.\n\nThen they find us.";bright\n'
    "Night flight;Bo;Insects;2025-02-02T00:30+01:00;;;Janson;;dark\n"
    "Bats;;Mammals;;;;;;\n"
).encode()

MINICONF = (
    "UID,title,authors,abstract,keywords,sessions\n"
    'm1,Moths and lamps,Ada Ångström|Bo,"Moths find the lamp.\n\nThen they find us.",insects|light,Mon Session 1\n'
    "m2,Night flight,Bo,,insects,Mon Session 1\n"
    "m3,Bats,Cy,,,\n"
).encode()

VIRTUAL_PAGE = """\
<!DOCTYPE html><html><head><title>ICML 2026 Orals</title></head><body>
<a href="/virtual/2026/calendar">Calendar</a><h1>Insects</h1>
<div class="event-card touchup-date"><span class="event-type-badge">Oral</span>
<h3 class="event-title"><a href="/virtual/2026/oral/1">Moths &amp; $\\tau^2$ lamps</a></h3>
<div class="event-speakers">Ada Ångström ⋅ Bo</div>
<span class="meta-pill time"><span class="touchup-time">Jul 7, 10:00 AM - 10:15 AM</span></span>
<span class="meta-pill"><i></i><span>HALL C</span></span>
<div class="abstract-text">Less than <0.5 of **moths** find the lamp.</div><a href="#">Show more</a></div>
<div class="event-card"><h3 class="event-title"><a href="/virtual/2026/oral/2">Night flight</a></h3>
<span class="touchup-time">Jul 7, 11:45 PM - 12:15 AM</span></div>
<div class="event-card"><h3 class="event-title">Bats</h3></div></body></html>
""".encode()

OWN = (
    b'{"id": "mothcon-2025/moths-1", "programme": "MothCon 2025", "session": "Insects", "chairs": [],'
    b' "title": "Moths and lamps", "authors": ["Ada"], "start": "2025-02-01T10:30:00+01:00", "source": "made up, line 1"}\n'
    b'{"id": "mothcon-2025/night-2", "programme": "MothCon 2025", "session": "Insects", "title": "Night flight"}\n'
    b'{"id": "mothcon-2025/bats-3", "programme": "MothCon 2025", "session": "Mammals", "title": "Bats"}\n'
)

SESSION_PAGE = """\
Session
Insects
[ Room 3 ]
Tue 20 July 7:00 - 7:20 PDT
Oral
Moths and lamps
Ada Ångström · Bo

Moths find the lamp.

Tue 20 July 23:45 - 0:15 PDT
Oral
Night flight

Tue 21 July 9:00 - 9:20 PDT
Oral
Bats
""".encode()

SAMPLES = {
    **PAPERS,
    **RARER,
    "confbrowse JSON": OWN,
    "virtual site (JSON)": VIRTUAL_SITE,
    "schedule JSON (frab, pretalx)": FRAB_JSON,
    "list of papers (JSON)": PAPER_LIST,
    "OpenReview notes (JSON)": OPENREVIEW,
    "schedule XML (frab, Pentabarf)": FRAB_XML,
    "iCalendar": CALENDAR,
    "virtual site (HTML)": VIRTUAL_PAGE,
    "MiniConf site data": MINICONF,
    "table (CSV, TSV)": TABLE,
    "session page (text)": SESSION_PAGE,
}
"""By name of the reader."""
NAMES = [reader.name for reader in READERS]
