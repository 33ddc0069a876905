"""The made-up programmes of formats for papers, by anybody: three talks in two sessions."""

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

PAPERS = {
    "BibTeX": BIBTEX,
}
"""By name of the reader."""
