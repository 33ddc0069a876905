"""Made-up pages of the virtual sites, one for each known design, with invented talks."""

_HEAD = '<!DOCTYPE html><html><head><title>{title}</title><link rel="canonical" href="{own}"></head><body>'
_END = "</body></html>"


def page(body: str, title: str, own: str) -> bytes:
    """Return a page with *body*, called *title*, saved from the URL *own*."""
    return (_HEAD.format(title=title, own=own) + body + _END).encode()


MAINCARDS = page(
    """
<a href="/Conferences/2017/Schedule">2017</a><a href="/Conferences/2018/Schedule">2018</a>
<div class="maincard narrower poster" id="maincard_11">
<div class="pull-right maincardHeader maincardType">Poster</div>
<div class="maincardHeader">Tue Dec 04 06:30 -- 10:30 PM (PST) @ Pacific Ballroom #1</div>
<div class="maincardHeader">Insects</div>
<div class="maincardBody">Moths and lamps</div><div class="maincardFooter">Ada Ångström · Bo O&#x27;Hara</div>
<a class="btn btn-default btn-xs href_PDF" title="PDF" href="https://openreview.net/pdf?id=m">&nbsp;</a></div>
<div class="maincard narrower oral" id="maincard_12"><div class="maincardHeader">Oral</div>
<div class="maincardHeader">Tue Dec 04 11:45 PM -- 12:15 AM (PST) @ Room 220</div>
<div class="maincardBody">Night flight</div><div class="maincardFooter">Bo</div></div>
<div class="maincard narrower break"><div class="maincardHeader">Break</div>
<div class="maincardBody">Bats</div></div>""",
    "NIPS 2018 Schedule",
    "https://nips.cc/Conferences/2018/Schedule",
)

SESSION_2024 = page(
    """
<div class="card-header"><h2 class="card-title main-title text-center">Poster Session 3</h2>
<h5 class="text-center text-muted">East Exhibit Hall A-C</h5>
<div class="text-center">Wed 11 Dec 4:30 p.m. PST — 7:30 p.m. PST</div></div>
<div class="track-schedule-card"><div class="btn-spacer float-end track-pad"><br>
<div class="float-end small">Poster</div><div class="small" title="Poster Position">#W-100</div></div>
<h5><strong><a href="/virtual/2024/poster/21">Moths and lamps</a></strong></h5>
<p class="text-muted">Ada Ångström &middot; Bo</p>
<div class="abstract"><p>Moths find the lamp.</p><p>Then they find us.</p></div></div>
<div class="track-schedule-card"><h5><strong><a href="/virtual/2024/poster/22">Night flight</a></strong></h5>
<p class="text-muted">Bo ⋅ CY WU</p></div>""",
    "NeurIPS 2024 Track: Poster Session 3",
    "https://neurips.cc/virtual/2024/session/20",
)

SESSION_2025 = page(
    """
<h2 class="card-title main-title text-center">Session 8: Insects at Work</h2>
<div class="track-schedule-card"><div class="float-end small">Poster</div>
<h5><strong><a href="/virtual/2025/poster/31">Moths and lamps</a></strong></h5>
<p class="text-muted">Ada Ångström ⋅ Bo</p></div>""",
    "MLSys Session 8: Insects at Work",
    "https://mlsys.org/virtual/2025/session/30",
)

CARDS_2023 = page(
    """
<h1>Orals</h1><div class="displaycards touchup-date" id="event-41">
<div class="type_display_name_virtual_card">Oral</div>
<a class="small-title text-underline-hover" href="/virtual/2023/oral/41"> Moths and
  lamps\u200b</a><div class="author-str">Ada Ångström · Bo</div>
<div>Tue 25 Jul 11:50 p.m. PDT — 12:10 a.m. PDT</div>
<div class="abstract-section"><div class="abstract-display"><p>Moths find the lamp.</p></div></div></div>
<div class="displaycards touchup-date"><a class="small-title" href="/virtual/2023/oral/42">Bats</a></div>""",
    "ICML 2023 Orals",
    "https://icml.cc/virtual/2023/events/oral",
)

CARDS_2026 = page(
    """
<div class="events-page-header"><h1>Spotlights</h1></div>
<div class="event-card touchup-date" id="event-51" data-event-title="moths"><span class="event-type-badge">Spotlight</span>
<h3 class="event-title"><a href="/virtual/2026/spotlight/51">Moths &amp; <i>lamps</i> at $\\tau^2$</a></h3>
<div class="event-speakers">Ada Ångström ⋅ Bo</div>
<span class="meta-pill time"><i></i><span class="touchup-time">Jul 8, 10:30 PM - 12:15 AM</span></span>
<span class="meta-pill"><i class="fas fa-map-marker-alt"></i><span>HALL A</span></span>
<div class="abstract-text" id="abstract-51">At **most** <0.5 of them, or <15, find it.</div>
<a href="#">Show more</a><a class="view-details-link" href="/virtual/2026/spotlight/51">View full details</a></div>
<div class="event-card"><h3 class="event-title"><a href="/virtual/2026/spotlight/52">Bats</a></h3></div>
<div class="event-card" data-event-id="53"><h3 class="event-title"></h3></div>""",
    "ICML 2026 Spotlights",
    "https://icml.cc/virtual/2026/events/2026SpotlightPosters",
)

POSTER_2026 = page(
    """
<nav class="navbar"><a class="btn" href="https://elsewhere.example/">Shop</a></nav>
<h1 class="event-title">Moths and lamps</h1><div class="event-organizers">Ada Ångström ⋅ Bo</div>
<div class="hero-header-row"><a href="https://github.com/moth/lamp">Project Page</a></div>
<span class="meta-pill"><i class="far fa-calendar"></i> Wed, Jul 8, 2026 • 10:30 PM – 12:15 AM PDT</span>
<span class="meta-pill"><i class="fas fa-map-marker-alt"></i> HALL A #2108</span>
<div class="abstract-section"><h3 class="abstract-header">Abstract</h3>
<div class="abstract-text-inner"><p>Moths find the <em>lamp</em>.</p><p>Then they find us.</p></div></div>
<div class="abstract-section"><h3 class="abstract-header">Lay Summary</h3>
<div class="abstract-text-inner"><p>Close the window.</p></div></div>""",
    "ICML Poster Moths and lamps",
    "https://icml.cc/virtual/2026/poster/61",
)

TALK_2026 = page(
    """
<h1 class="event-title">How moths see</h1>
<span class="meta-pill">Fri, Jul 10, 2026 • 9:00 AM – 10:00 AM PDT</span>
<div class="speaker-bio-row"><div class="speaker-bio-name">Ada Ångström</div>
<div class="speaker-bio-text"><p>Ada keeps moths.</p></div></div>""",
    "ICML Invited Talk How moths see",
    "https://icml.cc/virtual/2026/invited-talk/62",
)

POSTER_2023 = page(
    """
<div class="card-header"><h2 class="card-title main-title text-center">Moths and lamps</h2>
<h3 class="card-subtitle mb-2 text-muted text-center">Ada Ångström · Bo</h3>
<h5 class="text-center text-muted">Great Hall &amp; Hall B1+B2 #612</h5>
<div>Tue 12 Dec 8:45 a.m. PST — 10:45 a.m. PST</div>
<a class="btn btn btn-outline-dark btn-sm href_PDF" href="https://openreview.net/forum?id=m">OpenReview</a></div>
<div id="abstractExample"><span>Abstract:</span><p>Moths find the lamp.</p></div>""",
    "NeurIPS Poster Moths and lamps",
    "https://neurips.cc/virtual/2023/poster/63",
)

PAPERS = page(
    """
<nav><ul><li class="nav-item"><a href="/virtual/2026/invited-talk/9">Keynote</a></li></ul></nav>
<ul><li><a href="/virtual/2026/calendar">Schedule</a></li>
<li><a href="/virtual/2026/poster/71">Moths &amp; lamps</a></li>
<li><a href="/virtual/2026/loc/seoul/poster/72">Night flight</a></li></ul>""",
    "ICML 2026 Papers",
    "https://icml.cc/virtual/2026/papers.html?filter=titles",
)

ACCEPTED = page(
    """
<a href="/virtual/2026/calendar">Schedule</a><table><tr><th>Paper</th><th>Topics</th><th>Session</th><th>Poster</th><th>Room</th><th>Prize</th></tr>
<tr><td><a href="/virtual/2026/poster/81">Moths and lamps</a><div class="indented"><i>Ada Ångström · Bo</i></div></td>
<td>Insects</td><td>Poster Session 5</td><td>#12</td><td>Hall X</td><td>Best Light</td></tr>
<tr><td><strong>Night flight</strong><br><i>Bo</i></td><td></td><td>Poster Session 5</td><td>Hall Y #13</td><td></td><td></td></tr>
<tr><td></td><td>Lost</td><td></td><td></td><td></td><td></td></tr></table>""",
    "ECCV 2026 Accepted Papers",
    "https://eccv.ecva.net/Conferences/2026/AcceptedPapers",
)

DAY_2022 = page(
    """
<div class="navbar">Home Fri 2 Dec 07:00 a.m.</div><div>Timezone: <a href="#">America/Chicago</a></div>
<div><h5>Registration Desk <small>Sat 3 Dec 07:15 a.m.&nbsp; </small></h5></div>
<div><h5>Workshop: <a href="/virtual/2022/workshop/91">Gaze of Moths</a> <small>Sat 3 Dec 08:30 a.m.</small></h5>
<div>Ada Ångström · Bo</div><div>We look at the lamp, and at nothing else, all night.</div></div>""",
    "NeurIPS 2022 Sat 3 Dec",
    "https://neurips.cc/virtual/2022/day/12/3",
)

CALENDAR_HTML = page(
    """
<nav><ul><li class="nav-item"><a href="/virtual/2026/invited-talk/9">Keynote</a></li></ul></nav>
<select id="room"><option value="">All</option><option value="GRAND BALLROOM 101-105">x</option><option value="HALL A">x</option></select>
<div>Timezone: <a href="#">Asia/Seoul</a></div>
<div class="container2 day-3"><div class="hdrbox">TUE 7 JUL</div>
<div class="timebox"><div class="time">7:30 a.m.</div>
<div class="eventsession pad registration-desk room-"><div class="hdr-style">Registration Desk:</div>
<div class="title-style"><a href="/virtual/2026/registration-desk/1">Badges</a></div><span class="end-time">(ends 6:00 PM)</span></div>
<div class="eventsession pad social room-hall-z"></div><div class="eventsession pad social"><b>Owls only</b></div></div>
<div class="timebox"><div class="time">10 a.m.</div>
<div class="eventsession pad invited-talk room-hall-z"><div class="hdr-style">Invited Talk:</div>
<div class="title-style"><a href="/virtual/2026/invited-talk/2">How moths see</a></div><div class="speaker-style">Ada Ångström ⋅ Bo</div></div>
<div class="oral-session pad room-grand-ballroom-101-105"><div class="sessiontitle"><a href="/virtual/2026/session/3">Oral 1A Insects <span class="sessiontime">[10:00-11:00]</span></a></div>
<div class="content oral">[10:00] <a href="/virtual/2026/oral/4">Moths &amp; lamps</a></div>
<div class="content oral">[10:45] Night flight</div></div>
<div class="poster-session pad room-hall-a"><div class="sessiontitle"><a href="/virtual/2026/session/5">Poster Session 1 <span class="sessiontime">[10:30-1:00]</span></a></div></div></div>
<div class="timebox"><div class="time">noon</div><div class="eventsession pad break"><div class="hdr-style">Break</div></div></div>
<div class="timebox"><div class="time">5 p.m.</div>
<div class="poster-session pad room-hall-a"><div class="sessiontitle"><a href="/virtual/2026/session/6">Poster Session 2 <span class="sessiontime">[5:00-6:45]</span></a></div>
<div class="content poster">[5:00] <a href="/virtual/2026/poster/7">Wasps</a></div><div class="content poster">[5:00] Bees</div></div></div>
<div class="timebox"><div class="time">11 p.m.</div>
<div class="oral-session pad room-hall-a"><div class="sessiontitle"><a href="/virtual/2026/session/8">Night Orals <span class="sessiontime">[11:30-12:30]</span></a></div>
<div class="content oral">[11:30] Owls</div><div class="content oral">[12:10] Bats</div></div></div></div>""",
    "ICML 2026 Calendar",
    "https://icml.cc/virtual/2026/calendar",
)

CALENDAR_TEXT = """\
Skip to yearly menu bar Skip to main content
Main Navigation
ICLR
Select Year: (2026)
Timezone: America/Sao_Paulo

THU 23 APR
8 a.m.
Registration Desk:
Registration
(ends 6:00 PM)
10:30 a.m.
Invited Talk:
How Moths See
Ada Ångström
(ends 11:30 AM)
Oral Session 1A [10:30-12:00]
[10:30] Moths and Lamps
[10:42] [Night Flight](https://iclr.cc/virtual/2026/oral/3)
Poster Session 1 [10:30-1:00]
noon
Break
Oral s 12:30-1:30
[12:30] Wasps
[1:15] Bees
(ends 1:30 PM)

FRI 24 APR
11 p.m.
Social: Fireflies
(ends 1:00 AM)
Oral Session 2 [11:30-12:30]
[11:30] Owls
[12:10] Crickets
Successful Page Load
""".encode()

PAGES = {
    "cards of 2018": MAINCARDS,
    "session of 2024": SESSION_2024,
    "session of 2025": SESSION_2025,
    "cards of 2023": CARDS_2023,
    "cards of 2026": CARDS_2026,
    "poster of 2026": POSTER_2026,
    "invited talk of 2026": TALK_2026,
    "poster of 2023": POSTER_2023,
    "list of titles": PAPERS,
    "table of accepted papers": ACCEPTED,
    "day of 2022": DAY_2022,
    "calendar of 2026": CALENDAR_HTML,
    "calendar as text": CALENDAR_TEXT,
}
"""By design."""
