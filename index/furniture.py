"""The words of page furniture: what a line or a sentence says when it belongs to the page and not to the article.

Phrases that every site uses, no names of sites. Notation: ``…`` up to 120 characters,
``<set>`` one of `SETS`; the rest is regular expression, where case does not matter and no group captures. A line break
separates alternatives, a backslash before it goes on with the same one. `index.recognise` reads this.
"""

SETS = {
    "network": "facebook|twitter|x|instagram|youtube|telegram|whats ?app|linked ?in|pinterest|reddit|threads|tik ?tok|koo|"
    "bluesky|mastodon|google news|flipboard|tumblr|messenger|snapchat|discord|rss",
    "news": "news|headlines?|stories|updates?|coverage|videos?|articles|alerts|bulletins?|posts",
    "piece": "article|story|post|page|piece|news|video|column|report|recipe|episode|blog|interview|obituary|review",
    "agency": "reuters|ap|afp|pti|ani|ians|epa|getty( images)?|shutterstock|bloomberg|istock(photo)?|alamy|unsplash|pexels|"
    "pixabay|xinhua|wikimedia( commons)?|handout|file",
    "turn": "(previous|prev|next|older|newer|\\d+)( (page|article|story|posts?|entries|thread|topic))?",
    "letter": "newsletters?|inbox|mailing list|e-?mail (list|alerts?)|news alerts?|"
    "updates|notifications|digest|briefing|round-?up",
    "policy": "privacy (policy|notice|statement)|cookies? (policy|notice)|terms( of (use|service)| (and|&) conditions)?",
    "button": "share|tweet|pin( it)?|print|e-?mail|copy link|link|save|bookmark|gift|like|follow|send|comments?|more",
    "abroad": "startseite|suche|anmelden|registrieren|abonnieren|kontakt|"
    "impressum|datenschutz(erklärung)?|agb|accueil|rechercher|"
    "connexion|se connecter|s'inscrire|s'abonner|nous contacter|"
    "mentions légales|portada|inicio|buscar|iniciar sesión|regístrate|"
    "suscríbete|contacto|aviso legal|política de privacidad|accedi|"
    "registrati|abbonati|cerca|contatti|chi siamo|entrar|acessar|"
    "assine|cadastre-se|contato|fale conosco|quem somos|inloggen|zoeken|"
    "главная|поиск|войти|вход|регистрация|контакты|реклама|"
    "подписаться|o nas|kontakty|szukaj|zaloguj( się)?|giriş( yap)?|"
    "ana sayfa|ara|iletişim|홈|로그인|회원가입|검색|전체메뉴|구독|로그아웃|"
    "ホーム|トップ(ページ)?|社会|政治|経済|国際|国内|スポーツ|天気|動画|地域|文化|芸能|社説|写真|国际|财经|体育|娱乐|科技|视频|정치|경제|사회|문화|국제|연예|스포츠|"
    "ログイン|会員登録|検索|メニュー|お問い?合わせ|利用規約|プライバシーポリシー|サイトマップ|運営会社|首页|登录|注册|搜索|联系我们|关于我们|"
    "होम|खोजें|लॉगिन|साइन इन|सब्सक्राइब|संपर्क( करें)?|الرئيسية|تسجيل الدخول|بحث|اتصل بنا",
    "entry": "subscribe( now)?|sign ?up|sign ?in|log ?in|log ?out|register|my account|e-?paper|newsletters?|donate|"
    "join( us)?|"
    "subscriptions?|premium|menu|search|home",
}

LABELS = """
also,? (read|see|watch|check( out)?|listen|on)( this)?
read (also|more|next|too|here|this|full story|the full story|(this|the) <piece> in \\w+)
(must|do)[ -](read|watch|see)
see more
watch (more|also|live|now|here|full video|the video)
related (articles?|stor(y|ies)|news|coverage|links?|videos?|content|posts?)
more (on|about|from) (this|the) \\w+
you (may|might) (also )?(like|enjoy|be interested in|have missed|want to read)
(recommended|suggested) (for you|stories|articles?|videos?|reads?)
don't miss( out)?|in case you missed it|icymi
trending now|now trending
(à )?lire (aussi|également|plus)|voir aussi|lesen sie auch|mehr zum thema|auch interessant
(you (may|might|will|would) also (like|love|enjoy))|(play|watch) (the )?video|(you )?(might|may) have missed
(das )?könnte sie auch interessieren|auch lesenswert|mehr dazu|siehe auch|a lire|sur le même sujet|\
también te puede interesar
ti potrebbe interessare|veja também|saiba mais|यह भी पढ़ें|ये भी पढ़ें|関連記事|あわせて読みたい|إقرأ أيضا|\
اقرأ أيضا|ayrıca okuyun
le[ea]r? (también|más)|te puede interesar|leggi anche|leia (também|mais)|читайте также|lees ook
"""
"""Before a colon or a bar and the headline of another article."""

WEAK_LABELS = """
see also|(up )?next|previous|edition|credits?|read|see|watch|listen|video|photos?|pics|in (pics|pictures|photos)|\
gallery|explained|live( updates)?|exclusive|catch up( on| with)?|more (obituaries|interviews|reviews|profiles|\
features|essays|columns|recipes|episodes|reports)|keep reading
tags?|topics?|filed under|posted in|categor(y|ies)|keywords|more|related|recommended|suggested|trending
"""
"""The same, but an author may write them too."""

HEADINGS = """
more stories like this|popular in (the|your) \\w+|also in (this|the) \\w+
(most|today's most) (read|popular|viewed|shared|commented|watched)( \\w+)?
popular( (now|posts?|stories|articles|news|on \\w+))
top (stories|news|headlines|videos|picks|reads)( \\w+)?
latest (news|stories|headlines|articles|posts|videos)( \\w+)?
(other|similar|recent|more|featured|trending|sponsored|breaking|promoted) (stories|articles|news|headlines|posts|\
videos)
editor'?s'? (picks?|choice)|our picks|staff picks|we recommend
what to read next|next (story|article|up)
around the web|from (the|our) (web|partners|archives?|sponsors)
(people|readers|others) also (read|viewed|liked|like)
web stories|photo galler(y|ies)
what (others|other people|other readers|our readers|everyone)( is|'s| are)? (reading|watching)( now)?
elsewhere (on|in) (the|our|this) (site|web ?site|web|network|paper|magazine)
"""
"""Alone on a line, over a list of other articles."""

WEAK_HEADINGS = """
(recommended|hot|popular|explore more on these|more on these) topics
related( (topics?|reading))?|recommended( reading)?|suggested( reading)?|trending( (topics|searches))?|featured|\
popular
latest (updates|from .{1,30}|in .{1,30}|on .{1,30})|more (in|from|on|by) .{1,40}|more like this|quick (links|reads)|\
up next
(more|other|similar|popular|latest|recent|new|top|best|hot|reader|our) ([\\w'-]+ )?(stories|articles|posts|\
recipes|videos|reads|favou?rites|episodes|news|galleries|interviews|reviews|picks|columns|features)( (to|you|for|\
from|on|in|this|like)\\b.{0,40})?
(more|other) [\\w'-]+( [\\w'-]+)? to (try|read|watch|explore|discover|love|cook|make|listen to)
this (week|month|hour|morning)'?s? top (stories|posts|news|\\w+)|(hot|popular|trending|viral|buzzing)( (right now|\
now|today|this \\w+|on \\w+|in \\w+))
(from|by) our (columnists|partners|sponsors|archives?|shop|store|blogs?)
"""
"""The same, but they may be an author's heading."""

LINES = {
    "share": """
like this ?:( like)?( loading)?.{0,10}|(click to )?(share|e-?mail|print|pin|tweet|post) (this )?(on|via|\
to) .{1,40}\\(opens in new window\\)
(partager (sur|par)|compartir (en|por)|teilen (auf|per|via)|condividi su|compartilhar (no|via|por)|delen (op|\
via)) .{2,60}
share ?(:|this|on|via|with)( <piece>)? ?:?([ ,|/·•&+]+(and )?(<network>|<button>|via|on|to|with))*
share([ ,|/·•&+]+(and )?(<network>|<button>|via|on|to|with))+
(tweet|e-?mail|print|copy link|save|bookmark|gift|<network>)([ ,|/·•&+]+(and )?(<network>|<button>|via|on|to|with))+
(tweet|e-?mail|print|save|bookmark|gift|rate|like) (this|the)( <piece>)?
\\d[\\d.,]*k? (shares?|likes|views|retweets)|link copied!?|copy link|shar(e|ing) options
a ?- a a ?\\+( (listen|print|save|pdf|e-?mail|share|download|comments?|aa))*|printer-friendly( (version|page))?|\
e-?mail this( <piece>)?( to a friend)?|embed (this|the) (player|video|podcast|episode|post|clip)\\W{0,5}
a a a|a ?[+-] ?[|/]? ?a ?[+-]( ?[|/]? ?a ?[+-]?)?|(text|font) size( .{0,20})?
follow us( on)? ?:?([ ,|/·•&+]+(and |on )?<network>)*|follow( on)?([ ,|/·•&+]+(and )?<network>)+
connect with us.{0,60}|find us on.{0,60}
""",
    "comments": """
(leave|post|write|add) (a|your) (reply|comment|response)( cancel (reply|comment))?|(join|start) the (discussion|\
conversation|debate)\\b.{0,60}
(reader|readers'?) (responses|comments|letters|reactions)( ?\\(\\d+\\))?|\\d+ (thoughts?|replies|responses|\
comments|reactions) (on|to) .{1,120}
(log|sign) ?in to (join|comment|reply|post|leave|take part).{0,60}|notify me (of|when|by).{1,60}
(kommentare?|commentaires?|comentarios?|commenti|comentários|reacties|комментарии|コメント|\
टिप्पणियाँ) ?(\\(\\d+\\)|\\d+)|\\d+ (kommentare?|commentaires?|comentarios?|commenti|comentários|reacties)
(kommentar (schreiben|verfassen)|laisser un commentaire|deja (un comentario|una respuesta)|lascia un commento|\
deixe um comentário)
(view|show|read|see|load|hide|add|post|leave|write|submit) (all |a |your |more |the |\\(?\\d[\\d,]*\\)? )*(comments?|\
repl(y|ies))( ?\\(?\\d[\\d,]*\\)?)?( (on|to|below|here)\\b.{0,80})?
\\(?\\d[\\d,]*\\)? (comments?|repl(y|ies)|responses)( on\\b.{0,80})?
comments? ?:? ?(\\(\\d[\\d,]*\\)|\\d[\\d,]*)
this (comment|reply|post) (was|has been|is) (removed|deleted|hidden|taken down|flagged|under review)( by (a|the|our|\
its) \\w+)?( because .{1,60}\\b(rules|guidelines|standards|policy))?
no comments( yet)?|be the first to (comment|reply|review).{0,40}|cancel reply
comment(s|ing) (are|is|has been|have been) (closed|off|disabled|turned off|moderated).{0,40}
sort by ?:? ?(newest|oldest|best|popular|relevance)( \\w+)*
""",
    "advertisement": """
[-–—=*[( ]{2,}(sponsored|promoted|ad|anzeige|werbung|publicité|publicidad|pubblicità|publicidade)[])–—=* -]{2,}
[-\\[(—–• ]*(advertisements?|advert|adchoices|ad (choices|feedback)|remove ads?)[-\\])—–• :]*(scroll .{0,60}|\
continue .{0,60})?
[(—–• -]*(ad|advert|advertising|commercial) break[)—–• -]*|[(—–• -]*(a )?(word|message) from (our|today's|this \
\\w+'s) (sponsors?|partners?|advertisers?)[)—–• -]*
([A-Z][\\w'-]*[ ,:]+).{0,60}\\b\\d+ ?% off\\b.{0,60}\\bcode \\S{3,20}
[-\\[(—–• ]*(sponsored|promoted|paid)( (content|post|partnership|links?|by .{1,40}))[-\\])—–• :]*
(story|article|content|report|text) continues (below|after).{0,40}|continue reading below.{0,40}
(scroll|swipe) (down )?(to|for) (continue|read|more|view).{0,60}|skip (ad|advert|advertisement)s?
(your|this) (ad|advertisement) (here|will .{1,60})|report (this )?ad|why (am i seeing )?(this ad|these ads)
""",
    "navigation": """
(skip|jump) (to|past) (main |the )?(content|navigation|search|menu|footer|article)
(back|return|go|scroll|jump) (back )?to (the )?(top|home( ?page)?|main (page|site)|search results)|back to \
.{1,40}(home|page|news)
(toggle|open|close|show|hide|main|mobile|expand) (the )?(menu|navigation|nav|search|sidebar)
search( (this|the|our|within|on))? (web ?site|site|archives?|here|box|button|for|results|form)|enter (a |your \
)?(search|keyword).{0,30}
you are here ?[:>»].{0,120}
(change|select|choose)( your)? (language|country|region|edition)
(view|visit) (desktop|mobile|full) (site|version)
this is a (carousel|slide ?show|modal window)\\W+use .{0,100}|use (the )?(next|previous|left|right|\
arrow)\\b.{0,30}\
\\b(buttons|keys|arrows)\\b.{0,60}
<policy>([ ,|·•]+(<policy>|about( us)?|contact( us)?|advertise|careers|sitemap|help|disclaimer|cookies))*
(about us|contact us|advertise( with us)?|careers|disclaimer|site ?map|code of ethics)([ ,|·•]+(<policy>|about( us)?|\
contact( us)?|advertise( with us)?|careers|site ?map|help|disclaimer|feedback|code of ethics))+
do not sell.{0,60}|(your|ad) (privacy|ad) choices|advertise with us|about us|contact us
listen to this \\w+.{0,30}|print (this )?(page|article|version)
(\\d+|one|two|three|four|five|six)[ -]min(ute)?s? (read|listen|watch)|(estimated )?read(ing)? time ?: ?.{1,20}
""",
    "pagination": """
[«‹<← ]*<turn>([ |/·«‹<←»›>→]+<turn>)+[ »›>→]*
[«‹<←]+ ?(previous|prev|back|older)( (page|article|story|posts?))?( ?:.{0,100})?|(next|more|newer)( (page|article|\
story|posts?))? ?[»›>→]+
(previous|next) (page|article|story|post)( ?:.{0,100})?|(older|newer) (posts|entries|articles)
([«‹<←]+ |previous |prev )?(\\d{1,3}[ |]+){2,}(… ?)?(\\d+ )?(next|last)?[»›>→ ]*(next|last|»|›|→)
(load|show|view|see|read|explore|browse) (more|all|less)( (news|stories|articles|posts|videos|photos|results|from \
.{1,30}))?[»›>→.… ]*
continue reading( ?[»›>→].{0,20}|…)?|(click|tap)( here)? (to|for) (more|next|expand|enlarge|continue).{0,40}
""",
    "subscription": """
<entry>([ |/·•,]+(or |<entry>|now|today))+
(subscribers?|members?)[ -](only|exclusive)( (content|article|story))?|subscribe now|start (your )?free trial
get (full|unlimited|all|digital) access.{0,40}|not (a subscriber|a member|registered)( yet)?\\?.{0,60}
support us|(view|see) (subscription )?(offers|plans)
(welcome|hello|hi),? guest\\b.{0,80}|create (a|an|your)( free)? (account|profile) (or|and) (log|sign) ?in\\b.{0,60}
.{1,40}: (bonus|ad-free|extra) (episodes|content|listening)\\b.{0,60}
""",
    "newsletter": """
(our|free|daily|weekly|morning|evening|e-?mail) newsletters?( sign[ -]?up)?|newsletter (sign[ -]?up|\
subscription).{0,40}
(your|enter your|type your) (name|e-?mail( address)?) ?\\*?
(did you (like|enjoy)|enjoying|enjoyed|liked?|loved?|loving) (this|our|the)( <piece>| work| reporting)?\\?
(listen|follow|subscribe|stream|available)\\b.{0,80}\\bwherever you (get|find|listen to) your podcasts
(listen to|watch|follow|stream) (every|all|each|live|more)\\b.{1,60} (on|in|via) .{1,40}\\bapps?
get (the|our) (daily|weekly|monthly|quarterly|print|magazine|annual)\\b.{0,60} (delivered|sent) (to|straight)\\b.{0,60}
""",
    "consent": """
(accept|allow|reject|decline|deny|manage|customi[sz]e)( (all|my|your|only|non|the|&|and|close|continue))*( \
(essential|necessary|optional))?( (cookies?|choices|settings|preferences|options|consent))?( only)?
cookies? (settings|preferences|policy|notice|consent|choices)|privacy (settings|preferences|manager|cent(er|re))
i (agree|accept)|got it!?|ok,? got it!?
""",
    "copyright": """
(©|\\(c\\)|copyright\\b|&copy;).{0,160}(\\d{4}|reserved|ltd|limited|inc\\b|llc).{0,160}
([\\w©,&'-]+[ .]+){0,8}all rights? reserved\\b.{0,160}
(diesen )?artikel teilen|partager (cet|l')article|compartir( este)? art[ií]culo
alle rechte vorbehalten.{0,60}|tous droits réservés.{0,60}|todos los derechos reservados.{0,60}
a (production|publication) of (?-i:([A-Z][\\w&.-]* ?){1,6})(, ?(\\d{4}|mm[xvi]+)|\\b(ltd|inc|llc))
powered by .{1,40}|designed (and developed )?by .{1,50}
""",
    "forum": """
(thread|topic) (tools|starter)( (rate|search) this (thread|topic))?( display modes)?|(rate|search) this (thread|topic)
((senior|junior|new|full|super|veteran|registered|active) (member|user) )?(join(ed)?( date)?|member since|registered) \
?: ?[\\w .,/-]{4,20}\\b\\d{4} .{0,40}\\b(posts|messages|location|likes) ?: ?.{1,40}
(join date|member since) ?: ?[\\w .,/-]{4,20}\\b\\d{4}
senior member|junior member
reply with quote|(quote|reply)( quote| reply| multi-?quote| report| like)+|last edited by .{1,40}[;,] .{0,80}
quick (navigation|reply)\\b.{0,40}|jump to forum.{0,40}
(you (may|may not|cannot) (post|edit|delete|reply to|start|create)( new| your| to)?( own)? (threads?|topics?|posts|\
repl(y|ies)|attachments|polls)( in this (forum|topic))?\\.? ?){1,6}
all times are( in)? (gmt|utc|[cepm]s?t|bst|ist)( ?[+-] ?\\d+)?\\b.{0,40}\\b(the time (is )?now|powered by)\\b.{0,120}|\
(currently active )?users (browsing|viewing) this (thread|topic|\
forum).{0,80}
""",
    "credit": """
[(\\[]?(representati(ve|onal) |file )?(photo(graph)?s?|image|picture|pic|video|illustration|graphic)s? (credits?|\
courtesy|source|by)( by)? ?[:|/–—-] ?\\S.{0,60}
[(\\[]?(file|representati(ve|onal)) (photo|image|picture|pic)[)\\]]?|[(\\[]?image for representation.{0,40}
[(\\[]?(photo|image|picture|photograph|illustration)s? (credits?|courtesy|by|via)( of)? \\S.{1,50}
[(\\[]?((staff|file|cover|lead|all|top|main|additional) (photo|image|picture|illustration|photograph)s?|portrait|\
photography|illustrations?) by ([^\\W\\d_][\\w.'-]* ?){1,4}[)\\]]?
image (source|credit), .{1,60}|[(\\[]?photo(graph)?s? ?: ?(\\S+ ?){1,3}|[(\\[]?(photo(graph)?|image|picture)s? ?: \
?[^.]{2,40}/[^.]{2,40}\
|[(\\[]?(photo|image|picture)s? ?[:|/] ?([\\w.'-]+ ?){0,4}/? ?\\(?<agency>( photo)?[)\\]]*
[(\\[]?[\\w.' -]{2,40}/ ?<agency>( images| photo)?[)\\]]?|[(\\[]?<agency> (photo|image|file photo|picture)s?[)\\]]?|\
getty images|shutterstock
""",
    "feedback": """
(did you find|was) (this|the) (<piece>|information) (helpful|useful|interesting)\\?.{0,40}|(rate|review) this \
<piece>.{0,40}
(reuse|republish|license|cite) (this|our) (content|<piece>)|open in (the )?app|get (our|the) (free )?app|get alerts|\
view (the )?(full )?gallery
(view|open|enlarge) image( in (full ?screen|gallery))?|end of (article|story)|(gift|give) this article|hide ad|\
continue (to|in) app
report (an? )?(error|typo|mistake|abuse)( in .{1,40})?|suggest (a|an) (correction|edit)
(have|got) (a|any) (news )?(tip|correction)s?\\?.{0,100}|send (us )?(a )?(news )?(tip|correction|feedback)s?.{0,60}
""",
}
"""Kind -> what such a line says from its first to its last word."""

MENU = """
<abroad>
home|menu|search|log ?in|log ?out|sign ?in|sign ?up|register|subscribe|subscriptions?|(my )?account|profile|settings
share|tweet|print|e-?mail|save|comments?|reply|like|follow|<network>|close|back|top|next|prev(ious)?|more|all|see \
all|view all|ads?|sponsored|please wait|learn more|copy|dismiss|hide|show( all| less)?|not now|
allow|supported by|story saved|saved|updated|download now|top videos
news|latest( news)?|world|politics|business|sports?|entertainment|opinions?|tech(nology)?|science|health|lifestyle|\
travel
culture|arts|food|weather|videos?|photos?|gallery|podcasts?|audio|e-?paper|magazine|features|editorials?|columns?|\
markets?
money|auto|education|jobs|cities|states|national|nation|international|local|live( tv)?|movies|cricket|football|\
elections?|games
astrology|premium|web stories|trending|top stories|about( us)?|contact( us)?|help|faqs?|careers|press|advertise|\
privacy( policy)?
terms( of (use|service))?|cookies|disclaimer|site ?map|archives?|tags|topics|sections|donate|shop|store|blogs?|forum|\
community
events|newsletters?|notifications?|loading|ok|accept|reject|decline|cancel|submit|advertisement|english|hindi|\
español|français
"""
"""Words of menus and buttons. One alone on a line may as well be a heading of the article."""

SENTENCES = {
    "consent": """
(este|esta|nuestr[ao]|ce|cette|notre|dies|diese|unsere|questo|questa|il nostro|deze|onze)[a-z]* (sitio|página|web|\
web ?site|site|portail|seite|sito|pagina)\\b … \\bcookies\\b
(usamos|utilizamos|nous utilisons|wir (ver)?(wenden|nutzen)|utilizziamo|usiamo|wij gebruiken|\
we gebruiken)\\b … \\bcookies\\b
(si sigue|si continúa|al (seguir|continuar) navegando|en poursuivant|en continuant|durch die (weitere )?nutzung|\
wenn sie weiter\\w*|continuando|proseguendo|ao continuar|door verder)\\b … \\b(acept|acuerdo|accept|consent|\
stimmen|zu|einverstanden|acett|aceita|concorda|cookies)
(we|this (web ?)?(site|page)|our (web ?)?site)( and our … )?( may| also)? uses? (… )?cookies\\b
by (continuing|clicking|using|closing|scrolling|browsing|signing|subscribing|registering|submitting|entering|\
providing|visiting)\\b … \\b(you|i) (are )?(agree|consent|accept|acknowledge|agreeing|consenting)\\b
you (can|may) (change|manage|withdraw|opt|update|adjust|set|find out more)\\b … (cookies?|preferences|settings|\
consent|choices|privacy policy)
(please )?(see|read|view|review|check|refer to) our <policy>
(to (find out|learn|know)|find out|learn|for) (more|further)\\b … \\bour (privacy|cookies?|terms)\\b
(please )?(accept|allow|enable) (all |our )?(cookies|javascript)\\b|(your browser does not support|javascript is \
(disabled|required))\\b
(we|we and our|our) … (value|respect|care about) your privacy
""",
    "newsletter": """
(recevez|inscrivez-vous|abonnez-vous|suscríbete|suscríbase|recibe|reciba|regístrate|abonnieren sie|\
melden sie sich|erhalten sie|iscriviti|abbonati|ricevi|assine|receba|inscreva-se|cadastre-se|schrijf je in|\
meld je aan)\\b … (newsletter|lettre|boletín|correo|inbox|e-?mail|mail|bo[iî]te|matin|semaine|infolettre|posta|\
notícias|noticias|nieuwsbrief|€|mois|mes\\b|monat)
(please |to )?sign[ -]?up\\b … \\b<letter>\\b
(please |to )?(subscribe|register|join)\\b … \\b(newsletters?|your inbox|mailing list|e-?mail list|alerts)\\b
(get|receive|have|want|love|the best|all the|delivering) … (in|into|to|straight to) your (inbox|e-?mail|phone|\
mailbox)\\b
(please )?(enter|type|submit|provide) (a valid|your) e-?mail( address)?\\b … (to|and|for|below|\\.)
thank(s| you),? for (signing up|subscribing|your subscription)\\b
(you (can|may) )?(unsubscribe|opt out) (at )?any ?time\\b|you (can|may) unsubscribe\\b
we('ll| will|'ll never| will never| won't) (spam|share your e-?mail)\\b|no spam\\b
our (free )?(daily |weekly |morning |evening )?(e-?mail )?newsletter\\b … \\byour?\\b
stay (informed|up[ -]to[ -]date|updated|tuned|connected|ahead)\\b … \\b(our|newsletter|latest|news|updates|inbox|\
notifications|app|alerts)\\b
(don't|never) miss (a|an|the|another|any)( \\w+)? (story|stories|updates?|news|post|article|episode|headline)\\b
""",
    "share": """
(please |also,? |you can (also )?|don't forget to )?(follow|like|join|find|connect with|add) (us|our|me|@\\w+|the \
author|[\\w.]+( [\\w.]+){0,2}) … (on|at|via|through|page|channel|group) … \\b<network>\\b
(join|follow|subscribe to) (us|our|the)\\b … \\b(whats ?app|telegram|youtube|facebook|instagram|twitter|linkedin|\
discord)\\b
(please )?share (this|our) <piece>\\b|share (on|via) <network>\\b|we're (now )?on <network>\\b
(also |now |you can (also )?)?(download|get|install) (our|the) … \\bapp\\b … (our|news|updates?|stories|alerts|\
reading)\\b|(download|get|install) (our|the [\\w.' -]{0,30}news) (mobile )?app\\b
(click|tap) (here|on (the|this) (link|button|icon|bell))\\b … (to|for|and) (read|watch|follow|join|subscribe|sign up|\
get|see (more|all)|view (more|all)|latest|more|know more|listen)\\b
if (a friend|someone|somebody) (forwarded|sent|passed) … (sign up|subscribe|your own)\\b|this (letter|e-?mail|\
newsletter|message) (comes|\
came|goes|\
is sent) to you because\\b|join (over |more than |the )?\\d[\\d,.]*k?\\+? (other )?(readers|subscribers|people|\
members|others|\
fans) (who|and|on|already|in)\\b
sign up (for|to) (our|the) ([\\w-]+ ){0,3}(letter|e-?mail|bulletin)\\b|rate (us|this (show|podcast|episode)|the (show|\
podcast)) \
(five|5|on|and)\\b
if you (like|liked|enjoy|enjoyed) (this|our) … (share|subscrib|follow|support|sign up|newsletter|donat)
""",
    "promotion": """
(for |to |also,? |you can )?(track|catch|get|read|find|check( out)?|see|watch|view|browse|follow|visit|discover|\
explore|access|listen to)( (all|up|on|out|more|for|to|with|your|the|our|of|and))* (latest|breaking|live|top|trending|\
today's)\\b … \\b<news>\\b
for (the )?(more|all|latest|breaking|all the latest|other)( [\\w',&-]+){0,6} <news>\\b … \\b(click|visit|follow|log \
on|download|subscribe|check|stay|keep|tune|sign up|head)\\b
(read|see|watch|find|view) (all|more|all our|more of our|more of the)( [\\w-]+){0,3} <news> (here|on|at|by|from|\
below)\\b
catch (all|up on) … <news>\\b|(get|read|follow|track|find|check out) all the … <news>\\b … (here|on|at|by|from|\
with)\\b
get the best (deals|offers) on \\w|(visit|follow|stay tuned to|keep reading) [\\w.]+( [\\w.]+){0,2} for (more|all \
the|the latest|latest|breaking)\\b
(tune|log) (in|on) ?to … \\b<news>\\b
(read|watch|see) (the )?(full|complete|original|entire|whole) (<piece>|interview) (here|on|at|in|below)\\b
read more (at|on|from|about|here|stories)\\b|see more (on|at|from) \\w
""",
    "subscription": """
download now\\W*$|subscribe (now|today|here|for (just|only|as|full|unlimited|free|\\W?\\d)|to (continue|read|keep|\
unlock|get|our|us|\
enjoy|support|the [\\w ]{0,30}(channel|newsletter|podcast)))\\b
(are you )?already (a|an|have an?)( paid| existing| digital)? (subscriber|member|account|registered|subscription|\
user)\\b
to (continue|keep|finish|unlock|read|get) … (subscribe|sign (in|up)|log ?in|register|create (an?|your)|become a \
(member|subscriber))\\b
(continue|keep) reading … (subscri|sign (in|up)|log ?in|regist|free account|trial)
(please )?(sign (in|up)|log ?in|register|create (a|an|your)( free)? account) (to|for) (continue|keep|read|reading|\
comment|finish|enjoy|unlimited|get access)\\b
this (article|story|content|post|piece) is (only |exclusively )?(available |reserved |exclusive )?(only |exclusively \
)?(for|to)( \\w+)? (subscribers|members)\\b
you('ve| have|'re| are) (reached|read|used|hit|viewed|left with|\\d+|on your) … (free (articles?|stor)|articles? \
(limit|left|remaining|this month)|monthly limit)
(get|enjoy|unlock|gain) (full |instant )?(unlimited|full|complete|premium|digital|ad-free) ([\\w-]+ ){0,2}access\\b|\
unlimited (digital )?access\\b
become a (member|subscriber|patron)( today| now)?\\W*$|unlock (this|the|exclusive|unlimited|full|more|all) … \
(article|story|\
access|content)|try .{1,20} for (just |only )?[€$£]
you('re| are) (reading|getting|enjoying|seeing) this( \\w+)? (for free|free of charge|because (readers|people|\
members) like you)\
\\b|(stories|reporting|journalism|investigations|articles) like (this|these)( one)? (takes? (time|weeks|months|years|\
money)|costs? \
money|(is|are) (only )?(made )?possible)\\b
[\\w ,]{0,30}: this (page|article|site|story|newsletter) is free to read\\b|support us (with|for|from|today|now|by)\\b
become a (patron|member|supporter|subscriber) (for (the price|as little|just|only|less)|from (just|only|as little)|\
and (get|receive|\
enjoy|help (us|keep)|support (us|our)))\\b
please consider (subscribing|donating|supporting|becoming)\\b|thanks for reading\\b|turn on … notifications\\b
start your (free )?(\\S+ )?(trial|subscription)\\b|cancel (at )?any ?time\\b
(please )?(consider )?(donat\\w+|becom\\w+ a (member|patron|supporter|subscriber)|support\\w* (our|independent|\
quality)) … (journalism|reporting|newsroom|our work)\\b
your (support|subscription|contribution|donation) (helps?|makes?|enables?|allows?|keeps?) (us|our)\\b
""",
    "advertisement": """
this (issue|episode|newsletter|letter|podcast|edition|week's (issue|letter|episode)) is (brought to you|sponsored|supported|\
presented) by\\b
(story|article|report) continues (below|after)\\b|advertisement[.:]?$
(please )?(disable|turn off|whitelist)\\b … \\bad ?-?blocker\\b
(we|this (article|page|post|site)) (may|might) (earn|receive|contain) … (commission|affiliate)
""",
    "copyright": """
© ?[^.]{2,60}(\\.|$)
(reproduction|reproducción|reproduktion|riproduzione|reprodução|nachdruck|vervielfältigung|prohibida|vietata|\
proibida)\\b … \\b(interdite?|prohibida|riservata|verboten|vietata|proibida|autorisation|autorización|\
autorizzazione|genehmigung|reproducción|riproduzione|reprodução)\\b
(alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|tutti i diritti riservati|\
todos os direitos reservados|alle rechten voorbehouden)
(©|\\(c\\)|copyright) .{0,60}(\\d{4}|reserved|ltd|limited|inc\\b).{0,60}$
([\\w©,&'-]+ ){0,8}all rights? reserved( (by|to) .{1,40}|\\W.{0,160})?$
(this|no part of this|any) (material|article|story|content|website|site|publication)s? … (may not|must not|cannot|\
may) be … (published|reproduced|copied|broadcast|redistributed|rewritten|republished)\\b
(unauthori[sz]ed )?(reproduction|republication|redistribution|copying) … (prohibited|without (the )?(prior|written|\
express))\\b
\\(?(except for the headline,? )?this (story|article|report|copy|news|item|text|dispatch|piece|post) … (not been \
(edited|created)|auto-?generated|\
syndicated feed)
""",
    "disclaimer": """
(disclaimer|legal notice|important (notice|information)|risk warning) ?:
(the |any |all )?(views|opinions|statements)( and (views|opinions))? (expressed|are|in this)\\b … \\b(author|\
writer|own|necessarily|reflect|contributor)
(the |this |all )?(above |following )?(information|content|article|material|site)( \\w+){0,5} (is|are|does|\
do) not( \\w+){0,4} (advice|recommendation)\\b
(consult|seek|speak to|talk to|ask) (a|an|your|with)( \\w+){1,3} (advis[eo]r|professional|doctor|lawyer|\
physician) before\\b
(quotes|prices|market data|data|rates) (are |is )?delayed\\b
this (post|article|page|site|story|video|recipe|newsletter|e-?mail) (may |might )?(contains?|\
includes?) ([\\w-]+ )?(affiliate|sponsored|paid|ads|advert)
you (are receiving|got|received|have received|get) (this|our) (e-?mail|message|newsletter|mail)\\b
this (e-?mail|message|newsletter) was sent\\b|(was|were) this (e-?mail|message|newsletter) forwarded to you
our (postal|mailing) address( is)?\\b|(view|read|open|see) this (e-?mail|newsletter|message|mail) (in|on|as)\\b|\
trouble viewing this
""",
    "comments": """
your e-?mail (address )?will not be (published|shared)|required fields are marked|save my name\\b … browser
(please )?(join|start|be part of) (the|our) (conversation|discussion)\\b
(please )?(let us know|tell us|share your (thoughts|views|comments|opinions?)|leave (a|your) (comment|thoughts?|\
reply)|sound off|drop (a|your) comment)\\b … (comments?|below)\\b
what do you think\\?$|what do you think\\b … (comments?|let us|below)\\b|be the first to (comment|reply|review)\\b
comments (are|on this \\w+ are) (now )?(closed|moderated|subject to|disabled|turned off)\\b
you (must|need to|have to) (be )?(logged|log|signed|sign|register\\w*)\\b … \\b(comment|reply|post)\\b|log in to \
(comment|reply)\\b
""",
}
"""Kind -> how such a sentence begins; they speak to the reader about the page. Wherever it stands, it is furniture."""

SUBJECTS = {
    "consent": r"\bcookies?\b|\bprivacy\b|\bconsent",
    "newsletter": r"\bnewsletters?\b|\bsubscri|\bmailing list|\binbox",
    "subscription": r"\bsubscri|\bpaywall|\bmembership",
    "copyright": r"\bcopyright|\breproduc",
    "advertisement": r"\badvert|\baffiliate",
    "comments": r"\bcomment(s|ing|ers?)?\b",
    "share": r"\bfollowers\b|\bsocial media\b|\bapps?\b|\bhashtag",
}
"""Kind -> the words of an article that is about the very thing which furniture of this kind speaks of."""
