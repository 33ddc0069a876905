"""The made-up programmes of the rarer formats: three talks in two sessions, a post being one talk."""

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

RARER = {
    "calendar page (text)": CALENDAR_PAGE,
    "pretalx widget (JSON)": WIDGET,
    "Indico (JSON)": INDICO,
    "EuroPython XML": EUROPYTHON,
    "aclpub2 (YAML)": ACLPUB2,
    "proceedings post (Markdown)": POST,
}
"""By the name of the reader."""
