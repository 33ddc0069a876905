"""82 snippets of real and hostile TeX next to the checkout, each with its expected text."""

import re
from pathlib import Path

import pytest

from confbrowse.text.latex import readable

SNIPPETS = Path(__file__).parents[2] / "shared" / "libraries.md"
pytestmark = pytest.mark.skipif(not SNIPPETS.is_file(), reason="the snippets are not here")
ROW = re.compile(r"^\| (\d+) \| [SRX] \| `((?:\\\||[^|])*)` \|", re.MULTILINE)
READINGS = (
    "a factor O(d⁴l²) wider and twice as deep",
    "an input I to a function h_I: 𝒳 → ℝ, two",
    "takes the form h_I(x) = q(x, e(I)), and (ii) the weights θ_I of h_I(x) = g(x; θ_I) are θ_I = f(I)",
    "we propose Synthesizer, a model that",
    "not only 60% faster but also by a relative 3.5%. Finally,",
    "extend the theory of [devore] and provide",
    "achieves 91% test accuracy on CIFAR-10. Our method also",
    "close to order Op(1/√n). generalization error−given",
    "minimax regret is Õ(√T) and Õ(dH√T)",
    "at most r^(-2/3) log(1/ϵ) oracle queries",
    "‖μ - μ̃‖_Σ ≤ α as long as n ≳ d/α² + d√(log 1/δ)/(αϵ)",
    "An 𝒪̃(m/ε³.5)-Cost Algorithm",
    "ℓₚ-Regression and ℓ_∞, ℓ₂ metrics",
    "Provable robustness for p ≥ 1 and lₚ-perturbations",
    "1737× less than DPC, 6.8× less, 10× faster",
    "explore the Polyak-Łojasiewicz (PL) condition",
    "the Erdős – Rényi graph suffers from the “information loss” in the limit",
    "(e.g., novelty detection), the first efficient algorithm, any fixed finite dimension d, improves",
    "we call a function f a linear k-junta if it is scale of the initialization",
    "using 2^(O(k²))nᴼ⁽ᵏ⁾ arithmetic operations",
    "rate of O(e^(-2/(3p+1))) is lower",
    "𝒪̃(d^(1/β+((1+β)/β)(2/α-1_(α≠1)))ϵ^(-1/β)) steps",
    "O(min{n²ϵ^(1.5)/√d, n^(3/2)}) gradient",
    "problem: min_(rank-kX) ‖AX - B‖, where A ∈ ℝ^(n×c)",
    "parameterized by a constant γ ∈ (0, 1]: γ = 1 encompasses",
    "moments of order (1 + ϵ) are uniformly bounded by a known constant B, for some ϵ > 0.",
    "as long as β ≳ (k/√(nt))√(ln(2 + td/k²)). Prior to this work",
    "of w: ℋ_(A,k)(w) := argmin_(‖θ‖₀≤k) (1/2)‖θ - w‖²_A, where k ≤ p",
    "the form: minₓ ∑ᵢ fᵢ(Aᵢx + bᵢ), where fᵢ are convex on ℝ^(nᵢ)",
    "we show that:\n\n•  Algorithms that perform well\n•  Others.\n\nThen",
    "(AᵀA)⁻¹ is typically biased: E[(ÃᵀÃ)⁻¹] ≠ (AᵀA)⁻¹",
    "with discrete {-1, 1}ⁿ, and t ∈ {1, …, T}",
    "dynamic regret Õ*(n^(1/3)Cₙ^(2/3) ∨ 1) where Cₙ is",
    "minimax regret is O(√(DT_⋆ K)); p* ∈ (m, g); F_*/T",
    "converge at the rate 𝒪((ln ln t)/(ln t)). The",
    "the coorora model; Õ(‖fstar‖² · d/n); OTheta(1/√t)",
    "O(nnz(A) log n + md²) and poly(d), poly(d, 2^(log*|X|))",
    "Y = Xβ + W where Xᵢⱼ are i.i.d. 𝒩(0, 1) and Wᵢ are 𝒩(0, σ²)",
    "programs in large search spaces (up to 3.8 × 10²⁸).",
    "target affine function. [In practice, the domain U is defined implicitly.] A set of examples {(u, b)}",
    "it reduces the upstream and downstream bandwidth by up to 99.9% compared",
    "fewer than 60% of the rounds and less than 40% of the end-to-end running time",
    "Θ̃(d^(1/2)) under a warm start",
    "on [a, a + ε] ⊂ [0, 1], we can",
    "(both i.i.d. and Markovian sampling), Lee et. al. and W. X.",
    "Our code is available at https://github.com/apexrl/CoDAIL.",
    "recent work of [agarwal2020pc], resolving [TTZ15a], and [a,b]",
    "Rates via Publicly Estimated Subspaces",
    "𝔼[z | x, y] = ⟨f_⋆(x), g_⋆(y)⟩_ℋ",
    "∑ᵢ₌₁ⁿ fᵢ(xᵢ) + ∑ᵢ₌₁ⁿ ∑ⱼ₌₁ᵐ (σᵢⱼ/(2η))‖xᵢ - yⱼ‖₂²",
    "in the form of e⁻ᶠ⁽ˣ⁾ on a convex body ℳ ⊂ ℝⁿ",
    "𝒪̃(√T) and 𝒪̃(m/ε^(4.5))",
    "satisfying 1 - 1/e - ϵ guarantee; 1/5; O((1/ϵ)√(k log(1/δ)))",
    "precision tₘᵢₓ, p_(d̄) and λₘₐₓ, x_(i₁)",
    "the algorithm’s rate, and “super fast” rates — from Fréchet–Hoeffding",
    "d × d × d tensor of rank-r is Õ(r²d^(3/2)/n)",
    "attains an UCRL-VTR⁺ bound of N or V",
    "vₐᵗ ← Dₐ, g: ℝᵈ → ℝ, x ↦ f(x), A ⇒ B",
    "Δₙ = 𝔼 max_(j∈[d]) |pn(j) - p(j)|",
    "f(x) = max{x, 0} is the ReLU; f(·); H′, x′ and x′",
    "tickets cost $5 and $10 at the door",
    "a budget of $1,000 (about €900), i.e. $100 per GPU",
    "costs $5 and $10; AT&T, foo_bar, #1, 50%",
    "under $30 per task for n agents",
    "an unbalanced $ sign and α outside",
    "the ℓ₂ norm is unbounded and never closed",
    r"unbalanced { brace and } here, \frac{1}{2 and \sqrt{",
    r"C:\Users\alice\new and the regex \d+\s* in code",
    "Bernhard Schölkopf, Gaël Varoquaux, François Fleuret, José, Škoda, Ångström, Martín, Erdős, Ørsted, naïve, ñ, Straße",
    "see our project page at the site (https://example.org/a_b) and this",
    '"a < b && c > d", it\'s  été R&D',
    "pages 1–10 — an em dash, pre-trained, A–B, --help flag",
    "see our code (https://github.com/x/y_z) or https://a.b/~user/c_d%20e",
    "if x < y and a > b then x<y; List<int>; <script>alert(1)</script>;",
    "file_name_with_under_scores, x^2 in text, 2^10, and snake_case",
    "E = mc² and a_(i,j)⁽ᵏ⁾ and x₁² and ŷ, x̄, v⃗, ẋ, A̅B̅",
    "∫₀¹ f(x) dx = lim_(n→∞) ∑ₖ₌₁ⁿ C(n, k)",
    "[a b; c d] matrix",
    "ℙ(X | Y), wᵀx, θ, 𝔤, P, KL(p‖q), D_KL, tr(A), 𝟙{x > 0}",
    "% a comment at the start of line",
    "using pip install foo, x, abc, d, hot, , Eq. [eq:1], [x, p. 3]",
    "10⁻³, CO₂, °C, 1ˢᵗ, ∼100K, >90%, ±0.5, GPT-4*, H₂O",
)
"""In the order of the snippets."""


def snippets() -> list[str]:
    """Return the snippets, unescaped: the table cannot contain a bar or a backtick."""
    rows = ROW.findall(SNIPPETS.read_text(encoding="utf-8")) if SNIPPETS.is_file() else []
    return [snippet.replace(r"\|", "|").replace("´", "`") for _, snippet in rows]


def test_there_is_a_reading_for_every_snippet() -> None:
    assert len(snippets()) == len(READINGS) == 82


@pytest.mark.parametrize("number", range(1, len(READINGS) + 1))
def test_a_snippet_is_read_as_its_author_meant_it(number: int) -> None:
    assert readable(snippets()[number - 1]) == READINGS[number - 1]
