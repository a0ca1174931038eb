# ruff: noqa: SIM905 (lists of words are easier to read as one text)
"""Nine synthetic sites, each line of which is known to be text or boilerplate.

Every site has its own template (menus, share bars, cards, footers, numbers and dates that differ)
and content that recurs as boilerplate does: headings, refrains, quotations, labels of tables,
interviews, legal articles. All words are made up for this file.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

MAIN, BOILERPLATE, EITHER = "main", "boilerplate", "either"


class Line(NamedTuple):
    """A line of a page and what it is; ``either``: people would disagree."""

    text: str
    kind: str


Page = list[Line]
Maker = Callable[[random.Random, int], Page]

_WHO = (
    "the harbour master|a retired teacher|the council|two engineers|the owner of the mill|"
    "a choir from the valley|the night nurse|my neighbour|the ferry company|a group of pupils|"
    "the beekeeper|an auditor from the north|the youngest player|the widow of the smith|"
    "the museum|a crew of six|the library board|the geologist|a farmer near the weir"
).split("|")
_DID = (
    "counted the boats|signed the contract|opened the old archive|mended the roof|"
    "sold the last of the timber|asked for a second opinion|moved the meeting|planted four oaks|"
    "lost the key to the vault|painted the bridge|read the letter aloud|measured the tide|"
    "closed the road to lorries|bought a used pump|translated the diary|kept the receipts|"
    "drew a map of the wells|refused the offer|found a leak|carried the stones uphill"
).split("|")
_WHERE = (
    "behind the station|on the east bank|in the cellar of the town hall|above the orchard|"
    "at the edge of the marsh|near the lighthouse|in a tent beside the school|under the viaduct|"
    "on the third floor|in the reading room|along the canal|between the two chapels"
).split("|")
_WHEN = (
    "before the frost came|while the water was still low|after a long winter|"
    "on the morning of the fair|in spite of the rain|when nobody expected it|"
    "as soon as the ice had gone|long after the lamps were out|during the summer closure|"
    "a week before the vote|with three days to spare|in the year of the flood"
).split("|")
_BECAUSE = (
    "because the figures did not add up|since the insurance had run out|"
    "so that the children could cross safely|although the experts had warned against it|"
    "because a visitor had complained|which cost more than anyone admits|"
    "so that the harvest would not spoil|although the plan was never published|"
    "since the spare part came from abroad|which the neighbours still talk about"
).split("|")
_WER = (
    "der Hafenmeister|eine Lehrerin im Ruhestand|der Gemeinderat|zwei Ingenieure|die Müllerin|"
    "ein Chor aus dem Tal|die Nachtschwester|unser Nachbar|die Fährgesellschaft|der Imker|"
    "eine Prüferin aus dem Norden|das Heimatmuseum|der jüngste Spieler|die Feuerwehr"
).split("|")
_TAT = (
    "zählte die Boote|unterschrieb den Vertrag|öffnete das alte Archiv|flickte das Dach|"
    "verkaufte das letzte Holz|verschob die Sitzung|pflanzte vier Eichen|strich die Brücke|"
    "las den Brief vor|maß den Wasserstand|sperrte die Straße|kaufte eine gebrauchte Pumpe|"
    "übersetzte das Tagebuch|lehnte das Angebot ab|trug die Steine bergauf"
).split("|")
_WO = (
    "hinter dem Bahnhof|am Ostufer|im Keller des Rathauses|oberhalb der Obstwiese|"
    "am Rand des Moores|neben der Schule|unter dem Viadukt|im dritten Stock|am Kanal"
).split("|")
_WANN = (
    "bevor der Frost kam|als das Wasser noch niedrig stand|nach einem langen Winter|"
    "am Morgen des Jahrmarkts|trotz des Regens|eine Woche vor der Wahl|im Jahr der Flut|"
    "während der Sommerpause|mit drei Tagen Vorsprung"
).split("|")
_ZH = (
    (
        "港口的老船长|退休的女教师|镇上的委员会|两位工程师|磨坊的主人|山谷里的合唱团|夜班护士|"
        "隔壁的邻居|轮渡公司|养蜂人|北方来的审计员|最年轻的球员"
    ).split("|"),
    (
        "数清了所有的船只|签下了那份合同|打开了旧档案馆|修好了漏雨的屋顶|卖掉了最后一批木材|"
        "推迟了原定的会议|种下了四棵橡树|粉刷了那座桥|大声读出了来信|测量了潮水的高度|"
        "拒绝了对方的报价|把石头搬上了山坡"
    ).split("|"),
    (
        "在车站后面|在河的东岸|在市政厅的地下室里|在果园上方|在沼泽边上|在灯塔附近|"
        "在学校旁边的帐篷里|在三楼的阅览室|沿着运河"
    ).split("|"),
    (
        "在霜冻来临之前|趁水位还低的时候|经过漫长的冬天以后|在集市那天早晨|尽管下着大雨|"
        "在投票前一个星期|在发洪水的那一年|在夏季休假期间"
    ).split("|"),
)
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONATE = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
).split()


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence(r: random.Random) -> str:
    """An English sentence."""
    who, did, where = r.choice(_WHO), r.choice(_DID), r.choice(_WHERE)
    when, why = r.choice(_WHEN), r.choice(_BECAUSE)
    forms = (
        f"{who} {did} {where} {when}, {why}.",
        f"{when}, {who} {did} {where}, {why}.",
        f"{who} {did} {when}, and {r.choice(_WHO)} {r.choice(_DID)} {where}.",
        f"nobody {where} had seen how {who} {did} {when}.",
    )
    return _cap(r.choice(forms))


def satz(r: random.Random) -> str:
    """A German sentence."""
    wer, tat, wo, wann = r.choice(_WER), r.choice(_TAT), r.choice(_WO), r.choice(_WANN)
    return _cap(f"{wer} {tat} {wo}, {wann}, und {r.choice(_WER)} {r.choice(_TAT)}.")


def ju(r: random.Random) -> str:
    """A Chinese sentence."""
    who, did, where, when = (r.choice(words) for words in _ZH)
    return f"{when}，{who}{where}{did}，而{r.choice(_ZH[0])}{r.choice(_ZH[1])}。"


def paragraph(r: random.Random, make: Callable[[random.Random], str] = sentence) -> str:
    """Two to four sentences."""
    return ("" if make is ju else " ").join(make(r) for _ in range(r.randint(2, 4)))


def title(number: int, salt: str, words: Sequence[list[str]] = (_WHO, _DID, _WHERE)) -> str:
    """The title of a page; the same for the same number, so that other pages can announce it."""
    r = random.Random(f"{salt}{number}")
    return _cap(" ".join(r.choice(part) for part in words))


def titel(number: int, salt: str) -> str:
    """A German title."""
    return title(number, salt, (_WER, _TAT, _WO))


def biaoti(number: int, salt: str) -> str:
    """A Chinese title."""
    r = random.Random(f"{salt}{number}")
    return f"{r.choice(_ZH[0])}{r.choice(_ZH[2])}{r.choice(_ZH[1])}"


def day(r: random.Random) -> str:
    """A date in English."""
    return f"{r.randint(1, 28)} {r.choice(_MONTHS)} {r.randint(2019, 2024)}"


def _main(*texts: str) -> list[Line]:
    return [Line(text, MAIN) for text in texts]


def _boiler(*texts: str) -> list[Line]:
    return [Line(text, BOILERPLATE) for text in texts]


def _menu(texts: str) -> list[Line]:
    return _boiler(*texts.split("|"))


def news(r: random.Random, number: int) -> Page:
    """A regional newspaper: cards, most read, a promotion between paragraphs, interviews."""
    sections = "Local|Harbour|Sport|Culture|Weather desk|Letters|Obituaries|Jobs".split("|")
    own = r.choice(sections[:4])
    page = _main(f"{title(number, 'n')} | Harbour Courier")
    page += _boiler("Skip to the news", "Menu", "Front page")
    page += [Line(s, BOILERPLATE) for s in sections if s != own]
    page += _boiler("Log in", "Become a member", "E-paper")
    page += _main(title(number, "n"))
    page += _boiler(f"Published {day(r)}, {r.randint(5, 22)}:{r.randint(10, 59)}")
    page += _boiler(
        f"{r.randint(2, 9)} min read", "Share this", "Copy link", "Print", "Save for later"
    )
    page += _boiler(f"{r.randint(1, 80)} comments")
    interview = r.random() < 0.15
    count = r.randint(5, 12)
    promo = r.randint(1, count - 2) if r.random() < 0.7 else -1
    for i in range(count):
        if interview:
            page += _main("Q:", sentence(r), "A:", paragraph(r))
        else:
            page += _main(paragraph(r))
        if i == promo:
            page += _boiler(
                "The Courier's evening letter brings the day's tide tables to your inbox."
            )
        if r.random() < 0.08:
            page += _main("What happens next")
        if r.random() < 0.03:
            page += _main(
                "“We were told nothing, and we will not sign anything,” the ferry crew said."
            )
    page += _main(paragraph(r))
    page += _boiler("More from the Courier")
    for _ in range(4):
        page += _boiler(title(r.randrange(60), "n"), f"{r.randint(2, 23)} hours ago")
    page += _boiler("Most read")
    page += _boiler(*(title(i, "n") for i in (3, 14, 15, 9, 26)))
    page += _boiler("Tide tables by post", "Your e-mail", "Send me the letter")
    page += _menu(
        "About the Courier|Our reporters|Corrections|Advertise with us|House rules|"
        "Delivery problems|Privacy|Cookies|Imprint|Back to top|"
        "© 2024 Harbour Courier Publishing. Printed on the quay since 1871.",
    )
    return page


def recipe(r: random.Random, number: int) -> Page:
    """A recipe blog: labels with values and the list of ingredients are content."""
    things = (
        "butter|flour|brown sugar|salt|pepper|two eggs|an onion|olive oil|thyme|a lemon|"
        "sour cream|walnuts|rolled oats|barley|smoked trout|leeks|honey|mustard|plums|cheese"
    ).split("|")
    name = f"{_cap(r.choice(things))} pie number {number}"
    page = _main(f"{name} - The Tin Spoon")
    page += _menu("The Tin Spoon|Recipes|Baking|Soups|Preserves|The cook|Shop|Search recipes")
    page += _main(name)
    page += _boiler(f"{r.randint(30, 50) / 10} from {r.randint(3, 900)} votes")
    page += _boiler("Jump to the recipe", "Pin it", "Print the recipe")
    page += _main(paragraph(r), paragraph(r))
    page += _main(
        "Preparation", f"{r.randint(5, 50)} minutes", "Oven", f"{r.randint(15, 90)} minutes"
    )
    page += _main("Serves", str(r.randint(2, 12)))
    page += _main("Ingredients")
    page += [
        Line(f"{r.randint(1, 500)} g {t}", MAIN) if r.random() < 0.5 else Line(_cap(t), MAIN)
        for t in r.sample(things, r.randint(5, 10))
    ]
    page += _main("Method")
    for _ in range(r.randint(3, 7)):
        page += _main(paragraph(r))
    if r.random() < 0.4:
        page += _main("Notes", paragraph(r))
    page += _boiler("Did you make this?", "Tell me how it went with the tag #tinspoon.")
    page += _boiler("You will also like")
    page += _boiler(*(f"{_cap(r.choice(things))} pie number {r.randrange(60)}" for _ in range(3)))
    page += _boiler(f"{r.randint(0, 60)} replies", "Leave a reply", "Your name", "Post it")
    page += _menu(
        "Meet the cook|Baker of three counties, collector of tins, enemy of dry cake.|"
        "Kitchen diary by post|Write to the kitchen|Press|Recipe index|"
        "© The Tin Spoon · Built on flour",
    )
    return page


def forum(r: random.Random, number: int) -> Page:
    """A forum: controls at every post, quotes of other posts."""
    users = "otter_77|Mara|weir-fisher|tinkerer|old salt|Piet|lamplighter|greta42".split("|")
    page = _main(f"{title(number, 'f')} - Boatbuilders' Bench")
    page += _menu("Boatbuilders' Bench|Forums|New posts|Members|Wiki|Register|Sign in")
    page += _boiler("Forums", "Hulls and planking")
    page += _main(title(number, "f"))
    page += _boiler(f"Thread starter {r.choice(users)}", f"Start date {day(r)}")
    page += _boiler("Watch thread", "Jump to newest", f"Page 1 of {r.randint(2, 30)}")
    for i in range(r.randint(3, 9)):
        page += [Line(r.choice(users), EITHER)]
        page += _boiler(
            r.choice(("Shipwright", "Apprentice", "Deck hand")),
            f"Messages {r.randint(3, 4000)}",
            f"Joined {r.choice(_MONTHS)} {r.randint(2005, 2023)}",
            f"{day(r)} at {r.randint(1, 12)}:{r.randint(10, 59)}",
            f"#{i + 1}",
        )
        for _ in range(r.randint(1, 4)):
            page += _main(paragraph(r))
        page += _boiler("Like", "Quote this post", "Report")
    page += _boiler("You must sign in to answer here.", "Similar threads")
    for _ in range(4):
        page += _boiler(title(r.randrange(60), "f"), f"Replies {r.randint(1, 90)}")
    page += _menu(
        "Share this page|Style chooser|Contact the bench|Terms of the bench|Privacy|Help|Home|"
        "Forum software from the boat shed",
    )
    return page


def shop(r: random.Random, number: int) -> Page:
    """A shop: menus in two levels, a table of values, legal paragraphs."""
    kinds = "Lantern|Pump|Anchor|Compass|Winch|Rope|Bell|Barometer".split("|")
    menu = (
        "Departments|Lighting|Deck lights|Lanterns|Bulbs|Rigging|Ropes|Blocks|Shackles|"
        "Ground tackle|Anchors|Chains|Instruments|Compasses|Barometers|Galley|Stoves|Kettles|"
        "Sale|Gift vouchers"
    )

    def product(i: int) -> str:
        q = random.Random(f"p{i}")
        line = q.choice(("Ardent", "Brisk", "Calm", "Dogged", "Eager"))
        return f"{q.choice(kinds)} {line} {q.randint(10, 99)}"

    page = _main(f"{product(number)} | Quayside Stores")
    page += _menu(menu)
    page += _boiler("Search the stores", "Basket", f"{r.randint(0, 4)} items", "Your account")
    page += _main(product(number), f"£ {r.randint(5, 400)}.00")
    page += _boiler(
        "incl. VAT, plus carriage", "Add to basket", "Add to wish list", "Ask about this article"
    )
    page += _main("Description", paragraph(r), paragraph(r), paragraph(r))
    page += _main("Technical data")
    for label in ("Weight", "Length", "Material", "Country of origin"):
        page += _main(
            label,
            f"{r.randint(1, 90)} kg"
            if label == "Weight"
            else f"{r.randint(10, 900)} mm"
            if label == "Length"
            else r.choice("brass|steel|oak|hemp|Portugal|Norway".split("|")),
        )
    page += _boiler("Ratings of customers", f"{r.randint(0, 70)} ratings")
    page += _boiler("Goes well with")
    for _ in range(4):
        page += _boiler(product(r.randrange(60)), f"£ {r.randint(5, 400)}.00", "View")
    page += _boiler(
        "Orders placed before noon leave the quay on the same day; parcels of more than thirty "
        "kilograms travel with the carrier and take up to five working days.",
        "You may return unused articles within thirty days of delivery at our expense. Ropes that "
        "were cut to length are excluded from this offer.",
    )
    page += _menu(
        "Customer desk|Carriage and returns|Sizes of rope|Our chandlery|Vacancies|Trade customers|"
        "Terms of sale|Privacy|Withdrawal form|© Quayside Stores Ltd, registered at the old pier",
    )
    return page


def docs(r: random.Random, number: int) -> Page:
    """Documentation: headings of every page, code line by line."""
    names = "open_hatch|read_gauge|set_course|drop_anchor|hoist|bail|log_depth|signal".split("|")
    sidebar = (
        "Getting aboard|Installation|First voyage|Configuration|Charts|Crew|Reference|"
        + "|".join(f"deck.{name}" for name in names)
        + "|Errors|Change log|Glossary|Contributing|Licence"
    )
    own = f"deck.{r.choice(names)}"
    page = _main(f"{own} — Deckhand documentation")
    page += _menu("Deckhand|Guides|API|Releases|Search the manual|Version 4.2|On this page")
    page += _menu(sidebar)
    page += _main(own, paragraph(r))
    for heading, share in (
        ("Parameters", 0.9),
        ("Returns", 0.9),
        ("Raises", 0.5),
        ("Example", 0.8),
        ("Notes", 0.4),
    ):
        if r.random() < share:
            page += _main(heading)
            if heading == "Example":
                tool = r.choice("sonar lamp winch rudder pump mast keel".split())
                page += _main(
                    f"import {tool}",
                    f"with {own}({tool}) as it:",
                    f"    it.run({r.randint(1, 99)})",
                    f"    return it.{tool}",
                )
            else:
                page += _main(paragraph(r))
    page += _main("See also", f"deck.{r.choice(names)}", f"deck.{r.choice(names)}")
    page += _boiler("Was this page of use?", "Yes", "No", "Edit this page")
    page += _boiler(f"Last changed on {day(r)}")
    page += _boiler("Previous", f"deck.{r.choice(names)}", "Next", f"deck.{r.choice(names)}")
    page += _menu(
        "Deckhand is free software.|Made with care by the harbour collective|Status|Source code",
    )
    return page


def kreisblatt(r: random.Random, number: int) -> Page:
    """A German newspaper."""
    page = _main(f"{titel(number, 'k')} - Kreisbote Weidental")
    page += _menu(
        "Zum Inhalt springen|Kreisbote|Weidental|Nachbarorte|Vereinssport|Kultur|"
        "Leserbriefe|Traueranzeigen|Stellenmarkt|Anmelden|Abo bestellen",
    )
    page += _main(titel(number, "k"))
    page += _boiler(
        f"{r.randint(1, 28)}. {r.choice(_MONATE)} {r.randint(2019, 2024)}, "
        f"{r.randint(6, 22)}:{r.randint(10, 59)} Uhr"
    )
    page += _boiler("Artikel anhören", "Drucken", "Teilen", f"Lesezeit: {r.randint(2, 9)} Minuten")
    for _ in range(r.randint(5, 11)):
        page += _main(paragraph(r, satz))
        if r.random() < 0.08:
            page += _main("Wie es weitergeht")
        if r.random() < 0.04:
            page += _main(
                "„Man hat uns nichts gesagt, und wir unterschreiben auch nichts“, so die Fähre."
            )
    page += _boiler("Das könnte Sie auch interessieren")
    page += _boiler(*(titel(r.randrange(60), "k") for _ in range(4)))
    page += _boiler("Unser Newsletter am Abend", "E-Mail-Adresse eingeben", "Jetzt eintragen")
    page += _menu(
        "Über den Kreisboten|Mediadaten|Zustellung|Impressum|Datenschutz|AGB|"
        "Nutzungsbasierte Werbung|Nach oben|© Kreisbote Weidental GmbH. Alle Rechte beim Boten.",
    )
    return page


def xinwen(r: random.Random, number: int) -> Page:
    """A Chinese news site."""
    page = _main(f"{biaoti(number, 'z')}_河口日报")
    page += _menu("河口日报|首页|本地|港务|体育|文化|读者来信|招聘|登录|注册")
    page += _main(biaoti(number, "z"))
    page += _boiler(
        f"{r.randint(2019, 2024)}年{r.randint(1, 12)}月{r.randint(1, 28)}日 "
        f"{r.randint(6, 22)}:{r.randint(10, 59)}"
    )
    page += _boiler(
        "来源：河口日报",
        "分享到朋友圈",
        f"阅读 {r.randint(100, 90000)}",
        f"评论 {r.randint(0, 300)}",
    )
    for _ in range(r.randint(4, 9)):
        page += _main(paragraph(r, ju))
        if r.random() < 0.08:
            page += _main("后续情况")
    page += _boiler("（责任编辑：河口）", "相关报道")
    page += _boiler(*(biaoti(r.randrange(60), "z") for _ in range(4)))
    page += _menu(
        "热门排行|关于我们|广告服务|联系编辑部|法律声明|网站地图|"
        "河口日报社版权所有，未经许可不得转载|返回顶部",
    )
    return page


def songs(r: random.Random, number: int) -> Page:
    """Song texts: a refrain of the song, one that many songs share, tables of chords."""
    lines = [
        "Oh pull, you hands, the tide is high,",
        "the gulls are wheeling in the sky,",
        "and home is where the lanterns burn,",
        "so pull, you hands, till we return.",
    ]
    own = [f"{_cap(r.choice(_WHO))}, oh, {r.choice(_DID)}," for _ in range(3)]
    page = _main(f"{title(number, 's')} | Songs of the Slipway")
    page += _menu("Songs of the Slipway|By title|By singer|Shanties|Lullabies|Request a song")
    page += _main(title(number, "s"))
    page += _boiler(
        "Text", "Chords", "Recording", "Print the sheet", f"{r.randint(1, 400)} people sing this"
    )
    for _ in range(r.randint(3, 5)):
        page += _main(
            *(f"{_cap(r.choice(_WHO))} {r.choice(_DID)} {r.choice(_WHEN)}," for _ in range(4))
        )
        page += _main(*(lines if number % 12 == 0 else own))
    page += _boiler("Something wrong with the words?", "Send a correction", "Songs nearby")
    page += _boiler(*(title(r.randrange(60), "s") for _ in range(5)))
    page += _menu(
        "About the collection|Songbook to print|Copyright of the songs|Write to us|"
        "Collected on the slipway, sung everywhere",
    )
    return page


def statutes(r: random.Random, number: int) -> Page:
    """Laws: numbered articles and clauses that many laws share word by word."""
    page = _main(f"Harbour Act No. {number} - Statutes of the Estuary")
    page += _menu(
        "Statutes of the Estuary|Browse by year|Browse by subject|Gazette|Search the statutes|Help",
    )
    page += _main(f"Harbour Act No. {number}")
    page += _boiler(
        "Original version", "Version in force", f"Consolidated on {day(r)}", "Download as a file"
    )
    for i in range(1, r.randint(5, 12)):
        page += _main(f"Article {i}")
        if i == 1:
            page += _main("Scope")
        elif i == 2:
            page += _main("Definitions")
        page += _main(paragraph(r))
        if r.random() < 0.04:
            page += _main(
                "The harbour authority decides within thirty days; its decision can be appealed."
            )
    if r.random() < 0.35:
        page += _main("Final provisions")
        page += _main("This Act enters into force on the day after its publication in the Gazette.")
    page += _boiler("Top of the act", "Cite this act", "Report an error in this text")
    page += _menu(
        "About the statutes|Accessibility|Legal notice|Open data|"
        "Kept by the chancery of the Estuary",
    )
    return page


SITES: dict[str, Maker] = {
    "news": news,
    "recipe": recipe,
    "forum": forum,
    "shop": shop,
    "docs": docs,
    "german-news": kreisblatt,
    "chinese-news": xinwen,
    "songs": songs,
    "statutes": statutes,
}


def pages(site: str, count: int, seed: int = 0) -> list[Page]:
    """``count`` pages of a site, always the same for a seed."""
    make = SITES[site]
    return [make(random.Random(f"{site}{seed}-{i}"), i) for i in range(count)]


def text(page: Page) -> str:
    """The page as a scraper saves it."""
    return "\n".join(line.text for line in page)
