"""Who asked the demo company what, and what became of it. Nobody here exists.

Each: days ago, name, e-mail, phone, company, article's address, landing query, referrer, consent?, message, and the
steps that followed as (days later, who, verb, words or worth).
"""

from typing import NamedTuple

HANNAH, MARCUS = "hannah@webzworld.example", "sales@example.com"


class Step(NamedTuple):
    days: float
    by: str
    verb: str  # claim, note, contacted, qualified, won, lost
    words: str = ""
    value: int | None = None  # in the company's currency


class Enquiry(NamedTuple):
    days: float
    name: str
    email: str
    phone: str
    company: str
    article: str
    query: dict[str, str]
    referrer: str
    consent: bool
    message: str
    steps: tuple[Step, ...] = ()
    trap: str = ""  # what a machine wrote into the field that people do not see


SEARCH = "https://www.google.com/"
ENQUIRIES = [
    Enquiry(
        0.05, "Nadia Farouk", "nadia.farouk@kestrelbikes.example", "020 7946 0112", "Kestrel Bikes",
        "nodejs-or-python-for-your-back-end", {}, SEARCH, True,
        "We run four workshops and want our customers to book repairs online. Our till system has an interface, "
        "but nobody here knows what to do with it. Your comparison helped: could we talk about which way fits us?",
    ),
    Enquiry(
        0.4, "Peter Lindqvist", "peter@lindqvist-glas.example", "+46 8 12 34 56 78", "Lindqvist Glas",
        "what-a-website-costs", {"utm_source": "newsletter", "utm_campaign": "autumn"}, "", False,
        "Three quotes, from 6,000 to 41,000, for what I believe is the same website. Would you look at them with me? "
        "I am happy to pay for the hour.",
    ),
    Enquiry(
        1.1, "Amara Okafor", "amara@brightwell-clinic.example", "", "Brightwell Clinic",
        "accessibility-in-one-afternoon", {}, SEARCH, False,
        "Our patients are often over seventy. I tried your list on our booking page and we fail five of the points. "
        "What would it take to fix the page properly, and can it be done while it stays online?",
    ),
    Enquiry(
        2.3, "Luca Moretti", "luca.moretti@cantina-moretti.example", "+39 06 5555 0142", "Cantina Moretti",
        "reading-a-waterfall", {"utm_source": "linkedin", "utm_medium": "social"}, "https://www.linkedin.com/",
        True,
        "Our shop has 900 photographs of bottles and takes eight seconds on a phone. Is that something you fix in days or in months?",
        (Step(0.1, MARCUS, "claim"), Step(0.3, MARCUS, "note", "Looked at the shop: every picture is 4 MB. Days, not months.")),
    ),
    Enquiry(
        4.6, "Grace Whitfield", "grace@whitfield-law.example", "0117 496 0456", "Whitfield & Daughters",
        "what-happens-after-send", {}, "", False,
        "Since we changed our provider, half of our letters to clients end in junk. It is embarrassing. Can you help this week?",
        (
            Step(0.05, MARCUS, "claim"),
            Step(0.2, MARCUS, "contacted", "Called. SPF names the old provider only; sent her the two lines to change."),
        ),
    ),
    Enquiry(
        6.2, "Jonas Petersen", "jp@nordkyst-ferries.example", "+45 32 12 34 56", "Nordkyst Ferries",
        "caching-without-stale-prices", {}, "https://duckduckgo.com/", False,
        "Our timetable is cached for an hour, so a cancelled ferry still shows as running. We need it exact and we need it fast. "
        "How would you go about it?",
        (
            Step(0.3, HANNAH, "claim"),
            Step(0.8, HANNAH, "contacted", "Spoke for forty minutes. They know exactly what hurts."),
            Step(2.1, HANNAH, "qualified", "Budget confirmed for this quarter. Wants a proposal with a fixed price."),
        ),
    ),
    Enquiry(
        9.5, "Sofia Marques", "sofia@quintadosol.example", "", "Quinta do Sol",
        "forms-people-finish", {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "forms"}, SEARCH, True,
        "Our booking form has nineteen fields and our guests write e-mails instead. Can we look at it together?",
        (Step(0.5, MARCUS, "claim"), Step(1.0, MARCUS, "contacted", "Sent three times for a call.")),
    ),
    Enquiry(
        13.0, "Daniel Hoffmann", "d.hoffmann@hoffmann-prazision.example", "+49 30 23125 000", "Hoffmann Präzision GmbH",
        "hosting-by-who-gets-woken-up", {}, "", False,
        "We have one server, one administrator, and he retires in spring. We would like to hand the whole thing over in good time.",
        (
            Step(0.2, HANNAH, "claim"),
            Step(1.0, HANNAH, "contacted", "Visited them. Twelve sites on one machine, backups on the same disk."),
            Step(4.0, HANNAH, "qualified", "Wants a monthly contract; decision with the managing director on Friday."),
        ),
    ),
    Enquiry(
        24.0, "Yuki Tanaka", "yuki@tanaka-ceramics.example", "+81 3-1234-5678", "Tanaka Ceramics",
        "a-type-scale-you-can-keep", {}, "https://news.example/", False,
        "私たちの英語サイトのデザインを見直したいです。 We write in Japanese and English, and the English half looks like an afterthought. "
        "Do you design for both?",
        (
            Step(0.6, MARCUS, "claim"),
            Step(1.5, MARCUS, "contacted", "Priya joined the call: yes, with one scale for both scripts."),
            Step(6.0, MARCUS, "won", "Small project, six weeks.", 9_400),
        ),
    ),
    Enquiry(
        47.0, "Oliver Stone-Hayes", "oliver@stonehayes-estates.example", "07700 900321", "Stone-Hayes Estates",
        "relaunch-without-losing-search-traffic", {"utm_source": "google", "utm_medium": "organic"}, SEARCH, True,
        "We relaunch in ten weeks and our last relaunch cost us half of our enquiries for a year. I want somebody at the table who "
        "has done this before.",
        (
            Step(0.1, HANNAH, "claim"),
            Step(0.4, HANNAH, "contacted", "They have 4,200 old addresses and no list of them."),
            Step(3.0, HANNAH, "qualified", "Proposal sent: list, map, test, watch for three months."),
            Step(11.0, HANNAH, "won", "Signed.", 26_800),
        ),
    ),
    Enquiry(
        63.0, "Ingrid Solheim", "ingrid@fjellmat.example", "", "Fjellmat",
        "relaunch-without-losing-search-traffic", {}, "", False,
        "Could you build us a shop like the big ones for about 900? It should be ready for the weekend.",
        (
            Step(0.5, MARCUS, "claim"),
            Step(0.7, MARCUS, "contacted", "Explained what 900 buys. She was kind about it."),
            Step(2.0, MARCUS, "lost", "Chose a ready-made shop, which is right for her."),
        ),
    ),
    Enquiry(
        88.0, "Tom Abernathy", "tom@abernathy-timber.example", "0131 496 0789", "Abernathy Timber",
        "begin-with-the-restore", {}, SEARCH, False,
        "We lost a week of orders in March and nobody can tell me whether it could happen again. I would like a plain answer.",
        (
            Step(0.1, HANNAH, "claim"),
            Step(0.3, HANNAH, "contacted", "Plain answer: yes, it could. He laughed."),
            Step(2.0, HANNAH, "qualified", ""),
            Step(9.0, HANNAH, "won", "Backups and a restore drill twice a year.", 14_250),
        ),
    ),
    Enquiry(
        120.0, "Clara Dubois", "clara@atelier-dubois.example", "+33 1 99 00 12 34", "Atelier Dubois",
        "who-writes-the-texts", {"utm_source": "newsletter", "utm_campaign": "summer"}, "", True,
        "Nous cherchons quelqu’un pour nos textes en anglais. Forty product pages, written by people who make furniture, not sentences.",
        (
            Step(1.0, MARCUS, "claim"),
            Step(1.2, MARCUS, "contacted", "Elena would write them; sent two samples."),
            Step(8.0, MARCUS, "lost", "Found a freelancer in Lyon."),
        ),
    ),
    Enquiry(
        0.2, "SEO Wizard", "promo@rank-rocket.example", "", "",
        "", {}, "", False,
        "Dear owner, we guarantee first place! http://rank-rocket.example/a http://rank-rocket.example/b "
        "http://rank-rocket.example/c http://rank-rocket.example/d Buy backlinks cheap today http://rank-rocket.example/e",
        trap="First place guaranteed",
    ),
]  # fmt: skip
