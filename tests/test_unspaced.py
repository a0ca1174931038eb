"""Broken sentences of scripts without spaces are joined, and what only stands together is not."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

BEFORE = ("Skip to content", "Log in", "Subscribe", "Contact us", "Privacy policy", "Follow us")
AFTER = ["Share", "Copy link", "Read more", "Load more", "Terms of use", "Cookie policy"]
AFTER += ["About us", "Most read", "Advertise", "Newsletter", "Sign up"]
CHINESE = (
    "施工期间，工程团队先后克服了地下水丰富、地质条件复杂等困难，没有一名工人受伤，也没有一天停工。"
)
JAPANESE = (
    "黒板や時間割はそのまま残し、朝食は図書室だった部屋で、子どもたちが使っていた机に並べて出す。"
)


def joined(text: str, *lines: str) -> str:
    """What becomes of lines that stand in a raw scrape."""
    page = [*BEFORE, *[text] * 4, *lines, text + "\u3000", *AFTER, ""]
    return (
        Cleaner(select=["core/broken-sentence", "web", "social", "news"])
        .clean("\n".join(page))
        .text
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (CHINESE, ["据", "江城地铁集团", "介绍，三期工程从东湖站出发，沿大道向南延伸。"]),
        (CHINESE, ["该工程沿线途经", "高新开发区", "，终点为临港新城站，全长十二公里。"]),
        (CHINESE, ["项目用了八个月。随后一家", "设计公司", "接手了剩下的工作，速度更快。"]),
        (CHINESE, ["附近有商业街、商务楼、", "豪宅", "及会所，整个项目明年初完成。"]),
        (CHINESE, ["除了新房，老人还看了东门的", "世纪嘉园", "等尾房，一共十套。"]),
        (JAPANESE, ["海野町の旧", "みさき小学校", "が1月、宿として生まれ変わった。"]),
        (JAPANESE, ["料金は9800円から。予約は", "公式サイト", "で、電話でも受け付けている。"]),
    ],
)
def test_a_sentence_with_a_link_is_one_line(text: str, lines: list[str]) -> None:
    assert "\n" + "".join(lines) + "\n" in joined(text, *lines)


def test_a_name_of_a_program_keeps_its_spaces_on_any_page() -> None:
    lines = "最近要处理一个大文件，直接用 \nread()\n 读取，内存很快就被占满了。"
    assert lines.replace("\n", "") in Cleaner().clean(f"{CHINESE}\n{lines}\n{CHINESE}\n").text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (CHINESE, ["地铁五号线全线贯通", "陈立", "本报讯，昨日下午工程全线贯通。"]),
        (CHINESE, ["北斗星：实用", "内饰", "和前一款一样，内饰也非常简单。"]),
        (CHINESE, ["地铁施工现场。本报记者 李明 摄", "现场", "他们说，用了整整八个月。"]),
        (CHINESE, ["应用", "学习法语", "您想学习法语吗？我们是谁，在哪里？"]),
        (
            JAPANESE,
            ["大賞に輝いた作品を募集中！賞金も", "ニュース", "「応募は今日まで、急いで。」"],
        ),
        (JAPANESE, ["廃校が宿に", "田村健一", "海野町の旧校舎が、宿として生まれ変わった。"]),
    ],
)
def test_headlines_and_names_stay_in_their_lines(text: str, lines: list[str]) -> None:
    assert "\n" + "\n".join(lines[:2]) + "\n" in joined(text, *lines)


def test_verse_of_a_clean_text_stays() -> None:
    poem = "我把灯放在\n窗前的\n桌上，等你回来。\n你说过的\n那条河\n等过了冬天，才开。\n"
    assert Cleaner().clean(poem).text == poem
