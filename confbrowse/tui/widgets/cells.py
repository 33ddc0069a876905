"""Text in cells, as ``text`` measures it, under the roof of the widgets, who draw with nothing else."""

from confbrowse.text.cells import (
    ELLIPSIS,
    Drawn,
    Piece,
    cut,
    cut_pieces,
    fit,
    size_of,
    text_of,
    wrap,
)

__all__ = ["ELLIPSIS", "Drawn", "Piece", "cut", "cut_pieces", "fit", "size_of", "text_of", "wrap"]
