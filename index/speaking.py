"""Lines in which a page speaks of itself or to its reader, but which an author may write as well: for scraped pages alone.

The notation is that of `index.furniture`.
"""

SPEAKING = """
(dig|go) deeper ?: .{1,150}|from (the|our) archives? ?: .{1,150}
[(\\[]?(image|photo|picture|photograph|illustration|graphic)s? ?: ?[^.:]{2,60}[)\\]]?
did you (like|enjoy) (this|our) .{1,100}|(like|love|enjoy) what you('re)? (read|see|hear|reading|seeing|hearing)\\b.{0,100}
sign up (to (get|receive)|for (our|more))\\b.{0,120}|.{0,60}\\bconsider (making )?(a|your) (donation|gift|\
contribution)\\b.{0,60}
your (donation|gift|contribution|membership) (keeps|helps|makes|lets|allows|funds|pays)\\b.{0,100}
(this|our) (story|article|report|reporting|journalism|work) (was|is) (made possible|funded|supported) by (readers|our|\
you|members)\\b.{0,60}
donate to .{1,60}|thank(s| you) for (reading|subscribing|listening|watching|your (support|interest|feedback))\\b.{0,60}
(do you have|have|got) (a|any) (news )?(story|tip|question|comment|correction|feedback)s?\\b[^?]{0,60}\\?.{0,80}
(contact|e-?mail|write to|reach) .{1,60} at \\S+@\\S+|\\S+@\\S+\\.\\w+|our standards ?: .{1,60}
have your say\\b.{0,60}|(please )?(be|stay|keep it) (nice|kind|civil|respectful|polite)\\b.{0,80}
(members|subscribers|registered users|only \\w+) (can|may) comment\\b.{0,60}|upvote\\b.{0,40}
(available|download|get it) (on|from|in) (the )?(app store|google play)\\b.{0,60}|copy (url|text|code)|text to speech
this audio (is|was) (auto-?)?generated\\b.{0,100}|(last )?updated \\d+ \\w+ ago|was this (helpful|useful)\\b.{0,20}
(?!.*\\.$)(filed under|posted in|tagged)( (with|as|in))?( [\\w&-]+,?){1,5}
(some|many|any) (of the |of our )?(links|products)\\b.{0,60}\\baffiliate\\b.{0,60}|terms (and|&) conditions apply
prices?( (are|were))? (correct|accurate) (at|as of)\\b.{0,60}|follow\\b.{0,40} @\\w+.{0,40}|(#\\w+[ ,]*){2,}|about \
the authors?
[^。．.!?]{0,20}(シェア|ツイート|関連記事|関連キーワード|コメント|続きを読む|もっと見る|会員登録|ログイン|\
利用規約|プライバシー|お問い?合わせ|無断転載|転載(を)?禁|著作権|ランキング|新着|人気記事|おすすめ|注目の|メルマガ|\
メールマガジン|ニュースレター|登録はこちら|購読|前の記事|次の記事|サイトマップ|運営会社|広告|フォロー|\
アプリ)[^。．!?]{0,40}。?
[^.!?]{0,20}(관련 ?기사|댓글|공유하기|구독|로그인|회원가입|무단 ?전재|재배포 금지|저작권|많이 본|인기 ?기사|\
추천 ?기사|개인정보|이용약관|광고|인쇄|스크랩|글자 ?크기)[^.!?]{0,50}
[^.!?]{0,30}(читайте также|комментари[ийев]+|поделиться|подпи(сывайтесь|шитесь|саться)|все права защищены|реклама|\
популярное|перепечатка)[^.!?]{0,60}
[^。！？]{0,20}(相关阅读|相关新闻|评论|分享到|登录|注册|版权所有|责任编辑|热门|推荐阅读|免责声明|上一篇|下一篇|\
转载)[^。！？]{0,40}
[^।.!?]{0,30}(यह भी पढ़ें|ये भी पढ़ें|शेयर करें|टिप्पणी|कमेंट|सब्सक्राइब|न्यूज़लेटर|विज्ञापन|डाउनलोड करें|\
फॉलो करें|सर्वाधिकार|ताज़ा खबरें|ट्रेंडिंग)[^।.!?]{0,60}।?
[^.!?]{0,30}(اقرأ أيض|شارك|التعليقات|اشترك|جميع الحقوق محفوظة|إعلان|الأكثر قراءة)[^.!?]{0,60}
.{1,40} (says|said|wrote|writes|replied|schrieb|sagt|dit|dice|disse|escribió) ?:
(by |am |le |el )?.{0,30}\\d{1,2}.{0,20}\\d{4},? (at |um |à |\
a las )\\d{1,2}[:.h]\\d\\d( ?[ap]\\.?m\\.?)?( \\W? ?reply)?
\\d+ (seconds?|minutes?|hours?|days?|weeks?|months?|years?) ago( \\W? ?(reply|report))?
(slide|page|photo|image|picture|part) \\d+ (of|/) \\d+( ?:.{0,60})?|\\d+ (of|/) \\d+
[★☆]{2,}.{0,40}|\\d[.,]\\d ?(/ ?5|out of 5|stars?)?( from| \\() ?\\d[\\d,.]* ?(votes?|reviews?|ratings?)\\)?|\
\\d[\\d,.]*k? (claps|likes|reactions|views|reads|votes)\\b.{0,40}
([^\\s\\d]\\S*( \\S+){0,2} [\\d.,]*\\d( ?[+−-]?\\d[\\d.,]*%)? ?){3,}
(up )?next( (article|story|post|page|gallery|video|episode|in .{1,30}))? ?[:→»].{0,100}|(previous|older|newer|\
earlier) ?:.{0,100}
(subscriber|member|premium|members?-only|subscribers?-only)s?( \\w+)?( exclusive| content| only)
(type|press|hit) .{0,20}(enter|return|esc)( to .{0,30})?|type and hit enter
(primary|secondary|main|left|right) (sidebar|navigation|menu)\\b.{0,200}
(users?|guests?|members?) (browsing|online|who thanked)\\b.{0,120}|who is online|it is currently .{1,60}
(posts?|joined|location|registered) ?: ?.{1,40}
([\\w.&,?!: '-]{2,40}[|•·/›»>] ?){2,}[\\w.&,?!: '-]{2,40}
.{1,120}\\b(is|are) (a )?(registered )?trade ?marks?( of .{1,60})?
how we (reported|report|made|did|test|tested|review|rate|choose|chose|work) .{0,60}
(welcome|hi|hello|hey)( there)?[,.! ].{0,20}\\b(i'm|i am|we're|we are|my name is) .{1,150}
(learn|read|find out) more about (me|us|the author).{0,40}
"""
"""Lines that only a page has, but that an author might copy; they go from a page that is known to be scraped."""
