"""The made-up programmes of formats for papers, by anybody: three talks in two sessions."""

import json

from sample_formats_rare import ABSTRACT

HOTCRP = b"""\
[{"object": "paper", "pid": 7, "title": "Moths and lamps", "abstract": "Moths find\\nthe lamp.",
  "authors": [{"email": "ada@x.example", "first": "Ada", "last": "\\u00c5ngstr\\u00f6m",
    "affiliation": "Uni", "contact": true}, "Bo (Uni)", {"name": "Cy Ray"}, {"email": "di@x.example"}],
  "submission": {"mimetype": "application/pdf", "hash": "sha2-1"}, "submission_class": "Insects",
  "topics": ["light", "lamps"], "pc_conflicts": {"owl@x.example": "collaborator"},
  "collaborators": "Owl (Uni)", "decision": "Accepted", "status": "accept", "submitted_at": 1,
  "artifact": "https://github.com/moth/lamp", "page_limit": 12, "submission_type": "Short (4 pages)"},
 {"pid": 8, "title": "Night flight", "submission_class": "Insects", "topics": {"dark": true, "day": false},
  "authors": [{"first": "Bo", "last": "Lund"}], "pc_conflicts": [], "decision": "Accept (oral)", "status": "accept"},
 {"pid": 9, "title": "Bats", "submission_class": "Mammals", "status": "accept", "pc_conflicts": {}},
 {"pid": 10, "title": "Wasps", "status": "reject", "decision": "Rejected", "pc_conflicts": {}},
 {"pid": 11, "title": "Bees", "status": "withdrawn", "withdrawn": true, "pc_conflicts": {}}]
"""

BIBTEX = b"""\
% MothCon 2025
This file was made up.
@string{moth = "Proceedings of {MothCon} 2025"}
@comment{jabref-meta: databaseType:bibtex;}
@inproceedings{angstrom-etal-2025-moths,
    title = "{M}oths \\& Lamps: an $O(n^{2})$ {\\"U}ber-\\textit{light}",
    author = "{\\AA}ngstr{\\"o}m, Ada  and
      von Byron, Jr., Bo and {The {M}oth and Lamp Team} and Nguy{\\~{\\^e}}n, V{\\u a}n and others",
    booktitle = moth # { (Volume 1: Insects)}, section = {Insects},
    month = jul # "~3--4",
    year = 2025,
    url = "https://moth.example/a\\_b",
    doi = {10.1000/x\\_y},
    note = {Oral},
    keywords = {light, lamp},
    abstract = {Moths find
      the lamp.

      Then they find us.},
    pages = "1--2"
}
@InProceedings(night, title={{Night flight}}, crossref = {DBLP:conf/moth/2025}, section={Insects},
  author={family=Owl, given=Ada and Cy and Bo {van der} Bat},)
@misc{bats, title = {Bats}, year = 2025, eprint = {2401.00001}, archivePrefix={arXiv},
  howpublished = "\\url{https://bat.example/~cy}", booktitle = moth
}@proceedings{DBLP:conf/moth/2025, title = {Proceedings of {MothCon} 2025, Volume 2}, year = {2025}}
"""

LIST = json.dumps(
    {
        "event": {"name": "MothCon 2025", "timezone": "Europe/Brussels"},
        "sponsors": [{"name": "Lamps & Co.", "description": "They are bright."}],
        "speakers": [
            {"id": "s1", "firstName": "Ada", "lastName": "Ångström", "bio": "Owl."},
            {"id": "s2", "name": "Bo"},
        ],
        "days": {
            "2025-02-01": [
                {
                    "sessionTitle": "Insects",
                    "moderator": "Moderators: Di and Ed",
                    "room": {"id": 5, "name": "Janson"},
                    "begin": "10:30",
                    "items": [
                        {
                            "code": "A",
                            "headline": {"de": "Motten", "en": "Moths and lamps"},
                            "speakers": ["s1", {"name": "Cy", "affiliation": "MIT"}],
                            "starts_at": "2025-02-01T09:30:00Z",
                            "ends_at": 1738403400000,
                            "description": ABSTRACT,
                            "tags": [{"name": "light"}, {"name": "lamp"}],
                            "links": [{"title": "Slides", "url": "https://moth.example/a.pdf"}],
                            "mood": "bright",
                        },
                        {
                            "code": "B",
                            "headline": "Night flight",
                            "speakers": [{"person": {"full_name": "Bo"}}],
                            "starts_at": 1738452600,
                            "status": "accepted",
                        },
                        {"code": "D", "headline": "Wasps", "status": "rejected"},
                    ],
                },
                {"sessionTitle": "Bats", "room": "Hall 2", "begin": "13:00", "items": []},
            ]
        },
    }
).encode()

SIGCHI = json.dumps(
    {
        "version": 23,
        "conference": {
            "shortName": "MothCon",
            "year": 2025,
            "timeZoneOffset": 60,
            "timeZoneName": "Europe/Brussels",
        },
        "sponsors": [{"id": 90, "name": "Lamps & Co."}],
        "rooms": [{"id": 5, "name": "Janson"}],
        "tracks": [{"id": 6, "name": "MothCon 2025 Papers"}],
        "recognitions": [{"id": 8, "name": "Best Paper"}],
        "contentTypes": [
            {"id": 1, "name": "Paper", "displayName": "Papers"},
            {"id": 2, "name": "Break"},
        ],
        "timeSlots": [
            {"id": 7, "type": "SESSION", "startDate": 1738405800000, "endDate": 1738407000000}
        ],
        "sessions": [
            {
                "id": 20,
                "name": "Insects",
                "typeId": 1,
                "roomId": 5,
                "chairIds": [31, 99],
                "contentIds": [11, 12, 98],
                "timeSlotId": 7,
            }
        ],
        "events": [
            {
                "id": 21,
                "name": "Bats",
                "typeId": 2,
                "roomId": 5,
                "contentIds": [],
                "presenterIds": [31],
                "startDate": 1738414800000,
            }
        ],
        "contents": [
            {
                "id": 11,
                "title": "Moths and lamps",
                "typeId": 1,
                "trackId": 6,
                "keywords": ["light"],
                "tags": [{"name": "lamp"}],
                "recognitionIds": [8],
                "award": "HONORABLE_MENTION",
                "abstract": ABSTRACT,
                "doi": "10.1145/1.2",
                "addons": {
                    "Supplement 1": {"url": "https://moth.example/1.zip", "type": "supplement"}
                },
                "videos": ["https://youtu.be/x", {"url": "https://youtu.be/y"}],
                "authors": [
                    {"personId": 30, "affiliations": [{"institution": "MIT"}]},
                    {"personId": 31},
                    {"personId": 97},
                ],
            },
            {
                "id": 12,
                "title": "Night flight",
                "authors": None,
                "startDate": 1738456200000,
                "endDate": 1738459800000,
            },
        ],
        "people": [
            {"id": 30, "firstName": "Ada", "middleInitial": "B.", "lastName": "Ångström"},
            {"id": 31, "firstName": "Bo", "lastName": ""},
        ],
    },
    ensure_ascii=False,
).encode()

AWESOME = """\
# Awesome MothCon 2025

[![Awesome](https://awesome.re/badge.svg)](https://awesome.re) A list.

- [Insects](#insects)
- [Mammals](#mammals)

## Insects <a name="insects"></a>

- **Moths and lamps** *Ada Ångström, Bo O'Hara* [[Paper](https://arxiv.org/abs/2401.00001)] [[Code](https://github.com/moth/lamp)]
  - Moths find the lamp.

    Then they find us.
1. [**Night flight**](https://openreview.net/forum?id=x), Cy Owl and Di van Dam, ICML 2025. ![](https://img.shields.io/x) [[slides]][night]

```sh
make moths
```

## Mammals

| Title | Authors | Links |
|---|:-:|---|
| [Bats](https://arxiv.org/abs/2401.00002) | Cy | [code](https://github.com/bat/bat) |

[night]: https://night.example/slides.pdf
""".encode()

DBLP_JSON = json.dumps(
    {
        "result": {
            "query": "moth",
            "hits": {
                "@total": "5",
                "hit": [
                    {
                        "info": {
                            "authors": {
                                "author": [
                                    {"@pid": "1", "text": "Ada Ångström 0001"},
                                    {"text": "Bo"},
                                ]
                            },
                            "title": "Moths &amp; lamps.",
                            "venue": "MothCon",
                            "year": "2025",
                            "type": "Conference and Workshop Papers",
                            "key": "conf/moth/AB25",
                            "doi": "10.1000/1",
                            "ee": "https://doi.org/10.1000/1",
                            "url": "https://dblp.org/rec/conf/moth/AB25",
                        }
                    },
                    {
                        "info": {
                            "authors": {"author": {"text": "Bo"}},
                            "title": "Night flight.",
                            "venue": "MothCon",
                            "year": "2025",
                            "ee": ["https://a.example/2"],
                        }
                    },
                    {
                        "info": {
                            "title": "Bats.",
                            "venue": ["BatCon", "MothCon"],
                            "year": "2025",
                            "doi": "10.1000/3",
                        }
                    },
                    {"info": {"title": "Proceedings of MothCon.", "type": "Editorship"}},
                ],
            },
        }
    }
).encode()
DBLP_XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<dblp><inproceedings key="conf/moth/AB25" mdate="2025-01-01"><author pid="1">Ada Ångström 0001</author>
<author>Bo</author><title>Moths &amp; <i>lamps</i>.</title><year>2025</year><booktitle>MothCon</booktitle>
<ee type="oa">https://doi.org/10.1000/1</ee><url>db/conf/moth/moth2025.html#AB25</url></inproceedings>
<inproceedings key="conf/moth/B25"><author>Bo</author><title>Night flight.</title><booktitle>MothCon</booktitle></inproceedings>
<article key="journals/bat/C25"><title>Bats.</title><journal>BatJournal</journal></article>
<proceedings key="conf/moth/2025"><title>Proceedings of MothCon.</title></proceedings></dblp>
""".encode()

PAPERS = {
    "dblp (JSON)": DBLP_JSON,
    "dblp (XML)": DBLP_XML,
    "list of papers (Markdown)": AWESOME,
    "SIGCHI programme (JSON)": SIGCHI,
    "list of talks (JSON)": LIST,
    "BibTeX": BIBTEX,
    "HotCRP (JSON)": HOTCRP,
}
"""By name of the reader."""
