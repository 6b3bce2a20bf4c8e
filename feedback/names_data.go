package feedback

import "strings"

// The tables by which names are found, folded as foldWord folds. A star stands for any ending.

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[foldWord(w)] = true
	}
	return all
}

var (
	// endings of Russian words in their cases.
	endings = set(`а у е ы и я ю ь ой ою ом ем ей ью ам ами ах ов ев ям ями ях ии ий ия ию ие ией иям иях
		ая ую ое ого ому ым ые ых ыми ый его ему им их ими яя юю`)
	adjectiveEnds = set(`ая ое ые ие ий ый ой яя`)

	// ambiguousSmall are names that mean something else in small letters.
	ambiguousSmall = set(`polish swede granada того who iom car`)

	// ordinaryAcronyms name nobody.
	ordinaryAcronyms = set(`ngo cso cbo ingo pcve pve cve cpve ct ve ict ai sdg it aml cft hiv aids covid faq pdf ok tv id qr sms url
		usb ppt me rd hr pr ceo gdp kpi tor mou nap ddr ssr ftf cbrn uav uas ied wmd lgbt lgbti idp gis dna vip pcr ii iii iv vi vii
		viii ix xi xii xiii xiv xv xvi xvii xviii xix xx igo www http https utc gmt am pm asap tbc tbd rsvp mhpss prr dei ml llm
		res ong osc odd ods tic ia ev lbc ue4 нпо нко огп цур икт ии сми пнэ орг`)

	// connectors may stand inside a name in small letters.
	connectors = set(`of for and the on to de du des la le les l d et pour y e del los las el para a an do da dos das von van und`)
	// binders of connectors promise that the name goes on behind an "and".
	binders = set(`of for on de du des d del pour para`)

	// heads make an organization of the capitalised words around them; a star stands for any ending.
	heads = strings.Fields(foldWord(`union commission organisation* organization* agency agencies agence* agencia* committee comite
		council conseil consejo comision mision bank banque banco fund fonds fondo programme program programa office bureau oficina ministry ministries
		ministere* ministerio* university universities universite* universidad* league ligue liga group groupe grupo institute institut
		instituto department departement departamento directorate direction authority autorite autoridad court cour corte tribunal
		parliament parlement parlamento assembly assemblee asamblea secretariat secretariado secretaria federation association* asociacion
		foundation fondation fundacion centre center centro network reseau red police policia gendarmerie army armee ejercito alliance
		alianza party parti partido company corporation society societe forum coalition initiative embassy ambassade embajada mission
		delegation delegacion government gouvernement gobierno governorate presidency bureau service services force forces front
		movement mouvement movimiento academy academie academia college school hospital church mosque command brigade militia taskforce
		министерств* союз* комисси* организаци* агентств* комитет* совет* банк* фонд* программ* управлени* университет* лиг* групп*
		институт* департамент* служб* суд парламент* ассамбле* секретариат* федераци* ассоциаци* центр* академи* партия полици*
		посольств* правительств* штаб*`))

	// arabicHeads: a following word with the article makes them a name.
	arabicHeads = set(`وزارة منظمة جامعة مجلس لجنة اتحاد الاتحاد بنك البنك صندوق الصندوق وكالة الوكالة مكتب المكتب هيئة الهيئة المنظمة
		الجامعة المجلس اللجنة مؤسسة المؤسسة مفوضية المفوضية رابطة الرابطة معهد المعهد حكومة الحكومة برلمان البرلمان محكمة المحكمة
		سفارة السفارة حزب الحزب شرطة الشرطة البعثة بعثة جمعية الجمعية حركة الحركة مركز المركز`)

	// titles before a name, and what people are called beside it. Those of strongTitles are followed by a name in small letters too.
	strongTitles = set(`mr mrs ms miss mx dr mme mlle sr sra srta prof госпожа госпожи госпоже господин господина господину
		г-н г-на г-ну г-ном г-жа г-жи г-же г-жу г-жой д-р д-ра д-ру`)
	// abbreviated is what a hyphen follows in the short forms of titles.
	abbreviated = set(`г д`)
	titles      = set(`sir lady lord ambassador ambassadors minister president professor judge justice senator king queen prince princess
		sheikh colonel general captain major sergeant lieutenant director chairman chairwoman chairperson secretary excellency
		excellence ambassadeur ambassadrice ministre president presidente professeur juge senateur roi reine docteur madame monsieur maitre
		directeur directrice excelencia embajador embajadora ministro ministra profesor profesora doctor doctora senor senora don dona
		juez senador senadora rey reina director directora
		mayor governor chief commissioner inspector imam maire gouverneur prefet commissaire alcalde gobernador comisario
		cousin brother sister friend colleague neighbour neighbor son daughter wife husband mother father uncle aunt named called
		cousine frere soeur ami amie collegue voisin voisine fils fille femme mari mere pere oncle tante nomme nommee
		primo prima hermano hermana amigo amiga colega vecino vecina hijo hija esposa esposo madre padre llamado llamada
		брат сестра друг коллега сосед соседка мэр имам губернатор
		доктор профессор посол посла министр министра президент президента генерал полковник судья директор премьер`)
	arabicTitles = set(`السيد السيدة الدكتور الدكتورة الأستاذ الأستاذة السفير السفيرة الوزير الوزيرة الشيخ الأمير الأميرة الملك الملكة
		الجنرال العقيد اللواء العميد القاضي القاضية معالي سعادة فخامة الآنسة المهندس المهندسة`)
	// arabicSmall are words that are no names.
	arabicSmall = set(`في من على إلى أن إن قال قالت عن مع هو هي ما لا لم لن قد كان كانت هذا هذه ذلك تلك التي الذي الذين ثم أو بعد قبل كل
		بين حول خلال عند لدى أكد أكدت ذكر ذكرت أشار أشارت دعا دعت`)

	// particles stand inside a person's name in small letters.
	particles = set(`de da dos das del della di van von der den ter bin ben ibn ould al el bint abu la le y e du`)

	// ordinaryWords are written with capitals in conference texts and are nobody's name.
	ordinaryWords = set(`member members states state civil society human rights right rule law national regional international global local
		strategy strategies plan plans action agenda goals goal sustainable development counter terrorism counterterrorism prevention
		preventing violent extremism resolution resolutions article charter convention protocol declaration session sessions panel conference
		working youth women peace security governments key question questions pillar pillars good practice practices lesson lessons
		high level special project projects under compact theme room note concept conferences congress plenary wrap up ups common
		institutional cooperation multilateralism innovation branch permanent representative heads head coordination insights
		recommendation recommendations challenge challenges gap gaps capacity building institution institutions entities entity framework
		monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
		november december lundi mardi mercredi jeudi vendredi internet covid north south east west central northern southern eastern
		western middle latin africa asia europe america americas sahel horn lake basin caribbean pacific balkans mediterranean gulf arab
		african asian european american muslim christian islamic english french spanish arabic chinese russian week day days world
		the a an in on at our we i they it this that these those and or but for with without by to from of as if when where how what who why
		should must can could may more many all some no not there here also however therefore moreover please thank thanks yes dear
		le la les un une des du nous ils elles il elle ce cette ces dans pour avec sans par sur mais ou et si quand comment que qui
		el los las una unos nosotros ellos este esta estos en con sin por para pero o y si cuando como que quien etats membres
		société civile droits l'homme estados miembros derechos humanos declaracion plan accion acción nations unies naciones unidas
		мы они это эти в на с по для из к и или но если когда как что кто государства-члены государства члены государств членов
		повестка цели устав конвенция резолюция заседание сессия`)

	// givenNames tell a person at the beginning of a sentence, and one who is named by it alone.
	givenNames = set(`mohamed mohammed muhammad mohammad ahmed ahmad ali hassan hussein hussain omar ibrahim ismail khalid abdullah abdul
		yusuf youssef mustafa mahmoud karim tariq fatima aisha aicha amina zainab maryam mariam khadija leila layla noor nour salma samira
		john james robert michael william david richard joseph thomas charles daniel matthew anthony paul andrew peter george kenneth
		kevin brian edward ronald timothy jason jeffrey ryan jacob gary nicholas eric stephen jonathan larry scott benjamin samuel
		mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa betty margaret sandra ashley kimberly emily
		donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy angela anna ruth
		jean pierre michel francois philippe alain bernard jacques marie nathalie isabelle sylvie catherine francoise monique claire
		jose juan carlos luis miguel antonio pedro manuel javier jorge alejandro fernando ricardo ana carmen rosa lucia elena sofia
		ivan sergei sergey dmitry vladimir alexander andrei mikhail nikolai olga natalia tatiana ekaterina svetlana irina
		kofi kwame nana chinedu ngozi amara kwabena wanjiru achieng ousmane mamadou moussa amadou aminata fatou fatoumata mariama seydou
		boutros antonio guterres wei ming xin yuki hiroshi kenji sakura raj priya anil sunita arjun
		иван сергей дмитрий владимир александр андрей михаил николай алексей ольга наталья татьяна екатерина светлана ирина анна мария елена`)

	// hanHeads end the name of an organization, hanTitles follow a person's name.
	hanHeads  = strings.Fields(`委员会 理事会 基金会 办公室 办事处 大学 银行 联盟 外交部 内政部 国防部 司法部 教育部 协会 研究所 组织 政府 秘书处 中心 执行局 警察局 安全局 移民局 情报局 调查局`)
	hanTitles = strings.Fields(`先生 女士 博士 教授 大使 部长 总统 主席 总理 小姐 阁下 秘书长 将军 法官 老师 同志`)
	// hanBreaks end what may be a name: small words and verbs.
	hanBreaks = "的和与及或在是由对从向请应了把被让为于将会可能要有我你他她们这那其以并而但也都很就不请说感谢需要，。、；：？！（）《》“” \n"
	// hanOrdinary are words that end as a name does and name nobody.
	hanOrdinary = strings.Fields(`民间社会组织 国际组织 区域组织 非政府组织 恐怖组织 社会组织 恐怖主义组织 各国政府 国家政府 当地政府 地方政府 女士们先生们 各组织 民间组织 主席先生 主席女士`)
	hanSurnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳"
)

// knownOrganizations are found in small letters too, but for their abbreviations.
const knownOrganizations = `United Nations, UN, U.N., Nations Unies, ONU, Naciones Unidas, Организация Объединенных Наций, Организации Объединенных Наций, ООН, الأمم المتحدة, 联合国,
General Assembly, Assemblée générale, Asamblea General, Генеральная Ассамблея, الجمعية العامة, 大会堂,
Security Council, Conseil de sécurité, Consejo de Seguridad, Совет Безопасности, مجلس الأمن, 安全理事会, 安理会,
European Union, Union européenne, Unión Europea, Европейский союз, Евросоюз, الاتحاد الأوروبي, 欧洲联盟, 欧盟,
African Union, Union africaine, Unión Africana, Африканский союз, الاتحاد الأفريقي, 非洲联盟, 非盟,
League of Arab States, Arab League, Ligue des États arabes, Ligue arabe, Liga de los Estados Árabes, Liga Árabe, Лига арабских государств, جامعة الدول العربية, 阿拉伯国家联盟, 阿盟,
World Bank, Banque mondiale, Banco Mundial, Всемирный банк, البنك الدولي, 世界银行,
International Monetary Fund, Fonds monétaire international, Fondo Monetario Internacional, Международный валютный фонд, صندوق النقد الدولي, 国际货币基金组织,
World Health Organization, Organisation mondiale de la Santé, Organización Mundial de la Salud, Всемирная организация здравоохранения, منظمة الصحة العالمية, 世界卫生组织, 世卫组织,
Council of Europe, Conseil de l'Europe, Consejo de Europa, Совет Европы, مجلس أوروبا, 欧洲委员会,
Shanghai Cooperation Organization, Шанхайская организация сотрудничества, 上海合作组织,
Organization of Islamic Cooperation, Organisation de la coopération islamique, منظمة التعاون الإسلامي, 伊斯兰合作组织,
Red Cross, Croix-Rouge, Cruz Roja, Красный Крест, الصليب الأحمر, 红十字会, Red Crescent, الهلال الأحمر,
European Commission, Commission européenne, Comisión Europea, Европейская комиссия, المفوضية الأوروبية, 欧盟委员会,
Gulf Cooperation Council, مجلس التعاون الخليجي, 海湾合作委员会, Amnesty International, Human Rights Watch, Save the Children, Oxfam,
Interpol, Europol, Unesco, Unicef, Unodc, Unoct, Osce, Nato, Asean, Mercosur, Ecowas, Cedeao, Igad, Sadc, Hedayah, Opcw, Iaea, Unhcr, Ohchr, Undp, Unwomen, UN Women,
НАТО, ОБСЕ, ШОС, ЮНЕСКО, Интерпол, ОДКБ, СНГ, МАГАТЭ, اليونسكو, الإنتربول, الناتو, 北约, 欧安组织, 国际刑警组织, 东盟, 教科文组织,
Al-Qaida, Al-Qaeda, Al Qaida, Al Qaeda, Da'esh, Daesh, Isil, Isis, Boko Haram, Al-Shabaab, Al Shabaab, Taliban, Hamas, Hezbollah, Hizbullah, Wagner,
Талибан, ИГИЛ, Аль-Каида, ХАМАС, Хезболла, القاعدة, داعش, بوكو حرام, حركة الشباب, طالبان, حماس, حزب الله, 基地组织, 塔利班, 哈马斯, 达伊沙,
Google, Facebook, Meta, Microsoft, Twitter, TikTok, YouTube, WhatsApp, Telegram, Amazon, OpenAI`

// ordinaryPhrases look like names and name nobody.
const ordinaryPhrases = `civil society organization, civil society organizations, Civil Society Organizations, non-governmental organization,
organisations de la société civile, organización de la sociedad civil, Civil Society, Société civile, Sociedad Civil, Member States, Human Rights, Rule of Law, Global Counter-Terrorism Strategy,
United Nations Global Counter-Terrorism Strategy, Sustainable Development Goals, Middle East, Latin America, Central Asia, Southeast Asia, West Africa,
Центральная Азия, Ближний Восток, Северная Африка, Западная Африка, Латинская Америка,
Working Group, working groups, Plan of Action, Excellencies, Ladies and Gentlemen, Mr Chair, Mr. Chair, Madam Chair, Mr. Chairman, Mr. Moderator, Ms. Moderator,
Mr. President, Madam President, Monsieur le Président, Madame la Présidente, Señor Presidente, Señora Presidenta,
Господин Председатель, Господин Президент, Госпожа Председатель, السيد الرئيس, السيدة الرئيسة, سيدي الرئيس`
