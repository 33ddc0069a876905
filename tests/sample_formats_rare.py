"""The made-up programmes of the rarer formats: three talks in two sessions; a post is one talk."""

import json

ABSTRACT = "Moths find the lamp.\n\nThen they find us."

POST = (
    b"---\ntitle: Moths and lamps\nbooktitle: Proceedings of MothCon 2025\nsection: Insects\nauthor:\n"
    b"- given: Ada\n  family: Byron\nabstract: |-\n  Moths find the lamp.\n\n  Then they find us.\n"
    b"pdf: https://moth.example/1.pdf\ndate: 2025-02-01\n---\n"
)

EUROPYTHON = """\
<?xml version="1.0" encoding="UTF-8"?><schedule created="x"><day date="2025-02-01"><entry id="1">
<category>talk</category><topics><topic>Insects</topic></topics><start>1030</start>
<duration>20</duration><room id="1">C01, B05</room><title>Moths and lamps</title><abstract/>
<description>&lt;p&gt;Moths find the lamp.&lt;/p&gt;&lt;p&gt;Then they find us.&lt;/p&gt;</description>
<speakers><speaker id="1"><name>Ada Ångström</name></speaker></speakers></entry>
<entry id="2"><topics><topic>Insects</topic></topics><start>2330</start><duration>60</duration>
<room>C01</room><title>Night flight</title></entry>
<entry id="3"><start/><duration/><room>B05</room><title>Bats</title></entry></day></schedule>
""".encode()


def _moment(clock: str, day: str = "2025-02-01") -> dict[str, str]:
    return {"date": day, "time": f"{clock}:00", "tz": "Europe/Brussels"}


INDICO = json.dumps(
    {
        "results": {
            "7": {
                "20250201": {
                    "s1": {
                        "entryType": "Session",
                        "title": "Insects",
                        "startDate": _moment("10:30"),
                        "room": "Janson",
                        "entries": {
                            "c1": {
                                "id": "c1",
                                "title": "Moths and lamps",
                                "startDate": _moment("10:30"),
                                "endDate": _moment("10:50"),
                                "description": "<p>Moths find the lamp.</p><p>Then they find us.</p>",
                                "presenters": [{"first_name": "Ada", "last_name": "Byron"}],
                            },
                            "c2": {
                                "title": "Night flight",
                                "startDate": _moment("00:30", "2025-02-02"),
                                "presenters": [{"name": "Bo"}],
                            },
                        },
                    },
                    "b1": {"entryType": "Break", "title": "Bats", "startDate": _moment("12:00")},
                }
            }
        }
    }
).encode()

WIDGET = json.dumps(
    {
        "event": {"en": "MothCon 2025"},
        "timezone": "Europe/Brussels",
        "talks": [
            {
                "code": "A",
                "title": {"de": "Motten", "en": "Moths and lamps"},
                "abstract": ABSTRACT,
                "speakers": ["S1", "S2"],
                "track": 1,
                "room": 5,
                "start": "2025-02-01T09:30:00+00:00",
                "end": "2025-02-01T10:50:00+01:00",
            },
            {"code": "B", "title": "Night flight", "track": 1, "start": "2025-02-01T23:30:00Z"},
            {"code": "C", "title": "Bats", "room": 5, "speakers": ["nobody"]},
            {"title": None, "start": "2025-02-01T12:00:00Z"},
        ],
        "rooms": [{"id": 5, "name": {"en": "Janson"}}],
        "tracks": [{"id": 1, "name": {"en": "Insects"}}],
        "speakers": [{"code": "S1", "name": "Ada Ångström"}, {"code": "S2", "name": "Bo"}],
    }
).encode()

ACLPUB2 = """\
- title: Insects
  start_time: 2025-02-01 10:30:00
  end_time: 2025-02-01 12:00:00
  room: Janson
  papers:
  - id: 1
    title: Moths and lamps
    start_time: 2025-02-01 10:30:00
    end_time: 2025-02-01 10:50:00
    abstract: "Moths find the lamp.\\n\\nThen they find us."
    authors:
    - {first_name: Ada, last_name: Ångström}
  subsessions:
  - title: Insects
    papers:
    - {id: 2, title: Night flight}
- title: Bats
  start_time: 2025-02-01 13:00:00
  end_time: 2025-02-01 14:00:00
""".encode()
PAPERS = b"- {id: 2, title: Night flight, authors: [{name: Bo}]}\n- {id: 9, title: Wasps}\n"

CALENDAR_PAGE = """\
ICML
Select Year: (2026)
Timezone: Asia/Seoul

TUE 7 JUL

10:30 a.m.

Oral Session 1A [10:30-11:00]
[10:30] Moths and lamps
Ada Ångström ⋅ Bo

11:30 p.m.

Invited Talk:
Night flight
Bo
(ends 12:15 AM)

Break:
Bats
""".encode()
REST = json.dumps(
    {
        "count": 3,
        "next": None,
        "results": [
            {
                "code": "A",
                "title": "Moths and lamps",
                "state": "confirmed",
                "submission_type": {"id": 1, "name": {"en": "Talk"}},
                "track": {"id": 2, "name": {"en": "Insects"}},
                "abstract": ABSTRACT,
                "speakers": [{"code": "S1", "name": "Ada Ångström"}],
                "slots": [
                    {
                        "room": {"id": 5, "name": {"en": "Janson"}},
                        "start": "2025-02-01T10:30:00+01:00",
                        "end": "2025-02-01T10:50:00+01:00",
                    }
                ],
            },
            {
                "code": "B",
                "title": "Night flight",
                "submission_type": "Talk",
                "track": {"en": "Insects"},
                "slot": {"room": {"en": "Janson"}, "start": "2025-02-01T23:30:00Z"},
            },
            {"code": "C", "title": "Bats", "submission_type": 7, "track": None},
        ],
    }
).encode()

SESSIONIZE = json.dumps(
    {
        "sessions": [
            {
                "id": "1",
                "title": "Moths and lamps",
                "description": ABSTRACT.replace("\n", "\r\n"),
                "startsAt": "2025-02-01T10:30:00",
                "endsAt": "2025-02-01T10:50:00",
                "isServiceSession": False,
                "isPlenumSession": False,
                "speakers": ["s1"],
                "categoryItems": [11, 21],
                "roomId": 5,
            },
            {"id": "2", "title": "Night flight", "categoryItems": [11], "speakers": []},
            {"id": "3", "title": "Bats", "isServiceSession": True},
        ],
        "speakers": [{"id": "s1", "firstName": "Ada", "lastName": "Ångström"}],
        "categories": [
            {"id": 1, "title": "Track", "items": [{"id": 11, "name": "Insects"}]},
            {"id": 2, "title": "Session format", "items": [{"id": 21, "name": "Talk"}]},
        ],
        "rooms": [{"id": 5, "name": "Janson"}],
    }
).encode()

_EVENT = {
    "@context": "https://schema.org",
    "@type": "Event",
    "name": "MothCon 2025",
    "subEvent": [
        {
            "@type": "Event",
            "name": "Insects",
            "subEvent": [
                {
                    "@type": "EducationEvent",
                    "name": "Moths and lamps",
                    "startDate": "2025-02-01T10:30:00+01:00",
                    "endDate": "2025-02-01T10:50:00+01:00",
                    "description": "<p>Moths find the lamp.</p><p>Then they find us.</p>",
                    "location": {"@type": "Place", "name": "Janson"},
                    "performer": [{"@type": "Person", "name": "Ada Ångström"}],
                },
                {"@type": ["Event"], "name": "Night flight", "startDate": "2025-02-01T23:30:00Z"},
            ],
        },
        {"name": "Bats"},
    ],
}
EVENT_PAGE = (
    "<!DOCTYPE html><html><head><title>MothCon</title>"
    f'<script type="application/ld+json">{json.dumps(_EVENT)}</script></head></html>'
).encode()

ACL_SITE = json.dumps(
    {
        "sessions": {
            "Session 1": {
                "id": "session-1",
                "events": {
                    "e1": {
                        "id": "e1",
                        "session": "Session 1",
                        "track": "Insects",
                        "type": "Oral",
                        "start_time": "2025-02-01T10:30:00+01:00",
                        "end_time": "2025-02-01T10:50:00+01:00",
                        "chairs": [],
                        "paper_ids": ["P1", "P2"],
                        "room": "Janson",
                    }
                },
            }
        },
        "papers": {
            "P1": {
                "id": "P1",
                "title": "Moths and lamps",
                "authors": ["Ada Ångström"],
                "abstract": ABSTRACT,
                "event_ids": ["e1"],
            },
            "P2": {"id": "P2", "title": "Night flight", "authors": ["Bo"], "event_ids": ["e1"]},
            "P3": {"id": "P3", "title": "Bats", "authors": [], "event_ids": []},
        },
    }
).encode()

MINICONF_CALENDAR = json.dumps(
    [
        {
            "title": "Moths and lamps",
            "start": "2025-02-01T10:30:00+01:00",
            "end": "2025-02-01T10:50:00+01:00",
            "calendarId": "talk",
            "type": "Insects",
        },
        {"title": "Night flight", "start": "2025-02-01T23:30:00+00:00", "type": "Insects"},
        {"title": "Bats", "start": None, "location": None, "link": None},
    ]
).encode()

RARER = {
    "calendar page (text)": CALENDAR_PAGE,
    "pretalx widget (JSON)": WIDGET,
    "Indico (JSON)": INDICO,
    "EuroPython XML": EUROPYTHON,
    "aclpub2 (YAML)": ACLPUB2,
    "proceedings post (Markdown)": POST,
    "pretalx API (JSON)": REST,
    "Sessionize (JSON)": SESSIONIZE,
    "event page (JSON-LD)": EVENT_PAGE,
    "ACL site data (JSON)": ACL_SITE,
    "MiniConf calendar (JSON)": MINICONF_CALENDAR,
}
"""By name of the reader."""
