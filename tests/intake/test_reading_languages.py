"""The reader in its six languages, on texts of our own; speakers and events are invented."""

from datetime import date

import pytest

from tests.intake.books import seeded_book
from tracker.domain.visible import Visible
from tracker.domain.vocabulary import Effect, HopRole, Kind
from tracker.intake import reading
from tracker.intake.reading.ago import days_ago
from tracker.intake.reading.engine import _scenes
from tracker.intake.reading.languages import language_of
from tracker.intake.reading.tongues import tongue

CASES = {
    "en": (
        (
            "Nepal has deported 33 North Korean workers since October, its immigration chief Ishwor Paudel told "
            "Yonhap on Tuesday. All joint ventures with North Korean investors were closed, he added. A Western "
            "diplomat said Tanzania had failed to file its mid-term report."
        ),
        "2019-12-25",
        [
            (Kind.REPORTED_ACTION, ("NPL",), "2019-12-24", "r2397-op8-repatriation", Effect.ADVANCES),
            (Kind.REPORTED_ACTION, ("NPL",), "2019-12-24", "r2375-op18-joint-ventures", Effect.FULFILS),
            (Kind.ALLEGATION, ("TZA",), "2019-12-25", "r2397-op8-midterm-report", Effect.BREACHES),
        ],
    ),
    "fr": (
        (
            "La Mongolie renverra tous les ouvriers nord-coréens, a déclaré lundi à l'AFP le ministre du Travail, Bat "
            "Dorj. L'Algérie a démenti avoir acheté des armes à la Corée du Nord."
        ),
        "2018-05-23",
        [
            (Kind.PLEDGE, ("MNG",), "2018-05-21", "r2397-op8-repatriation", Effect.PROMISES),
            (Kind.DENIAL, ("DZA",), "2018-05-23", "r1874-op9-arms-procurement", Effect.DENIES),
        ],
    ),
    "es": (
        (
            "Angola repatrió a 150 obreros norcoreanos en mayo, dijo el martes a Reuters el viceministro Pedro Costa. "
            "El Panel de Expertos concluyó que Guinea Ecuatorial siguió empleando a 300 trabajadores en violación de "
            "la resolución 2397 (2017)."
        ),
        "2018-06-01",
        [
            (Kind.REPORTED_ACTION, ("AGO",), "2018-05-29", "r2397-op8-repatriation", Effect.ADVANCES),
            (Kind.ASSESSMENT, ("GNQ",), "2018-06-01", "r2397-op8-repatriation", Effect.BREACHES),
        ],
    ),
    "ru": (
        (
            "Россия не нарушает запрет на импорт угля, заявил посол РФ в Пхеньяне Иван Петров в интервью РИА Новости. "
            "США обвинили Москву в выдаче новых разрешений на работу северокорейцам."
        ),
        "2018-08-03",
        [
            (Kind.DENIAL, ("RUS",), "2018-08-03", "r2371-op8-coal-iron-ban", Effect.DENIES),
            (Kind.ALLEGATION, ("RUS",), "2018-08-03", "r2375-op17-work-authorisations", Effect.BREACHES),
        ],
    ),
    "ar": (
        (
            "قالت الإمارات يوم الأحد إنها لن تصدر تأشيرات جديدة لعمال كوريا الشمالية. واتهمت الولايات المتحدة سوريا "
            "بشراء أسلحة من كوريا الشمالية في انتهاك لقرار مجلس الأمن 1718."
        ),
        "2017-10-02",
        [
            (Kind.PLEDGE, ("ARE",), "2017-10-01", "r2375-op17-work-authorisations", Effect.PROMISES),
            (Kind.ALLEGATION, ("SYR",), "2017-10-02", "r1718-op8b-procurement-from-dprk", Effect.BREACHES),
        ],
    ),
    "zh": (
        (
            "俄"
            "罗"
            "斯"
            "驻"
            "朝"
            "鲜"
            "大"
            "使"
            "彼"
            "得"
            "罗夫星期一对塔斯社说，俄方将遣返所有朝鲜劳工。联合国专家小组发现，越南进口了朝鲜煤炭，违反第2371（2017）号决议。"
        ),
        "2020-01-10",
        [
            (Kind.PLEDGE, ("RUS",), "2020-01-06", "r2397-op8-repatriation", Effect.PROMISES),
            (Kind.ASSESSMENT, ("VNM",), "2020-01-10", "r2371-op8-coal-iron-ban", Effect.BREACHES),
        ],
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_claims_are_read_in_every_language(code):
    text, published, expected = CASES[code]
    found = reading.read(text, book=seeded_book(), published=published)
    assert found.language == code
    told = [(claim.content.kind, claim.content.states, claim.content.said) for claim in found.claims]
    assert told == [(kind, states, said) for kind, states, said, _, _ in expected]
    for claim, (_, states, _, duty, effect) in zip(found.claims, expected, strict=True):
        assert (states[0], duty, effect) in {(b.state, b.obligation, b.effect) for b in claim.content.bearings}
        assert claim.content.citations[0].quotation == text[claim.start : claim.end]
        assert {reason.field for reason in claim.reasons} >= {"kind", "speaker", "states", "said", "bearings"}


@pytest.mark.parametrize(
    ("code", "speaker", "office", "wire"),
    [
        ("en", "Ishwor Paudel", "immigration chief of Nepal", "Yonhap News Agency"),
        ("fr", "Bat Dorj", "minister of labour of Mongolia", "Agence France-Presse"),
        ("es", "Pedro Costa", "deputy minister of Angola", "Reuters"),
        (
            "ru",
            "Иван Петров",
            "ambassador of the Russian Federation to the Democratic People's Republic of Korea",
            "RIA Novosti",
        ),
        (
            "zh",
            "彼得罗夫",
            "ambassador of the Russian Federation to the Democratic People's Republic of Korea",
            "TASS",
        ),
    ],
)
def test_speaker_office_and_wire_are_read_in_every_language(code, speaker, office, wire):
    text, published, _ = CASES[code]
    content = reading.read(text, book=seeded_book(), published=published).claims[0].content
    assert (content.speaker, content.office) == (speaker, office)
    assert [hop.name for hop in content.hops if hop.role is HopRole.WIRE] == [wire]


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 2397 requires states to repatriate workers within 24 months.",
        "The Council adopted resolution 2407 on 21 March.",
        "What will Russia do with the North Korean workers?",
        "2397 people came to the match, and 15 dogs.",
        "Bonne année ! 2371 mots déjà pour mon roman.",
        "今晚七点，朝鲜老电影两部，票价25元。",
        "The ambassador's book on ceramics is out for 27 dollars.",
    ],
)
def test_what_says_nothing_of_a_state_and_a_duty_is_no_claim(text):
    assert reading.read(text, book=seeded_book(), published="2018-07-20").claims == ()


def test_a_sentence_that_only_cites_goes_with_the_claim_before_it():
    text = (
        "Kuwait will stop renewing the work permits of North Koreans, its foreign minister said on Wednesday. The step "
        "follows Resolution 2397, which the Security Council passed last December, he said."
    )
    (claim,) = reading.read(text, book=seeded_book(), published="2018-09-07").claims
    assert claim.content.cited_as == "Resolution 2397, which the Security Council passed last December"
    assert claim.why("cited_as")[0] == "The sentence after it cites it."


def test_a_wire_and_the_paper_that_repeats_it_are_one_claim():
    text = (
        "China will suspend all imports of North Korean coal until the end of the year, the Ministry of Commerce said. "
        "The Courier, citing Reuters, wrote that China will suspend all imports of North Korean coal until the end of "
        "the year."
    )
    (claim,) = reading.read(text, book=seeded_book(), published="2017-02-20").claims
    assert "Reuters" in {hop.name for hop in claim.content.hops}


def test_another_regimes_resolution_gives_no_duty_of_this_one():
    text = "Italy's navy has seized a dhow with 900 rifles, the defence ministry said, under resolution 2216 (2015)."
    (claim,) = reading.read(text, book=seeded_book(), published="2018-10-03").claims
    assert (claim.content.states, claim.content.bearings) == (("ITA",), ())


@pytest.mark.parametrize(
    ("text", "code", "typed"),
    [
        ("three days ago", "en", "2018-07-17"),
        ("a month ago", "en", "2018-06"),
        ("2 years ago", "en", "2016"),
        ("il y a trois jours", "fr", "2018-07-17"),
        ("hace dos semanas", "es", "2018-07-06"),
        ("два дня назад", "ru", "2018-07-18"),
        ("قبل يومين", "ar", "2018-07-18"),
        ("三天前", "zh", "2018-07-17"),
        ("999 years ago", "en", None),
    ],
)
def test_days_are_counted_back_from_the_day_of_publication(text, code, typed):
    spoken = tongue(code, seeded_book())
    (scene,) = _scenes(Visible(text), spoken)
    assert [day.typed for day in days_ago(scene, code, date(2018, 7, 20))] == ([typed] if typed else [])


@pytest.mark.parametrize(
    ("text", "code"), [("", "en"), ("12 345", "en"), ("los trabajadores del norte y el sur", "es")]
)
def test_a_language_is_told_from_little(text, code):
    assert language_of(text) == code


RUNNING_ON = {
    "fr": (
        (
            "« Le dernier contrat avec les Nord-Coréens a expiré en mai. Tous les ouvriers ont quitté le Gabon », "
            "a assuré mardi le ministre du Travail du Gabon, Justin Obame."
        ),
        "Justin Obame",
    ),
    "es": (
        '"El Perú expulsó a dos diplomáticos norcoreanos. Lo exige la ONU", dijo el martes la canciller Rosa Tello.',
        "Rosa Tello",
    ),
    "ru": (
        (
            "«Монголия закрыла все совместные предприятия с КНДР. Это было непросто», — сообщил во вторник "
            "министр торговли Монголии Бат Доржийн."
        ),
        "Бат Доржийн",
    ),
    "zh": (
        "“老挝已遣返全部朝鲜工人。这项工作很不容易。”老挝劳工部长坎潘星期二说。",
        "坎潘",
    ),
}


@pytest.mark.parametrize("code", RUNNING_ON)
def test_a_quotation_over_two_sentences_is_of_the_one_who_is_named_at_its_end(code):
    text, speaker = RUNNING_ON[code]
    found = reading.read(text, book=seeded_book(), published="2019-06-06")
    assert {(claim.content.speaker, claim.content.said) for claim in found.claims} == {(speaker, "2019-06-04")}


INTERVIEWS = {
    "fr": (
        (
            "— Séoul reproche à votre pays d'importer des crabes nord-coréens.\n"
            "— C'est faux. Le Vietnam n'a importé aucun produit de la mer de RPDC depuis 2017.\n"
            "— Et les ouvriers ?\n"
            "— Nous les renverrons avant décembre.\n"
            "Entretien réalisé mardi à Genève avec Nguyen Van Duc, ambassadeur du Vietnam."
        ),
        ("Nguyen Van Duc", "ambassador of Viet Nam"),
    ),
    "es": (
        (
            "P: Medios surcoreanos denuncian que buques hondureños transbordaron combustible a barcos norcoreanos.\n"
            "R: Eso es falso. Ningún buque hondureño ha vendido combustible a Corea del Norte.\n"
            "Entrevista realizada el martes a Julio Armando Paz, director de Marina Mercante de Honduras."
        ),
        ("Julio Armando Paz", "director de Marina Mercante de Honduras"),
    ),
    "ru": (
        (
            "Вопрос: СМИ сообщают, что Таджикистан продолжает закупать в КНДР уголь.\n"
            "Ответ: Это выдумка. Мы не купили ни тонны северокорейского угля с 2017 года.\n"
            "С Рустамом Назаровым, министром промышленности Таджикистана, мы встретились во вторник."
        ),
        ("Рустам Назаров", "minister of industry of Tajikistan"),
    ),
    "ar": (
        (
            "أجرينا الحوار يوم الثلاثاء مع كميل حرفوش، وزير العمل اللبناني.\n"
            "سؤال: تتهم صحف لبنان بتشغيل عمال من كوريا الشمالية.\n"
            "جواب: هذا غير صحيح. لبنان لا يوظف أي عامل من كوريا الشمالية."
        ),
        ("كميل حرفوش", "minister of labour of Lebanon"),
    ),
    "zh": (
        (
            "问：外媒指责泰国船只向朝鲜转运成品油。\n"
            "答：这完全是谣言。泰国船只没有向朝鲜转运成品油。\n"
            "受访者维塔亚为泰国外交部发言人，采访于星期二进行。"
        ),
        ("维塔亚", "spokesperson of the Ministry of Foreign Affairs of Thailand"),
    ),
}


@pytest.mark.parametrize("code", INTERVIEWS)
def test_answers_are_of_the_one_interviewed_on_that_day(code):
    text, who = INTERVIEWS[code]
    found = reading.read(text, book=seeded_book(), published="2019-06-06")
    assert found.claims[0].content.kind is Kind.ALLEGATION
    (denial,) = (claim.content for claim in found.claims if claim.content.kind is Kind.DENIAL)
    assert (denial.speaker, denial.office, denial.said) == (*who, "2019-06-04")
    assert [b.effect for b in denial.bearings] == [Effect.DENIES] * len(denial.bearings) != []


@pytest.mark.parametrize(
    "text",
    [
        "Le paragraphe 18 de la résolution 2375 donnait cent vingt jours aux États pour fermer les coentreprises.",
        "La résolution 2397 impose aux États de renvoyer les travailleurs nord-coréens.",
        "El embargo de armas se estableció en el párrafo 11 de la resolución 2653 (2022).",
        "Пункт 8 резолюции 2397 обязывает вернуть рабочих до 22 декабря 2019 года.",
        "وينص القرار 2375 على إغلاق المشاريع المشتركة مع كوريا الشمالية.",
        "安理会第2375号决议第16段禁止各国采购朝鲜纺织品。",
    ],
)
def test_what_a_resolution_demands_is_nobodys_conduct(text):
    assert reading.read(text, book=seeded_book(), published="2018-07-20").claims == ()


LISTS = {
    "fr": (
        "Groupe d'experts sur la Somalie, note du 30 mars 2022\n"
        "• Kenya : Nairobi a fait savoir, le 3 mars, qu'il avait intercepté un boutre chargé de fusils.\n"
        "• Émirats arabes unis : le Groupe a établi que deux cargaisons de charbon avaient été livrées à Sharjah."
    ),
    "es": (
        "Grupo de Expertos sobre el Sudán del Sur, 16 de mayo de 2022\n"
        "• Kenya: por nota verbal del 3 de marzo comunicó la incautación de municiones.\n"
        "• Emiratos Árabes Unidos: el Grupo documentó el envío de diez vehículos blindados a Yuba."
    ),
    "ru": (
        "Группа экспертов по Мали, 16 мая 2022 года\n"
        "— Кения: 3 марта сообщила о задержании лица, включённого в перечень.\n"
        "— Объединённые Арабские Эмираты: Группа установила, что 40 автоматов были переправлены в Бамако."
    ),
    "zh": (
        "南苏丹问题专家小组致委员会的说明，2022年5月16日\n"
        "一、肯尼亚在3月3日的信中告知委员会，已冻结一名列名人员的两处房产。\n"
        "二、小组认定，阿拉伯联合酋长国1月向朱巴运送了12辆装甲车。"
    ),
}


@pytest.mark.parametrize("code", LISTS)
def test_a_panels_list_tells_of_each_state_and_of_no_duty_of_another_regime(code):
    found = reading.read(LISTS[code], book=seeded_book(), published="2022-05-16")
    own, judged = (claim.content for claim in found.claims)
    assert (own.speaks_for, own.said, own.bearings) == ("KEN", "2022-03-03", ())
    assert (judged.kind, judged.speaker, judged.bearings) == (Kind.ASSESSMENT, "Panel of Experts", ())
    assert "ARE" in judged.states


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            (
                "Mission permanente de la Roumanie auprès de l'ONU\nNote d'information, 15 janvier 2020\n"
                "Aucun titre de séjour n'a été délivré à des travailleurs nord-coréens depuis 2017."
            ),
            "Permanent Mission of Romania to the United Nations",
        ),
        (
            (
                "Comunicado de prensa\nMontevideo, 15 de enero de 2020. El informe final se remitirá al Comité 1718 en "
                "marzo. El Ministerio de Relaciones Exteriores agradece la colaboración de todos."
            ),
            "Ministry of Foreign Affairs of Uruguay",
        ),
        (
            (
                "Министерство иностранных дел Республики Беларусь\nПресс-релиз, 15 января 2020 г.\n"
                "Банковские счета двух северокорейских дипломатов закрыты."
            ),
            "Ministry of Foreign Affairs of Belarus",
        ),
        (
            "新加坡外交部新闻稿\n2020年1月15日\n新加坡于1月10日向1718委员会提交了第2397（2017）号决议执行情况报告。",
            "Ministry of Foreign Affairs of Singapore",
        ),
    ],
)
def test_a_document_speaks_for_the_one_whose_it_is(text, speaker):
    (claim,) = reading.read(text, book=seeded_book(), published="2020-01-15").claims
    assert (claim.content.speaker, claim.content.said) == (speaker, "2020-01-15")


def test_marks_of_those_who_ask_stand_also_before_what_they_only_say():
    text = (
        "Hablamos con Ana Ruiz, ministra de Trabajo del Perú, el lunes.\n"
        "• ¿Cuántos obreros norcoreanos quedan en el Perú?\n– Ninguno. Repatriamos a los últimos ocho en mayo.\n"
        "• Un diario dice que quedan tres obreros norcoreanos en el Callao.\n– No es cierto.\n"
        "• ¿Lo sabe el Comité?\n– Sí."
    )
    found = reading.read(text, book=seeded_book(), published="2018-06-15", language="es")
    assert [claim.content.speaker for claim in found.claims if claim.content.kind is Kind.DENIAL] == ["Ana Ruiz"]
    assert not any(claim.content.speaker == "Ana Ruiz" for claim in found.claims if "diario" in claim.content.statement)


@pytest.mark.parametrize("head", ["【新华社乌兰巴托7月18日电】", "新华社乌兰巴托7月18日电 ", "【环球网报道】"])
def test_the_head_of_a_chinese_dispatch_is_no_part_of_a_statement(head):
    told = "蒙古国外交部长7月18日表示，蒙古将在年底前遣返所有朝鲜劳工。"
    [claim] = reading.read(head + told, book=seeded_book(), published="2018-07-20").claims
    assert (claim.content.statement, claim.content.citations[0].quotation) == (told, head + told)
    assert (claim.content.speaks_for, claim.content.said) == ("MNG", "2018-07-18")
