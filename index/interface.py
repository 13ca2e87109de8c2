"""The interface words of the web: a line that holds hardly anything else is a page's control, whatever it says exactly."""

import re

_WORD = re.compile(r"[^\W\d_][\w'’-]*")

_STRONG = frozenset(
    """
    subscribe subscriber subscribers subscription subscriptions unsubscribe newsletter newsletters login logout signup
    register sign-up sign-in log-in cookie cookies facebook twitter instagram whatsapp telegram linkedin pinterest reddit
    youtube tiktok flipboard tumblr bluesky xing snapchat rss tweet repost reply replies loading sitemap advertise faq faqs
    copyright disclaimer privacy homepage menu unread javascript webmaster sponsored advertisement advertisements adchoices
    bookmark inbox unfollow notifications sidebar accessibility imprint preferences opt-out username password captcha
    abonnieren anmelden registrieren einloggen impressum datenschutz datenschutzerklärung agb teilen kommentare kommentieren
    werbung anzeige startseite weiterlesen abmelden nutzungsbedingungen
    abonnez-vous s'abonner connexion connectez-vous inscrivez-vous partager commentaires commenter accueil publicité
    confidentialité mentions plan-du-site
    suscríbete suscribirse suscripción regístrate registrarse compartir comentarios publicidad privacidad portada aviso
    boletín boletines iniciar
    abbonati iscriviti accedi registrati condividi commenti pubblicità informativa
    assine assinar inscreva-se cadastre-se compartilhar compartilhe comentários publicidade privacidade
    abonneren aanmelden inloggen delen reacties advertentie nieuwsbrief
    सब्सक्राइब लॉगिन शेयर विज्ञापन कमेंट न्यूज़लेटर
    подписаться войти регистрация поделиться комментарии реклама
    """.split()
)
_CONTROLS = _STRONG | frozenset(
    """
    home share shares shared print printer printer-friendly save saved email e-mail mail send pin like likes dislike follow
    followers following comment comments commenting discuss discussion responses join sign log account profile
    settings search
    enter submit cancel close open skip jump back top next previous prev page pages slide gallery photo photos video videos
    play pause watch listen audio podcast read reading more less all show hide view views click tap here link links
    copy report
    flag typo typos error correction corrections correct suggest rate rating ratings review reviews vote votes stars article
    articles story stories post posts recipe news latest trending popular recommended related top-stories topics tags tag
    category categories archive archives sections section editions edition help contact contacts about us terms
    conditions use
    policy policies legal notice notices rights reserved careers jobs press media kit download pdf app apps desktop mobile
    version site website web browser text size font increase decrease zoom language english filter sort newest oldest order
    ads ad promoted partner content free trial member members membership offer offers gift gifts donate donation support
    customer service care feedback alerts alert push notification notify enable disable accept reject decline agree dismiss
    continue got ok yes later now toggle navigation main primary secondary footer header forum board index topic thread quote
    users guests online release zip mb kb issue full screen image unread index registered moderator logged password
    forgot forgotten your my our this to it's on via with
    inicio secciones buscar menú contacto quiénes somos leer más ver todos enviar imprimir siguiente anterior correo
    aceptar rechazar configurar legal mapa tarifas
    menu rechercher régions sports loisirs faits divers annonces imprimer courriel envoyer suivant précédent lire
    aussi contacter gestion cgu suivez-nous légales nous newsletter
    suche mehr drucken senden kontakt hilfe über uns weiter zurück seite nächste vorherige alle newsletter lesen mein konto
    cerca altro stampa invia contatti chi siamo avanti indietro pagina leggi
    buscar mais imprimir enviar contato sobre nós próximo página leia
    zoeken meer afdrukken volgende vorige lees
    """.split()
)
_NEUTRAL = frozenset(
    "a an the and or of to in on at for by with from via up out off as is are your you my our we us me this that these it "
    "its i de la le les el los las del des du et y e o ou und oder der die das im in zu auf di il lo gli da do dos as em "
    "com".split()
)
_STARTS = re.compile(
    r"(?:please |and |also,? |now |then |just )?(?:sign|subscribe|join|follow|download|get|click|tap|press|share|leave|rate"
    r"|log|register|unsubscribe|add|tell|see|read|view|check|upgrade|support|donate|become|send|report|enter|unlock|try|listen|watch"
    r"|discover|explore|visit|print|save|bookmark|tag|pin|let|submit|write|drop|enable|allow|turn|notify|receive|stay|never"
    r"|don't|start|activate|buy|shop|browse|learn|find|connect|like|give|help|keep|consider|contact|email|pass|install|scan"
    r"|be the first|you (?:can|may|must|have to|need to|got|received|are receiving|have reached|'ve)"
    r"|want|enjoy|love|looking)\b",
    re.I,
)
_PAGE = re.compile(
    r"#\w|\b(?:newsletters?|subscri\w+|unsubscribe|membership|account|comments?|rating|app|channel|push alerts?|alerts"
    r"|notifications?|inbox|browser|cookies|web ?site|site|(?:home|web) ?page"
    r"|this (?:page|article|post|story|e-?mail|message|report"
    r"|recipe|episode)|e-?mail (?:address|notifications?|updates?|alerts?)|preferred source|profile|hashtag|mailing list"
    r"|free trial|free articles?|settings|our (?:stories|journalism|reporters|coverage|partners|channels?|daily|weekly|free"
    r"|disclosure policy|privacy policy|terms|shop|store|standards|guidelines|team|editors|mailing))\b",
    re.I,
)
_SURE = re.compile(
    r"\b(?:newsletters?|subscriptions?|unsubscribe|membership|free trial|push (?:alerts?|notifications?))\b", re.I
)
_CLOSE = re.compile(r"\b(?:us|our|ours|we|this|your|my|me|here|below|free|now|today|as a)\b|[#@]\w", re.I)
_QUESTION = re.compile(
    r"(?:did you|do you|have you|are you|want|enjoy\w*|lov(?:e|ing)|lik(?:e|ed)|made|tried|got|found|spotted|looking|not a"
    r"|forgot\w*|was this|why (?:do|am) i|what did you)\b.*\?",
    re.I,
)
LONGEST_PLEA, LONGEST_CONTROL = 30, 14
"""Words of a plea to the reader, and of a line of controls."""


def is_control(line: str) -> bool:
    """Tell a line of interface words: "Pin Share Tweet", "Contact us - Cookie settings - Legal notice"."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(line)]
    telling = [word for word in words if word not in _NEUTRAL]
    if not telling or len(words) > LONGEST_CONTROL:
        return False
    known, strong = sum(word in _CONTROLS for word in telling), sum(word in _STRONG for word in telling)
    return known == len(telling) >= 2 + (not strong) or (strong > 0 and known >= 2 and known >= 0.66 * len(telling))


def only_controls(line: str) -> bool:
    """Tell a line of interface words alone, be it a single one."""
    telling = [word for word in (found.lower() for found in _WORD.findall(line)) if word not in _NEUTRAL]
    return 0 < len(telling) <= LONGEST_CONTROL and all(word in _CONTROLS for word in telling)


def is_certain_control(line: str) -> bool:
    """Tell a line that is nothing but interface words, several of which no article would write in a row."""
    words = [word.lower() for word in _WORD.findall(line)]
    telling = [word for word in words if word not in _NEUTRAL]
    strong = {word for word in telling if word in _STRONG}
    return 3 <= len(telling) <= LONGEST_CONTROL and all(word in _CONTROLS for word in telling) and len(strong) >= 2


def is_plea(sentences: list[str]) -> bool:
    """Tell sentences that ask something of the page's reader: "Liked it? Upgrade to a paid subscription."."""
    if sum(len(_WORD.findall(sentence)) for sentence in sentences) > LONGEST_PLEA:
        return False
    asked = [_asks(sentence) for sentence in sentences]
    return any(asked) and all(
        plea or _QUESTION.match(s) or len(s.split()) <= 8 for plea, s in zip(asked, sentences, strict=True)
    )


def _asks(sentence: str) -> bool:
    bare = sentence.replace("’", "'")
    return bool(_STARTS.match(bare) and _PAGE.search(bare) and (_SURE.search(bare) or _CLOSE.search(bare)))
