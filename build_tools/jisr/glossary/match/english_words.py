"""The words by which English names show whether they are names where they stand. A word is taught here."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# Common nouns that end or fill a body's name: after its own word they are written with or without capitals.
GENERIC = word_set("""
force forces air army navy naval guard guards corps brigade brigades battalion division front movement party
coalition alliance council committee commission ministry department minister government parliament assembly
court agency authority organisation organization union league group network center centre hospital
university airport base airbase province governorate district city region river mosque market school camp
crossing bank company corporation foundation institute association federation club channel newspaper radio
television police security intelligence service services special defence defense foreign affairs interior
health national supreme high central command armed military general office agreement treaty accord war
battle operation conference summit election elections revolution uprising talks process system state
observatory archive mission embassy bloc list current faction militia battalions units regime
""")
# After a state's acronym these show that it stands alone (the US said, in the US and); otherwise it
# describes what follows: US forces.
NOT_DESCRIBED = word_set("""
s and or but nor of in on at to from by with for as than that which who whose while when where if because
since until after before over under against into through during is are was were be been being has have had
do does did will would shall should can could may might must not also never now then there says say said
wants want seeks backs supports calls urges warns accuses denies condemns plans needs believes considers
claims insists remains becomes makes takes gives provides continues maintains began made took gave sent went
came saw knew led withdrew fought struck hit held kept left met paid ran sold spent told thought won bought
brought built chose fell found got lost put set spoke stood understood wrote its their itself alone too
either both today yesterday so yet still
""")
ARMED = word_set("armed united")
# Family names that are common words: at the start of a sentence, or before another capital, they are those.
COMMON_WORDS = word_set("""
may white black brown green gray grey young long short king rice bush price love baker cook hunt hope faith
grace rose stone wood woods field fields hill hills lake rivers bridges street banks church bishop pope
knight duke earl prince west east north south day winter summer spring frost snow rain fox wolf lamb bull
bird fish major sergeant page read reed moon star cross bell sharp wise strong swift best good noble just
rich power powers parks marsh moss ash holly ford mills
""")
SAYS = word_set("""
said says told added announced denied argued wrote warned called was is has had will would did does met
visited left resigned refused agreed decided claimed insisted stated and who s
""")

# What opens a sentence right before a family name: But Biden. Any other capital there is a first name.
OPENING = word_set("""
but and so or yet for nor both neither either whether while when whenever where wherever why what who whom
whose how because although though since unless until till after before as once if then now today yesterday
tomorrow later earlier still even only not never does do did is was will would can could should may might must
has had have said says asked told like unlike without with within under over by to from of in on at about
against among around between despite during following given via per than that this these those which the a an
former late old young ex only also again instead meanwhile however therefore thus perhaps maybe soon here
there just afterwards nevertheless nonetheless moreover besides otherwise indeed
iraqi israeli saudi yemeni kuwaiti qatari omani emirati pakistani us uk turk french dutch greek
swiss arab kurd
""")

# First names, as papers write them: before another's family name they show that another is meant.
WESTERN = word_set("""
john james michael david robert george joseph william thomas peter paul mark maria anna hunter jack charles
henry richard steven stephen kevin brian daniel mary jessica elizabeth sarah susan patrick andrew martin
frank jill denzel melania ivanka eric donald hillary barack nancy scott jeff jeffrey gary larry denis emmanuel
antonio sergei vladimir dmitry
""")
GIVEN = WESTERN | word_set("""
mohammed muhammad mohamed mohammad ahmed ahmad mahmoud hassan hasan hussein hussain ali omar othman osman
mustafa ibrahim ismail youssef yousef yusuf musa issa suleiman salman saud faisal fahd turki bandar
khalid khaled tariq adel majid nasser saleh salih hadi mahdi amin karim said saeed walid rashid qasem
qassem nabil najib samir fouad ziad bashar maher yasser ammar haidar jaafar fatima maryam mariam aisha
zainab amal layla leila noura huda rania salma jamal kamal jalal osama anas bilal hazem hamza rami saif
shadi taher amer adnan ghassan fadi fares mazen murad marwan muammar nidal hamam wael yahya younis
abdullah abdallah abdulrahman abdelrahman
""")
