"""Readable text: formulas, TeX in prose, amounts of money, Markdown, leftovers of HTML, titles."""

import pytest

from confbrowse.text.latex import readable, readable_line

FORMULAS = {
    r"in $O(n^{2}\log n)$ steps": "in O(n² log n) steps",
    r"a rate of $T^{1-\frac{1}{2m}}$": "a rate of T^(1-1/(2m))",
    r"$\frac{1}{2}\|x\|_2^2$": "(1/2)‖x‖₂²",
    r"$\frac{\log n}{n}$, $\frac ab$, $\frac{a}{b+c}$": "(log n)/n, a/b, a/(b + c)",
    r"$\frac{\partial f}{\partial x}$": "∂f/∂x",
    r"$x=y$, $x \le  y$, $x\in X$": "x = y, x ≤ y, x ∈ X",
    r"$\{-1,1\}^n$ and $\{x \mid x>0\}$": "{-1, 1}ⁿ and {x | x > 0}",
    r"$\sum_{i\ne j}^{n} a_i$": "∑_(i≠j)ⁿ aᵢ",
    r"$\begin{bmatrix} a & b \\ c & d \end{bmatrix}$": "[a b; c d]",
    r"$\begin{cases} 1 & x>0 \\ 0 & \text{else} \end{cases}$": "{1 x > 0; 0 else",
    r"$\binom{n}{k}$ and $\sqrt[3]{x}$": "C(n, k) and ∛x",
    r"$\hat{x}_i$, $\tilde{\mathcal{O}}(1)$, $\overline{AB}$, $\widehat{KL}$": "x̂ᵢ, 𝒪̃(1), A̅B̅, hat(KL)",
    r"$x_{AB}y$ is not $x_{ABy}$": "x_AB y is not x_ABy",
    r"$x_{i_1}$": "x_(i₁)",
    r"$f'(x)$ and $f^{\prime\prime}$": "f′(x) and f′′",
    r"$a \not= b$, $a \overset{d}{=} b$": "a ≠ b, a =ᵈ b",
    r"$\underset{x}{\min} f(x)$": "minₓ f(x)",
    r"$10{,}000$ or $10,000$ of $[0,1]$": "10,000 or 10,000 of [0, 1]",
    r"$\method$ and $\R^d$": "method and ℝᵈ",
    r"covariance $\\mathbf{\\Sigma}$": "covariance Σ",
    r"$T^{\\max\\{\\beta, 1\\}}$ and $\\|x\\|_2$": "T^(max{β,1}) and ‖x‖₂",
    r"\[ a = b \]then \(c\)": "a = b then c",
}
PROSE = {
    r"\textbf{bold} and {\em stressed}": "bold and stressed",
    r"see~\cite[p.~3]{knuth} and Eq.~\eqref{sum}": "see [knuth, p. 3] and Eq. [sum]",
    r"we propose \method, \method{} and \alg{X}": "we propose method, method and alg(X)",
    r"\href{https://a.b/c_d}{our code}": "our code (https://a.b/c_d)",
    r"50\% of AT\&T, foo\_bar, \#1, \{a, b\}": "50% of AT&T, foo_bar, #1, {a, b}",
    "91% of % are no comment": "91% of % are no comment",
    r"\begin{enumerate} \item one \item two \end{enumerate}": "1.  one\n2.  two",
    "``this'' and ``that\" and `those'": "“this” and “that” and ‘those’",
    "1--2 --- or not -- with --flags": "1–2 — or not – with --flags",
    "~100 of Fig.~3, or 5~10": "~100 of Fig. 3, or 5~10",
    r"\alpha outside and d^{1/2}": "α outside and d^(1/2)",
    r"\frac{1}{2 is never closed": r"\frac{1}{2 is never closed",
    r"C:\new\beta and \d+\s*": r"C:\new\beta and \d+\s*",
    "x^2, snake_case and {a, b} in prose": "x^2, snake_case and {a, b} in prose",
}
MONEY = {
    "it costs $5 or $10 a day": "it costs $5 or $10 a day",
    "US$50 and A$60, $1M-$2M": "US$50 and A$60, $1M-$2M",
    "$1,000 (about €900), i.e. $100": "$1,000 (about €900), i.e. $100",
    "under $30 for $n$ agents": "under $30 for n agents",
    "$ 0.21$ dB and a maximum gain of $0.44$ dB": "0.21 dB and a maximum gain of 0.44 dB",
    r"\$5 and $x_1$": "$5 and x₁",
    "$>$90 and $-$5, $30-90\\%$": ">90 and -5, 30-90%",
    "an unbalanced $ sign": "an unbalanced $ sign",
    "$5\n\nand $6$": "$5\n\nand 6",
}
MARKDOWN = {
    "**bold**, *italic*, _it_, ***both***": "bold, italic, it, both",
    "**F**usion-**i**n-**D**ecoder": "Fusion-in-Decoder",
    "5*3*2, a*b, *.py, src/*.c, **kwargs, * star": "5*3*2, a*b, *.py, src/*.c, **kwargs, * star",
    "__init__, _private and snake_case": "__init__, _private and snake_case",
    "`plain` but `x*y` and `$x_1$`": "plain but `x*y` and `$x_1$`",
    "# Heading\ntext": "Heading\n\ntext",
    "## About C# ##\n# F#": "About C#\n\nF#",
    "- one\n* two\n  + three\n1) four": "•  one\n•  two\n  •  three\n1.  four",
    "[words](https://a.b/c_(d)) and [https://a.b](https://a.b)": "words (https://a.b/c_(d)) and https://a.b",
    "![picture](http://a.b/c.png) <https://a.b>": "picture (http://a.b/c.png) https://a.b",
    "[0,1](x)": "[0,1](x)",
    "> quoted\n\n| a | *b* |\n|---|---|": "> quoted\n\n| a | *b* |\n|---|---|",
    "```\n# code *x* $y$\n```": "```\n# code *x* $y$\n```",
}
HTML = {
    "<p>One.</p><p>Two <em>words</em>.</p>": "One.\n\nTwo words.",
    "H<sub>2</sub>O, x<sup>2</sup>, 1<br/>2": "H₂O, x², 1\n2",
    '<a href="https://a.b">words</a>': "words (https://a.b)",
    "<ul><li>one</li><li>two</li></ul>": "•  one\n•  two",
    "a &lt; b &amp;&amp; c, R&D": "a < b && c, R&D",
    "x<y, List<int>, <script>alert(1)</script>": "x<y, List<int>, <script>alert(1)</script>",
}
TITLES = {
    r"Paul Erd\H{o}s, Bernhard Sch\"olkopf, Jos\'e, Mart{\'\i}n": "Paul Erdős, Bernhard Schölkopf, José, Martín",
    r"\O rsted, Stra\ss e, \AA ngstr\"om, Fran\c{c}ois, \~n": "Ørsted, Straße, Ångström, François, ñ",
    r"An $\mathcal{O}(\sqrt{T})$\\Algorithm": "An 𝒪(√T) Algorithm",
    "# 1 of 2\n* a": "# 1 of 2 * a",
    r"so \"quoted\" a word": 'so "quoted" a word',
    "A* and 3D*": "A* and 3D*",
}
EVERY = {**FORMULAS, **PROSE, **MONEY, **MARKDOWN, **HTML}


@pytest.mark.parametrize("written", EVERY)
def test_a_text_is_read_as_it_was_meant(written: str) -> None:
    assert readable(written) == EVERY[written]


@pytest.mark.parametrize("written", TITLES)
def test_a_title_is_read_on_one_line(written: str) -> None:
    assert readable_line(written) == TITLES[written]


@pytest.mark.parametrize("written", [*EVERY, *TITLES])
def test_what_was_read_stays_as_it_is(written: str) -> None:
    assert readable(readable(written)) == readable(written)
    assert readable_line(readable_line(written)) == readable_line(written)


def test_a_plain_text_is_the_same_string() -> None:
    text = "Nothing here is marked (at all): 50%, a/b, x = y; it’s – so.\n\nAnother paragraph."
    assert readable(text) is text
    assert readable_line("Attention Is All You Need") == "Attention Is All You Need"


@pytest.mark.parametrize("written", [r"\:", "$ $", "{}", "<b></b>", r"\[b]"])
def test_nothing_is_read_as_nothing(written: str) -> None:
    assert readable(written) == written
    assert readable_line(written) == written


def test_paragraphs_stay_apart_by_one_blank_line() -> None:
    assert readable("<p>One.</p>\n\n\n<p>Two.</p>") == "One.\n\nTwo."


def test_groups_deeper_than_anybody_nests_them_are_left_as_written() -> None:
    deep = "$" + "\\sqrt{" * 60 + "x" + "}" * 60 + "$"
    assert "x" in readable(deep)
