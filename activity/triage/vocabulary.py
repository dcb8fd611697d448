"""Words by which customers say what they want, in English, Hindi (in either script) and Spanish.

Whole classes rather than single words: days of the week, kinds of buildings, what goes wrong with goods.
"""

from activity.triage.words import crossed, phrases

WEEKDAYS = """
    monday, tuesday, wednesday, thursday, friday, saturday, sunday, weekend
"""
HINDI_DAYS = """
    सोमवार, मंगलवार, बुधवार, गुरुवार, शुक्रवार, शनिवार, रविवार, इतवार, आज, कल, परसों, सुबह, शाम
    monday, tuesday, wednesday, thursday, friday, saturday, sunday, somvar, mangalvar, budhvar, guruvar
    shukravar, shanivar, ravivar, itvaar, aaj, kal, parso, parson, subah, shaam
"""
SPANISH_DAYS = """
    lunes, martes, miércoles, jueves, viernes, sábado, domingo, fin de semana
"""
NUMBERS = """
    1, 2, 3, 4, 5, 6, 7, 8, 10, one, two, three, four, five, six, seven
"""
SOON = (
    *crossed("by, before, until, till, latest, this, coming, from, begins, starts, begin, start", WEEKDAYS),
    *crossed("by next, before next", WEEKDAYS),
    *crossed(HINDI_DAYS, "तक, से पहले, tak, se pehle, se pahle"),
    *crossed("antes del, para el, este, el, el próximo, hasta el", SPANISH_DAYS),
    *crossed("within, in", " , ".join(f"{n.strip()} days" for n in NUMBERS.split(",") if n.strip())),
    *crossed("en, dentro de", "dos días, tres días, cuatro días, cinco días, 2 días, 3 días, 4 días, 5 días"),
    *crossed("एक, दो, तीन, चार, पांच, 1, 2, 3, 4, 5", "दिन में, दिनों में, din mein, din me"),
    *crossed("ek, do, teen, char, paanch", "din mein, din me"),
    *phrases("""
        tomorrow, day after tomorrow, tonight, this morning, next few days, few days left, workers are idle
        aaj hi, kal hi, kal se, kal subah, parso, parson, is hafte, isi hafte
        आज, परसों, कल सुबह, कल ही, कल से, इस हफ्ते, इस सप्ताह
        mañana, pasado mañana, hoy, esta noche, estos días
    """),
)
URGENT = (
    *SOON,
    *phrases("""
    urgent, urgently, asap, immediately, right away, as soon as possible, this week, by tomorrow
    today itself
    emergency, deadline, at the earliest, within two days, workers are waiting, on priority, call me now
    call me today, need it tomorrow, need it today
    तुरंत, तुरन्त, जल्दी, फौरन, अर्जेंट, आज ही, कल तक, जल्द से जल्द, इसी हफ्ते, अभी चाहिए, शीघ्र
    turant, jaldi, fauran, aaj hi, kal tak, abhi chahiye
    urgente, urgentemente, urge, cuanto antes, lo antes posible, inmediatamente, hoy mismo, ya mismo
    esta semana, para mañana, de inmediato, con urgencia, lo más pronto posible
    hurry up, rush order, time is short, running out of time, earliest
    जल्द, झटपट, ज़रूरी है, काम रुका, zaroori hai, jald, jald se jald, kaam ruka
    con prisa, me urge, nos urge, corre prisa, cuanto más pronto
"""),
)
CALM = phrases("""
    not urgent, no hurry, no rush, next year, just looking, only looking, just browsing, some day
    जल्दी नहीं, अगले साल, सिर्फ देख, jaldi nahi, agle saal
    no es urgente, no urge, no hay prisa, sin prisa, sin apuro, el próximo año, solo estoy mirando
    whenever you, when you have time, next month, not before, later this year, no deadline, in a few months
    next season, planning ahead, for the future, nothing urgent
    अगले महीने, बाद में, दिवाली के बाद, कोई जल्दी नहीं, आराम से, agle mahine, baad mein, diwali ke baad
    koi jaldi nahi, aaram se
    no corre prisa, más adelante, el mes que viene, dentro de unos meses, el año que viene, sin urgencia
""")
COMPLAINT = phrases("""
    complaint, complain, refund, broken, damaged, defective, wrong product, wrong colour, not received
    never arrived, peeling off, money back, disappointed, still waiting for my order, cracked
    शिकायत, खराब, टूटा, टूटी, टूटे, पैसे वापस, रिफंड, गलत माल, नहीं मिला, नहीं पहुंचा, नहीं पहुँचा, उखड़
    shikayat, kharab, paise wapas
    queja, reclamo, reclamación, reembolso, roto, rota, rotos, rotas, dañado, dañada, dañados, dañadas
    defectuoso, defectuosa, nunca llegó, no ha llegado, devolución, se está despegando
    nobody answers, nobody picks up, no one answers, no one picks up, nobody came, no one came
    nobody called
    no one called, no reply, no response, still waiting, still not delivered, not delivered
    not been delivered
    different shade, different colour, different color, different from the sample, wrong shade, wrong size
    wrong item, missing pieces, pieces missing, pieces short, swollen, warped, scratched, chipped, dented
    stained
    coming off, came off, peeled, stopped working, not working, does not work, poor quality, bad quality
    overcharged, charged twice, want a replacement, send back, unacceptable, very unhappy, disgusted
    कोई नहीं आया, नहीं आया, कोई देखने, फोन नहीं उठा, जवाब नहीं, फूल गया, फूल गए, फूल गई, निकल गया, निकल गए
    काम नहीं कर, कम निकला, कम निकले, गलत, घटिया, अब तक नहीं, अभी तक नहीं, दाग, दरार, फट गया, बदल कर, बदलकर
    koi nahi aaya, nahi aaya, phone nahi utha, jawab nahi, phool gaya, phool gaye, ukhad, toota, tuta, tooti
    kaam nahi kar, galat, ghatiya, ab tak nahi, abhi tak nahi, nahi mila, badal do, daraar
    nadie contesta, nadie me contesta, nadie responde, no contestan, no responden, sigo esperando
    llevo un mes
    llevo semanas, llevo días, faltaban, faltan piezas, equivocado, equivocada, incompleto, incompleta
    rayado
    rayada, hinchado, hinchada, hinchados, despegado, despegada, se despegó, no funciona, dejó de funcionar
    mala calidad, cobraron doble, agrietado, manchado, decepcionado, decepcionada
""")
OTHER = phrases("""
    seo, guest post, backlinks, marketing services, website design services, business loan, instant loan
    job, vacancy, internship, resume, my cv, crypto, followers, casino
    नौकरी, लोन, बायोडाटा, भर्ती
    empleo, vacante, mi currículum, currículum vitae, posicionamiento web, préstamo, seguidores
    we can offer you, our services include, digital marketing, bulk sms, email marketing, google ads
    first page of google, ranking on google, rank on google, web development, app development
    insurance policy
    investment opportunity, trading, collaboration, influencer, looking for work, looking for a job
    apply for
    hiring, part time, franchise offer, donation, lottery, you have won
    गूगल पर, पहले नंबर, विज्ञापन, मार्केटिंग, बीमा, निवेश, काम मिल सकता, काम मिलेगा, काम ढूंढ, चंदा
    naukri, kaam mil sakta, kaam milega, kaam dhoondh, loan chahiye, bima, google par, google pe
    busco trabajo, busco empleo, publicidad, marketing, diseño web, página web para, seguro de vida
    inversión
    colaboración, donación, ha ganado
""")
ASKS = phrases("""
    catalogue, catalog, brochure, price list, information, do you have, difference between, how much is
    how much does, just looking, just browsing, which is better, what is the price, do you sell
    opening hours
    where is your, only want to know, details about
    जानकारी, कैटलॉग, क्या आपके पास, कितने का, कितने की, क्या दाम, क्या रेट, कौन सा बेहतर, दुकान कहां, फर्क
    jankari, kya rate, kitne ka, kya aapke paas
    información, catálogo, cuánto cuesta, cuánto vale, diferencia entre, solo quiero saber, tienen
    lista de precios, horario, dónde están, solo estoy mirando, folleto
""")
# So people ask who may want goods all the same: it counts where nothing says that they want them.
QUESTIONS = phrases("""
    can you tell, could you tell, is it possible, is there, are there, can the, does the, do the, is the
    are the
    what is, what are, how long, how do, how much, which one, where can, wondering, samples of, swatches
    certificate, warranty, guarantee
    कितना समय, कितने दिन, कैसे, क्या आपके, क्या आप, कहां, कौन सी, गारंटी, वारंटी, बताइए, बता दीजिए
    kitna time, kitne din, kaise, kya aap, kahan, kaun si, guarantee, warranty, bata do, bataiye
    cuánto tarda, cuántos días, cómo, se puede, tiene, hacen envíos, garantía, certificado, muestras, dónde
    una pregunta, pregunta rápida, quería saber, me pueden decir
""")
WANTS = phrases("""
    need, want, looking for, order, buy, purchase, quote, quotation, send me a rate, give rate, rate for
    deliver
    book, i will take, we will take, going with
    चाहिए, मंगवाना, खरीदना, लगवाना, लगाना है, कोटेशन, ऑर्डर, भेज दीजिए, रेट दीजिए
    chahiye, mangwana, kharidna, lagwana, lagana hai, quotation, order, rate batao, rate do, bhej dijiye
    necesito, necesitamos, quiero, queremos, quisiera, compro, comprar, pedido de, presupuesto, cotización
    mándenme, proforma
""")
PROJECT = phrases("""
    hotel, hotels, office, offices, project, apartments, tower, towers, hospital, school, restaurant, clinic
    flats, units, showroom, commercial, housing society, resort, warehouse, hostel
    होटल, ऑफिस, दफ्तर, कार्यालय, प्रोजेक्ट, परियोजना, अस्पताल, स्कूल, रेस्टोरेंट, फ्लैटों, शोरूम, क्लिनिक
    oficina, oficinas, proyecto, obra, edificio, edificios, departamentos, apartamentos, escuela, colegio
    restaurante, clínica, hoteles, local comercial
    guest house, guesthouse, lodge, cafe, café, canteen, bakery, gym, beauty salon, hair salon
    beauty parlour, spa, boutique, our shop, my shop
    supermarket, shopping mall, library, college, university, coaching centre, coaching center, classroom
    nursery, church, temple, mosque, gurudwara, community hall, marriage hall, auditorium, theatre, cinema
    museum, factory, workshop, airport, railway, studio, pharmacy, laboratory, nursing home, old age home
    township, model flats, block a, block b, block c, our site, construction site, tender, builder floor
    hall for
    गेस्ट हाउस, लॉज, कैफे, कैंटीन, बेकरी, जिम, सैलून, मेरी दुकान, हमारी दुकान, दुकान के लिए, पुस्तकालय
    लाइब्रेरी
    कॉलेज, कोचिंग, विद्यालय, मंदिर, मस्जिद, गुरुद्वारा, चर्च, मैरिज हॉल, सभागार, सिनेमा, फैक्ट्री
    कारखाना, गोदाम
    स्टूडियो, नर्सिंग होम, हॉस्टल, छात्रावास, साइट पर
    hotel, daftar, meri dukaan, hamari dukaan, dukaan ka kaam, dukaan ke liye, mandir, masjid, karkhana
    godown
    site par
    hostal, hostel, posada, cafetería, panadería, bar, gimnasio, peluquería, salón de belleza, mi tienda
    nuestra tienda, supermercado, centro comercial, biblioteca, universidad, guardería, iglesia, templo
    auditorio
    teatro, cine, museo, fábrica, taller, almacén, nave, estudio, farmacia, laboratorio, recepción
    consultora
    licitación, coworking
""")
TRADE = phrases("""
    dealer, dealership, wholesale, reseller, retailer, trade price, trade discount, contractor, distributor
    my clients, my customers, i install, bulk rate
    डीलर, थोक, ठेकेदार, दुकानदार, मेरे ग्राहक, डीलरशिप
    mayorista, distribuidor, distribuidora, al por mayor, por mayor, contratista, revendedor, mis clientes
    instalador
    i lay, we lay, we install, i fit, we fit, fitter, installer, carpenter, decorator, for a client
    my client
    our clients, our customers, regular buyer, to stock, resale, margin, bulk order for
    कारपेंटर, बढ़ई, मिस्त्री हूं, ठेका, ग्राहक के लिए, दुकान में बेच
    thekedar, theka, karigar, mistri hoon, carpenter, mere client, client ke liye, thok, wholesale
    mi cliente, mi clienta, mis clientas, para un cliente, carpintero, montador, instaladores, reventa
    mayoristas
    distribuidores, contratistas, revendedores
""")
