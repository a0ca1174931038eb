"""Stories in several languages, and what scrapers make of them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from cleaner.model import Cluster

BRIDGE = (
    "The council approved the new bridge on Tuesday after a debate that lasted until midnight, and "
    "engineers explained how the old arches had moved in the flood of the last spring term, which "
    "is why lorries have been sent on a detour through the valley since then."
)
PLUMS = (
    "Growers in the upper valley counted their losses after two nights of frost that came a month "
    "later than anybody remembers; most of the blossom was open, the air stood still, and the straw "
    "fires that saved the harvest of their grandparents gave nothing but smoke."
)
FERRY = (
    "A small ferry will carry walkers and bicycles across the estuary until repairs are finished, "
    "the harbour office said, though it cannot run in strong easterly winds and takes no more than "
    "twelve passengers, so that schoolchildren are to be given the first places."
)
LIBRARY = (
    "Thieves who broke into the town library left every computer where it was and carried away a "
    "single atlas from the eighteenth century, which the librarian describes as pretty but hardly "
    "valuable, because somebody coloured the oceans with crayons long ago."
)
CHESS = (
    "The chess club meets again after a pause of three winters, now above the bakery, where warm "
    "bread is served at nine; beginners play on the left side of the room, and its oldest member, "
    "who learned the game from a sailor, still refuses to resign lost positions."
)
STORIES = (BRIDGE, PLUMS, FERRY, LIBRARY, CHESS)

CHINESE = (
    "市议会周二深夜在长达六小时的辩论之后批准了新桥的建设计划，预计费用为四千万元，其中一半将由县政府在十年内支付。",
    "渔民们说，今年春天的洪水冲走了河口的旧码头，他们现在只能把船停在三公里以外的港口里，每天多走一个小时的路。",
)
JAPANESE = (
    "市議会は火曜日の深夜、六時間に及ぶ討論の末に新しい橋の建設計画を承認した。費用は四千万円で、半分は県が十年かけて支払う。",
    "漁師たちは、今春の洪水で河口の古い桟橋が流され、船を三キロ離れた港に停めるしかないと話している。補償はまだ決まっていない。",
)
THAI = (
    "สภาเทศบาลอนุมัติแผนการสร้างสะพานใหม่เมื่อวันอังคารหลังจากการอภิปรายที่ยาวนานหกชั่วโมง ค่าใช้จ่ายประมาณสี่สิบล้านบาท",
    "ชาวประมงกล่าวว่าน้ำท่วมในฤดูใบไม้ผลิปีนี้พัดท่าเรือเก่าที่ปากแม่น้ำหายไป พวกเขาต้องจอดเรือไว้ห่างออกไปสามกิโลเมตร",
)
ARABIC = (
    "وافق مجلس المدينة مساء الثلاثاء على بناء الجسر الجديد بعد نقاش استمر حتى منتصف الليل وتقدر "
    "تكلفته بأربعين مليونا تدفع المقاطعة نصفها خلال عشر سنوات",
    "قال الصيادون إن فيضان الربيع جرف الرصيف القديم عند مصب النهر وإنهم يضطرون الآن إلى ترك "
    "قواربهم في ميناء بعيد عن القرية وينتظرون التعويض",
)
HEBREW = (
    "מועצת העיר אישרה ביום שלישי את בניית הגשר החדש לאחר דיון שנמשך עד חצות והעלות מוערכת "
    "בארבעים מיליון שמחציתם ישלם המחוז בתוך עשר שנים",
    "הדייגים אמרו כי השיטפון באביב סחף את המזח הישן בשפך הנהר וכעת הם נאלצים להשאיר את "
    "סירותיהם בנמל מרוחק ולחכות לפיצוי",
)
LANGUAGES = {
    "Chinese": CHINESE,
    "Japanese": JAPANESE,
    "Thai": THAI,
    "Arabic": ARABIC,
    "Hebrew": HEBREW,
}


def cut(text: str, share: float) -> str:
    """The text as a card cuts it."""
    return text[: int(len(text) * share)].rstrip() + "…"


variants = st.builds(
    lambda text, change: change(text),
    st.sampled_from(STORIES),
    st.sampled_from(
        [
            lambda text: text,
            str.upper,
            lambda text: cut(text, 0.7),
            lambda text: cut(text, 0.5),
            lambda text: text[len(text) // 3 :],
            lambda text: text.replace("the", "teh", 1),
            lambda text: f"Valley Times\n2 hours ago\n{text}",
            lambda text: f"{text} READ MORE",
            lambda text: text.replace(" ", "\r\n", 3),
        ]
    ),
)
"""Copies of stories, as they are met."""
oddities = st.one_of(
    st.sampled_from(["", " ", "Hello", "…", "?!", "😀😀", "\x00", "a\x00b", "caf\udce9", "\ud800"]),
    st.text(max_size=30),
)
snippets = st.lists(st.one_of(variants, variants, oddities), max_size=12)


def groups(clusters: Sequence[Cluster]) -> list[list[int]]:
    """The members of the clusters, by index."""
    return [[member.index for member in cluster.members] for cluster in clusters]
