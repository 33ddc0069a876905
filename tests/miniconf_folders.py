"""Folders of site data as MiniConf conferences publish them: writing and reading."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from confbrowse.ingest.pipeline import ImportOptions, IngestResult, gather
from confbrowse.model import Talk
from confbrowse.sources.files import sources

WISHES = ImportOptions(date(2026, 11, 24))
ACL = "UID,title,authors,abstract,keywords,track,paper_type,pdf_url\n"
CALENDAR = json.dumps(
    [
        {
            "title": "Session 1A",
            "start": "2020-07-06T05:00:00+00:00",
            "end": "2020-07-06T06:00:00+00:00",
            "link": "papers.html?session=1A&filter=keywords",
            "type": "QA Sessions",
        },
        {
            "title": "T1: Lamps <br/> <br/> <i>Ada Byron, Bo Lund and Cy Young</i>",
            "start": "2020-07-05T13:00:00+00:00",
            "end": "2020-07-05T16:30:00+00:00",
            "link": "tutorial_T1.html",
            "location": "tutorial_T1.html",
            "type": "Tutorials",
        },
    ]
)


def gathered(folder: Path, files: Mapping[str, str]) -> IngestResult:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return gather(sources([str(folder)]), WISHES)


def talks_of(folder: Path, files: Mapping[str, str]) -> dict[str, Talk]:
    (programme,) = gathered(folder, files).programmes
    return {talk.title: talk for talk in programme.talks}
